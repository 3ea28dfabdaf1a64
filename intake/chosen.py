"""What a person decided about a file: what its columns hold, cells typed anew, and what words mean."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from identity.cells import plain_label
from intake.columns import Column
from intake.fields import Field
from intake.sheets import Cell, Row, Sheet
from workflow.definition import Field as ExtraField
from workflow.extra import NAME

Chosen = Mapping[int, str]
"""By the number of a column: the field it feeds; a column that isn't named is ignored."""
Spot = tuple[str, int, int]
"""Sheet, row of the file from 1, column from 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """The decisions about one recap. ``columns`` go by the signature of a header, ``categories`` by plain words.

    ``extra`` are the extra fields of the desk definition that its columns may feed.
    """

    columns: Mapping[str, Chosen] = field(default_factory=dict)
    cells: Mapping[Spot, str] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    extra: tuple[ExtraField, ...] = ()


def signature(labels: Mapping[int, object] | Sequence[object]) -> str:
    """The same for two headers that name the same columns in the same places, whatever the case and the signs."""
    numbered = labels.items() if isinstance(labels, Mapping) else enumerate(labels)
    named = [f"{index}={text}" for index, label in numbered if (text := plain_label(label))]
    return hashlib.sha256("\x1f".join(sorted(named)).encode()).hexdigest()[:32]


def with_chosen(columns: tuple[Column, ...], labels: Mapping[int, str], decided: Decided) -> tuple[Column, ...]:
    """``columns`` as a person chose them, or as they were recognised where nobody has chosen."""
    chosen = decided.columns.get(signature(labels))
    if chosen is None:
        return columns
    known = {column.index: column for column in columns}
    bare = {index: Column(index=index, header=labels.get(index, ""), field=None) for index in chosen}
    return tuple(
        _fed(column, chosen.get(index, Field.IGNORED), decided.extra)
        for index, column in sorted((bare | known).items())
    )


def _fed(column: Column, name: str, extra: Sequence[ExtraField]) -> Column:
    """``column`` with the field of this name; what fed an extra field that is gone is kept in the story."""
    if not name.startswith(NAME):
        return replace(column, field=Field(name), extra="")
    code = name.removeprefix(NAME)
    known = any(one.code == code for one in extra)
    return replace(column, field=Field.EXTRA if known else Field.DETAIL, extra=code if known else "")


def with_cells(sheet: Sheet, cells: Mapping[Spot, str]) -> Sheet:
    """``sheet`` with the cells that were typed anew; an error that stood in such a cell is gone."""
    ours = {(row - 1, column): text for (name, row, column), text in cells.items() if name == sheet.name}
    if not ours:
        return sheet
    rows = list(sheet.rows)
    for (row, column), text in ours.items():
        if row < len(rows):
            rows[row] = _with(rows[row], column, text)
    errors = {place: shown for place, shown in sheet.marks.errors.items() if place not in ours}
    return replace(sheet, rows=tuple(rows), marks=replace(sheet.marks, errors=errors))


def _with(row: Row, column: int, text: Cell) -> Row:
    wide = (*row, *[""] * (column + 1 - len(row)))
    return (*wide[:column], text, *wide[column + 1 :])
