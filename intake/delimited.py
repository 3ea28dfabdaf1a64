"""Delimited text (csv and its kin, any delimiter, any of the encodings in use) to rows of text."""

import csv
import io

from intake.faults import FileFault, UnreadableFile
from intake.lines import split_rows
from intake.sheets import Row

DELIMITERS = ";,\t|"
ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")
UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
MAX_ROWS = 100_000


def read_delimited(data: bytes) -> tuple[Row, ...]:
    """Every line of ``data`` as a row, in file order, blank lines included.

    Raises UnreadableFile where the bytes aren't delimited text.
    """
    text = _decode(data)
    try:
        rows = tuple(map(tuple, split_rows(io.StringIO(text, newline=""), _delimiter(text))))
    except csv.Error as fault:
        raise UnreadableFile(FileFault.DAMAGED) from fault
    if len(rows) > MAX_ROWS:
        raise UnreadableFile(FileFault.TOO_LARGE, limit=MAX_ROWS)
    return rows


def _decode(data: bytes) -> str:
    encodings = ("utf-16",) if data.startswith(UTF_16_MARKS) else ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeError:
            continue
    raise UnreadableFile(FileFault.NOT_A_WORKBOOK)


def _delimiter(text: str) -> str:
    """The mark that splits the most lines into the same number of cells."""
    lines = [line for line in text.splitlines()[:200] if line.strip()]
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) == len("sep=;"):
        return lines[0][-1]
    return max(DELIMITERS, key=lambda mark: _agreement(lines, mark))


def _agreement(lines: list[str], mark: str) -> tuple[int, int]:
    counts = [line.count(mark) for line in lines if mark in line]
    common = max(set(counts), key=counts.count, default=0)
    return sum(count == common for count in counts), common
