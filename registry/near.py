"""What the index is asked for a complaint: keyed hashes of its NIK and all within one slip, birth date, phone, name."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from identity import names
from registry.compare_nik import day_month_exchanged
from registry.keys import KeyedHash, Kind, less_one
from registry.told import Subject

FEWEST: Final = 10
MOST: Final = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One question to the index: the hashes of a kind; ``alone`` whether a hit is enough to open the record."""

    kind: Kind
    hashes: frozenset[int]
    alone: bool


def questions(subject: Subject, hashed: KeyedHash) -> list[Asked]:
    """Everything that could lead to the person's record; a question without a hash is left out."""
    asked = [_ask(hashed, kind, values(subject), alone=alone) for kind, values, alone in ASKED]
    return [question for question in asked if question.hashes]


def _ask(hashed: KeyedHash, kind: Kind, values: frozenset[str], *, alone: bool) -> Asked:
    return Asked(kind=kind, hashes=frozenset(hashed(kind, value) for value in values), alone=alone)


def _is_searchable(digits: str) -> bool:
    return digits.isascii() and digits.isdigit() and FEWEST <= len(digits) <= MOST


def _niks(subject: Subject) -> frozenset[str]:
    """The NIK itself, day and month exchanged, and what the registry may hold with one digit missing."""
    if not _is_searchable(subject.nik):
        return frozenset()
    return frozenset({subject.nik}) | day_month_exchanged(subject.nik) | less_one(subject.nik)


def _less_one(subject: Subject) -> frozenset[str]:
    """Two numbers one slip apart share one with a digit left out; the whole is asked for one digit too many."""
    return frozenset({subject.nik}) | less_one(subject.nik) if _is_searchable(subject.nik) else frozenset()


def _births(subject: Subject) -> frozenset[str]:
    born = subject.birth_date
    if born is None:
        return frozenset()
    exchanged = {f"{born.year:04d}-{born.day:02d}-{born.month:02d}"} if born.day <= 12 else set()
    return frozenset({born.isoformat()} | exchanged)


def _births_in_niks(subject: Subject) -> frozenset[str]:
    """A record of another birth date whose NIK tells this one may be somebody else's under this person's NIK."""
    return frozenset({f"{subject.birth_date:%d%m%y}"} if subject.birth_date else ())


def _names(subject: Subject) -> frozenset[str]:
    return frozenset({names.key(subject.name)} - {""})


def _phones(subject: Subject) -> frozenset[str]:
    return frozenset(subject.phones)


def _tickets(subject: Subject) -> frozenset[str]:
    return frozenset({subject.ticket} - {""})


ASKED: Final[tuple[tuple[Kind, Callable[[Subject], frozenset[str]], bool], ...]] = (
    (Kind.NIK, _niks, True),
    (Kind.NIK_LESS_ONE, _less_one, True),
    (Kind.PHONE, _phones, True),
    (Kind.TICKET, _tickets, True),
    (Kind.NIK_BORN, _births_in_niks, True),
    (Kind.BIRTH, _births, False),
    (Kind.NAME, _names, False),
)
