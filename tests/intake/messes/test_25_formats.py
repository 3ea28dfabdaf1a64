"""Mess 25, formats: sheets of other layouts, hidden ones, xls, xlsb, ods, csv, locked files, web pages, macros.

The same sheet in every format (files/README.md): Siti, Budi whose NIK Excel cut, Ani on a painted row, and one
complaint on a hidden row; a second sheet is hidden.
"""

import datetime as dt
import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from intake.faults import FileFault, UnreadableFile
from intake.report import SheetState
from models.clock import WITA
from tests.intake.books import HEADER, SITI, book, codes, read, read_one, row, saved
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record

FILES = Path(__file__).with_name("files")
FOUR = ["Siti Nurhasanah", "Budi Santoso", "Ani", "Tersembunyi"]
HIDDEN, ERRORS, PAINTED = {"row_hidden"}, {"cell_error"}, {"row_coloured"}
# file: what it can tell beside the cut NIK that each tells
TOLD = {
    "excel97.xls": HIDDEN | ERRORS,
    "excel97_1904.xls": HIDDEN | ERRORS,
    "excel95.xls": ERRORS,
    "binary.xlsb": HIDDEN | ERRORS,
    "libreoffice.ods": HIDDEN | ERRORS | PAINTED,
    "libreoffice_1904.ods": HIDDEN | ERRORS | PAINTED,
    "xml2003.xls": ERRORS,
}


def data(name: str) -> bytes:
    return (FILES / name).read_bytes()


@pytest.mark.parametrize("name", TOLD)
def test_every_format_tells_the_same_complaints_and_what_is_odd_about_them(name: str) -> None:
    reading = read(data(name), name)
    assert [draft.subject_name for draft in reading.drafts] == FOUR
    assert {draft.received_at.astimezone(WITA).date() for draft in reading.drafts if draft.received_at} == {
        dt.date(2021, 11, 8), dt.date(2021, 11, 9),
    }  # fmt: skip
    assert (reading.drafts[0].subject_birth_date, reading.drafts[0].region) == (dt.date(1985, 4, 25), "6501")
    assert (reading.drafts[1].subject_nik, reading.drafts[1].nik_known) == (None, "650105250480000")
    assert set(codes(reading.rows)) == {"nik_cut"} | TOLD[name]


@pytest.mark.parametrize("name", TOLD)
def test_a_hidden_sheet_is_not_read_and_is_named(name: str) -> None:
    states = [(sheet.name, sheet.state) for sheet in read(data(name), name).sheets]
    assert states == [("Rekap", SheetState.READ), ("arsip", SheetState.HIDDEN)]


@pytest.mark.parametrize("name", [*TOLD, "page.xls"])
def test_every_format_is_filed_and_a_second_time_makes_no_double(filed: Filed, name: str) -> None:
    first, _ = filed(data(name), name)
    again, found = filed(data(name), name)
    assert (first.new, again.new, again.same) == (len(found), 0, len(found))


def test_a_web_page_saved_as_xls_is_read_as_far_as_it_shows() -> None:
    reading = read(data("page.xls"), "page.xls")
    assert [draft.subject_name for draft in reading.drafts] == FOUR[:3]
    assert reading.drafts[1].nik_known == "650105250480000"
    assert [finding.column for finding in reading.findings if finding.code == "cell_error"] == ["H", "J"]


PAGE = """<html><head><meta charset="utf-8"><style>td {{}}</style><title>x</title></head><body>
<h3>KABUPATEN MALINAU</h3><table border=1><tr>{}</tr><tr>{}</tr></table><script>alert(1)</script></body></html>"""


def test_a_page_of_a_program_is_read_with_its_titles_breaks_and_signs() -> None:
    cells = [*map(str, SITI), "", "", ""]
    cells[2], cells[6] = "Siti&nbsp;Nurhasanah", "sertifikat<br>belum terbit &amp; tidak ada"
    page = PAGE.format(*("".join(f"<td>{cell}</td>" for cell in line) for line in (HEADER, cells)))
    only = read_one(page.encode())
    assert (only.draft.subject_nik, only.draft.region) == ("6501056504859001", "6502")
    assert only.draft.story == "sertifikat belum terbit & tidak ada"


@pytest.mark.parametrize("name", ["locked.xls", "locked.xlsx", "locked.ods"])
def test_a_locked_file_asks_for_its_password_in_both(kept: Kept, name: str) -> None:
    for reader in (read, kept):
        with pytest.raises(UnreadableFile) as refused:
            reader(data(name), name)
        assert refused.value.kind is FileFault.PASSWORD


def test_a_sheet_that_is_only_protected_is_read() -> None:
    def protect(sheet: Any) -> None:
        sheet.protection.set_password("rahasia")

    assert read_one(book(row(), change=protect)).draft


def test_macros_are_neither_run_nor_a_reason_to_refuse() -> None:
    buffer = io.BytesIO()
    made = xlsxwriter.Workbook(buffer)
    made.add_vba_project(io.BytesIO(b"\xd0\xcf\x11\xe0 a macro"), is_stream=True)
    sheet = made.add_worksheet()
    for at, line in enumerate((HEADER, row())):
        sheet.write_row(at, 0, line)
    made.close()
    assert "xl/vbaProject.bin" in zipfile.ZipFile(buffer).namelist()
    assert read_one(buffer.getvalue()).draft.subject_name == "Siti Nurhasanah"


def test_an_xlsb_of_an_old_mac_counts_from_1904() -> None:
    buffer, found = io.BytesIO(), zipfile.ZipFile(io.BytesIO(data("binary.xlsb")))
    with zipfile.ZipFile(buffer, "w") as copy:
        for name in found.namelist():
            content = found.read(name)
            if name == "xl/workbook.bin":
                at = content.index(b"\x99\x01")
                content = content[: at + 3] + b"\x01" + content[at + 4 :]
            copy.writestr(name, content)
    days = [draft.received_at.date() for draft in read(buffer.getvalue()).drafts]
    assert days[2] == dt.date(2025, 11, 9)


def two_layouts() -> bytes:
    book_ = openpyxl.load_workbook(io.BytesIO(book(record(), header=REGISTRY)))
    other = book_.create_sheet("Tarakan")
    for line in (("hp", "Nama", "N.I.K", "Dosis"), ("081200009002", "Budi", "6571012504859002", "II")):
        other.append(line)
    book_.create_sheet("lama").append(list(REGISTRY))
    book_["lama"].append(record(No_Tiket="PC0"))
    book_["lama"].sheet_state = "veryHidden"
    return saved(book_)


def test_a_registry_of_several_sheets_is_kept_without_the_hidden_one(kept: Kept) -> None:
    report, found = kept(two_layouts())
    assert (report.read, [one.person.name for one in found]) == (2, ["Sri Wahyuni", "Budi"])
    assert found[1].record.dose == "2"


@pytest.mark.parametrize("name", ["excel97.xls", "binary.xlsb", "libreoffice.ods", "xml2003.xls", "page.xls"])
def test_a_registry_reads_every_format_too(kept: Kept, name: str) -> None:
    _, found = kept(data(name), name)
    assert [one.person.nik for one in found][:3] == ["6501056504859001", "650105250480000", "6501054504909003"]
