"""The rows of a list as CSV and as XLSX, in pieces: no cell runs, and no more than a batch is held."""

import csv
import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from exports.cells import neutral
from exports.workbook import Block, Cell, SheetOut, write_into

PIECE: Final = 65_536
BOM: Final = "\ufeff"
Rows = Iterable[Sequence[Cell]]


def csv_pieces(header: Sequence[str], batches: Iterable[Rows], _title: str) -> Iterator[bytes]:
    """RFC 4180 in UTF-8, with the mark by which a spreadsheet knows that; days and moments as ISO 8601."""
    yield (BOM + _csv([header])).encode()
    for rows in batches:
        yield _csv([_text(cell) for cell in row] for row in rows).encode()


def xlsx_pieces(header: Sequence[str], batches: Iterable[Rows], title: str) -> Iterator[bytes]:
    """A workbook of one sheet; it lies in a file without a name until it is sent."""
    with tempfile.TemporaryFile() as file:
        rows = ([_harmless(cell) for cell in row] for batch in batches for row in batch)
        write_into(file, [SheetOut(name=title, blocks=[Block(header=header, rows=rows)])])
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _harmless(cell: Cell) -> Cell:
    return neutral(cell) if isinstance(cell, str) else cell


def _text(cell: Cell) -> str:
    if isinstance(cell, dt.datetime):
        return f"{cell:%Y-%m-%d %H:%M}"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    return "" if cell is None else neutral(str(cell))


def _csv(rows: Iterable[Sequence[str]]) -> str:
    piece = io.StringIO(newline="")
    csv.writer(piece).writerows(rows)
    return piece.getvalue()


FORMATS: Final[Mapping[str, Callable[[Sequence[str], Iterable[Rows], str], Iterator[bytes]]]] = MappingProxyType(
    {"csv": csv_pieces, "xlsx": xlsx_pieces}
)
