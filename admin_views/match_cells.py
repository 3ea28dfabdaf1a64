"""Both sides of a comparison fit to be shown: masked, and of what differs only the signs that differ."""

from typing import Final

from rapidfuzz.distance import Levenshtein

from admin_views.ticket_diff import MOST_SHOWN, Part
from privacy.masks import DOT, mask_nik, mask_phone
from registry.tiers import Finding
from workflow.records import mask_name

Parts = tuple[Part, ...]
Sides = tuple[Parts, Parts]

LENGTH: Final = 16
MARKED: Final = frozenset(
    {Finding.NAME_TITLE, Finding.NAME_SPELLING, Finding.NAME_SHORTENED, Finding.NAME_ALIKE, Finding.NAME_PARTLY}
)
NOTHING: Final[Parts] = ()


def plain(text: str) -> Parts:
    """A value that is nobody's secret, or masked already."""
    return (Part(text, differs=False),) if text else NOTHING


def niks(told: str, written: str, *, opened: bool) -> Sides:
    """Two NIKs as they are masked everywhere, and where ``opened`` the digits that differ, four of each at most."""
    here, there = differing(told, written) if opened else ([], [])
    return _grouped(told, mask_nik(told), here), _grouped(written, mask_nik(written), there)


def days(told: str, written: str, *, opened: bool) -> Sides:
    """Two birth dates (dd-mm-yyyy) of which only differing digits are shown."""
    here, there = differing(told, written) if opened else ([], [])
    return _parts(told, _hidden_day(told), here), _parts(written, _hidden_day(written), there)


def phones(told: tuple[str, ...], written: tuple[str, ...]) -> Sides:
    """The number that both have, or the first of each; masked."""
    shared = next((number for number in told if number in written), "")
    ours, theirs = shared or next(iter(told), ""), shared or next(iter(written), "")
    return plain(mask_phone(ours)), plain(mask_phone(theirs))


def names(told: str, written: str, finding: Finding, *, opened: bool) -> Sides:
    """Two names, the letters that differ marked where they are nearly one; the record's by its initials alone else."""
    if not opened:
        return plain(told), plain(mask_name(written))
    if finding not in MARKED:
        return plain(told), plain(written)
    here, there = _places(told.casefold(), written.casefold())
    return _parts(told, told, here), _parts(written, written, there)


def codes(told: str, written: str) -> Sides:
    """Two ticket numbers; the record's is masked unless it is the one that was told."""
    return plain(told), plain(written if told and told == written else mask_nik(written))


def differing(told: str, written: str) -> tuple[list[int], list[int]]:
    """The places at which two numbers differ, on both sides; none where too many do."""
    if len(told) == len(written):
        places = [place for place, (one, other) in enumerate(zip(told, written, strict=True)) if one != other]
        if len(places) <= MOST_SHOWN:
            return places, places
    here, there = _places(told, written)
    return (here, there) if max(len(here), len(there)) <= MOST_SHOWN else ([], [])


def _places(told: str, written: str) -> tuple[list[int], list[int]]:
    """The places that an edit of one text into the other touches."""
    here: list[int] = []
    there: list[int] = []
    for step in Levenshtein.opcodes(told, written):
        if step.tag != "equal":
            here += range(step.src_start, step.src_end)
            there += range(step.dest_start, step.dest_end)
    return here, there


def _hidden_day(text: str) -> str:
    return "".join(DOT if sign.isalnum() else sign for sign in text)


def _grouped(text: str, masked: str, places: list[int]) -> Parts:
    """A NIK in fours, as people read it out."""
    if len(text) != len(masked):
        return plain(masked)
    return _parts(text, masked, places, every=4)


def _parts(text: str, masked: str, places: list[int], *, every: int = LENGTH * LENGTH) -> Parts:
    """The masked signs, and the true ones at ``places``; a gap after ``every`` so many."""
    parts: list[Part] = []
    for place, sign in enumerate(masked):
        gap = [Part(" ", differs=False)] if place and place % every == 0 else []
        piece = Part(text[place], differs=True) if place in places else Part(sign, differs=False)
        for more in (*gap, piece):
            if parts and parts[-1].differs == more.differs:
                parts[-1] = Part(parts[-1].text + more.text, more.differs)
            else:
                parts.append(more)
    return tuple(parts)
