"""Two complaints as rows of one table: each field of both, masked, what differs marked, and how they stand in words."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views import ticket_words as words
from admin_views.ticket_diff import Part
from audit.masked import mask_numbers
from identity import names
from models import Ticket
from privacy.masks import mask_nik, mask_phone, mask_text
from registry.compare import PARTLY, Comparer
from registry.compare_nik import NEAR
from registry.sealed import Personal
from registry.tiers import Field, Finding
from registry.told import Reason, Subject
from web.match_words import FIELDS, reason_words
from web.reference_names import reference_names
from web.words import show_date, show_moment
from workflow.likeness import person_of

Parts = tuple[Part, ...]
EMPTY: Final = "–"
# What a record lacks or has too much of, said of two complaints.
OF_A_PAIR: Final[Mapping[Finding, Any]] = MappingProxyType(
    {
        Finding.NOT_TOLD: _l("Told in one only"),
        Finding.NOT_RECORDED: _l("Told in one only"),
        Finding.NIK_DIGIT_MISSING: _l("One has a digit less"),
        Finding.NIK_DIGIT_EXTRA: _l("One has a digit more"),
        Finding.BIRTH_IN_NIK: _l("Differs, but the other NIK tells this birth date"),
    }
)
UNTOLD: Final = _l("Not told")
SAME: Final = _l("Same")
DIFFERS: Final = _l("Differs")
# What one side tells, fit to be shown; the NIK and the name still whole, for their difference is shown.
VALUES: Final[Mapping[Field, Callable[[Subject, Ticket], str]]] = MappingProxyType(
    {
        Field.NIK: lambda person, _ticket: person.nik,
        Field.NAME: lambda _person, ticket: ticket.subject_name,
        Field.BIRTH_DATE: lambda _person, ticket: mask_text(ticket.subject_birth_date or ""),
        Field.SEX: lambda person, _ticket: str(words.SEXES.get(person.sex, "")),
        Field.PHONE: lambda person, _ticket: ", ".join(map(mask_phone, person.phones)),
        Field.TICKET: lambda _person, ticket: mask_numbers(ticket.vaccine_ticket),
        Field.DOSE: lambda _person, ticket: ticket.dose,
        Field.VACCINATED_ON: lambda _person, ticket: show_date(ticket.vaccinated_on) if ticket.vaccinated_on else "",
    }
)
ICONS: Final = {"same": "check-lg", "near": "slash-lg", "differs": "x-lg", "untold": "dash-lg"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """One field of two complaints; ``kind`` is same, near, differs or untold."""

    label: Any
    one: Parts
    other: Parts
    kind: str
    said: Any
    mono: bool = False

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def rows_of(one: Ticket, other: Ticket, actor: Actor) -> list[PairRow]:
    """Every field that either tells, the person's first."""
    rows = (*_compared(one, other, actor), *_plain(one, other))
    return [row for row in rows if row.said is not UNTOLD]


def _compared(one: Ticket, other: Ticket, actor: Actor) -> Iterator[PairRow]:
    left, right = person_of(one), person_of(other)
    opens = allowed(actor, Permission.PERSONAL_REVEAL)
    for reason in Comparer(left).compare(other, _as_recorded(right)).reasons():
        values = [VALUES[reason.field](told, ticket) for told, ticket in ((left, one), (right, other))]
        kind, said = _standing(reason, values)
        pieces = _pieces(reason, values, kind, opens=opens)
        is_number = reason.field in (Field.NIK, Field.PHONE)
        label = words.RECORD_FIELDS.get(reason.field) or FIELDS[reason.field]  # type: ignore[call-overload]  # same codes
        yield PairRow(label=label, one=pieces[0], other=pieces[1], kind=kind, said=said, mono=is_number)


def _as_recorded(person: Subject) -> Personal:
    """The person of the second complaint in the form in which a record is compared."""
    return Personal(
        nik=person.nik,
        name=person.name,
        birth_date=person.birth_date.isoformat() if person.birth_date else "",
        sex=person.sex,
        phones=person.phones,
        ticket=person.ticket,
        certificate="",
    )


def _standing(reason: Reason, values: list[str]) -> tuple[str, Any]:
    if not any(values):
        return "untold", UNTOLD
    said = OF_A_PAIR.get(reason.finding) or reason_words(reason)
    if reason.finding in (Finding.NOT_TOLD, Finding.NOT_RECORDED):
        return "untold", said
    if reason.finding is Finding.SAME:
        return "same", said
    return ("differs" if reason.finding is Finding.DIFFERS else "near"), said


def _pieces(reason: Reason, values: list[str], kind: str, *, opens: bool) -> tuple[Parts, Parts]:
    one, other = values
    if reason.field is Field.NIK:
        return _of_niks(one, other, is_near=reason.finding in NEAR, opens=opens)
    if reason.field is Field.NAME and kind == "near" and names.similarity(one, other) >= PARTLY:
        return _marked(one, other, one, other)
    return _whole(one, differs=kind == "differs"), _whole(other, differs=kind == "differs")


def _of_niks(one: str, other: str, *, is_near: bool, opens: bool) -> tuple[Parts, Parts]:
    """Masked as ever; of nearly equal ones the digits that differ, opened to whoever may open the NIK itself.

    To others nothing behind the dots is marked either: with a complaint of one's own beside it, a place that is
    marked or not would tell the digit in ten tries.
    """
    shown = mask_nik(one), mask_nik(other)
    if not is_near or not opens:
        return _whole(shown[0], differs=False), _whole(shown[1], differs=False)
    return _marked(one, other, *shown)


def _marked(one: str, other: str, shown: str, other_shown: str) -> tuple[Parts, Parts]:
    """Both as shown, and the signs that differ marked and opened; of one length, place by place."""
    left: list[Part] = []
    right: list[Part] = []
    for differs, a, b, c, d in _spans(one, other):
        left.append(Part(one[a:b] if differs else shown[a:b], differs))
        right.append(Part(other[c:d] if differs else other_shown[c:d], differs))
    return tuple(part for part in left if part.text), tuple(part for part in right if part.text)


def _spans(one: str, other: str) -> Iterator[tuple[bool, int, int, int, int]]:
    """The stretches that are equal or differ, with where they lie in each."""
    if len(one) != len(other) or not one.isdigit():
        for kind, a, b, c, d in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
            yield kind != "equal", a, b, c, d
        return
    for differs, places in groupby(range(len(one)), key=lambda place: one[place] != other[place]):
        first, *rest = places
        last = rest[-1] if rest else first
        yield differs, first, last + 1, first, last + 1


def _whole(text: str, *, differs: bool) -> Parts:
    return (Part(text or EMPTY, differs and bool(text)),)


def _plain(one: Ticket, other: Ticket) -> Iterator[PairRow]:
    """The complaint around the person; texts are told from each other and never marked sign by sign."""
    for (label, ours), (_, theirs) in zip(_told(one), _told(other), strict=True):
        kind, said = _standing_of_texts(ours, theirs)
        sides = [_whole(text, differs=False) for text in (ours, theirs)]
        yield PairRow(label=label, one=sides[0], other=sides[1], kind=kind, said=said)


def _standing_of_texts(ours: str, theirs: str) -> tuple[str, Any]:
    if not ours or not theirs:
        return "untold", OF_A_PAIR[Finding.NOT_TOLD] if ours or theirs else UNTOLD
    return ("same", SAME) if ours == theirs else ("differs", DIFFERS)


def _told(ticket: Ticket) -> list[tuple[Any, str]]:
    known = reference_names()
    category, channel = known.categories.get(ticket.category_id), known.channels.get(ticket.channel_id)
    region = known.regions.get(ticket.region_code)
    relation = f" ({ticket.relation.lower()})" if ticket.relation else ""
    return [
        (_l("Place of vaccination"), mask_numbers(ticket.facility_text)),
        (_l("Reporter"), f"{ticket.reporter_name}{relation}" if ticket.reporter_name else ""),
        (_l("Category"), category.name if category else ""),
        (_l("Channel"), channel.name if channel else ""),
        (_l("Region"), region.name if region else ticket.region_code),
        (_l("Received"), show_moment(ticket.received_at)),
        (_l("Address"), mask_text(ticket.address or "")),
        (_l("Story"), mask_numbers(ticket.story or "")),
    ]
