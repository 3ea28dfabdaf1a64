"""Decides what every column of a table holds, by the spelling of its header and by what stands in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from identity.cells import plain_label, text_of
from intake.content import field_by_content
from intake.fields import SHARED, Field, field_of
from intake.header import Table
from intake.sheets import Cell, Row, Sheet, column_letter
from workflow.definition import Field as ExtraField
from workflow.extra import name_of

SAMPLE = 200
# Where a column was inserted or headers were exchanged, these tell themselves.
UNMISTAKABLE = frozenset({Field.NIK, Field.PHONE})
PERSONAL = frozenset({Field.NIK, Field.PHONE, Field.NAME, Field.BIRTH, Field.SEX})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table and the field it feeds; None for one that isn't understood.

    ``extra`` is the code of an extra field of the desk definition, where it feeds one.
    """

    index: int
    header: str
    field: Field | None
    by_content: bool = False
    extra: str = ""

    @property
    def name(self) -> str:
        """What the field is called where a person chooses it; empty where nobody knows."""
        return name_of(self.extra) if self.extra else (self.field.value if self.field else "")

    @property
    def place(self) -> str:
        """The column as a person finds it in the file: letter and header."""
        return f"{column_letter(self.index)} ({self.header})" if self.header else column_letter(self.index)


def recognise(sheet: Sheet, table: Table, extra: Sequence[ExtraField] = ()) -> tuple[Column, ...]:
    """Every column of ``table``, in file order; an unshared field is fed by one column only.

    A header that is the very label of an ``extra`` field feeds that. A lone "Nama Pelapor" is the person vaccinated:
    the NIK and the birth date beside it are that person's.
    """
    rows = sheet.rows[table.first : min(table.last, table.first + SAMPLE)]
    codes = _codes(table.labels, extra)
    named = {index: Field.EXTRA if index in codes else field_of(label) for index, label in table.labels.items()}
    by_label = _first_of_each(_put_right(named, rows))
    fields = {**by_label, **_by_content(rows, table, by_label)}
    if Field.NAME not in fields.values():
        fields = {index: Field.NAME if field is Field.REPORTER else field for index, field in fields.items()}
    if Field.PHONE not in fields.values():
        fields = {index: Field.PHONE if field is Field.REPORTER_PHONE else field for index, field in fields.items()}
    return tuple(
        Column(
            index=index,
            header=table.labels.get(index, ""),
            field=fields.get(index),
            by_content=index not in codes
            and fields.get(index) is not None
            and field_of(table.labels.get(index, "")) is None,
            extra=codes.get(index, ""),
        )
        for index in sorted(fields.keys() | table.labels.keys())
    )


def _codes(labels: Mapping[int, str], extra: Sequence[ExtraField]) -> dict[int, str]:
    """By column the code of the extra field whose label stands over it; the first column of each."""
    known = {plain_label(said): one.code for one in extra for said in (one.code, one.label_en, one.label_id)}
    found: dict[str, int] = {}
    for index, label in sorted(labels.items()):
        code = known.get(plain_label(label))
        if code:
            found.setdefault(code, index)
    return {index: code for code, index in found.items()}


def _first_of_each(fields: Mapping[int, Field | None]) -> dict[int, Field | None]:
    """``fields`` with the second column of an unshared field set free."""
    taken: set[Field] = set()
    kept: dict[int, Field | None] = {}
    for index, field in sorted(fields.items()):
        kept[index] = field if field in SHARED or field not in taken else None
        if field is not None:
            taken.add(field)
    return kept


def _put_right(named: Mapping[int, Field | None], rows: Sequence[Row]) -> dict[int, Field | None]:
    """``named`` where NIK and phone stand under each other's or another person's header: the cells decide.

    A header is given up only where its own field stands plainly elsewhere.
    """
    told = {index: field_by_content(_filled(rows, index)) for index, field in named.items() if field in PERSONAL}
    moved = {field for index, field in told.items() if field in UNMISTAKABLE and field is not named[index]}
    return {
        index: told[index] if told.get(index) and {told[index], field} & moved else field
        for index, field in named.items()
    }


def _filled(rows: Sequence[Row], index: int) -> list[Cell]:
    return [row[index] for row in rows if index < len(row) and text_of(row[index])]


def _by_content(rows: Sequence[Row], table: Table, by_label: Mapping[int, Field | None]) -> dict[int, Field | None]:
    """The columns that no header names but whose cells leave no doubt; only fields nobody has yet."""
    taken = {field for field in by_label.values() if field is not None}
    found: dict[int, Field | None] = {}
    for index in range(max((len(row) for row in rows), default=0)):
        if by_label.get(index) is not None or table.labels.get(index):
            continue
        field = field_by_content(_filled(rows, index))
        if field is not None and field not in taken:
            found[index] = field
            taken.add(field)
    return found
