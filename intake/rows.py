"""Tells the complaints of a table from its totals, signatures, remarks and continuation lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from identity import nik
from identity.cells import is_blank as says_nothing
from identity.cells import is_ditto, is_error, text_of
from intake.columns import Column
from intake.fields import SHARED, Field
from intake.header import Table, is_column_numbers
from intake.report import LeftOut, LeftOutRow
from intake.sheets import Cell, Place, Sheet, is_blank

TOTAL = re.compile(r"^\W*(?:sub ?|grand ?)?(?:jumlah|total|jml)\b", re.IGNORECASE)
SIGNATURE = re.compile(
    r"^\W*(?:mengetahui|menyetujui|kepala\b|a\.?n\.? kepala|plt\b|nip\b|penanggung ?jawab|pengelola"
    r"|dibuat oleh|yang membuat|diperiksa oleh|ttd\b|(?:tanjung|tj\.?) selor, ?\d)",
    re.IGNORECASE,
)
ANCHORS = {
    Field.NUMBER: re.compile(r"^\d{1,5}[.)]?$"),
    Field.NIK: re.compile(r"\d.*\d.*\d.*\d"),
    Field.REPORTED: re.compile(r"\d\D+\d|\d{4}|^(?:idem|sda|s\.d\.a\.?|sama|\"|'')$", re.IGNORECASE),
}
WORDS = (Field.COMPLAINT, Field.NOTE, Field.ADDRESS)
DAYS = frozenset({Field.REPORTED, Field.BIRTH, Field.VACCINATED})
SINCE_1904 = 1462
LAST_SERIAL = 100_000
PERSON = frozenset({Field.NAME, Field.NIK, Field.BIRTH, Field.SEX, Field.REPORTER})


@dataclass(frozen=True, slots=True, kw_only=True)
class RawRow:
    """One complaint as it stands in the file: the cell of each field, ditto marks and merged cells resolved.

    ``row`` counts from 0; ``whole`` are all cells of the row, each as it is to be understood without the rows
    around it; ``words`` are the texts of shared fields, continuation lines joined; ``extra`` is
    what stands in columns that no field takes, as (column, text), ``extras`` what feeds extra fields.
    """

    sheet: Sheet
    row: int
    cells: Mapping[Field, Cell]
    columns: Mapping[Field, Column]
    whole: tuple[Cell, ...]
    words: Mapping[Field, tuple[str, ...]]
    extra: tuple[tuple[Column, str], ...] = ()
    errors: tuple[tuple[Column, str], ...] = ()
    dittos: frozenset[Field] = frozenset()
    extras: tuple[tuple[Column, Cell], ...] = ()
    joined: tuple[int, ...] = ()

    @property
    def hidden(self) -> bool:
        return self.row in self.sheet.marks.hidden_rows

    def text(self, wanted: Field) -> str:
        return text_of(self.cells.get(wanted, ""))


class TableReader:
    """Walks down one table and gathers its complaints and the rows that are none."""

    def __init__(self, sheet: Sheet, table: Table, columns: tuple[Column, ...]) -> None:
        self.sheet = sheet
        self.table = table
        self.columns = columns
        self.complaints: list[RawRow] = []
        self.left_out: list[LeftOutRow] = []
        self._merged = dict(_merged_down(sheet))
        self._above: dict[int, Cell] = {}
        self._signed = False
        self._may_continue = False

    def read(self) -> None:
        for row in range(self.table.first, self.table.last):
            if any(not is_blank(cell) for cell in self.sheet.rows[row]) or self._errors(row):
                self._take(row)
            else:
                self._may_continue = False

    def _take(self, row: int) -> None:
        why = self._why_left_out(row)
        if why is LeftOut.JOINED:
            self._join(row)
        if why is not None:
            self.left_out.append(LeftOutRow(sheet=self.sheet.name, row=row + 1, why=why))
        else:
            self.complaints.append(self._raw(row))
        self._may_continue = why in {None, LeftOut.JOINED}

    def _why_left_out(self, row: int) -> LeftOut | None:
        if is_column_numbers(self.sheet.rows[row]):
            return LeftOut.COLUMN_NUMBERS
        texts = [text_of(cell) for cell in self.sheet.rows[row] if not is_blank(cell)]
        own = {column.field for column in self.columns if column.field and not says_nothing(self._cell(row, column))}
        anchored = self._is_anchored(row)
        if not anchored and any(map(TOTAL.match, texts)):
            return LeftOut.TOTAL
        if not anchored and (self._signed or any(map(SIGNATURE.match, texts))):
            self._signed = True
            return LeftOut.SIGNATURE
        if anchored or own & {Field.NAME, Field.REPORTER, Field.PHONE}:
            filled = own - {Field.NUMBER, Field.REPORTED, Field.IGNORED} or self._errors(row)
            return None if filled else LeftOut.EMPTY
        if self._may_continue and own & set(WORDS):
            return LeftOut.JOINED
        return None if own & {Field.COMPLAINT} else LeftOut.REMARK

    def _is_anchored(self, row: int) -> bool:
        """Whether the row has what only a complaint has: a running number, a NIK, a date."""
        return any(
            (anchor := ANCHORS.get(column.field)) is not None and anchor.search(self._text(row, column))
            for column in self.columns
            if column.field is not None
        )

    def _text(self, row: int, column: Column) -> str:
        return text_of(self._cell(row, column))

    def _cell(self, row: int, column: Column) -> Cell:
        cells = self.sheet.rows[row]
        return cells[column.index] if column.index < len(cells) else ""

    def _errors(self, row: int) -> list[tuple[Column, str]]:
        marked = self.sheet.marks.errors
        cells = ((column, self._cell(row, column)) for column in self.columns)
        shown = ((c, marked.get((row, c.index)) or (text_of(cell) if is_error(cell) else "")) for c, cell in cells)
        return [(column, error) for column, error in shown if error]

    def _raw(self, row: int) -> RawRow:
        resolved = {column: self._resolve(row, column) for column in self.columns}
        name = next((column for column in self.columns if column.field is Field.NAME), None)
        same_person = name is not None and is_ditto(self._cell(row, name))
        dittos = frozenset(
            column.field for column in self.columns if column.field and is_ditto(self._cell(row, column))
        )
        for column, cell in resolved.items():
            if column.field in dittos and (column.field not in PERSON or same_person):
                resolved[column] = self._above.get(column.index, "")
            elif is_ditto(cell):
                resolved[column] = ""
        self._above = {column.index: cell for column, cell in resolved.items()}
        return RawRow(
            sheet=self.sheet,
            row=row,
            cells={c.field: cell for c, cell in resolved.items() if c.field and c.field not in SHARED},
            columns={c.field: c for c in reversed(self.columns) if c.field},
            whole=self._whole(row, resolved),
            words={word: tuple(_texts(resolved, word)) for word in WORDS},
            extra=tuple(_extra(resolved)),
            errors=tuple(self._errors(row)),
            dittos=dittos & PERSON,
            extras=tuple((c, cell) for c, cell in resolved.items() if c.extra),
        )

    def _whole(self, row: int, resolved: Mapping[Column, Cell]) -> tuple[Cell, ...]:
        cells = dict(enumerate(self.sheet.rows[row]))
        for column, cell in resolved.items():
            cells[column.index] = apart_from_its_sheet(cell, column.field, since_1904=self.sheet.marks.since_1904)
        return tuple(cells.get(place, "") for place in range(max(cells, default=-1) + 1))

    def _resolve(self, row: int, column: Column) -> Cell:
        cell = self._cell(row, column)
        if is_blank(cell) and column.field not in PERSON and (row, column.index) in self._merged:
            top, left = self._merged[row, column.index]
            return self.sheet.rows[top][left]
        return cell

    def _join(self, row: int) -> None:
        """Add the words of a continuation line to the complaint above it."""
        above = self.complaints.pop()
        added = {column: self._cell(row, column) for column in self.columns}
        words = {word: (*above.words[word], *_texts(added, word)) for word in WORDS}
        whole = list(above.whole)
        for column, cell in added.items():
            if column.field in WORDS and not says_nothing(cell):
                whole[column.index] = f"{text_of(whole[column.index])}\n{text_of(cell)}".strip()
        self.complaints.append(replace(above, whole=tuple(whole), words=words, joined=(*above.joined, row)))


def apart_from_its_sheet(cell: Cell, field: Field | None, *, since_1904: bool) -> Cell:
    """``cell`` as it means the same in any other workbook: days of the usual calendar, no digit made up."""
    if field is Field.NIK:
        return nik.certain(cell)
    if since_1904 and field in DAYS and isinstance(cell, int | float) and cell < LAST_SERIAL:
        return cell + SINCE_1904
    return cell


def _texts(cells: Mapping[Column, Cell], wanted: Field) -> Iterator[str]:
    return (text_of(cell) for column, cell in cells.items() if column.field is wanted and not says_nothing(cell))


def _extra(cells: Mapping[Column, Cell]) -> Iterator[tuple[Column, str]]:
    """What stands in columns that feed no field of a ticket."""
    for column, cell in cells.items():
        if column.field in {None, Field.DETAIL} and not says_nothing(cell):
            yield column, text_of(cell)


def _merged_down(sheet: Sheet) -> Iterator[tuple[Place, Place]]:
    """(place, place of the value) for every cell that a merge over several rows leaves empty."""
    for top, left, bottom, right in sheet.merges:
        if bottom > top and right == left and bottom < len(sheet.rows):
            for row in range(top + 1, bottom + 1):
                yield (row, left), (top, left)
