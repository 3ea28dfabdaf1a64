"""Whatever stands under a header is read, refused or left out: nothing raises, and no row is lost."""

import csv
import datetime as dt
import io
from contextlib import suppress
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.faults import UnreadableFile
from intake.header import find_tables
from intake.read import read_sheets
from intake.registry_file import examine, read_rows
from intake.sheets import Sheet, is_blank
from registry.read import RefusedRow, read_row
from tests.intake.books import HEADER, TODAY, row
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record

WORDS = st.sampled_from(
    [*HEADER, "JUMLAH", "Mengetahui", "sda", "idem", '"', "#N/A", "0", "-", "1", "6501056504859001", "8/11/2021",
     "\x00", "\x1f", "\u202e", "\ufeff", "'", "=1+1", "a.n. Siti", "081200009001", "1&2", "W", "P"]
)  # fmt: skip
NUMBERS = st.floats() | st.integers() | st.sampled_from([6501056504850000, 44508, 8112021, 1e300, float("nan")])
CELLS = st.text(max_size=20) | WORDS | NUMBERS | st.booleans() | st.dates() | st.datetimes()
TABLES: Any = st.lists(st.lists(CELLS, max_size=len(HEADER) + 2), max_size=8)


@given(TABLES)
@settings(max_examples=300, deadline=None)
def test_every_row_under_a_header_is_a_complaint_or_left_out_with_a_reason(rows: list[list[Any]]) -> None:
    sheet = Sheet(name="Rekap", rows=(HEADER, *map(tuple, rows)))
    tables = find_tables(sheet)
    accounted = {at for table in tables for at in range(table.header_row, table.first)}
    try:
        reading = read_sheets((sheet,), today=TODAY)
    except UnreadableFile:
        return
    accounted |= {one.row - 1 for one in reading.rows}
    accounted |= {left.row - 1 for left in reading.sheets[0].left_out}
    assert {at for at, cells in enumerate(sheet.rows) if not all(map(is_blank, cells))} <= accounted
    assert len(reading.rows) == len(reading.drafts) + len(reading.refused)


@given(st.lists(st.lists(CELLS, max_size=len(REGISTRY) + 1), max_size=6))
@settings(max_examples=200, deadline=None)
def test_every_row_of_a_registry_is_a_dose_or_refused_with_a_reason(rows: list[list[Any]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL).writerows([REGISTRY, *rows])
    data = text.getvalue().encode("utf-8", "replace")
    try:
        told = list(read_rows(data, "r.csv", examine(data), lambda _at: None))
    except UnreadableFile:
        return
    for one in told:
        with suppress(RefusedRow):
            assert read_row(one.cells, one.columns, width=len(one.header), today=TODAY).person.name


NASTY = {
    "NUL": "\x00", "NUL inside": "a\x00b", "controls": "\x0b\x1f\x7f", "an emoji": "\U0001f600", "turned": "\u202eabc",
    "as long as a cell may be": "x" * 32_000, "an escape": "_x0000_", "no letter": "\ufffe", "a break": "a\r\nb",
    "apostrophes": "'" * 300,
}  # fmt: skip


def written(header: Any, rows: Any) -> bytes:
    """An xlsx with every cell as text, signs that XML forbids escaped as Excel escapes them."""
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer, {"strings_to_formulas": False})
    sheet = made.add_worksheet("Rekap")
    for at, cells in enumerate((header, *rows)):
        for column, cell in enumerate(cells):
            sheet.write_string(at, column, str(cell))
    made.close()
    return buffer.getvalue()


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_sign_and_no_length_stops_an_import_of_complaints(filed: Filed, text: str) -> None:
    fields = ("Nama", "NIK", "No_HP", "Keluhan", "Ket", "Via", "Tgl_Aduan", "Tgl_Lahir")
    rows = [row(**{field: f"Siti {text}" if field == "Nama" else text}) for field in fields]
    more = (*HEADER, "Petugas", "Hubungan", "Faskes", "No Tiket", "Alamat", "Jenis Vaksin", "Dosis", "L/P")
    report, found = filed(written(more, [[*cells, *[text] * 8] for cells in rows]))
    assert (len(found), report.refused) == (len(fields), 0)


@pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
def test_no_sign_and_no_length_stops_an_import_of_a_registry(kept: Kept, text: str) -> None:
    changes = [{name.replace(" ", "_").replace("/", "_"): text} for name in REGISTRY]
    report, _ = kept(written(REGISTRY, [record(**change) for change in changes]))
    assert report.read == len(REGISTRY)


def test_a_time_of_day_is_no_day(filed: Filed) -> None:
    _, (ticket,) = filed(written(HEADER, [row(Tgl_Vaksin=str(dt.time(9, 15)))]))
    assert "09:15" in ticket.story
