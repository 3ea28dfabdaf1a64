"""Counts what is odd within one file, by its keyed hashes alone: how often, never whom."""

from array import array
from collections.abc import Iterator
from itertools import combinations, groupby
from operator import itemgetter
from typing import Final

from registry.flags import LATE_DAYS, NIKS_CHECKED_SINCE, Flag, is_whole
from registry.keys import Kind
from registry.read import Dose
from registry.spool import KeySpool

UNKNOWN: Final = 0
FEW: Final = 50
"""A ticket number on more rows than this is no number of a ticket; the first of them will do."""


class FlagCounts:
    """Facts about the rows of a file: three of them counted as rows come, three by comparing rows at the end.

    Names are the same here where they sound the same, so a misspelt one is another: a hint where to look, no more.
    """

    def __init__(self) -> None:
        self._rows = dict.fromkeys((Flag.BEFORE_CHECK, Flag.ENTERED_LATE, Flag.NIK_INCOMPLETE), 0)
        self._whole = bytearray()
        self._niks, self._names, self._births = array("q"), array("q"), array("q")

    def add(self, dose: Dose, keys: list[tuple[Kind, int]]) -> None:
        """Take in the next row with its keys."""
        known, nik = dict(keys), dose.person.nik
        self._whole.append(is_whole(nik))
        self._rows[Flag.NIK_INCOMPLETE] += nik != "" and not is_whole(nik)
        self._niks.append(known.get(Kind.NIK, UNKNOWN))
        self._names.append(known.get(Kind.NAME, UNKNOWN))
        self._births.append(known.get(Kind.BIRTH, UNKNOWN))
        given, entered = dose.vaccinated_on, dose.entered_on
        self._rows[Flag.BEFORE_CHECK] += given is not None and given < NIKS_CHECKED_SINCE
        self._rows[Flag.ENTERED_LATE] += (
            given is not None and entered is not None and (entered - given).days >= LATE_DAYS
        )

    def counted(self, keys: KeySpool) -> dict[str, int]:
        """How many rows, NIKs, ticket numbers and persons each fact is true of; ``keys`` are those of all rows."""
        found = self._rows | {
            Flag.NIK_TWO_NAMES: sum(self._has_two_names(places) for places in _shared(keys, Kind.NIK)),
            Flag.TICKET_TWO_PEOPLE: sum(self._is_of_two(places) for places in _shared(keys, Kind.TICKET)),
            Flag.PERSON_TWO_NIKS: sum(self._with_two_niks(places) for places in _shared(keys, Kind.NAME)),
        }
        return {flag.value: count for flag, count in found.items() if count}

    def _has_two_names(self, places: list[int]) -> bool:
        return bool(self._whole[places[0]]) and len({self._names[place] for place in places} - {UNKNOWN}) > 1

    def _is_of_two(self, places: list[int]) -> bool:
        people = {(self._niks[place], self._names[place]) for place in places[:FEW]}
        return any(nik != other and name != named for (nik, name), (other, named) in combinations(people, 2))

    def _with_two_niks(self, places: list[int]) -> int:
        """How many of those with one name were born on one day and have two NIKs."""
        niks: dict[int, set[int]] = {}
        for place in places:
            if self._births[place] != UNKNOWN and self._whole[place]:
                niks.setdefault(self._births[place], set()).add(self._niks[place])
        return sum(len(own) > 1 for own in niks.values())


def _shared(keys: KeySpool, kind: Kind) -> Iterator[list[int]]:
    """The places of the rows under each key of ``kind`` that has more than one."""
    for _, bucket in keys.sorted(kind):
        for _, pairs in groupby(bucket, key=itemgetter(0)):
            places = [place for _, place in pairs]
            if len(places) > 1:
                yield places
