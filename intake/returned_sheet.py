"""Reads a batch sheet that came back, whatever a spreadsheet did to it meanwhile."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Final

from identity import dates
from identity.cells import is_blank, text_of
from intake.faults import FileFault, UnreadableFile
from intake.sheets import Cell, Row, Sheet
from intake.workbook import open_workbook
from workflow.batch_sheet import COLUMNS
from workflow.returned_sheet import Said

MAX_BYTES: Final = 2 * 1024 * 1024
MAX_ROWS: Final = 2_000
HEADER_WITHIN: Final = 40
NEEDED: Final = frozenset({"code", "number", "answer"})
EARLIEST: Final = date(2021, 1, 1)
LABELS: Final[Mapping[str, str]] = {label.casefold(): column for column, label in COLUMNS.items()}


def read(data: bytes, filename: str, *, today: date) -> list[Said]:
    """The rows of the first sheet that has the columns of a batch sheet. Raises UnreadableFile and nothing else."""
    if len(data) > MAX_BYTES:
        raise UnreadableFile(FileFault.TOO_LARGE, limit=MAX_BYTES)
    for sheet in open_workbook(data, filename):
        at, columns = _header(sheet)
        if columns:
            rows = list(_rows(sheet, at, columns, today))
            if not rows:
                raise UnreadableFile(FileFault.NO_ROWS)
            if len(rows) > MAX_ROWS:
                raise UnreadableFile(FileFault.TOO_LARGE, limit=MAX_ROWS)
            return rows
    raise UnreadableFile(FileFault.NO_HEADER)


def _header(sheet: Sheet) -> tuple[int, Mapping[str, int]]:
    """The row that names the columns, and where each stands; titles above it and columns beside them do no harm."""
    for at, row in enumerate(sheet.rows[:HEADER_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            column = LABELS.get(text_of(cell).casefold().strip("' .:"))
            if column:
                found.setdefault(column, place)
        if found.keys() >= NEEDED:
            return at, found
    return 0, {}


def _rows(sheet: Sheet, header: int, columns: Mapping[str, int], today: date) -> Iterator[Said]:
    for at, row in enumerate(sheet.rows[header + 1 :], start=header + 2):
        cells = {column: _cell(row, place) for column, place in columns.items()}
        if any(text_of(cells[column]) for column in NEEDED):
            yield _said(at, cells, today)


def _said(at: int, cells: Mapping[str, Cell], today: date) -> Said:
    texts = {column: text_of(cell).lstrip("'").strip() for column, cell in cells.items()}
    nik = "".join(sign for sign in texts.get("nik", "") if sign.isascii() and sign.isdigit())
    day, unread = _day(cells.get("day", ""), today)
    return Said(
        row=at,
        code=texts["code"][:40],
        number=texts["number"][:40],
        name=texts.get("name", "")[:200],
        nik=nik[:40],
        cut=isinstance(cells.get("nik"), int | float),
        answer=texts["answer"][:200],
        explanation=texts.get("explanation", "")[:5000],
        day=day,
        day_unread=unread,
    )


def _day(cell: Cell, today: date) -> tuple[date | None, bool]:
    """The day of an answer, and whether something stands there that is none."""
    if is_blank(cell):
        return None, False
    day = dates.read(cell, today=today, earliest=EARLIEST).date
    return day, day is None


def _cell(row: Row | Sequence[Cell], place: int) -> Cell:
    return row[place] if place < len(row) else ""
