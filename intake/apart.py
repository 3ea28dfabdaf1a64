"""A program of its own (``python -m intake.apart``): stdin is a workbook, stdout its sheets as JSON.

It runs in another process because the reader of spreadsheets takes the whole process down on some files:
two cells at opposite corners of a sheet are 5 KB on disk and 512 GB in its memory.
"""

import datetime as dt
import io
import json
import sys
from typing import Any

import python_calamine

from intake.container import is_markup
from intake.marks import read_marks
from intake.marks_xlsb import in_long_form
from intake.markup import TooLarge, read_markup
from intake.saved import saved_at
from intake.sheets import Marks, Sheet
from workflow.limits import confine

MAX_MEMORY = 1024 * 1024 * 1024
MAX_ROWS = 100_000
MAX_COLUMNS = 1_024
PASSWORD_EXIT = 3
TOO_LARGE_EXIT = 4
DAMAGED_EXIT = 5
MARKUP_EXIT = 6


def limit_memory() -> None:
    confine(memory=MAX_MEMORY)


def portable(cell: object) -> Any:
    """``cell`` as JSON carries it: dates as one-key objects, everything else as itself."""
    if isinstance(cell, dt.datetime):
        return {"datetime": cell.isoformat()}
    if isinstance(cell, dt.date):
        return {"date": cell.isoformat()}
    if isinstance(cell, dt.time | dt.timedelta):
        return str(cell)
    return cell


def of_workbook(data: bytes) -> list[dict[str, Any]]:
    book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
    marks = read_marks(data)
    saved = {"saved": saved_at(data)}
    return [
        {**describe(book, index, marks.get(meta.name, Marks())), **saved}
        for index, meta in enumerate(book.sheets_metadata)
    ]


def of_markup(data: bytes) -> list[dict[str, Any]]:
    sheets = read_markup(data)
    if not sheets:
        sys.exit(MARKUP_EXIT)
    return [plain(sheet) for sheet in sheets]


def plain(sheet: Sheet) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "rows": [[portable(cell) for cell in row] for row in sheet.rows],
        "merges": [((top, left), (bottom, right)) for top, left, bottom, right in sheet.merges],
        **marked(sheet.marks),
    }


def marked(marks: Marks) -> dict[str, Any]:
    return {
        "hidden_rows": sorted(marks.hidden_rows),
        "coloured_rows": sorted(marks.coloured_rows),
        "errors": [[*place, shown] for place, shown in marks.errors.items()],
        "since_1904": marks.since_1904,
    }


def describe(book: python_calamine.CalamineWorkbook, index: int, marks: Marks) -> dict[str, Any]:
    meta = book.sheets_metadata[index]
    found: dict[str, Any] = {
        "name": meta.name,
        "hidden": meta.visible is not python_calamine.SheetVisibleEnum.Visible,
        "rows": [],
        "merges": [],
        **marked(marks),
    }
    if meta.typ is python_calamine.SheetTypeEnum.WorkSheet:
        sheet = book.get_sheet_by_index(index)
        if sheet.total_height > MAX_ROWS or sheet.total_width > MAX_COLUMNS:
            sys.exit(TOO_LARGE_EXIT)
        found["rows"] = [[portable(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        found["merges"] = sheet.merged_cell_ranges or []
    return found


def main() -> None:
    limit_memory()
    data = sys.stdin.buffer.read()
    try:
        sheets = of_markup(data) if is_markup(data) else of_workbook(in_long_form(data))
    except TooLarge:
        sys.exit(TOO_LARGE_EXIT)
    except python_calamine.PasswordError:
        sys.exit(PASSWORD_EXIT)
    except MemoryError:
        sys.exit(TOO_LARGE_EXIT)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the file is damaged
        sys.exit(DAMAGED_EXIT)
    json.dump(sheets, sys.stdout)


if __name__ == "__main__":
    main()
