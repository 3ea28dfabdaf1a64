"""By what two complaints may be about one person: keys to find the other by, and what is then held against it."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from identity import names, nik
from models import Ticket, clock
from models.keyring import index_of
from registry.compare import ALIKE, PARTLY
from registry.compare_nik import NEAR, are_neighbours, compare_nik, day_month_exchanged
from workflow.drafts import Draft
from workflow.near_nik import keys_of
from workflow.person import phone_of


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Whom a complaint is about, as far as it is compared with others."""

    name: str
    nik: str = ""
    born: date | None = None
    phones: frozenset[str] = frozenset()

    @property
    def keys(self) -> Mapping[str, list[str]]:
        """The blind indexes of others to look under, by what was hashed."""
        person = f"{names.key(self.name)}|{self.born.isoformat()}" if self.born and self.name else None
        return {
            "nik": _indexes("nik", {self.nik}),
            "exchanged": _indexes("nik", day_month_exchanged(self.nik)),
            "person": _indexes("person", {person or ""}),
            "phone": _indexes("phone", self.phones),
        }

    @property
    def near_keys(self) -> list[int]:
        return sorted(keys_of(self.nik))


def person_of(complaint: Draft | Ticket) -> Person:
    """The person of a complaint, filed or still being filled in; what was destroyed with its key is not known."""
    if isinstance(complaint, Ticket):
        born = complaint.subject_birth_date
        phones = (complaint.subject_phone, complaint.reporter_phone)
        return Person(
            name=complaint.subject_name,
            nik=complaint.subject_nik or "",
            born=date.fromisoformat(born) if born else None,
            phones=frozenset(filter(None, phones)),
        )
    reading = nik.read(complaint.nik_known or complaint.subject_nik or "", today=clock.today())
    written = (phone_of(complaint.subject_phone), phone_of(complaint.reporter_phone))
    return Person(
        name=complaint.subject_name,
        nik=reading.nik or reading.known or reading.digits,
        born=complaint.subject_birth_date,
        phones=frozenset(filter(None, written)),
    )


def likeness(one: Person, other: Ticket, found_by: set[str]) -> tuple[Reason, ...]:
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


def _near(one: Person, other: Ticket, *, is_alike: bool) -> Reason | None:
    """Two of one birth date whose serials lie together and whose names are two are rather twins than one."""
    theirs = other.subject_nik or ""
    if compare_nik(one.nik, theirs)[0] not in NEAR or not (is_alike or _same_birth(one, other)):
        return None
    is_other = names.similarity(one.name, other.subject_name) < PARTLY
    return Reason.TWIN if is_other and not is_alike and are_neighbours(one.nik, theirs) else Reason.NEAR_NIK


def _same_birth(one: Person, other: Ticket) -> bool:
    return one.born is not None and other.subject_birth_date == one.born.isoformat()


def _indexes(kind: str, values: set[str] | frozenset[str]) -> list[str]:
    return sorted(filter(None, (index_of(kind, value) for value in values)))
