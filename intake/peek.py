"""Shows how a recap is understood before a row of it is read: its headers, and what each column means."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from identity.cells import text_of
from intake.chosen import signature
from intake.columns import Column, recognise
from intake.faults import FileFault, UnreadableFile
from intake.header import Table, find_tables
from intake.sheets import Sheet
from intake.workbook import open_workbook
from workflow.definition import Field as ExtraField

SAMPLES = 3
LOOKED_AT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A header of the file with its columns; ``samples`` are the first cells that are not blank, by column."""

    signature: str
    sheet: str
    header_row: int
    rows: int
    columns: tuple[Column, ...]
    samples: tuple[tuple[str, ...], ...]


def peek_complaints(data: bytes, filename: str, extra: Sequence[ExtraField] = ()) -> tuple[Seen, ...]:
    """Every different header of a recap, the first place of each. Raises UnreadableFile.

    ``extra`` are the extra fields of the desk definition, whose labels may stand over columns.
    """
    found: dict[str, Seen] = {}
    for sheet in open_workbook(data, filename):
        for table in () if sheet.hidden else find_tables(sheet):
            seen = _seen(sheet, table, extra)
            found.setdefault(seen.signature, seen)
    if not found:
        raise UnreadableFile(FileFault.NO_HEADER)
    return tuple(found.values())


def _seen(sheet: Sheet, table: Table, extra: Sequence[ExtraField]) -> Seen:
    columns = tuple(_with_unnamed(sheet, table, extra))
    return Seen(
        signature=signature(table.labels),
        sheet=sheet.name,
        header_row=table.header_row + 1,
        rows=table.last - table.first,
        columns=columns,
        samples=tuple(_samples(sheet, table, column.index) for column in columns),
    )


def _with_unnamed(sheet: Sheet, table: Table, extra: Sequence[ExtraField]) -> Iterator[Column]:
    """The columns that are recognised, and those that have cells but neither a header nor a meaning."""
    known = {column.index: column for column in recognise(sheet, table, extra)}
    width = max((len(row) for row in sheet.rows[table.first : table.last]), default=0)
    for index in range(max(width, max(known, default=-1) + 1)):
        if index in known:
            yield known[index]
        elif _samples(sheet, table, index):
            yield Column(index=index, header="", field=None)


def _samples(sheet: Sheet, table: Table, index: int) -> tuple[str, ...]:
    rows = sheet.rows[table.first : min(table.last, table.first + LOOKED_AT)]
    texts = (text_of(row[index]) for row in rows if index < len(row))
    return tuple(dict.fromkeys(filter(None, texts)))[:SAMPLES]
