"""The columns of a file on its way in, as they are shown to be confirmed: recognised, or from a layout kept before."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any, Final

from intake import layouts
from intake.chosen import signature
from intake.peek import Seen, peek_complaints
from intake.registry_peek import Peek, peek
from intake.sheets import column_letter
from intake.vault import StagedFile
from models import ImportDraft, ImportLayout
from web.import_fields import masked_sample
from web.import_progress import files_folder
from web.sealed_store import SealedStore
from workflow import desk

DAYS_KEPT: Final = timedelta(days=7)


Confirmed = Mapping[str, Mapping[int, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """One column: what stands in it, masked, and the field it feeds (empty where nobody knows)."""

    index: int
    letter: str
    header: str
    samples: tuple[str, ...]
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTable:
    """One header of the file with its columns; ``layout`` is the name of the layout that chose them, if any."""

    signature: str
    sheet: str
    header_row: int
    rows: int
    columns: tuple[ShownColumn, ...]
    layout: str = ""

    @property
    def used(self) -> int:
        return sum(column.field not in {"", "ignored"} for column in self.columns)

    @property
    def headers(self) -> dict[int, str]:
        return {column.index: column.header for column in self.columns if column.header}

    @property
    def chosen(self) -> dict[int, str]:
        return {column.index: column.field for column in self.columns if column.field}

    def with_chosen(self, chosen: Mapping[int, str], layout: str = "") -> "ShownTable":
        """The same table with what a person or a layout chose."""
        columns = tuple(replace(column, field=chosen.get(column.index, "")) for column in self.columns)
        return replace(self, columns=columns, layout=layout)


def tables_of(
    draft: ImportDraft, file: StagedFile, confirmed: Mapping[str, Mapping[int, str]], *, clear: bool
) -> list[ShownTable]:
    """Every header of the file. Confirmed columns come first, then a layout's, then the recognised ones.

    Raises UnreadableFile.
    """
    kept = _store().kept(draft.ref)
    found = [_table(plain) for plain in kept] if kept else look_at(draft.kind, file, draft.filename)
    known = layouts.found_for(draft.kind, [table.signature for table in found])
    may = clear and draft.kind != "registry"  # of the registry nobody reads a name here
    return [_masked(_chosen(_masked(table, table, clear=may), confirmed, known), table, clear=may) for table in found]


def look_at(kind: str, file: StagedFile, filename: str) -> list[ShownTable]:
    """Find the headers of a file that has come, and keep them sealed. Raises UnreadableFile."""
    if kind == "registry":
        found = [_of_registry(peek(file, filename))]
    else:
        found = [_of_recap(seen) for seen in peek_complaints(file.read(), filename, desk.current().fields)]
    _store().keep(file.ref, [asdict(table) for table in found])
    return found


def forget(ref: str) -> None:
    _store().drop(ref)


def _store() -> SealedStore:
    return SealedStore(files_folder(), "import.columns", DAYS_KEPT)


def _table(plain: Mapping[str, Any]) -> ShownTable:
    columns = (ShownColumn(**{**one, "samples": tuple(one["samples"])}) for one in plain["columns"])
    return ShownTable(**{**plain, "columns": tuple(columns)})


def _chosen(table: ShownTable, confirmed: Confirmed, known: Mapping[str, ImportLayout]) -> ShownTable:
    layout = known.get(table.signature)
    name = layout.name if layout else ""
    if table.signature in confirmed:
        return table.with_chosen(confirmed[table.signature], name)
    return table.with_chosen(layouts.columns_in(layout), name) if layout else table


def _of_recap(seen: Seen) -> ShownTable:
    columns = (
        _column(column.index, column.header, samples, column.name)
        for column, samples in zip(seen.columns, seen.samples, strict=True)
    )
    return ShownTable(
        signature=seen.signature,
        sheet=seen.sheet,
        header_row=seen.header_row,
        rows=seen.rows,
        columns=tuple(columns),
    )


def _of_registry(seen: Peek) -> ShownTable:
    fields = {at: field.value for field, at in seen.columns.items()}
    columns = (
        _column(at, header, samples, fields.get(at, ""))
        for at, (header, samples) in enumerate(zip(seen.header, seen.samples, strict=True))
    )
    return ShownTable(
        signature=signature(seen.header), sheet="", header_row=seen.header_row, rows=0, columns=tuple(columns)
    )


def _column(index: int, header: str, samples: Sequence[str], field: str) -> ShownColumn:
    return ShownColumn(index=index, letter=column_letter(index), header=header, samples=tuple(samples), field=field)


def _masked(table: ShownTable, as_recognised: ShownTable, *, clear: bool) -> ShownTable:
    """Samples masked as what they were recognised as, and again as what they were chosen to be where that differs.

    Else somebody could call the column of NIKs a dose, and read them.
    """
    columns = tuple(
        column
        if table is not as_recognised and column.field == known.field
        else replace(column, samples=_samples(column, clear=clear))
        for column, known in zip(table.columns, as_recognised.columns, strict=True)
    )
    return replace(table, columns=columns)


def _samples(column: ShownColumn, *, clear: bool) -> tuple[str, ...]:
    """Masked, and those that look alike then only once."""
    masked = (masked_sample(column.field, text, clear=clear) for text in column.samples)
    return tuple(dict.fromkeys(masked))
