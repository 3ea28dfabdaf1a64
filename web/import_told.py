"""What is kept of an import or of a dry run, made from what the readers report."""

from collections import defaultdict
from typing import Any, Final

from identity.cells import text_of
from intake.fields import Field
from intake.load import LoadReport
from intake.read import Reading, ReadRow
from intake.registry_report import Refused, RegistryReport
from intake.report import REFUSING, Code
from registry.columns import Columns, named_in
from registry.columns import Field as Held
from registry.read import Reason
from web.import_fields import masked_sample
from web.import_reports import Kept, KeptRow, Problem
from web.rows_to_mend import refused_workbook, rows_to_mend

ROWS_KEPT: Final = 2_000
REFUSED_KEPT: Final = 100


def told_of_complaints(report: LoadReport, *, stamp: str = "", workbook: bool = True) -> Kept:
    """The findings of a recap by kind, refusing ones first, then the most frequent."""
    reading = report.reading
    to_mend = workbook and bool(reading.refused or reading.doubtful)
    return Kept(
        figures={
            "read": report.read,
            "ready": report.read - report.refused - report.doubtful,
            "new": report.new,
            "same": report.same,
            "doubtful": report.doubtful,
            "refused": report.refused,
        },
        problems=tuple(sorted(_problems(reading), key=lambda one: (not one.refuses, -one.count))),
        left_out=tuple(
            {"sheet": one.sheet, "row": one.row, "why": one.why.value}
            for sheet in reading.sheets
            for one in sheet.left_out
        ),
        sheets=tuple(_sheets(reading)),
        stamp=stamp,
        workbook=rows_to_mend(reading) if to_mend else b"",
    )


def told_of_registry(report: RegistryReport, columns: Columns | None = None, *, stamp: str = "") -> Kept:
    """The figures of a registry file and its refused rows by reason, the first of each with masked values."""
    rows: dict[Reason, list[KeptRow]] = defaultdict(list)
    for refused in report.refused_rows() if report.refused else ():
        if len(rows[refused.reason]) < REFUSED_KEPT:
            rows[refused.reason].append(_refused_row(refused, columns))
    figures = ("read", "new", "changed", "same", "refused")
    problems = (
        Problem(code=reason.value, refuses=True, count=report.reasons.get(reason, len(found)), rows=tuple(found))
        for reason, found in rows.items()
    )
    return Kept(
        figures={name: getattr(report, name) for name in figures} | {"ready": report.read - report.refused},
        problems=tuple(sorted(problems, key=lambda one: -one.count)),
        flags=dict(report.flags),
        stamp=stamp,
        workbook=refused_workbook(report) if report.refused else b"",
    )


def name_of(row: ReadRow) -> str:
    """Whose complaint a row is, as far as it says."""
    if row.draft:
        return row.draft.subject_name
    place = next((column.index for column in row.columns if column.field is Field.NAME), None)
    return text_of(row.cells[place]) if place is not None and place < len(row.cells) else ""


def _problems(reading: Reading) -> list[Problem]:
    found: dict[str, list[KeptRow]] = defaultdict(list)
    for row in reading.rows:
        for one in row.findings:
            found[one.code].append(
                KeptRow(
                    sheet=row.sheet, row=row.row, name=name_of(row), column=one.column, header=one.header,
                    value=one.value, other=one.other,
                    words=row.words if one.code is Code.CATEGORY_UNKNOWN else "",
                )
            )  # fmt: skip
    return [
        Problem(code=code, refuses=code in REFUSING, count=len(rows), rows=tuple(rows[:ROWS_KEPT]))
        for code, rows in found.items()
    ]


def _sheets(reading: Reading) -> list[dict[str, Any]]:
    return [
        {
            "name": sheet.name,
            "state": sheet.state.value,
            "complaints": sheet.complaints,
            "header_row": sheet.header_row,
        }
        for sheet in reading.sheets
    ]


def _refused_row(refused: Refused, columns: Columns | None) -> KeptRow:
    places = columns or named_in(refused.header)

    def cell(field: Held) -> str:
        at = places.get(field)
        return text_of(refused.cells[at]) if at is not None and at < len(refused.cells) else ""

    return KeptRow(
        sheet="",
        row=refused.row,
        name=masked_sample("name", cell(Held.NAME), clear=False),
        value=masked_sample("nik", cell(Held.NIK), clear=False),
    )
