"""The rows of a registry file, one at a time: delimited text of any length, or a workbook."""

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final

from identity.cells import text_of
from intake.container import OLE, check_text
from intake.delimited import DELIMITERS, UTF_16_MARKS
from intake.faults import FileFault, UnreadableFile
from intake.workbook import open_workbook
from registry.columns import Columns, recognise

HEAD: Final = 65_536
HEADER_WITHIN: Final = 40
TOLD_EVERY: Final = 1_000
UNDEFINED_IN_CP1252: Final = b"\x81\x8d\x8f\x90\x9d"

Cells = Sequence[object]
Source = Path | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One data row under its header; ``number`` counts those of the file from 1, blank ones left out."""

    number: int
    cells: Cells
    header: Cells
    columns: Columns


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of a file before its rows are read."""

    size: int
    sha256: str
    encoding: str


def examine(source: Source) -> About:
    """Walk once over the bytes: their digest, and the encoding in which they are text."""
    digest, size, head, fits = hashlib.sha256(), 0, b"", _Fits()
    with _opened(source) as file:
        while part := file.read(HEAD):
            head = head or part[:2]
            size += len(part)
            digest.update(part)
            fits.feed(part)
    encoding = "utf-16" if head in UTF_16_MARKS else fits.encoding()
    return About(size=size, sha256=digest.hexdigest(), encoding=encoding)


class _Fits:
    """Which encoding all bytes so far could be in."""

    def __init__(self) -> None:
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._is_utf8 = self._is_cp1252 = True

    def feed(self, part: bytes, *, final: bool = False) -> None:
        self._is_cp1252 = self._is_cp1252 and not any(byte in part for byte in UNDEFINED_IN_CP1252)
        try:
            if self._is_utf8:
                self._utf8.decode(part, final)
        except UnicodeDecodeError:
            self._is_utf8 = False

    def encoding(self) -> str:
        self.feed(b"", final=True)
        return "utf-8-sig" if self._is_utf8 else "cp1252" if self._is_cp1252 else "latin-1"


def read_rows(source: Source, filename: str, about: About, at: Callable[[int], None]) -> Iterator[Told]:
    """Every data row; ``at`` is told how many bytes were read. Raises UnreadableFile."""
    with _opened(source) as file:
        head = file.read(HEAD)
        if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
            raise UnreadableFile(FileFault.EMPTY)
        file.seek(0)
        if head.startswith((b"PK", OLE)):
            yield from _of_workbook(file.read(), filename)
            at(about.size)
        else:
            check_text(head)
            yield from _under_header(_of_text(file, about, head, at))


def _of_workbook(data: bytes, filename: str) -> Iterator[Told]:
    """The rows of every sheet that is shown and has a header; they are counted through."""
    sheets = [sheet.rows for sheet in open_workbook(data, filename) if not sheet.hidden]
    headed = [rows for rows in sheets if _header_of(rows[:HEADER_WITHIN])]
    if not headed:
        raise UnreadableFile(FileFault.NO_HEADER)
    count = 0
    for rows in headed:
        for told in _under_header(iter(rows), count):
            count = told.number
            yield told


def _under_header(rows: Iterator[Cells], count: int = 0) -> Iterator[Told]:
    first = list(islice(rows, HEADER_WITHIN))
    found = _header_of(first)
    if found is None:
        raise UnreadableFile(FileFault.NO_HEADER)
    at, columns = found
    header = first[at]
    for cells in chain(first[at + 1 :], rows):
        if cells != header and any(map(text_of, cells)):
            count += 1
            yield Told(number=count, cells=cells, header=header, columns=columns)


def _header_of(rows: Sequence[Cells]) -> tuple[int, Columns] | None:
    """The row with the most columns of a registry, and those columns."""
    found = [(len(columns), -at, columns) for at, row in enumerate(rows) if (columns := recognise(row))]
    if not found:
        return None
    _, at, columns = max(found, key=lambda one: one[:2])
    return -at, columns


def _of_text(file: BinaryIO, about: About, head: bytes, at: Callable[[int], None]) -> Iterator[Cells]:
    delimiter = _delimiter(head.decode(about.encoding, "replace"))
    with io.TextIOWrapper(file, encoding=about.encoding, newline="", errors="replace") as text:
        try:
            for number, cells in enumerate(csv.reader(text, delimiter=delimiter)):
                yield cells
                if number % TOLD_EVERY == 0:
                    at(file.tell())
        except csv.Error as fault:
            raise UnreadableFile(FileFault.DAMAGED) from fault


def _delimiter(sample: str) -> str:
    """The mark under which the best header of a registry is found."""
    lines = sample.splitlines()[:HEADER_WITHIN]
    return max(DELIMITERS, key=lambda mark: _named(list(csv.reader(lines, delimiter=mark))))


def _named(rows: Sequence[Cells]) -> int:
    found = _header_of(rows)
    return len(found[1]) if found else 0


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        yield file
