"""What leads to a record: the keys it is kept under beside its plain ones, and what a complaint asks for.

Two facts are hashed together wherever one alone is shared by many: a search costs the same in a larger registry.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from identity import names
from registry.compare_nik import SHARED_BY_A_FAMILY, birth_told, day_month_exchanged, tells_birth
from registry.keys import KeyedHash, Kind, less_one
from registry.told import Subject

FEWEST: Final = 10
MOST: Final = 18
BETWEEN: Final = "\x1f"


def kept_with_birth(nik: str, sounds: str, born: date) -> Iterator[tuple[Kind, str]]:
    """What is hashed of a record whose birth date can be read; ``sounds`` are ``names.key`` of its name."""
    yield from ((Kind.NAME_BIRTH_PART, text) for text in _parts(sounds, born))
    yield from ((Kind.BIRTH_INITIAL, text) for text in _initials(sounds, born))
    if len(nik) >= SHARED_BY_A_FAMILY:
        yield Kind.BIRTH_PLACE, _place(nik, born)
    if not tells_birth(nik, born):
        yield from ((Kind.NIK_BORN, told) for told in birth_told(nik))


def _parts(sounds: str, born: date) -> frozenset[str]:
    """The name with each two of day, month and year: one of them may be wrong."""
    day, month, year = f"d{born.day}", f"m{born.month}", f"y{born.year}"
    pairs = ((day, month), (day, year), (month, year)) if sounds else ()
    return frozenset(BETWEEN.join((sounds, *pair)) for pair in pairs)


def _initials(sounds: str, born: date) -> frozenset[str]:
    """The birth date with the first sound of each word of the name: whatever else is wrong in either word."""
    return frozenset(f"{word[0]}{born.isoformat()}" for word in sounds.split())


def _place(nik: str, born: date) -> str:
    return f"{nik[:SHARED_BY_A_FAMILY]}{BETWEEN}{born.isoformat()}"


def questions(subject: Subject, hashed: KeyedHash) -> dict[str, list[int]]:
    """By the name of a kind: every hash of it that could lead to the person's record."""
    return {kind.name: sorted(hashed(kind, text) for text in texts(subject)) for kind, texts in ASKED}


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


def _births(subject: Subject) -> frozenset[date]:
    """The birth date, and the one with day and month exchanged where that is one."""
    born = subject.birth_date
    if born is None:
        return frozenset()
    return frozenset({born, born.replace(month=born.day, day=born.month)} if born.day <= 12 else {born})


def _names_without_birth(subject: Subject) -> frozenset[str]:
    """The name alone, where nothing narrower can be asked."""
    return frozenset({names.key(subject.name)} - {""} if subject.birth_date is None else ())


def _name_parts(subject: Subject) -> frozenset[str]:
    return _parts(names.key(subject.name), subject.birth_date) if subject.birth_date else frozenset()


def _birth_initials(subject: Subject) -> frozenset[str]:
    sounds = names.key(subject.name)
    return frozenset(text for born in _births(subject) for text in _initials(sounds, born))


def _birth_places(subject: Subject) -> frozenset[str]:
    return frozenset(_place(subject.nik, born) for born in _births(subject) if _is_searchable(subject.nik))


def _births_in_niks(subject: Subject) -> frozenset[str]:
    """A record of another birth date whose NIK tells this one may be somebody else's under this person's NIK."""
    return frozenset({f"{subject.birth_date:%d%m%y}"} if subject.birth_date else ())


ASKED: Final[tuple[tuple[Kind, Callable[[Subject], frozenset[str]]], ...]] = (
    (Kind.NIK, _niks),
    (Kind.NIK_LESS_ONE, _less_one),
    (Kind.NIK_BORN, _births_in_niks),
    (Kind.BIRTH_INITIAL, _birth_initials),
    (Kind.BIRTH_PLACE, _birth_places),
    (Kind.NAME_BIRTH_PART, _name_parts),
    (Kind.NAME, _names_without_birth),
    (Kind.PHONE, lambda subject: frozenset(subject.phones)),
    (Kind.TICKET, lambda subject: frozenset({subject.ticket} - {""})),
)
