"""A registry's rows to sealed records with their keys: first prepared aside, then kept in one go."""

from array import array
from functools import lru_cache
from typing import Final

from identity import names
from models import keyring
from models.types import new_ref
from privacy.keys import new_key, unwrap, wrap
from registry.flag_counts import FlagCounts
from registry.flags import is_whole
from registry.keys import KeyedHash, Kind, less_one
from registry.near import kept_with_birth
from registry.read import Dose
from registry.sealed import key_place
from registry.spool import KeySpool, Spool

NIK_LENGTHS: Final = range(10, 19)
BETWEEN: Final = "\x1f"
REMEMBERED: Final = 4_096

_sounds = lru_cache(REMEMBERED)(names.key)


class Prepared:
    """The rows of one file, sealed and hashed, on disk; the desk's database is not touched yet.

    ``begun`` is the ref and the wrapped key of a batch that is to go on. By place of a row: ``marks`` are keyed hashes
    of all it tells, ``key_counts`` how many keys it has.
    """

    def __init__(self, begun: tuple[str, str] | None = None) -> None:
        ring = keyring.ring()
        self.batch, self.wrapped_key = begun or _new_batch(ring.master)
        self._key = unwrap(ring.master, self.wrapped_key, place=key_place(self.batch))
        self.rows = Spool()
        self.keys = KeySpool()
        self.marks = array("q")
        self.key_counts = array("H")
        self.flags = FlagCounts()
        self._seen: set[int] = set()
        self._hash = KeyedHash(ring.index)
        self._near = lru_cache(REMEMBERED)(self._hash_near)
        self._sound = lru_cache(REMEMBERED)(self._hash_name)

    def add(self, dose: Dose, source_row: int) -> None:
        """Take in one row; the second of two equal ones counts as a row of its own."""
        place = len(self.marks)
        mark = self._mark(dose)
        self.marks.append(mark)
        sealed = dose.person.seal(self._key, batch=self.batch, row=source_row)
        self.rows.add((source_row, *dose.open_part, sealed))
        keys = [(Kind.ROW, mark), *self._hashes(dose)]
        self.key_counts.append(len(keys))
        self.flags.add(dose, keys)
        self.keys.add(keys, place)

    def _mark(self, dose: Dose) -> int:
        person = dose.person
        parts = (person.nik, person.name, person.birth_date, person.sex, *person.phones, person.ticket)
        text = BETWEEN.join(map(str, (*parts, person.certificate, *dose.open_part)))
        mark, again = self._hash(Kind.ROW, text), 1
        while mark in self._seen:
            again += 1
            mark = self._hash(Kind.ROW, f"{text}{BETWEEN}{again}")
        self._seen.add(mark)
        return mark

    def _hashes(self, dose: Dose) -> list[tuple[Kind, int]]:
        person, hashed = dose.person, self._hash
        keys = [*self._near(person.nik), *self._sound(person.name)]
        keys += [(Kind.PHONE, hashed(Kind.PHONE, phone)) for phone in person.phones]
        keys += [(Kind.DOSE, hashed(Kind.DOSE, text)) for text in identities(dose)]
        if dose.born:
            keys.append((Kind.BIRTH, hashed(Kind.BIRTH, person.birth_date)))
            told = kept_with_birth(person.nik, _sounds(person.name), dose.born)
            keys += [(kind, hashed(kind, text)) for kind, text in told]
        if person.ticket:
            keys.append((Kind.TICKET, hashed(Kind.TICKET, person.ticket)))
        return keys

    def _hash_near(self, digits: str) -> tuple[tuple[Kind, int], ...]:
        """The keys of a NIK: itself, and itself with each digit left out."""
        if not (digits.isascii() and digits.isdigit() and len(digits) in NIK_LENGTHS):
            return ((Kind.NIK, self._hash(Kind.NIK, digits)),) if digits else ()
        near = ((Kind.NIK_LESS_ONE, self._hash(Kind.NIK_LESS_ONE, text)) for text in less_one(digits))
        return ((Kind.NIK, self._hash(Kind.NIK, digits)), *near)

    def _hash_name(self, name: str) -> tuple[tuple[Kind, int], ...]:
        sounds = _sounds(name)
        return ((Kind.NAME, self._hash(Kind.NAME, sounds)),) if sounds else ()


def _new_batch(master: bytes) -> tuple[str, str]:
    ref = new_ref()
    return ref, wrap(master, new_key(), place=key_place(ref))


def identities(dose: Dose) -> tuple[str, ...]:
    """What makes two rows of two files the same dose though something in them was mended since.

    Either the NIK or the name may be what was mended, never both at once; a ticket number alone will not do,
    for one number on two people is a fault of its own.
    A NIK of fewer digits, cut or mistyped, may be two people's, so it says nothing without the name.
    """
    person, sound = dose.person, f"s{_sounds(dose.person.name)}"
    whole = is_whole(person.nik)
    if person.ticket:
        owners = {f"n{person.nik}", sound} if whole else {sound}
        return tuple(BETWEEN.join((person.ticket, dose.dose, owner)) for owner in sorted(owners))
    if not person.nik:
        return ()
    told = (person.nik, dose.dose, str(dose.vaccinated_on))
    return (BETWEEN.join(("", *told) if whole else ("", *told, sound)),)
