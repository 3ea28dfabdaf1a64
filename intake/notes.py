"""Gathers what is found while one row is read, each finding with its place and its value masked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from identity.cells import text_of
from intake.columns import Column
from intake.fields import Field
from intake.report import Code, Finding, place
from intake.rows import RawRow
from privacy.masks import mask_nik, mask_phone, mask_text

MASKS = {
    Field.NIK: mask_nik,
    Field.PHONE: mask_phone,
    Field.REPORTER_PHONE: mask_phone,
    Field.BIRTH: mask_text,
    Field.ADDRESS: mask_text,
}
LONGEST_VALUE = 60


@dataclass(slots=True)
class Notes:
    """The findings of one row so far."""

    raw: RawRow
    found: list[Finding] = field(default_factory=list)

    def add(self, code: Code, about: Field | None = None, *, value: object = None, other: str = "") -> None:
        """Note ``code`` about a field; without ``value`` the cell of that field is shown, masked."""
        cell = self.raw.cells.get(about, "") if about and value is None else value
        self._add(code, about, self.raw.columns.get(about) if about else None, masked(about, cell), other)

    def add_at(self, code: Code, column: Column, value: str) -> None:
        self._add(code, column.field, column, value, "")

    def _add(self, code: Code, about: Field | None, column: Column | None, value: str, other: str) -> None:
        self.found.append(
            Finding(
                sheet=self.raw.sheet.name,
                row=self.raw.row + 1,
                code=code,
                field=about,
                value=value,
                other=other,
                **place(column),
            )
        )

    def add_all(self, codes: Mapping[object, Code], problems: tuple[object, ...], about: Field) -> None:
        """Note every problem that ``codes`` has a code for, each code once."""
        for code in dict.fromkeys(codes[problem] for problem in problems if problem in codes):
            self.add(code, about)


def masked(about: Field | None, cell: object) -> str:
    """``cell`` as a report may show it: personal values masked, long texts cut."""
    text = text_of(cell)
    return MASKS[about](text) if about in MASKS else text[:LONGEST_VALUE]
