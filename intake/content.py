"""Tells what a column holds from its cells alone, where its header is missing or says nothing."""

import datetime as dt
import re
from collections.abc import Callable, Sequence

from identity.cells import text_of
from intake.fields import Field
from intake.sheets import Cell
from intake.vocabulary import CATEGORIES, CHANNELS, first_match

CERTAIN = 0.6
FEWEST_CELLS = 1

NIK_LIKE = re.compile(r"[0-9oO]{15,17}")
PHONE_LIKE = re.compile(r"(?:\+?62|0)?8[0-9]{8,11}(?:\([A-Za-z]+\))?")
NAME_LIKE = re.compile(r"[^\W\d_][^\d]{2,60}")
DATE_LIKE = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[A-Za-z]+)[-/. ]\d{2,4}|\d{4}-\d{2}-\d{2}")
SEX_LIKE = re.compile(r"l|p|lk|pr|laki-?laki|perempuan|pria|wanita", re.IGNORECASE)
SEPARATORS = re.compile(r"[\s'’.\-]+")


def _is_nik(cell: Cell) -> bool:
    return bool(NIK_LIKE.fullmatch(SEPARATORS.sub("", text_of(cell))))


def _is_phone(cell: Cell) -> bool:
    return bool(PHONE_LIKE.fullmatch(SEPARATORS.sub("", text_of(cell))))


def _is_sex(cell: Cell) -> bool:
    return bool(SEX_LIKE.fullmatch(text_of(cell)))


def _is_complaint(cell: Cell) -> bool:
    return isinstance(cell, str) and first_match(CATEGORIES, cell) is not None


def _is_channel(cell: Cell) -> bool:
    return isinstance(cell, str) and len(cell) <= 20 and first_match(CHANNELS, cell) is not None


def _is_recent(cell: Cell) -> bool:
    """Whether ``cell`` is a date of the years of the campaign, which no birth date here is."""
    if isinstance(cell, dt.date):
        return cell.year >= 2021
    return bool(DATE_LIKE.search(text_of(cell))) and bool(re.search(r"20[2-9]\d$|^20[2-9]\d", text_of(cell)))


def _is_older_date(cell: Cell) -> bool:
    if isinstance(cell, dt.date):
        return cell.year < 2021
    return bool(DATE_LIKE.search(text_of(cell))) and not _is_recent(cell)


def _is_name(cell: Cell) -> bool:
    return isinstance(cell, str) and bool(NAME_LIKE.fullmatch(cell.strip())) and len(cell.split()) <= 6


# In the order asked: a name is anything with letters, so it comes last.
SIGNS: tuple[tuple[Field, Callable[[Cell], bool]], ...] = (
    (Field.NIK, _is_nik),
    (Field.PHONE, _is_phone),
    (Field.SEX, _is_sex),
    (Field.REPORTED, _is_recent),
    (Field.BIRTH, _is_older_date),
    (Field.COMPLAINT, _is_complaint),
    (Field.CHANNEL, _is_channel),
    (Field.NAME, _is_name),
)


def field_by_content(cells: Sequence[Cell]) -> Field | None:
    """The field that at least six cells in ten speak for, or None."""
    if len(cells) < FEWEST_CELLS:
        return None
    return next((field for field, sign in SIGNS if sum(map(sign, cells)) >= CERTAIN * len(cells)), None)
