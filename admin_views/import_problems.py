"""The problems of an imported file as pages show them: in words, with their rows, and how they are mended."""

from collections.abc import Sequence
from typing import Any, Final

from flask import url_for

from intake.report import Code
from models import ImportDraft
from privacy.masks import mask_text
from web.import_fields import masked_sample
from web.import_kinds import Kind
from web.import_reports import Kept, KeptRow, Problem
from web.import_stage_words import MENDS
from workflow import numbers
from workflow.refusals import MistypedNumber

FIRST: Final = 5
ON_A_PAGE: Final = 100


def shown_problems(told: Kept, kind: Kind, *, clear: bool, most: int = FIRST) -> list[dict[str, Any]]:
    """Every problem with its first rows."""
    return [shown_problem(one, kind, clear=clear, rows=one.rows[:most]) for one in told.problems]


def shown_problem(problem: Problem, kind: Kind, *, clear: bool, rows: Sequence[KeptRow]) -> dict[str, Any]:
    """One problem; names are initials unless ``clear``."""
    return {
        "code": problem.code,
        "refuses": problem.refuses,
        "words": kind.findings.get(problem.code, problem.code),
        "mend": MENDS[kind.name].get(problem.code, ""),
        "count": problem.count,
        "again": problem.code == Code.POSSIBLE_DUPLICATE,
        "rows": [_row(one, clear=clear) for one in rows],
    }


def column_marks(told: Kept) -> dict[str, str]:
    """By the letter of a column: ``bad`` where something in it refuses a row, ``warn`` where it is to be checked."""
    marks: dict[str, str] = {}
    for problem in told.problems:
        for row in problem.rows:
            if row.column:
                marks[row.column] = "bad" if problem.refuses else marks.get(row.column, "warn")
    return marks


def first_to_mend(draft: ImportDraft, told: Kept) -> str:
    """The address of the first row of a recap that has a remark; empty for other files."""
    if draft.kind != "complaints":
        return ""
    sheet, row = min(((row.sheet, row.row) for problem in told.problems for row in problem.rows), default=("", 0))
    return url_for("import_rows.row", ref=draft.ref, sheet=sheet, row=row) if row else ""


def _row(one: KeptRow, *, clear: bool) -> dict[str, Any]:
    return {
        "sheet": one.sheet,
        "row": one.row,
        "name": masked_sample("name", one.name, clear=clear),
        "column": one.column,
        "header": one.header,
        "value": one.value if clear or not any(map(str.isalpha, one.value)) else mask_text(one.value),
        "other": one.other,
        "number": _number(one.other),
    }


def _number(other: str) -> str:
    try:
        return numbers.parse(other) or ""
    except MistypedNumber:
        return ""
