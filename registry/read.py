"""Reads one row of a registry file: cells to a dose with its person, or the reason why it is refused."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final

from identity import dates, doses, nik, phones, sexes
from identity.cells import is_blank, is_ditto, text_of
from identity.regions import find_region
from registry.columns import Columns, Field
from registry.sealed import Personal

PROVINCE: Final = "65"
FIRST_BIRTH: Final = date(1900, 1, 1)
LONGEST_NAME: Final = 120
LONGEST_NIK: Final = 32
REMEMBERED: Final = 20_000

_SIXTEEN = re.compile(r"[0-9]{16}", re.ASCII)
_MOBILE = re.compile(r"08[1-35-9][0-9]{7,10}", re.ASCII)
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)


class Reason(StrEnum):
    """Why a row is refused."""

    CELLS = "cells"
    NAME_MISSING = "name_missing"
    NAME_UNLIKELY = "name_unlikely"
    NIK_CUT = "nik_cut"
    NOTHING_TO_FIND_BY = "nothing_to_find_by"
    VACCINATED_UNREADABLE = "vaccinated_unreadable"


class RefusedRow(Exception):
    """A row of which no record can be made."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """What a row says: the person, and what is nobody's secret. ``born`` is the birth date where it can be read.

    Of a NIK that a spreadsheet cut the person has the fifteen digits that are certain, or none.
    """

    person: Personal
    born: date | None
    dose: str
    vaccinated_on: date | None
    entered_on: date | None
    facility: str
    vaccine: str
    lot: str
    region_code: str
    certificate: str

    @property
    def open_part(self) -> tuple[str | None, ...]:
        """The columns that stand readable in a record, in their order there; days as ISO text."""
        return (
            self.dose,
            self.vaccinated_on.isoformat() if self.vaccinated_on else None,
            self.entered_on.isoformat() if self.entered_on else None,
            self.facility,
            self.vaccine,
            self.lot,
            self.region_code,
            self.certificate,
        )


def read_row(cells: Sequence[object], columns: Columns, *, width: int, today: date) -> Dose:
    """The dose in ``cells``, under a header ``width`` cells wide. Raises RefusedRow."""
    if any(not is_blank(cell) for cell in cells[width:]):
        raise RefusedRow(Reason.CELLS)

    def cell(field: Field) -> Any:
        place = columns.get(field)
        return cells[place] if place is not None and place < len(cells) else ""

    born = _date(cell(Field.BIRTH), FIRST_BIRTH, today)
    digits, nik_cut = _nik(cell(Field.NIK))
    return Dose(
        person=_person(cell, born, digits, nik_cut=nik_cut),
        born=born,
        dose=_dose(_text(cell(Field.DOSE), 20)),
        vaccinated_on=_vaccinated(cell(Field.VACCINATED), today),
        entered_on=_date(cell(Field.ENTERED), dates.CAMPAIGN_START, today),
        facility=_text(cell(Field.FACILITY), 120),
        vaccine=_text(cell(Field.VACCINE), 40),
        lot=_text(cell(Field.LOT), 40),
        region_code=_region(_text(cell(Field.REGION), 120)),
        certificate=_text(cell(Field.CERTIFICATE), 40),
    )


def _person(cell: Callable[[Field], Any], born: date | None, digits: str, *, nik_cut: bool) -> Personal:
    person = Personal(
        nik=digits,
        name=_name(cell(Field.NAME)),
        birth_date=born.isoformat() if born else text_of(cell(Field.BIRTH))[:40],
        sex=_sex(_text(cell(Field.SEX), 20)),
        phones=_phones(cell(Field.PHONE)),
        ticket=_code(cell(Field.TICKET)),
        certificate=_code(cell(Field.CERTIFICATE_NUMBER)),
    )
    # Under a table stand the place and the day it was signed; nobody vaccinated was born that late.
    was_born = born is not None and born < dates.CAMPAIGN_START
    if not (person.nik or person.ticket or was_born or person.phones):
        raise RefusedRow(Reason.NIK_CUT if nik_cut else Reason.NOTHING_TO_FIND_BY)
    return person


def _nik(value: object) -> tuple[str, bool]:
    """The digits as they stand, right or wrong, for a faulty NIK is what people look for; and whether it is cut.

    Of a cut one the fifteen that are certain are kept (DOMAIN 6.1) and none is filled in; fewer would find
    everybody born in a district.
    """
    if isinstance(value, str) and _SIXTEEN.fullmatch(value):
        return value, False
    reading = nik.read(value, today=FIRST_BIRTH)
    if nik.Problem.EXCEL_CUT in reading.problems:
        return reading.known or "", True
    if nik.Problem.MISSING in reading.problems or is_ditto(value):
        return "", False
    return (reading.nik or reading.digits or text_of(value))[:LONGEST_NIK], False


def _name(value: object) -> str:
    name = text_of(value)
    if is_blank(name):
        raise RefusedRow(Reason.NAME_MISSING)
    if len(name) > LONGEST_NAME or not any(map(str.isalpha, name)) or is_ditto(name):
        raise RefusedRow(Reason.NAME_UNLIKELY)
    return name


def _phones(value: object) -> tuple[str, ...]:
    if isinstance(value, str) and _MOBILE.fullmatch(value):
        return (f"+62{value[1:]}",)
    return phones.read(value).numbers[:3] if text_of(value) else ()


def _vaccinated(value: object, today: date) -> date | None:
    day = _date(value, dates.CAMPAIGN_START, today)
    if day is None and not is_blank(value):
        raise RefusedRow(Reason.VACCINATED_UNREADABLE)
    return day


def _date(value: object, earliest: date, today: date) -> date | None:
    if isinstance(value, str):
        return _date_of_text(value, earliest, today)
    return dates.read(value, today=today, earliest=earliest).date


@lru_cache(REMEMBERED)
def _date_of_text(text: str, earliest: date, today: date) -> date | None:
    if _ISO.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None
    return dates.read(text, today=today, earliest=earliest).date


@lru_cache(REMEMBERED, typed=True)
def _text(value: object, longest: int) -> str:
    """The text of a cell whose like comes again and again: a place, a vaccine, a lot."""
    return text_of(value)[:longest]


@lru_cache(REMEMBERED)
def _dose(text: str) -> str:
    return doses.read(text) or text


@lru_cache(REMEMBERED)
def _sex(text: str) -> str:
    return sexes.read(text) or ""


@lru_cache(REMEMBERED)
def _region(text: str) -> str:
    """The region of today's list, or the province for what can't be placed."""
    return find_region(text) or PROVINCE


def _code(value: object) -> str:
    """A ticket's or a certificate's number in one form."""
    return "" if is_blank(value) else text_of(value).replace(" ", "").upper()[:60]
