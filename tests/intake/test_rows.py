"""Totals, signatures and remarks are left out; continuation lines, ditto marks and merged cells are followed."""

from typing import Any

import pytest

from intake.report import Code, LeftOut
from tests.intake.books import book, codes, read, read_one, read_rows, row

NO_COMPLAINTS = {
    "a total": ((None, None, "JUMLAH", None, None, None, "13 aduan"), LeftOut.TOTAL),
    "a total in another column": ((None, None, None, "Jumlah"), LeftOut.TOTAL),
    "a subtotal": (("Sub Total", 12), LeftOut.TOTAL),
    "a signature": ((None, None, "Mengetahui, Kepala Bidang P2P"), LeftOut.SIGNATURE),
    "the place and day of a signature": ((None,) * 6 + ("Tanjung Selor, 30 November 2021",), LeftOut.SIGNATURE),
    "a service number": (("NIP. 19xxxxxxxx",), LeftOut.SIGNATURE),
    "a remark": (("Kuning = sudah selesai",), LeftOut.REMARK),
    "a number without a complaint": ((2,), LeftOut.EMPTY),
}


@pytest.mark.parametrize("name", NO_COMPLAINTS)
def test_a_row_that_is_no_complaint_is_left_out_and_says_why(name: str) -> None:
    cells, why = NO_COMPLAINTS[name]
    reading = read(book(row(), cells))
    assert [(found.row, found.why) for found in reading.sheets[0].left_out] == [(3, why)]
    assert len(reading.rows) == 1


def test_the_names_under_a_signature_are_no_complainants() -> None:
    signed = ((None, None, "Mengetahui"), (None, None, "Kepala Dinas"), (), (None, None, "dr. H. Budi"))
    assert len(read_rows(book(row(), *signed))) == 1


def test_complaints_after_a_total_are_read() -> None:
    found = read_rows(book(row(), (None, None, "Jumlah"), row(No=2, Nama="Budi", NIK="6501052504859002")))
    assert [one.row for one in found] == [2, 4]


def test_a_person_whose_note_speaks_of_a_total_is_not_left_out() -> None:
    assert read_one(book(row(Ket="Jumlah tiket dua"))).draft.subject_name == "Siti Nurhasanah"


def test_a_line_that_goes_on_is_joined_to_the_complaint_above() -> None:
    line = (None,) * 6 + ("sudah coba lagi, tetap tidak ada",)
    only = read_one(book(row(), line))
    assert only.draft.story == "sertifikat belum terbit\nsudah coba lagi, tetap tidak ada"


def test_a_complaint_without_a_name_is_refused_and_given_back() -> None:
    reading = read(book(row(), row(No=2, Nama="")))
    (refused,) = reading.refused
    assert (refused.row, codes([refused])) == (3, ["name_missing"])
    assert refused.cells[3] == "6501056504859001"


def test_ditto_marks_take_what_stands_above() -> None:
    below = row(No=2, Tgl_Aduan="idem", Nama="Budi", NIK="6501052504859002", Via="sda")
    found = read(book(row(Via="WA"), below)).drafts
    assert found[1].received_at == found[0].received_at
    assert found[1].channel == "whatsapp"


def test_a_nik_is_never_taken_from_the_row_above() -> None:
    found = read_rows(book(row(), row(No=2, Nama="Budi", NIK="idem")))[1]
    assert (found.draft.subject_nik, found.draft.nik_state) == (None, "missing")
    assert Code.DITTO_PERSON in {finding.code for finding in found.findings}


def test_the_same_person_by_ditto_marks_is_taken_whole_and_listed() -> None:
    found = read_rows(book(row(), row(No=2, Nama="idem", NIK="sda", Keluhan="tiket ganda")))[1]
    assert (found.draft.subject_name, found.draft.subject_nik) == ("Siti Nurhasanah", "6501056504859001")
    assert "ditto_person" in codes([found])


def test_a_cell_merged_over_rows_counts_for_each_of_them() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("B2:B3")

    other = row(No=2, Tgl_Aduan=None, Nama="Budi", NIK="6501052504859002")
    found = read_rows(book(row(), other, change=merge))
    assert found[0].draft.received_at == found[1].draft.received_at
    assert "date_from_above" not in codes(found)


def test_a_row_without_a_date_takes_the_one_above_and_says_so() -> None:
    found = read_rows(book(row(), row(No=2, Tgl_Aduan="", Nama="Budi", NIK="6501052504859002")))
    assert found[1].draft.received_at == found[0].draft.received_at
    assert codes(found) == ["date_from_above"]


def test_a_hidden_row_is_read_and_listed() -> None:
    def hide(sheet: Any) -> None:
        sheet.row_dimensions[2].hidden = True

    assert codes([read_one(book(row(), change=hide))]) == ["row_hidden"]


def test_dead_formulas_and_errors_are_listed_at_their_cells() -> None:
    only = read_one(book(row(Tgl_Lahir="=VLOOKUP(A1,B:C,2)", Ket="#REF!")))
    assert [(finding.code.value, finding.column) for finding in only.findings] == [
        ("cell_error", "E"), ("cell_error", "H"),
    ]  # fmt: skip


def test_running_numbers_that_begin_again_are_complaints_of_their_own() -> None:
    found = read(book(row(), row(No=1, Nama="Budi", NIK="6501052504859002"))).drafts
    assert [draft.source_row for draft in found] == ["Rekap!2#1", "Rekap!3#1"]


def test_column_numbers_in_the_middle_of_a_page_are_left_out() -> None:
    reading = read(book(row(), tuple(range(1, 11)), row(No=2, Nama="Budi", NIK="6501052504859002")))
    assert [found.why for found in reading.sheets[0].left_out] == [LeftOut.COLUMN_NUMBERS]
    assert len(reading.rows) == 2


@pytest.mark.parametrize("name", ["", "-", "12345", "#N/A", "..."])
def test_what_is_no_name_is_refused_as_one(name: str) -> None:
    only = read_one(book(row(Nama=name)))
    assert (only.draft, "name_missing" in codes([only])) == (None, True)
