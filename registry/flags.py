"""What is odd about a record, as facts that say nothing of whose fault it is: counted from the registry itself."""

import enum
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Select, and_, or_, select, union
from sqlalchemy.orm import aliased

from identity import names
from models import db, keyring
from models.record import RecordKey
from registry.compare import ALIKE
from registry.find import Opened, Opener, record_of, sealed_rows
from registry.keys import KeyedHash, Kind
from registry.sealed import Personal

NIKS_CHECKED_SINCE: Final = date(2021, 8, 6)
"""The day from which P-Care asked Dukcapil about a NIK (Antara, 6 August 2021)."""
LATE_DAYS: Final = 3
WHOLE_NIK: Final = 16


class Flag(enum.StrEnum):
    """One such fact."""

    BEFORE_CHECK = "before_check"
    ENTERED_LATE = "entered_late"
    NIK_INCOMPLETE = "nik_incomplete"
    NIK_TWO_NAMES = "nik_two_names"
    TICKET_TWO_PEOPLE = "ticket_two_people"
    PERSON_TWO_NIKS = "person_two_niks"
    DOSE_TWICE = "dose_twice"


def flags_of(opened: Sequence[Opened]) -> list[frozenset[Flag]]:
    """The facts about each of some records, in their order; one statement for all of them, whatever their region."""
    others = _beside(opened)
    return [_facts_of(one, others) for one in opened]


def is_whole(nik: str) -> bool:
    """Whether a NIK has all its digits; fewer, as a spreadsheet leaves them, may be many people's."""
    return len(nik) == WHOLE_NIK


def _beside(opened: Sequence[Opened]) -> list[Opened]:
    """The present records that share a NIK, a ticket number, or name and birth date with any of ``opened``."""
    people = [one.person for one in opened if one.person]
    if not people:
        return []
    opener = Opener()
    rows = db.session.execute(_query(people)).all()
    return [Opened(record_of(row), opener.open(row)) for row in rows]


def _query(people: Sequence[Personal]) -> Select[Any]:
    hashed = KeyedHash(keyring.ring().index)

    def under(key: Any, kind: Kind, values: set[str]) -> Any:
        return and_(key.kind == kind, key.hash.in_(sorted(hashed(kind, value) for value in values - {""})))

    key, other = aliased(RecordKey), aliased(RecordKey)
    shared = or_(
        under(key, Kind.NIK, {person.nik for person in people}),
        under(key, Kind.TICKET, {person.ticket for person in people}),
    )
    alike = and_(
        under(key, Kind.NAME, {names.key(person.name) for person in people}),
        under(other, Kind.BIRTH, {person.birth_date for person in people}),
    )
    by_person = select(key.record_id).join(other, other.record_id == key.record_id).where(alike)
    return sealed_rows(union(select(key.record_id).where(shared), by_person).subquery("beside"))


def _facts_of(one: Opened, others: Sequence[Opened]) -> frozenset[Flag]:
    record, person = one.record, one.person
    facts = {
        Flag.BEFORE_CHECK: record.vaccinated_on is not None and record.vaccinated_on < NIKS_CHECKED_SINCE,
        Flag.ENTERED_LATE: days_late(one) >= LATE_DAYS,
    }
    if person is not None:
        rest = [other for other in others if other.person and other.record.id != record.id]
        facts |= _shared_facts(one, person, [(other, other.person) for other in rest if other.person])
    return frozenset(flag for flag, is_so in facts.items() if is_so)


def days_late(one: Opened) -> int:
    """How many days after the vaccination it was entered; 0 where either day is not known."""
    given, entered = one.record.vaccinated_on, one.record.entered_on
    return (entered - given).days if given and entered else 0


def _shared_facts(one: Opened, person: Personal, rest: Sequence[tuple[Opened, Personal]]) -> dict[Flag, bool]:
    same_nik = [found for found in rest if found[1].nik == person.nik and is_whole(person.nik)]
    same_person = [found for found in rest if _is_one(person, found[1])]
    same_ticket = [other for _, other in rest if other.ticket == person.ticket != ""]
    doses = [other.record.dose for other, theirs in (*same_nik, *same_person) if _is_named_alike(person, theirs)]
    return {
        Flag.NIK_TWO_NAMES: any(not _is_named_alike(person, other) for _, other in same_nik),
        Flag.TICKET_TWO_PEOPLE: any(
            other.nik != person.nik and not _is_named_alike(person, other) for other in same_ticket
        ),
        Flag.NIK_INCOMPLETE: person.nik != "" and not is_whole(person.nik),
        Flag.PERSON_TWO_NIKS: any(_are_two(person.nik, other.nik) for _, other in same_person),
        Flag.DOSE_TWICE: one.record.dose != "" and one.record.dose in doses,
    }


def _are_two(nik: str, other: str) -> bool:
    """Whether these are two NIKs, not one of which the other is the beginning or none."""
    return not (nik.startswith(other) or other.startswith(nik))


def _is_one(person: Personal, other: Personal) -> bool:
    return person.birth_date == other.birth_date != "" and names.key(person.name) == names.key(other.name)


def _is_named_alike(person: Personal, other: Personal) -> bool:
    return names.similarity(person.name, other.name) >= ALIKE or names.shortened(person.name, other.name)
