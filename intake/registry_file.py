"""The rows of a registry file, one at a time: delimited text of any length, or a workbook."""

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import BinaryIO, Final, Literal, Protocol

from identity.cells import text_of
from intake import streamed
from intake.container import OLE, check_text, is_markup
from intake.delimited import DELIMITERS, UTF_16_MARKS
from intake.faults import FileFault, UnreadableFile
from intake.lines import first_rows, split_rows
from intake.registry_header import Header, header_of, likely_header
from intake.registry_rows import Cells, Settings, settled
from intake.workbook import open_workbook
from registry.columns import Columns, is_enough

HEAD: Final = 65_536
HEADER_WITHIN: Final = 40
TOLD_EVERY: Final = 1_000
UNDEFINED_IN_CP1252: Final = b"\x81\x8d\x8f\x90\x9d"


class Opens(Protocol):
    """What opens like a path does, as a sealed file on its way in."""

    def open(self, mode: Literal["rb"], /) -> BinaryIO: ...


Source = Path | bytes | Opens


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


def read_rows(
    source: Source, filename: str, about: About, at: Callable[[int], None], columns: Columns | None = None
) -> Iterator[Told]:
    """Every data row; ``at`` is told how many bytes were read. Raises UnreadableFile.

    ``columns``, where a person gave them, hold for the first table and every other with the same labels.
    """
    if columns is not None and not is_enough(columns):
        raise UnreadableFile(FileFault.NO_HEADER)
    count = 0
    labels: Cells | None = None
    for table in tables(source, filename, about, at, guess=columns is not None):
        labels = labels or table.header
        own = columns if columns is not None and table.header == labels else table.columns
        if not is_enough(own):
            continue
        for cells in settled(table.rows, own, table.settings):
            if any(map(text_of, cells)):
                count += 1
                yield Told(number=count, cells=cells, header=table.header, columns=own)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The rows of one sheet under its header, which stands in row ``header_row`` of the sheet, from 1."""

    header: Cells
    header_row: int
    columns: Columns
    rows: Iterator[Cells]
    settings: Settings


def tables(source: Source, filename: str, about: About, at: Callable[[int], None], *, guess: bool) -> Generator[Table]:
    """Each table with a header of a registry; where there is none, a header is guessed if ``guess``, or refused."""
    with _opened(source) as file:
        head = file.read(HEAD)
        if not head.strip(b"\x00\t\r\n \xef\xbb\xbf"):
            raise UnreadableFile(FileFault.EMPTY)
        file.seek(0)
        if head.startswith(b"PK") and streamed.is_large(file):
            yield from _in_turn(file, about, at, guess=guess)
        elif head.startswith((b"PK", OLE)) or is_markup(head):
            sheets = [sheet for sheet in open_workbook(file.read(), filename) if not sheet.hidden]
            yield from _headed([(iter(sheet.rows), sheet.marks.since_1904) for sheet in sheets], guess=guess)
            at(about.size)
        else:
            check_text(head)
            yield from _headed([(_of_text(file, about, head, at), False)], guess=guess)


def _in_turn(file: BinaryIO, about: About, at: Callable[[int], None], *, guess: bool) -> Iterator[Table]:
    """The tables of a workbook too large to have all its sheets at hand."""
    has_header = False
    for find in (header_of, likely_header) if guess else (header_of,):
        for rows, since_1904 in streamed.sheets(file):
            first = list(islice(rows, HEADER_WITHIN))
            if header := find(first):
                has_header = True
                yield _table(header, first, _told(rows, file, about, at), since_1904=since_1904)
        if has_header:
            return
    raise UnreadableFile(FileFault.NO_HEADER)


def _told(rows: Iterator[Cells], file: BinaryIO, about: About, at: Callable[[int], None]) -> Iterator[Cells]:
    """``rows``; how far the other process has read is seen by the place in the file, which is shared with it."""
    furthest = 0
    for number, cells in enumerate(rows):
        if number % TOLD_EVERY == 0 and (place := streamed.place_in(file)) is not None:
            furthest = max(furthest, min(place, about.size))
            at(furthest)
        yield cells


def _headed(sheets: Sequence[tuple[Iterator[Cells], bool]], *, guess: bool) -> list[Table]:
    firsts = [list(islice(rows, HEADER_WITHIN)) for rows, _ in sheets]
    headers = [header_of(first) for first in firsts]
    if guess and not any(headers):
        headers = [likely_header(first) for first in firsts]
    found = [
        _table(header, first, rows, since_1904=since_1904)
        for header, first, (rows, since_1904) in zip(headers, firsts, sheets, strict=True)
        if header
    ]
    if not found:
        raise UnreadableFile(FileFault.NO_HEADER)
    return found


def _table(header: Header, first: list[Cells], rows: Iterator[Cells], *, since_1904: bool) -> Table:
    under = header.at + header.height
    return Table(
        header=header.labels,
        header_row=header.at + 1,
        columns=header.columns,
        rows=chain(first[under:], rows),
        settings=Settings(header_rows=tuple(first[header.at : under]), since_1904=since_1904),
    )


def _of_text(file: BinaryIO, about: About, head: bytes, at: Callable[[int], None]) -> Iterator[Cells]:
    delimiter = _delimiter(head.decode(about.encoding, "replace"))
    with io.TextIOWrapper(file, encoding=about.encoding, newline="", errors="replace") as text:
        try:
            for number, cells in enumerate(split_rows(text, delimiter)):
                yield cells
                if number % TOLD_EVERY == 0:
                    at(file.tell())
        except csv.Error as fault:
            raise UnreadableFile(FileFault.DAMAGED) from fault


def _delimiter(sample: str) -> str:
    """The mark under which the best header of a registry is found."""
    lines = sample.splitlines(keepends=True)[:HEADER_WITHIN]
    return max(DELIMITERS, key=lambda mark: _promise(first_rows(lines, mark, HEADER_WITHIN)))


def _promise(rows: Sequence[Cells]) -> tuple[int, int]:
    """How many columns the best header names, then how wide the rows are."""
    found = header_of(rows)
    return len(found.columns) if found else 0, max(map(len, rows), default=0)


@contextmanager
def _opened(source: Source) -> Iterator[BinaryIO]:
    with io.BytesIO(source) if isinstance(source, bytes) else source.open("rb") as file:
        yield file
