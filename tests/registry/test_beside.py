"""What one registry tells is laid beside the complaint, and its doses beside those of the other."""

from datetime import date

import pytest

from registry.beside import Fit, Pair, compared, pairs
from registry.outside import Dose, Person, Standing
from registry.tiers import Field, Finding
from registry.told import Subject

JULY, AUGUST = date(2021, 7, 1), date(2021, 8, 1)
ONE, TWO = Dose(number="1", on=JULY), Dose(number="2", on=AUGUST)
SUBJECT = Subject(name="Hj. Sri Wahyuni", birth_date=date(1985, 4, 25), sex="P")


@pytest.mark.parametrize(
    ("there", "here", "fits"),
    [
        ([], [], []),
        ([ONE, TWO], [TWO, ONE], [Fit.SAME, Fit.SAME]),
        ([ONE], [ONE, TWO], [Fit.SAME, Fit.ONLY_HERE]),
        ([ONE, TWO], [ONE], [Fit.SAME, Fit.ONLY_THERE]),
        ([ONE], [Dose(number="1", on=AUGUST)], [Fit.OTHER_DAY]),
        ([Dose(number="3", on=JULY)], [ONE], [Fit.SAME]),
        ([Dose(number="1")], [ONE], [Fit.OTHER_DAY]),
        ([Dose(on=AUGUST), ONE], [TWO, Dose(number="1", on=date(2021, 9, 1))], [Fit.OTHER_DAY, Fit.SAME]),
        ([Dose(number="1", on=JULY, standing=Standing.IN_ERROR)], [ONE], [Fit.NOT_GIVEN, Fit.ONLY_HERE]),
        ([ONE, ONE], [ONE], [Fit.SAME, Fit.ONLY_THERE]),
        ([Dose()], [Dose()], [Fit.ONLY_THERE, Fit.ONLY_HERE]),
    ],
)
def test_doses_are_paired_by_day_then_by_number(there: list[Dose], here: list[Dose], fits: list[Fit]) -> None:
    assert [pair.fit for pair in pairs(there, here)] == fits


def test_every_dose_of_both_sides_is_shown_once() -> None:
    assert pairs([ONE], [TWO]) == [Pair(ONE, None), Pair(None, TWO)]


@pytest.mark.parametrize(
    ("name", "born", "found"),
    [
        ("Sri Wahyuni", "1985-04-25", (Finding.NAME_TITLE, Finding.SAME)),
        ("Budi Santoso", "1970-01-01", (Finding.DIFFERS, Finding.DIFFERS)),
        ("", "", (Finding.NOT_RECORDED, Finding.NOT_RECORDED)),
        ("Hj. Sri Wahyuni", "1985", (Finding.SAME, Finding.DIFFERS)),
    ],
)
def test_a_person_is_compared_with_whom_the_complaint_is_about(
    name: str, born: str, found: tuple[Finding, Finding]
) -> None:
    findings = compared(SUBJECT, Person(name=name, birth_date=born, sex="P", doses=()))
    assert (findings[Field.NAME], findings[Field.BIRTH_DATE]) == found
    assert findings[Field.SEX] is Finding.SAME
