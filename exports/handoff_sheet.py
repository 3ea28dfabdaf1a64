"""A facility's batch sheet as a workbook: NIKs as text, nothing that runs, and a list to choose the answer from."""

import io
from collections.abc import Sequence
from datetime import date
from typing import Any, Final

import xlsxwriter

from exports.workbook import harmless
from workflow.batch_sheet import ANSWERS, COLUMNS, Line

WIDTHS: Final = {
    "code": 12, "number": 16, "name": 26, "nik": 19, "birth": 14, "dose": 8, "vaccinated": 18, "asked": 48,
    "answer": 20, "explanation": 36, "day": 18,
}  # fmt: skip
TOP: Final = 3
HOW: Final = (
    "Pilih isi kolom JAWABAN; untuk Lain, isi PENJELASAN. Jangan mengubah kolom KODE sampai YANG DIMINTA."
    " Lembar ini memuat data pribadi: kirim kembali ke Loket, jangan disebarkan."
)


def write(facility: str, lines: Sequence[Line], today: date) -> bytes:
    """The bytes of an xlsx; every cell has the format ``@``."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(
        buffer, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    bold = book.add_format({"num_format": "@", "bold": True, "text_wrap": True, "valign": "top"})
    text = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    blank = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top", "bg_color": "#FFF8E1"})
    page = book.add_worksheet("Lembar kumpulan")
    for place, column in enumerate(COLUMNS):
        page.set_column(place, place, WIDTHS[column], text)
    page.write_string(0, 0, harmless(f"Permintaan perbaikan data: {facility}, {_day(today)}"), bold)
    page.write_string(1, 0, HOW)
    for place, label in enumerate(COLUMNS.values()):
        page.write_string(TOP, place, label, bold)
    for at, line in enumerate(lines, start=TOP + 1):
        _write_line(page, at, line, text, blank)
    answer = list(COLUMNS).index("answer")
    page.data_validation(
        TOP + 1, answer, TOP + len(lines), answer, {"validate": "list", "source": list(ANSWERS.values())}
    )
    page.freeze_panes(TOP + 1, 2)
    page.set_landscape()
    page.fit_to_pages(1, 0)
    page.repeat_rows(TOP)
    book.close()
    return buffer.getvalue()


def _write_line(page: Any, at: int, line: Line, text: Any, blank: Any) -> None:
    cells = (
        line.code, line.number, line.name, line.nik, _day(line.birth), line.dose, _day(line.vaccinated), line.asked,
    )  # fmt: skip
    for place, cell in enumerate(cells):
        page.write_string(at, place, harmless(cell), text)
    for place in range(len(cells), len(COLUMNS)):
        page.write_blank(at, place, None, blank)


def _day(day: date | None) -> str:
    return f"{day:%d/%m/%Y}" if day else ""
