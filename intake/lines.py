"""Lines of delimited text to rows of cells, where a quote that never closes swallows no rows below it."""

import csv
import re
from collections import deque
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

QUOTE: Final = '"'
LONGEST_LINE: Final = 1_000_000
LONGEST_CELL_IN_LINES: Final = 200
# How a csv keeps Excel from cutting a number: ="6501052504850001".
SHOWN_AS_TEXT = re.compile(r'="([^"]*)"')


def split_rows(lines: Iterable[str], mark: str) -> Iterator[list[str]]:
    """A row a line, or several lines where a quoted cell holds breaks. Raises csv.Error for an endless line.

    Clerks write a lone " for "as above", which a reader of csv takes for the beginning of a cell that ends at
    the next such mark, rows below.
    """
    lone = re.compile(rf"(^|{re.escape(mark)}){QUOTE}(?={re.escape(mark)}|\r|\n|$)")
    source, waiting = iter(lines), deque[str]()
    width = 0
    while (line := waiting.popleft() if waiting else next(source, None)) is not None:
        if len(line) > LONGEST_LINE:
            raise csv.Error("endless line")
        if QUOTE not in line:
            bare = line.rstrip("\r\n")
            row = bare.split(mark) if bare else []
        else:
            row = _quoted(line, mark, lone, width, waiting, source)
        width = max(width, len(row))
        yield row


def _quoted(
    line: str, mark: str, lone: re.Pattern[str], width: int, waiting: deque[str], source: Iterator[str]
) -> list[str]:
    """The row that begins with ``line``; lines looked at in vain are put back into ``waiting``."""
    healed = lone.sub(rf"\g<1>{QUOTE * 4}", line)
    if _closes(line):
        return _cells(healed if _closes(healed) else line, mark)
    taken: list[str] = []
    while not _closes("".join((line, *taken))) and len(taken) < LONGEST_CELL_IN_LINES:
        following = waiting.popleft() if waiting else next(source, None)
        if following is None:
            break
        taken.append(following)
    row = _cells("".join((line, *taken)), mark)
    if _closes("".join((line, *taken))) and not _has_swallowed(row, mark, width):
        return row
    waiting.extendleft(reversed(taken))
    return _cells(healed, mark) if _closes(healed) else _unquoted(line, mark)


def _closes(text: str) -> bool:
    return text.count(QUOTE) % 2 == 0


def _has_swallowed(row: list[str], mark: str, width: int) -> bool:
    """Whether a cell over several lines holds whole rows: as many marks as rows of ``width`` have."""
    if len(row) > width > 1:
        return True
    breaks = ((cell.count(mark), cell.count("\n")) for cell in row)
    return any(marks >= lines * (width - 1) for marks, lines in breaks if lines and width > 1)


def _cells(text: str, mark: str) -> list[str]:
    row = next(csv.reader(text.splitlines(keepends=True), delimiter=mark), [])
    return [SHOWN_AS_TEXT.sub(r"\1", cell) if cell.startswith('="') else cell for cell in row]


def _unquoted(line: str, mark: str) -> list[str]:
    return [cell.strip(QUOTE) for cell in line.rstrip("\r\n").split(mark)]


def first_rows(lines: Iterable[str], mark: str, count: int) -> list[list[str]]:
    return list(islice(split_rows(lines, mark), count))
