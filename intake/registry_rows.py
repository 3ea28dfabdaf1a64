"""Settles what only the sheet knows of a registry's rows: repeated headers, ditto marks, Mac days, what P means."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import Final

from identity import sexes
from identity.cells import is_blank, is_ditto, text_of
from intake.header import is_column_numbers
from registry.columns import Columns, Field

Cells = Sequence[object]

PERSONAL: Final = frozenset(
    {Field.NIK, Field.NAME, Field.BIRTH, Field.SEX, Field.PHONE, Field.TICKET, Field.CERTIFICATE_NUMBER}
)
DAYS: Final = (Field.BIRTH, Field.VACCINATED, Field.ENTERED)
SINCE_1904: Final = 1462
SAMPLE: Final = 200
LONGEST_DITTO: Final = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the rows of one table share: the rows of its header, and whether its days are counted from 1904."""

    header_rows: tuple[Cells, ...]
    since_1904: bool = False


def settled(rows: Iterator[Cells], columns: Columns, settings: Settings) -> Iterator[Cells]:
    """The data rows of a table so that each can be read by itself; headers printed again are left out."""
    first = list(islice(rows, SAMPLE))
    sex = columns.get(Field.SEX)
    letters = sexes.meanings(text_of(row[sex]) for row in first if sex is not None and sex < len(row))
    p_is_a_man = letters["p"] == "L"
    above: Cells = ()
    for cells in chain(first, rows):
        if cells in settings.header_rows or _numbers_columns(cells):
            continue
        row = _without_dittos(cells, above, columns)
        if settings.since_1904:
            row = _from_1904(row, columns)
        if p_is_a_man and sex is not None and sex < len(row) and text_of(row[sex]).casefold() == "p":
            row = _with(row, sex, "Pria")
        above = row
        yield row


def _numbers_columns(cells: Cells) -> bool:
    return bool(cells) and text_of(cells[0]).strip("() ") in {"", "1"} and is_column_numbers(cells)


def _with(row: Cells, place: int, value: object) -> Cells:
    return [*row[:place], value, *row[place + 1 :]]


def _without_dittos(cells: Cells, above: Cells, columns: Columns) -> Cells:
    """What is "as above" taken from above; a person's own values only where the name too is as above, else nothing."""
    marked = [place for place, cell in enumerate(cells) if _is_ditto(cell)]
    if not marked:
        return cells
    own = {place for field, place in columns.items() if field in PERSONAL}
    same_person = columns.get(Field.NAME) in marked
    row = list(cells)
    for place in marked:
        known = place < len(above) and (same_person or place not in own)
        row[place] = above[place] if known else ""
    return row


def _is_ditto(cell: object) -> bool:
    return isinstance(cell, str) and 0 < len(cell) <= LONGEST_DITTO and is_ditto(cell)


def _from_1904(row: Cells, columns: Columns) -> Cells:
    """Numbers of days moved to the usual calendar, so that they mean the same in any other file."""
    for place in (columns[field] for field in DAYS if field in columns):
        cell = row[place] if place < len(row) else ""
        if isinstance(cell, int | float) and not isinstance(cell, dt.date) and not is_blank(cell) and cell < 100_000:
            row = _with(row, place, cell + SINCE_1904)
    return row
