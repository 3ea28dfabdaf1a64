"""A NIK in words while it is typed: what its structure says, where it is wrong, and how to mend it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from identity.nik import NikReading, Problem, Verdict
from identity.regions import DISTRICTS, PROVINCES, REGENCIES
from web.words import show_date

LENGTH: Final = 16
FIXED: Final[Mapping[Problem, Any]] = MappingProxyType(
    {
        Problem.LETTERS: _l("A NIK has figures only. Take out the letters and other signs."),
        Problem.EXCEL_CUT: _l("A spreadsheet has cut the last figure. Look at the identity card."),
        Problem.REGION_ZERO: _l("Figures 3 to 6 name no place. Compare with the identity card."),
        Problem.DATE: _l("Figures 7 to 12 are no date that exists. Compare with the identity card."),
        Problem.SERIAL_ZERO: _l("Figures 13 to 16 are never 0000. Compare with the identity card."),
        Problem.LETTERS_REPLACED: _l("Letters that look like figures were read as figures. Check them."),
        Problem.STORED_AS_NUMBER: _l("This came from a number in a spreadsheet. Check the last figure."),
        Problem.TRAILING_ZERO: _l("The last figure may have been lost. Compare with the identity card."),
        Problem.REGENCY_UNKNOWN: _l("This regency is not in today's list of North Kalimantan."),
        Problem.DISTRICT_UNKNOWN: _l("This district is not in today's list of North Kalimantan."),
        Problem.OLD_REGION: _l("The place has its code from before 2012. That is usual."),
        Problem.SEX_DIFFERS: _l("The sex does not agree with the NIK."),
        Problem.AGE: _l("By the NIK this person is younger than 6 or older than 110."),
        Problem.FAMILY_CARD_LIKELY: _l("This looks like the number of a family card, not a NIK."),
    }
)
SEXES: Final = MappingProxyType({"L": _l("Male"), "P": _l("Female")})


@dataclass(frozen=True, slots=True, kw_only=True)
class NikWords:
    """What is said of a NIK: kind is ok, warn or bad; ``facts`` is what it holds, ``problems`` what to mend."""

    kind: str
    title: str
    facts: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


KINDS: Final = {Verdict.FITS: "ok", Verdict.WARNED: "warn", Verdict.REFUSED: "bad"}


def nik_words(reading: NikReading, *, today: date) -> NikWords | None:
    """Put a reading into words; None where nothing was typed."""
    if reading.problems == (Problem.MISSING,):
        return None
    fits = reading.verdict is not Verdict.REFUSED
    return NikWords(
        kind=KINDS[reading.verdict],
        title=gettext("The structure of the NIK fits") if fits else gettext("The structure of the NIK does not fit"),
        facts=facts_of(reading, today=today) if fits else (),
        problems=tuple(problem_words(problem, reading) for problem in reading.problems),
    )


def facts_of(reading: NikReading, *, today: date) -> tuple[str, ...]:
    """Place of registration, birth date with age, and sex, as far as the NIK tells them."""
    said = [place_of(reading)]
    if reading.birth_date:
        born = reading.birth_date
        age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
        said.append(gettext("%(date)s (%(age)s years old)", date=show_date(born), age=age))
    said.append(str(SEXES[reading.sex]) if reading.sex else "")
    return tuple(filter(None, said))


def place_of(reading: NikReading) -> str:
    """Name the place of registration: district and regency of the province, else the province."""
    if reading.region:
        district = DISTRICTS.get(reading.district or "")
        return ", ".join(filter(None, (district, REGENCIES[reading.region])))
    return PROVINCES.get(reading.province or "", "")


def problem_words(problem: Problem, reading: NikReading) -> str:
    """Say what is wrong, where, and how to mend it."""
    if problem in FIXED:
        return str(FIXED[problem])
    return WITH_FIGURES[problem](reading)


def _short(reading: NikReading) -> str:
    count = len(reading.digits)
    return str(
        gettext("The NIK has %(count)s figures so far. %(missing)s missing.", count=count, missing=LENGTH - count)
    )


def _long(reading: NikReading) -> str:
    count = len(reading.digits)
    return str(gettext("The NIK has %(count)s figures. %(more)s too many.", count=count, more=count - LENGTH))


def _province(reading: NikReading) -> str:
    return str(gettext("Figures 1 and 2 read %(read)s, which is no province.", read=reading.digits[:2]))


def _day(reading: NikReading) -> str:
    return str(gettext("Figures 7 and 8 read day %(read)s, which does not exist.", read=reading.digits[6:8]))


def _month(reading: NikReading) -> str:
    return str(gettext("Figures 9 and 10 read month %(read)s, which does not exist.", read=reading.digits[8:10]))


def _birth(reading: NikReading) -> str:
    words = gettext(
        "The NIK says born on %(date)s. The NIK may still be right: it stays when a date is corrected.",
        date=show_date(reading.birth_date),
    )
    return str(words)


def _missing(_reading: NikReading) -> str:
    return ""


WITH_FIGURES: Final[Mapping[Problem, Callable[[NikReading], str]]] = MappingProxyType(
    {
        Problem.MISSING: _missing,
        Problem.LENGTH_SHORT: _short,
        Problem.LENGTH_LONG: _long,
        Problem.PROVINCE: _province,
        Problem.DAY: _day,
        Problem.MONTH: _month,
        Problem.BIRTH_DATE_DIFFERS: _birth,
    }
)
