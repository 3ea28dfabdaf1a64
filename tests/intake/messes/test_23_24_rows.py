"""Messes 23 and 24: rows that are no complaints, rows that carry a meaning, and rows that come again.

23 continuation rows without a number, totals, signatures, blank, hidden and filtered rows, colour · 24 running
numbers that begin again, one person twice, last week's file grown
"""

import io
from typing import Any

import openpyxl
from openpyxl.styles import PatternFill

from intake.report import Code, LeftOut
from models import Ticket, db
from registry.read import Reason
from tests.intake.books import HEADER, book, codes, read, read_rows, row, saved
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record
from web.rows_to_mend import rows_to_mend

PAINTED, AGAIN = Code.ROW_COLOURED, Code.POSSIBLE_DUPLICATE
YELLOW, WHITE = (PatternFill("solid", fgColor=colour) for colour in ("FFFF00", "FFFFFF"))
BUDI = row(No=2, Nama="Budi Santoso", NIK="6501052504809002", Tgl_Lahir="25/04/1980", No_HP="081200009002")
ANI = row(No=3, Nama="Ani Lestari", NIK="6501054504909003", Tgl_Lahir="05/04/1990", No_HP="081200009003")
MORE = (None,) * 6 + ("sudah coba lagi, tetap tidak ada",)
UNDER = (
    (), (None, None, "JUMLAH", None, None, None, "3 aduan"), (),
    (None,) * 6 + ("Tanjung Selor, 30 November 2021",), ("Mengetahui,",) + (None,) * 5 + ("Pengelola Data",),
    ("Kepala UPT Puskesmas",), (), ("dr. H. BUDI",), ("NIP. 19xxxxxxxxxxxxxxxx",),
)  # fmt: skip


def as_used(sheet: Any) -> None:
    """What clerks do to the rows of a recap: hide one, filter one away, paint one, and one in white."""
    sheet.row_dimensions[3].hidden = True
    sheet.auto_filter.ref = "A1:J5"
    sheet.auto_filter.add_filter_column(9, ["Loket"])
    sheet.row_dimensions[5].hidden = True
    for cell in sheet[5]:
        cell.fill = YELLOW
    for cell in sheet[2]:
        cell.fill = WHITE


def test_a_recap_is_read_row_by_row_and_every_row_is_accounted_for(filed: Filed) -> None:
    report, found = filed(book(row(), BUDI, MORE, ANI, *UNDER, change=as_used))
    assert [ticket.subject_name for ticket in found] == ["Siti Nurhasanah", "Budi Santoso", "Ani Lestari"]
    assert found[1].story.endswith("sudah coba lagi, tetap tidak ada")
    (sheet,) = report.reading.sheets
    left_out = {one.row: one.why for one in sheet.left_out}
    assert left_out == {4: LeftOut.JOINED, 7: LeftOut.TOTAL, **dict.fromkeys((9, 10, 11, 13, 14), LeftOut.SIGNATURE)}


def test_hidden_filtered_and_painted_rows_are_read_and_told() -> None:
    found = read_rows(book(row(), BUDI, MORE, ANI, *UNDER, change=as_used))
    assert [set(codes([one])) for one in found] == [set(), {"row_hidden"}, {"row_hidden", "row_coloured"}]


def test_painted_rows_are_told_once_with_all_their_numbers() -> None:
    def paint(sheet: Any) -> None:
        for at in (2, 4):
            sheet.cell(at, 3).fill = YELLOW

    told = [finding for finding in read(book(row(), BUDI, ANI, change=paint)).findings if finding.code is PAINTED]
    assert [(finding.row, finding.value) for finding in told] == [(2, "2, 4")]


def test_a_painted_header_says_nothing_about_its_rows() -> None:
    def paint(sheet: Any) -> None:
        for cell in sheet[1]:
            cell.fill = YELLOW

    assert codes(read_rows(book(row(), change=paint))) == []


def test_what_stands_under_a_registry_makes_no_record(kept: Kept) -> None:
    under = [
        ["", "JUMLAH", *[""] * 5, "13"],
        ["", "Mengetahui,", "Tanjung Selor, 30 November 2021"],
        ["", "dr. H. BUDI"],
        ["", "NIP. 19xxxxxxxxxxxxxxxx"],
    ]
    report, found = kept(book(record(), *under, header=REGISTRY))
    assert (len(found), report.read, report.refused) == (1, 5, 4)
    assert {refused.reason for refused in report.refused_rows()} == {Reason.NOTHING_TO_FIND_BY}


def test_a_joined_line_is_given_back_with_the_complaint_it_goes_on() -> None:
    reading = read(book(row(Nama=""), MORE))
    mended = openpyxl.load_workbook(io.BytesIO(rows_to_mend(reading)))
    mended.worksheets[0]["C2"] = "Siti"
    assert read(saved(mended)).drafts[0].story == "sertifikat belum terbit sudah coba lagi, tetap tidak ada"


def test_numbers_that_begin_again_and_one_person_twice_are_kept_and_shown(filed: Filed) -> None:
    again = row(No=1, Tgl_Aduan="9/11/2021", Keluhan="tiket ganda")
    report, found = filed(book(row(), BUDI, again))
    assert [ticket.source_row for ticket in found] == ["Rekap!2#1", "Rekap!3#2", "Rekap!4#1"]
    shown = {finding.row: finding.other for finding in report.reading.findings if finding.code is AGAIN}
    assert shown == {4: "Rekap!2"}


def test_last_weeks_recap_grown_and_sorted_adds_what_is_new_and_nothing_twice(filed: Filed) -> None:
    filed(book(row(), BUDI))
    grown = (ANI, BUDI, row(No=9, Nama=" SITI  NURHASANAH", NIK="6501 0565 0485 9001", Ket="selesai"))
    report, found = filed(book(("REKAP s.d. minggu ini",), (), HEADER, *grown, header=None))
    assert (report.new, report.same, len(found)) == (1, 2, 3)


def test_a_row_refused_and_mended_is_one_complaint_however_often_it_comes(filed: Filed) -> None:
    rows = (row(), [*BUDI[:2], "", *BUDI[3:]])
    assert filed(book(*rows))[0].refused == 1
    assert filed(book(row(), BUDI))[0].new == 1
    assert db.session.scalar(db.select(db.func.count(Ticket.id))) == 2


def test_last_weeks_registry_grown_adds_what_is_new_and_nothing_twice(kept: Kept) -> None:
    rows = [record(No_Tiket=f"PC{at}", NIK=f"650105650485{at}") for at in range(9001, 9004)]
    kept(book(*rows[:2], header=REGISTRY))
    report, found = kept(book(rows[2], *rows[:2], header=REGISTRY))
    assert (report.new, report.changed, report.same, len(found)) == (1, 0, 2, 3)
