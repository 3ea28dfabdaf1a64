"""Rows to an xlsx that no spreadsheet spoils: long digits stay text, and nothing in a cell is a formula."""

import datetime as dt
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

Cell = str | int | float | bool | dt.date | dt.datetime | None

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_TEXT = 32_000
MOST_DIGITS = 9
WIDTH = 18
SHEET_NAME = 31
FORBIDDEN_IN_NAMES = str.maketrans("[]:*?/\\'", "        ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A header and the rows under it."""

    header: Sequence[str]
    rows: Iterable[Sequence[Cell]]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetOut:
    """One sheet to write: a name and the blocks that stand in it, one under the other."""

    name: str
    blocks: Iterable[Block]


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """How the cells of a book are shown."""

    text: Format
    day: Format
    moment: Format
    bold: Format


def write_workbook(sheets: Iterable[SheetOut]) -> bytes:
    """The bytes of an xlsx with ``sheets``."""
    buffer = io.BytesIO()
    write_into(buffer, sheets)
    return buffer.getvalue()


def write_into(file: IO[bytes], sheets: Iterable[SheetOut]) -> None:
    """Write an xlsx with ``sheets`` row by row; every text cell has the format ``@``."""
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    formats = _formats(book)
    for sheet in sheets:
        page = book.add_worksheet(_sheet_name(sheet.name))
        page.set_column(0, 60, WIDTH, formats.text)
        line = 0
        for block in sheet.blocks:
            for column, label in enumerate(block.header):
                page.write_string(line, column, harmless(label), formats.bold)
            line += 1
            for row in block.rows:
                _write_row(page, line, row, formats)
                line += 1
    book.close()


def _formats(book: xlsxwriter.Workbook) -> Formats:
    return Formats(
        text=book.add_format({"num_format": "@"}),
        day=book.add_format({"num_format": "dd/mm/yyyy"}),
        moment=book.add_format({"num_format": "dd/mm/yyyy hh:mm"}),
        bold=book.add_format({"num_format": "@", "bold": True}),
    )


def _write_row(page: Worksheet, line: int, row: Sequence[Cell], formats: Formats) -> None:
    for column, cell in enumerate(row):
        if isinstance(cell, dt.datetime | dt.date) and cell.year >= 1900:
            page.write_datetime(line, column, cell, formats.moment if _has_a_time(cell) else formats.day)
        elif isinstance(cell, int | float) and not isinstance(cell, bool) and abs(cell) < 10**MOST_DIGITS:
            page.write_number(line, column, cell)
        elif cell not in (None, ""):
            page.write_string(line, column, harmless(_text(cell)), formats.text)


def _has_a_time(cell: dt.date) -> bool:
    return isinstance(cell, dt.datetime) and cell.time() != dt.time()


def _text(cell: Cell) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


def harmless(text: str) -> str:
    """``text`` that no spreadsheet takes for a formula, also after it was saved as csv (CWE-1236)."""
    shown = "".join(sign if sign >= " " or sign in "\t\n\r" else " " for sign in text[:LONGEST_TEXT])
    return f"'{shown}" if shown.startswith(FORMULA_STARTS) else shown


def _sheet_name(name: str) -> str:
    return name.translate(FORBIDDEN_IN_NAMES).strip()[:SHEET_NAME] or "1"
