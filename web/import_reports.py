"""Keeps the report of an import for whoever uploaded the file: sealed on the disk, for thirty days.

The report holds masked values; the workbook of the rows to mend holds them whole, as the file did.
"""

import base64
import json
import os
import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

from flask import current_app

from intake.load import LoadReport
from intake.read import ReadRow
from intake.report import Code, Finding
from models import clock
from models.keyring import ring
from privacy.seal import Unreadable, seal_bytes, unseal_bytes
from web.rows_to_mend import rows_to_mend

KEPT: Final = timedelta(days=30)
REF: Final = re.compile(r"[0-9a-f-]{36}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptReport:
    """What is shown of an import afterwards: findings by kind, rows left out, sheets, and the rows to mend."""

    findings: dict[Code, list[Finding]]
    refused_rows: frozenset[tuple[str, int]]
    left_out: list[dict[str, Any]]
    sheets: list[dict[str, Any]]
    numbers: list[str]
    workbook: bytes


def keep(report: LoadReport) -> None:
    """Seal ``report`` away under the ref of its batch, and drop those that are too old."""
    folder = _folder()
    _drop_old(folder)
    sealed = seal_bytes(ring().master, json.dumps(_plain(report)).encode(), place=_place(report.batch))
    handle = os.open(folder / f"{report.batch}.sealed", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)


def kept(ref: str) -> KeptReport | None:
    """The report of a batch, or None where it is no longer kept."""
    path = _folder() / f"{ref}.sealed"
    if not REF.fullmatch(ref) or not path.exists():
        return None
    try:
        plain = json.loads(unseal_bytes(ring().master, path.read_bytes(), place=_place(ref)))
    except (Unreadable, ValueError):
        return None
    return _read(plain)


def _folder() -> Path:
    folder: Path = current_app.config["LOKET"].home / "import-reports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _place(ref: str) -> str:
    return f"import.report:{ref}"


def _drop_old(folder: Path) -> None:
    oldest = (clock.now() - KEPT).timestamp()
    for path in folder.glob("*.sealed"):
        if path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def _plain(report: LoadReport) -> dict[str, Any]:
    reading = report.reading
    book = rows_to_mend(reading) if reading.refused or reading.doubtful else b""
    return {
        "rows": [_row(row) for row in reading.rows if row.findings],
        "left_out": [
            {"sheet": one.sheet, "row": one.row, "why": one.why.value}
            for sheet in reading.sheets
            for one in sheet.left_out
        ],
        "sheets": [
            {
                "name": sheet.name,
                "state": sheet.state.value,
                "complaints": sheet.complaints,
                "header_row": sheet.header_row,
                "columns": [
                    {"place": column.place, "field": column.field.value if column.field else ""}
                    for column in sheet.columns
                ],
            }
            for sheet in reading.sheets
        ],
        "numbers": list(report.numbers),
        "workbook": base64.b64encode(book).decode(),
    }


def _row(row: ReadRow) -> dict[str, Any]:
    return {
        "sheet": row.sheet,
        "row": row.row,
        "refused": row.draft is None,
        "findings": [
            {
                "code": found.code.value,
                "column": found.column,
                "header": found.header,
                "value": found.value,
                "other": found.other,
            }
            for found in row.findings
        ],
    }


def _read(plain: dict[str, Any]) -> KeptReport:
    findings: dict[Code, list[Finding]] = defaultdict(list)
    for row in plain["rows"]:
        for found in row["findings"]:
            code = Code(found.pop("code"))
            findings[code].append(Finding(sheet=row["sheet"], row=row["row"], code=code, **found))
    return KeptReport(
        findings=dict(findings),
        refused_rows=frozenset((row["sheet"], row["row"]) for row in plain["rows"] if row["refused"]),
        left_out=plain["left_out"],
        sheets=plain["sheets"],
        numbers=plain["numbers"],
        workbook=base64.b64decode(plain["workbook"]),
    )
