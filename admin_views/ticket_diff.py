"""A value before and after as the page shows them: of a number only the figures that differ."""

from typing import Final, NamedTuple

from audit.masked import mask_numbers
from privacy.masks import DOT, mask_nik, mask_phone, mask_text
from workflow.corrections import Field

MOST_SHOWN: Final = 4


class Part(NamedTuple):
    """A piece of a value; ``differs`` where it is marked."""

    text: str
    differs: bool


class Diff(NamedTuple):
    """Both values in pieces."""

    before: tuple[Part, ...]
    after: tuple[Part, ...]


def diff_of(field: str, before: str | None, after: str | None) -> Diff:
    """What a correction changes, fit to be shown; a value whose key was destroyed is nothing."""
    old, new = before or "", after or ""
    if field in (Field.NIK, Field.PHONE):
        return _of_numbers(field, old, new)
    if field == Field.BIRTH_DATE:
        return _whole(mask_text(old), mask_text(new))
    return _whole(mask_numbers(old), mask_numbers(new))


def _whole(old: str, new: str) -> Diff:
    return Diff((Part(old or "–", differs=False),), (Part(new or "–", differs=False),))


def _of_numbers(field: str, old: str, new: str) -> Diff:
    differing = [place for place, (one, other) in enumerate(zip(old, new, strict=False)) if one != other]
    if len(old) != len(new) or not 0 < len(differing) <= MOST_SHOWN:
        mask = mask_nik if field == Field.NIK else mask_phone
        return _whole(mask(old), mask(new))
    return Diff(_marked(old, differing), _marked(new, differing))


def _marked(text: str, differing: list[int]) -> tuple[Part, ...]:
    """Dots, and between them the figures at the ``differing`` places."""
    parts: list[Part] = []
    for place, sign in enumerate(text):
        piece = Part(sign, differs=True) if place in differing else Part(DOT, differs=False)
        if parts and parts[-1].differs == piece.differs:
            parts[-1] = Part(parts[-1].text + piece.text, piece.differs)
        else:
            parts.append(piece)
    return tuple(parts)
