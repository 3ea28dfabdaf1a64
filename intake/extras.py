"""Reads the extra fields of a row by their kinds, and notes what is doubtful."""

from collections.abc import Sequence

from identity.cells import is_blank, text_of
from intake.columns import Column
from intake.notes import LONGEST_VALUE, Notes
from intake.report import Code
from intake.rows import RawRow
from intake.sheets import Cell
from privacy.masks import mask_text
from workflow import extra
from workflow.definition import Field, FieldKind
from workflow.refusals import BadValue

CALENDARS_APART = 1462
LAST_SERIAL = 100_000


def read_extras(raw: RawRow, notes: Notes, fields: Sequence[Field]) -> tuple[dict[str, str], list[str]]:
    """The values by code as ``workflow.extra`` reads them again, and what could not be read, for the story."""
    known = {field.code: field for field in fields}
    values: dict[str, str] = {}
    unread: list[str] = []
    for column, cell in raw.extras:
        field = known[column.extra]
        try:
            value = extra.read(field, _meant(raw, field, cell))
        except BadValue:
            _doubt(notes, field, column, cell)
            unread.append(f"{column.header}: {text_of(cell)}" if column.header else text_of(cell))
            continue
        if value:
            values[field.code] = extra.spelled(field, value)
    return values, unread


def _meant(raw: RawRow, field: Field, cell: Cell) -> Cell:
    """The cell without what only means "nothing", and a day of an old Mac workbook by the usual calendar."""
    if field.kind not in (FieldKind.YES_NO, FieldKind.NUMBER) and is_blank(cell):
        return ""
    old = field.kind == FieldKind.DATE and raw.sheet.marks.since_1904
    if old and isinstance(cell, int | float) and not isinstance(cell, bool) and cell < LAST_SERIAL:
        return cell + CALENDARS_APART
    return cell


def _doubt(notes: Notes, field: Field, column: Column, cell: Cell) -> None:
    text = text_of(cell)
    notes.add_at(Code.EXTRA_UNREADABLE, column, mask_text(text) if field.masked else text[:LONGEST_VALUE])
