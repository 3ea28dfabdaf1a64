"""Reads a NIK: sixteen digits that name a place of registration, a birth date, a sex and a serial.

The structure can refuse a number, never confirm it: there is no check digit (PP 37/2007 art. 37).
"""

import re
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from identity.cells import is_blank, text_of
from identity.regions import DISTRICTS, OLD_CODES, PROVINCES, REGENCIES, regency_of


class Verdict(StrEnum):
    REFUSED = "refused"
    WARNED = "warned"
    FITS = "fits"


class Problem(StrEnum):
    MISSING = "missing"
    LETTERS = "letters"
    LENGTH_SHORT = "length_short"
    LENGTH_LONG = "length_long"
    EXCEL_CUT = "excel_cut"
    PROVINCE = "province"
    REGION_ZERO = "region_zero"
    DAY = "day"
    MONTH = "month"
    DATE = "date"
    SERIAL_ZERO = "serial_zero"
    LETTERS_REPLACED = "letters_replaced"
    STORED_AS_NUMBER = "stored_as_number"
    TRAILING_ZERO = "trailing_zero"
    REGENCY_UNKNOWN = "regency_unknown"
    DISTRICT_UNKNOWN = "district_unknown"
    OLD_REGION = "old_region"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    SEX_DIFFERS = "sex_differs"
    AGE = "age"
    FAMILY_CARD_LIKELY = "family_card_likely"


REFUSING: Final = frozenset(
    {
        Problem.MISSING,
        Problem.LETTERS,
        Problem.LENGTH_SHORT,
        Problem.LENGTH_LONG,
        Problem.EXCEL_CUT,
        Problem.PROVINCE,
        Problem.REGION_ZERO,
        Problem.DAY,
        Problem.MONTH,
        Problem.DATE,
        Problem.SERIAL_ZERO,
    }
)


@dataclass(frozen=True, slots=True)
class NikReading:
    """What a cell or a field says as a NIK.

    ``nik`` is sixteen ASCII digits, also when the structure refuses them; ``known`` is the fifteen that are
    left of a number that a spreadsheet cut; ``digits`` is whatever was typed, for search. ``region`` is one
    of the desk's by today's code, ``district`` six digits of today's list, ``province`` two digits.
    """

    problems: tuple[Problem, ...]
    digits: str = ""
    nik: str | None = None
    known: str | None = None
    birth_date: date | None = None
    sex: str | None = None
    province: str | None = None
    region: str | None = None
    district: str | None = None
    verdict: Verdict = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "verdict", _verdict(self.problems))


def _verdict(problems: tuple[Problem, ...]) -> Verdict:
    if not problems:
        return Verdict.FITS
    return Verdict.WARNED if REFUSING.isdisjoint(problems) else Verdict.REFUSED


_LABEL = re.compile(r"^(?:no(?:mor)?\W{0,3})?(?:nik|ktp)\W{0,3}(?=[0-9'OolI])", re.IGNORECASE)
_SEPARATORS = dict.fromkeys(map(ord, " .,-–—‐‑−_/'’‘`´\"\u00a0"))
_LOOKALIKES = str.maketrans("oOlI", "0011")
_EXPONENT = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?[0-9]{1,3}")
_DECIMAL = re.compile(r"([0-9]{15,17})[.,]0")
_EXACT_IN_A_FLOAT = 2**53


def read(text: object, *, today: date, birth_date: date | None = None, sex: str | None = None) -> NikReading:
    """Read a NIK from a cell (text or number) and hold it against what else is known of the person.

    ``sex`` is "L" or "P". Never raises; a digit that is not there is never filled in.
    """
    if is_blank(text):
        return NikReading((Problem.MISSING,))
    written = _LABEL.sub("", text_of(text))
    if match := _EXPONENT.fullmatch(written):
        digits = match[1] + match[2]
        return _cut(digits[:15]) if len(digits) < 16 else _read_number(digits, today, birth_date, sex)
    if match := _DECIMAL.fullmatch(written):
        return _read_number(match[1], today, birth_date, sex)
    digits = written.translate(_SEPARATORS)
    if isinstance(text, int | float):
        return _read_number(digits, today, birth_date, sex)
    return _read_text(digits, today, birth_date, sex)


def _read_text(digits: str, today: date, birth_date: date | None, sex: str | None) -> NikReading:
    if _is_digits(digits):
        return _read_digits(digits, (), today, birth_date, sex)
    replaced = digits.translate(_LOOKALIKES)
    if _is_digits(replaced) and sum(map(str.isdigit, digits)) >= 8:
        return _read_digits(replaced, (Problem.LETTERS_REPLACED,), today, birth_date, sex)
    return NikReading((Problem.LETTERS,))


def _is_digits(text: str) -> bool:
    """Python's ``isdigit`` alone lets Arabic-Indic digits through."""
    return text.isascii() and text.isdigit()


def _read_number(digits: str, today: date, birth_date: date | None, sex: str | None) -> NikReading:
    """Read what a spreadsheet stored as a number: it keeps 15 digits and writes 0 for the last (KB 269370).

    So a last 0 stands for a digit that nobody knows. From 2**53 a double has no odd numbers, and rounding
    9 up may have changed the fifteenth digit as well.
    """
    if not _is_digits(digits):
        return NikReading((Problem.LETTERS,))
    if len(digits) != 16:
        return _read_digits(digits, (Problem.STORED_AS_NUMBER,), today, birth_date, sex)
    if digits.endswith("0000"):
        return _cut(digits[:15])
    exact = int(digits) < _EXACT_IN_A_FLOAT
    if digits.endswith("0"):
        return _cut(digits[:15] if exact else "", Problem.TRAILING_ZERO)
    if not exact:
        return _cut(digits[:15], Problem.STORED_AS_NUMBER)
    return _read_digits(digits, (Problem.STORED_AS_NUMBER,), today, birth_date, sex)


def _cut(digits: str, *doubts: Problem) -> NikReading:
    problems = (Problem.EXCEL_CUT, *doubts)
    if len(digits) != 15:
        return NikReading(problems, digits)
    province, region, district = _places(digits)
    return NikReading(problems, digits, None, digits, None, None, province, region, district)


def _read_digits(
    digits: str, doubts: tuple[Problem, ...], today: date, birth_date: date | None, sex: str | None
) -> NikReading:
    if len(digits) != 16:
        wrong = Problem.LENGTH_SHORT if len(digits) < 16 else Problem.LENGTH_LONG
        return NikReading((*doubts, wrong), digits=digits)
    born, date_problems = _birth_date(digits, today, birth_date)
    read_sex = None if born is None else "P" if digits[6] >= "4" else "L"
    problems = (
        *doubts,
        *_place_problems(digits),
        *date_problems,
        *((Problem.SERIAL_ZERO,) if digits.endswith("0000") else ()),
        *_person_problems(born, read_sex, today, birth_date, sex),
    )
    province, region, district = _places(digits)
    return NikReading(problems, digits, digits, None, born, read_sex, province, region, district)


def _places(digits: str) -> tuple[str | None, str | None, str | None]:
    """Give the province, the desk's region and the district, each None where no list has it."""
    province = digits[:2] if digits[:2] in PROVINCES else None
    district = digits[:6] if digits[:6] in DISTRICTS else None
    return province, regency_of(digits), district


def _place_problems(digits: str) -> tuple[Problem, ...]:
    """Old districts are in no public list, so an old code is known down to its regency only."""
    regency = digits[:4]
    if digits[:2] not in PROVINCES:
        return (Problem.PROVINCE,)
    if digits[2:4] == "00" or digits[4:6] == "00":
        return (Problem.REGION_ZERO,)
    if regency in OLD_CODES:
        return (Problem.OLD_REGION,)
    if digits[:2] != "65" or digits[:6] in DISTRICTS:
        return ()
    return (Problem.DISTRICT_UNKNOWN,) if regency in REGENCIES else (Problem.REGENCY_UNKNOWN,)


def _birth_date(digits: str, today: date, given: date | None) -> tuple[date | None, tuple[Problem, ...]]:
    day, month = int(digits[6:8]), int(digits[8:10])
    day_of_birth = day - 40 if day > 40 else day
    problems = (
        *((Problem.DAY,) if not 1 <= day_of_birth <= 31 else ()),
        *((Problem.MONTH,) if not 1 <= month <= 12 else ()),
    )
    if problems:
        return None, problems
    born = _in_its_century(int(digits[10:12]), month, day_of_birth, today, given)
    return born, () if born else (Problem.DATE,)


def _in_its_century(short_year: int, month: int, day: int, today: date, given: date | None) -> date | None:
    """Give the latest such date not in the future, or in the given date's century if the years agree."""
    century = today.year // 100 * 100
    years = [century + short_year, century - 100 + short_year]
    if given and given <= today and given.year % 100 == short_year:
        years.insert(0, given.year)
    for year in years:
        born = _real_date(year, month, day)
        if born and born <= today:
            return born
    return None


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _person_problems(
    born: date | None, read_sex: str | None, today: date, birth_date: date | None, sex: str | None
) -> tuple[Problem, ...]:
    if born is None:
        return ()
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return (
        *((Problem.BIRTH_DATE_DIFFERS,) if birth_date and birth_date != born else ()),
        *(
            (Problem.FAMILY_CARD_LIKELY,)
            if birth_date and _looks_like_a_card(born, read_sex, birth_date)
            else ()
        ),
        *((Problem.SEX_DIFFERS,) if sex in {"L", "P"} and sex != read_sex else ()),
        *((Problem.AGE,) if not 6 <= age <= 110 else ()),
    )


def _looks_like_a_card(born: date, read_sex: str | None, birth_date: date) -> bool:
    """A family card's number carries the day it was issued, after the birth, and never 40 more."""
    same = (born.day == birth_date.day) + (born.month == birth_date.month) + (born.year == birth_date.year)
    return read_sex == "L" and born.year >= 2000 and born > birth_date and same <= 1
