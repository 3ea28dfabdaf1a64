"""What the index is asked for a complaint: keyed hashes of its NIK and all within one slip, birth date, phone, name."""

from collections.abc import Callable
from typing import Final

from identity import names
from registry.compare_nik import day_month_exchanged
from registry.keys import KeyedHash, Kind, less_one
from registry.told import Subject

FEWEST: Final = 10
MOST: Final = 18


def questions(subject: Subject, hashed: KeyedHash) -> dict[str, list[int]]:
    """By the name of a kind: every hash of it that could lead to the person's record."""
    return {kind.name: sorted(hashed(kind, value) for value in values(subject)) for kind, values, _ in ASKED}


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


# Each kind, what is asked of it, and whether a hit of it alone is enough to open a record.
ASKED: Final[tuple[tuple[Kind, Callable[[Subject], frozenset[str]], bool], ...]] = (
    (Kind.NIK, _niks, True),
    (Kind.NIK_LESS_ONE, _less_one, True),
    (Kind.PHONE, _phones, True),
    (Kind.TICKET, _tickets, True),
    (Kind.NIK_BORN, _births_in_niks, True),
    (Kind.BIRTH, _births, False),
    (Kind.NAME, _names, False),
)
