"""A file's bytes to sheets, safely: limits before unpacking, and the reading in a process of its own."""

import datetime as dt
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from intake import apart
from intake.container import Container, recognise
from intake.delimited import read_delimited
from intake.faults import FileFault, UnreadableFile
from intake.sheets import Cell, Marks, Row, Sheet, is_blank
from models.clock import WITA

HOUSE = Path(__file__).resolve().parent.parent
PATIENCE = 60
EXITS = {
    apart.PASSWORD_EXIT: FileFault.PASSWORD,
    apart.TOO_LARGE_EXIT: FileFault.TOO_LARGE,
    apart.DAMAGED_EXIT: FileFault.DAMAGED,
    apart.MARKUP_EXIT: FileFault.HTML,
}


def open_workbook(data: bytes, filename: str) -> tuple[Sheet, ...]:
    """Every sheet of an xlsx, xls, xlsb, ods, csv, or of a web page saved as one of them, hidden ones included.

    The name matters only as the name of a sheet that has none. Raises UnreadableFile and nothing else.
    """
    container = recognise(data)
    if container is Container.TEXT:
        sheets: tuple[Sheet, ...] = (Sheet(name=Path(filename).stem, rows=read_delimited(data)),)
    else:
        sheets = tuple(_sheet(found, Path(filename).stem) for found in _read_apart(data))
    if all(is_blank(cell) for sheet in sheets for row in sheet.rows for cell in row):
        raise UnreadableFile(FileFault.NO_ROWS)
    return sheets


def _read_apart(data: bytes) -> list[dict[str, Any]]:
    try:
        done = subprocess.run(  # noqa: S603 - our own script, no shell, nothing of the file in the call
            [sys.executable, "-m", apart.__name__],
            cwd=HOUSE,
            input=data,
            capture_output=True,
            timeout=PATIENCE,
            check=False,
        )
    except subprocess.TimeoutExpired as fault:
        raise UnreadableFile(FileFault.TOO_LARGE) from fault
    if done.returncode != 0:
        raise UnreadableFile(_fault(done.returncode))
    sheets: list[dict[str, Any]] = json.loads(done.stdout)
    return sheets


def _fault(exit_status: int) -> FileFault:
    """The fault behind an exit; a reader killed by a signal ran out of the memory it may use."""
    return FileFault.TOO_LARGE if exit_status < 0 else EXITS.get(exit_status, FileFault.DAMAGED)


def _sheet(found: Mapping[str, Any], otherwise: str) -> Sheet:
    return Sheet(
        name=found["name"] or otherwise,
        rows=tuple(_row(cells) for cells in found["rows"]),
        hidden=found["hidden"],
        merges=tuple((top, left, bottom, right) for (top, left), (bottom, right) in found["merges"]),
        saved=_day(found.get("saved")),
        marks=Marks(
            hidden_rows=frozenset(found["hidden_rows"]),
            coloured_rows=frozenset(found["coloured_rows"]),
            errors={(row, column): shown for row, column, shown in found["errors"]},
            since_1904=found["since_1904"],
        ),
    )


def _day(moment: str | None) -> dt.date | None:
    """The day of the desk on which a moment lies; one without a zone is taken for a local one."""
    if moment is None:
        return None
    read = dt.datetime.fromisoformat(moment)
    return read.astimezone(WITA).date() if read.tzinfo else read.date()


def _row(cells: list[Any]) -> Row:
    return tuple(cell_of(cell) for cell in cells)


def cell_of(cell: Any) -> Cell:
    """A cell as the other process wrote it."""
    if isinstance(cell, dict):
        if "datetime" in cell:
            return dt.datetime.fromisoformat(cell["datetime"])
        return dt.date.fromisoformat(cell["date"])
    plain: Cell = cell
    return plain
