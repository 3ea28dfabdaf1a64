"""Keeps what an import found, or would find, for whoever sent the file: sealed on the disk, for thirty days.

Values are masked in it, names are not; the workbook of the rows to mend holds all of them whole, as the file did.
"""

import base64
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from typing import Any, Final

from flask import current_app

from intake.vault import REF
from web.sealed_store import SealedStore

KEPT: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRow:
    """One row of a problem: where it stands, whose it is, and what stands there, masked."""

    sheet: str
    row: int
    name: str = ""
    column: str = ""
    header: str = ""
    value: str = ""
    other: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is wrong in the same way with some rows; of very many, only the first are kept."""

    code: str
    refuses: bool
    count: int
    rows: tuple[KeptRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """The report of an import or of a dry run. ``stamp`` names the decisions it was made under."""

    figures: Mapping[str, int]
    problems: tuple[Problem, ...] = ()
    left_out: tuple[Mapping[str, Any], ...] = ()
    sheets: tuple[Mapping[str, Any], ...] = ()
    flags: Mapping[str, int] = field(default_factory=dict)
    stamp: str = ""
    workbook: bytes = b""

    def problem(self, code: str) -> Problem | None:
        return next((one for one in self.problems if one.code == code), None)


def keep(ref: str, report: Kept) -> None:
    """Seal ``report`` away under ``ref``, in place of an earlier one."""
    _store().keep(ref, asdict(report) | {"workbook": base64.b64encode(report.workbook).decode()})


def kept(ref: str) -> Kept | None:
    """The report under ``ref``, or None where it is no longer kept."""
    plain = _store().kept(ref) if REF.fullmatch(ref) else None
    return _read(plain) if plain else None


def drop(ref: str) -> None:
    """Keep the report under ``ref`` no longer."""
    _store().drop(ref)


def _store() -> SealedStore:
    return SealedStore(current_app.config["LOKET"].home / "import-reports", "import.report", KEPT)


def _read(plain: Mapping[str, Any]) -> Kept:
    return Kept(
        figures=plain["figures"],
        problems=tuple(_problem(one) for one in plain["problems"]),
        left_out=tuple(plain["left_out"]),
        sheets=tuple(plain["sheets"]),
        flags=plain["flags"],
        stamp=plain["stamp"],
        workbook=base64.b64decode(plain["workbook"]),
    )


def _problem(plain: Mapping[str, Any]) -> Problem:
    rows: Iterable[Mapping[str, Any]] = plain["rows"]
    return Problem(**{**plain, "rows": tuple(KeptRow(**row) for row in rows)})
