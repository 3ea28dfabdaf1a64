"""What a sheet is to the rest of intake: cells by file row and column, and what Excel hides about them."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

Cell = str | int | float | bool | dt.date | dt.datetime

Row = tuple[Cell, ...]
Place = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What the cell values alone don't tell: hidden and painted rows, cells showing an error, the 1904 calendar."""

    hidden_rows: frozenset[int] = frozenset()
    coloured_rows: frozenset[int] = frozenset()
    errors: Mapping[Place, str] = field(default_factory=dict)
    since_1904: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet; ``rows[0]`` is row 1 of the file and ``rows[r][0]`` is column A.

    ``merges`` are (first row, first column, last row, last column) counted from 0; ``saved`` is the day on
    which the file was last saved, where it says so.
    """

    name: str
    rows: tuple[Row, ...]
    hidden: bool = False
    merges: tuple[tuple[int, int, int, int], ...] = ()
    saved: dt.date | None = None
    marks: Marks = field(default_factory=Marks)


def column_letter(column: int) -> str:
    """The letter Excel shows over a column counted from 0: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def is_blank(cell: Cell | None) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip(" \t\r\n\xa0\u200b\ufeff"))
