"""Reads a NIK: sixteen digits that name a place of registration, a birth date, a sex and a serial.

The structure can refuse a number, never confirm it: there is no check digit (PP 37/2007 art. 37).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, TypeVar

from identity.cells import is_refusal, text_of
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
    left of a number that a spreadsheet cut (they still tell birth and sex); ``digits`` is what was typed.
    """

    problems: tuple[Problem, ...]
    digits: str = ""
    nik: str | None = None
    known: str | None = None
    birth_date: date | None = None
    sex: str | None = None

    @property
    def verdict(self) -> Verdict:
        if not self.problems:
            return Verdict.FITS
        return Verdict.WARNED if REFUSING.isdisjoint(self.problems) else Verdict.REFUSED

    @property
    def province(self) -> str | None:
        """The two digits of a province that exists; where the person was registered, not where they live."""
        return self._listed(2, PROVINCES)

    @property
    def region(self) -> str | None:
        """One of the desk's regions by today's code; None for everybody registered outside the province."""
        return regency_of(self._place)

    @property
    def district(self) -> str | None:
        """The six digits of a district of today's list; the districts of old codes are in no public list."""
        return self._listed(6, DISTRICTS)

    @property
    def _place(self) -> str:
        return (self.nik or self.known or "")[:6]

    def _listed(self, length: int, codes: Mapping[str, str]) -> str | None:
        code = self._place[:length]
        return code if code in codes else None


@dataclass(frozen=True, slots=True)
class _Person:
    """What is known apart from the NIK."""

    today: date
    birth_date: date | None
    sex: str | None


_T = TypeVar("_T")
_LABEL = re.compile(r"^(?:no(?:mor)?\W{0,3})?(?:nik|ktp)\W{0,3}(?=[0-9'OolI])", re.IGNORECASE)
_SEPARATORS = dict.fromkeys(map(ord, " .,-–—‐‑−_/'’‘`´\"\u00a0"))
_LOOKALIKES = str.maketrans("oOlI", "0011")
_SIXTEEN = re.compile(r"[0-9]{16}")
_EXPONENT = re.compile(r"([0-9])[.,]?([0-9]*)[eE]\+?[0-9]{1,3}")
_UNSURE = re.compile(r"([0-9]{15})\?")
_DECIMAL = re.compile(r"([0-9]{15,17})[.,]0")
_EXACT_IN_A_FLOAT = 2**53


def read(text: object, *, today: date, birth_date: date | None = None, sex: str | None = None) -> NikReading:
    """Read a NIK from a cell (text or number) and hold it against what else is known of the person.

    ``sex`` is "L" or "P". Never raises; a digit that is not there is never filled in.
    """
    person = _Person(today, birth_date, sex)
    if isinstance(text, str) and _SIXTEEN.fullmatch(text):
        return _read_digits(text, (), person)
    if is_refusal(text):
        return NikReading((Problem.MISSING,))
    written = _LABEL.sub("", text_of(text))
    if match := _EXPONENT.fullmatch(written):
        digits = match[1] + match[2]
        return _cut(digits[:15], (), person) if len(digits) < 16 else _read_number(digits, person)
    if match := _UNSURE.fullmatch(written):
        return _cut(match[1], (), person)
    if match := _DECIMAL.fullmatch(written):
        return _read_number(match[1], person)
    digits = written.translate(_SEPARATORS)
    return _read_number(digits, person) if isinstance(text, int | float) else _read_text(digits, person)


def certain(cell: _T) -> _T | str:
    """Give ``cell`` as it may be handed on as text: of a cut number only the digits that are certain, then "?".

    Without this the 0 that a spreadsheet put there would look like a digit that somebody typed.
    """
    if not isinstance(cell, int | float) or isinstance(cell, bool):
        return cell
    reading = read(cell, today=date.max)
    if Problem.EXCEL_CUT not in reading.problems:
        return cell
    return f"{reading.known}?" if reading.known else f"{text_of(cell)[:14]}??"


def _read_text(digits: str, person: _Person) -> NikReading:
    if _is_digits(digits):
        return _read_digits(digits, (), person)
    replaced = digits.translate(_LOOKALIKES)
    if _is_digits(replaced) and sum(map(str.isdigit, digits)) >= 8:
        return _read_digits(replaced, (Problem.LETTERS_REPLACED,), person)
    return NikReading((Problem.LETTERS,))


def _is_digits(text: str) -> bool:
    """Say whether all is 0 to 9; Python's ``isdigit`` alone lets Arabic-Indic digits through."""
    return text.isascii() and text.isdigit()


def _read_number(digits: str, person: _Person) -> NikReading:
    """Read what a spreadsheet stored as a number: it keeps 15 digits and writes 0 for the last (KB 269370).

    So a last 0 stands for a digit that nobody knows. From 2**53 a double has no odd numbers, and rounding
    9 up may have changed the fifteenth digit as well.
    """
    if not _is_digits(digits):
        return NikReading((Problem.LETTERS,))
    if len(digits) != 16:
        return _read_digits(digits, (Problem.STORED_AS_NUMBER,), person)
    if digits.endswith("0000"):
        return _cut(digits[:15], (), person)
    exact = int(digits) < _EXACT_IN_A_FLOAT
    if digits.endswith("0"):
        return _cut(digits[:15] if exact else "", (Problem.TRAILING_ZERO,), person)
    if not exact:
        return _cut(digits[:15], (Problem.STORED_AS_NUMBER,), person)
    return _read_digits(digits, (Problem.STORED_AS_NUMBER,), person)


def _cut(digits: str, doubts: tuple[Problem, ...], person: _Person) -> NikReading:
    problems = (Problem.EXCEL_CUT, *doubts)
    if len(digits) != 15:
        return NikReading(problems, digits)
    born, wrong_date = _birth_date(digits, person)
    return NikReading((*problems, *wrong_date), digits, None, digits, born, _sex(digits) if born else None)


def _sex(digits: str) -> str:
    return "P" if digits[6] >= "4" else "L"


def _read_digits(digits: str, doubts: tuple[Problem, ...], person: _Person) -> NikReading:
    if len(digits) != 16:
        wrong = Problem.LENGTH_SHORT if len(digits) < 16 else Problem.LENGTH_LONG
        return NikReading((*doubts, wrong), digits)
    born, wrong_date = _birth_date(digits, person)
    serial = (Problem.SERIAL_ZERO,) if digits.endswith("0000") else ()
    problems = (*doubts, *_place_problems(digits), *wrong_date, *serial)
    if born is None:
        return NikReading(problems, digits, digits)
    sex = _sex(digits)
    return NikReading((*problems, *_disagreements(born, sex, person)), digits, digits, None, born, sex)


def _place_problems(digits: str) -> tuple[Problem, ...]:
    """Judge the code; a person moves and keeps the NIK, so any other province is as good as ours."""
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


def _birth_date(digits: str, person: _Person) -> tuple[date | None, tuple[Problem, ...]]:
    """Read DDMMYY, a woman's day being 40 more."""
    day, month = int(digits[6:8]), int(digits[8:10])
    day -= 40 if day > 40 else 0
    if 1 <= day <= 31 and 1 <= month <= 12:
        born = _in_its_century(int(digits[10:12]), month, day, person)
        return born, () if born else (Problem.DATE,)
    wrong_day = () if 1 <= day <= 31 else (Problem.DAY,)
    wrong_month = () if 1 <= month <= 12 else (Problem.MONTH,)
    return None, (*wrong_day, *wrong_month)


def _in_its_century(short_year: int, month: int, day: int, person: _Person) -> date | None:
    """Give the latest such date not in the future, or in the given date's century if the years agree."""
    today, given = person.today, person.birth_date
    century = today.year // 100 * 100
    years = [century + short_year, century - 100 + short_year]
    if given and given.year % 100 == short_year:
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


def _disagreements(born: date, sex: str, person: _Person) -> tuple[Problem, ...]:
    """Hold the NIK against the person; it stays when a birth date is corrected, so nothing here refuses."""
    problems = []
    card = False
    if person.birth_date and person.birth_date != born:
        problems.append(Problem.BIRTH_DATE_DIFFERS)
        card = sex == "L" and _is_a_later_day(born, person.birth_date)
    if person.sex in {"L", "P"} and person.sex != sex:
        problems.append(Problem.SEX_DIFFERS)
    if card:
        problems.append(Problem.FAMILY_CARD_LIKELY)
    elif not 6 <= _age(born, person.today) <= 110:
        problems.append(Problem.AGE)
    return tuple(problems)


def _is_a_later_day(written: date, birth_date: date) -> bool:
    """Say whether this is the day a family card was issued: long after the birth, in the age of computers."""
    same = (written.day == birth_date.day) + (written.month == birth_date.month)
    return written.year >= 2000 and written.year > birth_date.year and same <= 1


def _age(born: date, today: date) -> int:
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))
