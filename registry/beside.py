"""Lays what a registry outside tells beside the complaint, and its doses beside those of the imported registry."""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from registry.compare import Comparer
from registry.outside import Dose, Person, Standing
from registry.sealed import Personal
from registry.tiers import Field, Finding
from registry.told import Subject

COMPARED: Final = (Field.NAME, Field.BIRTH_DATE, Field.SEX)


class Fit(enum.StrEnum):
    """How the two sides of one dose stand to each other."""

    SAME = "same"
    OTHER_DAY = "other_day"
    ONLY_THERE = "only_there"
    ONLY_HERE = "only_here"
    NOT_GIVEN = "not_given"


@dataclass(frozen=True, slots=True)
class Pair:
    """One dose as both registries tell it; None where one doesn't."""

    there: Dose | None
    here: Dose | None

    @property
    def fit(self) -> Fit:
        if self.there is None:
            return Fit.ONLY_HERE
        if self.there.standing is not Standing.GIVEN:
            return Fit.NOT_GIVEN
        if self.here is None:
            return Fit.ONLY_THERE
        return Fit.SAME if self.there.on == self.here.on else Fit.OTHER_DAY


@dataclass(slots=True)
class _Undated:
    """The open part of a record that tells of no dose."""

    dose: str = ""
    vaccinated_on: date | None = None


def compared(subject: Subject, person: Person) -> dict[Field, Finding]:
    """How name, birth date and sex of ``person`` stand to those of the complaint."""
    told = Personal(
        nik="", name=person.name, birth_date=person.birth_date, sex=person.sex, phones=(), ticket="", certificate=""
    )
    found = Comparer(subject).compare(_Undated(), told)
    findings = {field: found.of(field) for field in COMPARED}
    return findings if person.name else findings | {Field.NAME: Finding.NOT_RECORDED}


def pairs(there: Iterable[Dose], here: Iterable[Dose]) -> list[Pair]:
    """Each dose of one side with that of the other: of the same day, else of the same number, else alone."""
    left, right = list(there), list(here)
    mates: dict[int, Dose] = {}
    for same in (_same_day, _same_number):
        for place, dose in enumerate(left):
            mate = next((other for other in right if place not in mates and same(dose, other)), None)
            if mate is not None:
                mates[place] = mate
                right.remove(mate)
    paired = [Pair(dose, mates.get(place)) for place, dose in enumerate(left)]
    return sorted([*paired, *(Pair(None, dose) for dose in right)], key=_order)


def doses_of(people: Sequence[Person]) -> list[Dose]:
    return [dose for person in people for dose in person.doses]


def _same_day(one: Dose, other: Dose) -> bool:
    return one.standing is Standing.GIVEN and one.on is not None and one.on == other.on


def _same_number(one: Dose, other: Dose) -> bool:
    return one.standing is Standing.GIVEN and one.number != "" and one.number == other.number


def _order(pair: Pair) -> tuple[str, str]:
    dose = pair.there or pair.here or Dose()
    return (dose.on.isoformat() if dose.on else "~", dose.number)
