"""Reads dates as people of the desk write them, and says when day and month seem to have changed places."""

import datetime as dt
import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from identity.cells import is_refusal, text_of


class Problem(StrEnum):
    MISSING = "missing"
    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    SEVERAL = "several"
    SHORT_YEAR = "short_year"
    SERIAL = "serial"
    MONTH_FIRST = "month_first"
    FUTURE = "future"
    TOO_EARLY = "too_early"
    SWAPPED_LIKELY = "swapped_likely"


@dataclass(frozen=True, slots=True)
class DateReading:
    """What a cell says as a date; ``swapped`` is the other reading, where only that one fits."""

    date: dt.date | None = None
    problems: tuple[Problem, ...] = ()
    swapped: dt.date | None = None


CAMPAIGN_START: Final = date(2021, 1, 13)
"""The first vaccination in Indonesia; no dose is older."""

_MONTHS: Final = (
    "januari jan january i",
    "februari pebruari feb peb february febuari ii",
    "maret mar mart mrt march iii",
    "april apr iv",
    "mei may v",
    "juni jun june vi",
    "juli jul july vii",
    "agustus agu agst ags agt agus agust aug august viii",
    "september sep sept ix",
    "oktober okt okto oct october x",
    "november nopember nov nop nopem xi",
    "desember des december dec xii",
)
_MONTH_OF: Final = {word: number for number, words in enumerate(_MONTHS, 1) for word in words.split()}
_MONTH_WORD = "|".join(sorted(_MONTH_OF, key=len, reverse=True))

_DAY, _MONTH = r"(?<![0-9])(?<![0-9][-/.])(?P<day>[0-9]{1,2})", r"(?P<month>[0-9]{1,2})"
_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})(?![-/.]?[0-9])"
_WORD = rf"(?<![^\W\d_])(?P<word>{_MONTH_WORD})(?![^\W\d_])"
_BETWEEN = r"\s?[-/.]{1,2}\s?"

_IN_FIGURES: Final = re.compile(rf"{_DAY}(?:{_BETWEEN}{_MONTH}{_BETWEEN}| (?P<spaced>[0-9]{{1,2}}) ){_YEAR}")
_SHAPES: Final = (
    re.compile(rf"(?<![0-9])(?P<year>[0-9]{{4}}){_BETWEEN}{_MONTH}{_BETWEEN}(?P<day>[0-9]{{1,2}})(?![0-9])"),
    re.compile(rf"{_DAY}[-/., ]*{_WORD}[-/., ']*{_YEAR}", re.IGNORECASE),
    _IN_FIGURES,
    re.compile(rf"{_WORD}[. ]*(?P<day>[0-9]{{1,2}}),? (?P<year>[0-9]{{4}})(?![0-9])", re.IGNORECASE),
    re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>[0-3][0-9])(?![0-9])"),
    re.compile(r"(?<![0-9])(?P<day>[0-9]{2})(?P<month>[0-9]{2})(?P<year>[0-9]{4}|[0-9]{2})(?![0-9])"),
)
_DAY_MONTH_LEFT = re.compile(r"[0-9]{1,2}\s?[-/]\s?[0-9]{1,2}")
_SERIAL = re.compile(r"([0-9]{4,5})(?:[.,][0-9]+)?")
_FIRST_SERIAL, _LAST_SERIAL = 3654, 73050


def read(value: object, *, today: date, earliest: date | None = None, from_1904: bool = False) -> DateReading:
    """Read a date from a cell: a real date, a serial, or text. Never raises.

    A date after ``today`` or before ``earliest`` is given back as written, with the problem, and with
    ``swapped`` where exchanging day and month would fit. ``from_1904`` is for old Mac workbooks' serials.
    """
    if isinstance(value, datetime):
        return _judged(value.date(), (), today, earliest)
    if isinstance(value, date):
        return _judged(value, (), today, earliest)
    if is_refusal(value):
        return DateReading(problems=(Problem.MISSING,))
    text = text_of(value)
    if serial := _serial(text, from_1904=from_1904):
        return _judged(serial, (Problem.SERIAL,), today, earliest)
    if isinstance(value, int | float) and len(text) == 7:
        text = f"0{text}"
    return _read_text(text, today, earliest)


def _serial(text: str, *, from_1904: bool) -> date | None:
    match = _SERIAL.fullmatch(text)
    if not match or not _FIRST_SERIAL <= int(match[1]) <= _LAST_SERIAL:
        return None
    return date(1904, 1, 1) + timedelta(int(match[1])) if from_1904 else date(1899, 12, 30) + timedelta(int(match[1]))


def _read_text(text: str, today: date, earliest: date | None) -> DateReading:
    for shape in _SHAPES:
        found = list(shape.finditer(text))
        if not found:
            continue
        left = shape.sub(" ", text)
        if len(found) > 1 or _DAY_MONTH_LEFT.search(left):
            return DateReading(problems=(Problem.SEVERAL,))
        return _read_match(found[0], today, earliest)
    return DateReading(problems=(Problem.UNREADABLE,))


def _read_match(match: re.Match[str], today: date, earliest: date | None) -> DateReading:
    parts = match.groupdict()
    day, year = int(parts["day"]), parts["year"]
    word = parts.get("word")
    month = _MONTH_OF[word.casefold()] if word else int(parts["month"] or parts["spaced"])
    problems: tuple[Problem, ...] = ()
    if not word and month > 12 >= day and match.re is _IN_FIGURES:
        day, month, problems = month, day, (Problem.MONTH_FIRST,)
    if len(year) == 2:
        problems += (Problem.SHORT_YEAR,)
    read_date = _dated(year, month, day, today, earliest)
    if read_date is None:
        return DateReading(problems=(*problems, Problem.IMPOSSIBLE))
    return _judged(read_date, problems, today, earliest, may_swap=not word and Problem.MONTH_FIRST not in problems)


def _dated(year: str, month: int, day: int, today: date, earliest: date | None) -> date | None:
    """Give the date; a two-digit year is the latest not in the future, unless that is before ``earliest``."""
    if len(year) == 4:
        return _real_date(int(year), month, day) if 1900 <= int(year) <= 2100 else None
    century = today.year // 100 * 100
    near = _real_date(century + int(year), month, day)
    far = _real_date(century - 100 + int(year), month, day)
    if near and (near <= today or (earliest and near.year <= today.year and (far is None or far < earliest))):
        return near
    return far or near


def _real_date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _judged(
    day: date, problems: tuple[Problem, ...], today: date, earliest: date | None, *, may_swap: bool = True
) -> DateReading:
    first = earliest or date.min
    if first <= day <= today:
        return DateReading(day, problems)
    wrong = Problem.FUTURE if day > today else Problem.TOO_EARLY
    swapped = _real_date(day.year, day.day, day.month) if may_swap else None
    if swapped and swapped != day and first <= swapped <= today:
        return DateReading(day, (*problems, wrong, Problem.SWAPPED_LIKELY), swapped)
    return DateReading(day, (*problems, wrong))


def show(day: date) -> str:
    """Write a date in figures as forms here do: 25/04/1985."""
    return f"{day:%d/%m/%Y}"
