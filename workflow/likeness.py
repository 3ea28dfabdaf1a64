"""By what two complaints may be about one person: keys to find the other by, and what is then held against it."""

import enum
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from identity import names, nik
from models import Ticket, clock
from models.keyring import index_of
from registry.compare import ALIKE, PARTLY
from registry.compare_nik import NEAR, are_neighbours, compare_nik, day_month_exchanged
from registry.told import Subject
from workflow.drafts import Draft
from workflow.subjects import subject_of


class Reason(enum.StrEnum):
    """What two complaints share, the surest first; what is of a family makes no duplicate: twins, one phone."""

    NIK = "nik"
    PERSON = "person"
    NEAR_NIK = "near_nik"
    NAME_PHONE = "name_phone"
    TWIN = "twin"
    PHONE = "phone"


SURE: Final = (Reason.NIK, Reason.PERSON)
OF_A_FAMILY: Final = frozenset({Reason.TWIN, Reason.PHONE})


def person_of(complaint: Draft | Ticket) -> Subject:
    """Whom a complaint is about, filed or still being filled in, with the figures of the NIK alone."""
    person = subject_of(complaint)
    reading = nik.read(person.nik, today=clock.today())
    return replace(person, nik=reading.nik or reading.known or reading.digits)


def indexes_of(person: Subject) -> Mapping[str, list[str]]:
    """The blind indexes of tickets to look under, by what leads there."""
    born = person.birth_date
    named = f"{names.key(person.name)}|{born.isoformat()}" if born and person.name else ""
    return {
        "nik": _indexes("nik", {person.nik}),
        "near": _indexes("nik", day_month_exchanged(person.nik)),
        "person": _indexes("person", {named}),
        "phone": _indexes("phone", person.phones),
    }


def likeness(one: Subject, other: Ticket, found_by: set[str]) -> tuple[Reason, ...]:
    """All that ``one`` and the ticket share, which was found under the keys ``found_by``, the surest first.

    A NIK one slip away says nothing by itself: three of four people have such a neighbour (DOMAIN.md 2.3).
    """
    is_alike = alike(one.name, other.subject_name)
    near = _near(one, other, is_alike=is_alike) if "near" in found_by else None
    phone = Reason.NAME_PHONE if is_alike else Reason.PHONE
    holds = {near, phone if "phone" in found_by else None, *(sure for sure in SURE if sure in found_by)}
    return tuple(reason for reason in Reason if reason in holds)


def alike(one: str, other: str) -> bool:
    """Whether two names may be one person's: spelled alike, or one shortened."""
    return names.similarity(one, other) >= ALIKE or names.shortened(one, other)


def _near(one: Subject, other: Ticket, *, is_alike: bool) -> Reason | None:
    """Two of one birth date whose serials lie together and whose names are two are rather twins than one."""
    theirs = other.subject_nik or ""
    if compare_nik(one.nik, theirs)[0] not in NEAR or not (is_alike or _same_birth(one, other)):
        return None
    is_other = names.similarity(one.name, other.subject_name) < PARTLY
    return Reason.TWIN if is_other and not is_alike and are_neighbours(one.nik, theirs) else Reason.NEAR_NIK


def _same_birth(one: Subject, other: Ticket) -> bool:
    return one.birth_date is not None and other.subject_birth_date == one.birth_date.isoformat()


def _indexes(kind: str, values: Iterable[str]) -> list[str]:
    return sorted(filter(None, (index_of(kind, value) for value in values)))
