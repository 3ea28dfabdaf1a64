"""What the desk makes of a NIK, by DOMAIN's rules and by the spellings of the recaps."""

from datetime import date
from typing import Any

import pytest

from identity import nik
from identity.nik import Problem, Verdict
from tests.identity.made_up import TODAY, compose

BORN = date(1985, 4, 25)
OURS = "6501052504859001"


def read(text: object, **known: Any) -> nik.NikReading:
    return nik.read(text, today=TODAY, **known)


@pytest.mark.parametrize(
    "written",
    [
        OURS,
        f"'{OURS}",
        f"’{OURS}",
        f" {OURS}\n",
        "6501 0525 0485 9001",
        "650105.250485.9001",
        "65-01-05-250485-9001",
        "6501\u00a00525\u00a004859001",
        "\ufeff6501052504859001\u200e",
        f"NIK: {OURS}",
        f"No. KTP {OURS}",
    ],
)
def test_sixteen_digits_fit_however_they_are_spaced(written: object) -> None:
    reading = read(written, birth_date=BORN, sex="L")
    assert (reading.verdict, reading.nik, reading.problems) == (Verdict.FITS, OURS, ())


def test_a_reading_tells_place_birth_and_sex() -> None:
    reading = read("6502014108779010")
    assert (reading.province, reading.region, reading.district) == ("65", "6502", "650201")
    assert (reading.birth_date, reading.sex) == (date(1977, 8, 1), "P")


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("", Problem.MISSING),
        (None, Problem.MISSING),
        ("-", Problem.MISSING),
        ("tidak ada", Problem.MISSING),
        ("tdk bawa KTP", Problem.MISSING),
        ("#N/A", Problem.MISSING),
        (0, Problem.MISSING),
        (float("nan"), Problem.MISSING),
        ("Jumlah", Problem.LETTERS),
        ("65010525048590x1", Problem.LETTERS),
        ("lihat KK", Problem.LETTERS),
        ("٦٥٠١٠٥٢٥٠٤٨٥٩٠٠١", Problem.LETTERS),
        ("６５０１０５２５０４８５９００１", Problem.LETTERS),
        ("650105650485900", Problem.LENGTH_SHORT),
        ("65010525048590011", Problem.LENGTH_LONG),
        ("4571020308069001", Problem.PROVINCE),
        ("9701052504859001", Problem.PROVINCE),
        ("6500052504859001", Problem.REGION_ZERO),
        ("6501002504859001", Problem.REGION_ZERO),
        ("6501050004859001", Problem.DAY),
        ("6501053204859007", Problem.DAY),
        ("6501054004859001", Problem.DAY),
        ("6501057204859001", Problem.DAY),
        ("6501058104859001", Problem.DAY),
        ("6501059904859001", Problem.DAY),
        ("6501052500859001", Problem.MONTH),
        ("6501052513859001", Problem.MONTH),
        ("6501053104859001", Problem.DATE),
        ("6501056902859001", Problem.DATE),
        ("6501052504850000", Problem.SERIAL_ZERO),
        (6501056504850000, Problem.EXCEL_CUT),
        (6501056504850000.0, Problem.EXCEL_CUT),
        (6473024104539000, Problem.EXCEL_CUT),
        ("6501056504850000.0", Problem.EXCEL_CUT),
        ("6,50105E+15", Problem.EXCEL_CUT),
        ("6.50101250485E+15", Problem.EXCEL_CUT),
        (9101012504850010.0, Problem.EXCEL_CUT),
        (9101012504850004.0, Problem.EXCEL_CUT),
    ],
)
def test_what_cannot_be_a_nik_is_refused(written: object, problem: Problem) -> None:
    reading = read(written)
    assert reading.verdict is Verdict.REFUSED
    assert problem in reading.problems


@pytest.mark.parametrize(
    ("written", "known", "problem"),
    [
        ("6501052504859oo5", {}, Problem.LETTERS_REPLACED),
        ("65O1056006089001", {}, Problem.LETTERS_REPLACED),
        ("650lO525O485900I", {}, Problem.LETTERS_REPLACED),
        (6501052504859001, {}, Problem.STORED_AS_NUMBER),
        (6501052504859001.0, {}, Problem.STORED_AS_NUMBER),
        ("6501052504859001.0", {}, Problem.STORED_AS_NUMBER),
        ("6.501052504859001E+15", {}, Problem.STORED_AS_NUMBER),
        ("6521052504859001", {}, Problem.REGENCY_UNKNOWN),
        ("6501852504859001", {}, Problem.DISTRICT_UNKNOWN),
        ("6404056504709002", {}, Problem.OLD_REGION),
        (OURS, {"birth_date": date(1985, 4, 24)}, Problem.BIRTH_DATE_DIFFERS),
        (OURS, {"sex": "P"}, Problem.SEX_DIFFERS),
        (compose("650105", date(2016, 1, 2), "P"), {}, Problem.AGE),
        ("6504010401120006", {"birth_date": date(1982, 1, 10)}, Problem.FAMILY_CARD_LIKELY),
        ("6501011101050058", {"birth_date": date(2004, 8, 10)}, Problem.FAMILY_CARD_LIKELY),
    ],
)
def test_what_is_only_doubtful_is_warned(written: object, known: dict[str, Any], problem: Problem) -> None:
    reading = read(written, **known)
    assert reading.verdict is Verdict.WARNED
    assert problem in reading.problems
    assert reading.nik is not None


@pytest.mark.parametrize("place", ["350124", "737101", "330501", "640101", "910101"])
def test_people_registered_elsewhere_are_as_good_as_ours(place: str) -> None:
    reading = read(compose(place, BORN, "L"))
    assert (reading.verdict, reading.region, reading.province) == (Verdict.FITS, None, place[:2])


@pytest.mark.parametrize(
    ("cell", "known"),
    [
        (6501056504850000, "650105650485000"),
        (6473024104539000.0, "647302410453900"),
        ("6501056504850000.0", "650105650485000"),
        ("6.50105650485900E+15", "650105650485900"),
        ("6,50105E+15", None),
        (9101012504850010.0, None),
        (9101012504850004.0, "910101250485000"),
    ],
)
def test_a_cut_number_keeps_its_fifteen_digits_and_gets_no_sixteenth(cell: object, known: str | None) -> None:
    reading = read(cell)
    assert (reading.nik, reading.known) == (None, known)
    assert reading.region == {"6501": "6501", "6473": "6571"}.get((known or "")[:4])


@pytest.mark.parametrize(
    ("short_date", "today", "given", "born"),
    [
        ("081121", date(2021, 11, 8), None, date(2021, 11, 8)),
        ("091121", date(2021, 11, 8), None, date(1921, 11, 9)),
        ("091121", date(2026, 11, 8), date(1921, 11, 9), date(1921, 11, 9)),
        ("091121", date(2026, 11, 8), date(2021, 1, 1), date(2021, 11, 9)),
        ("290200", date(2021, 11, 8), None, date(2000, 2, 29)),
        ("290200", date(2021, 11, 8), date(1900, 2, 28), date(2000, 2, 29)),
        ("311299", date(2021, 11, 8), None, date(1999, 12, 31)),
        ("010121", date(2020, 12, 31), date(2021, 1, 1), date(1921, 1, 1)),
    ],
)
def test_the_century_comes_from_the_birth_date_given_or_is_the_latest_past(
    short_date: str, today: date, given: date | None, born: date
) -> None:
    assert nik.read(f"650105{short_date}9001", today=today, birth_date=given).birth_date == born


def test_a_wrong_birth_date_on_the_form_is_no_family_card() -> None:
    reading = read(OURS, birth_date=date(1984, 3, 20))
    assert Problem.FAMILY_CARD_LIKELY not in reading.problems


def test_every_problem_of_a_number_is_named_at_once() -> None:
    problems = read("9901053213850000").problems
    assert problems == (Problem.PROVINCE, Problem.DAY, Problem.MONTH, Problem.SERIAL_ZERO)


@pytest.mark.parametrize("problem", Problem)
def test_a_problem_either_refuses_or_warns(problem: Problem) -> None:
    verdict = nik.NikReading((problem,)).verdict
    assert verdict is (Verdict.REFUSED if problem in nik.REFUSING else Verdict.WARNED)
