"""The header is found by itself, wherever a clerk put it and however it is spelt."""

from typing import Any

import pytest

from intake.faults import UnreadableFile
from intake.fields import Field, field_of
from intake.report import SheetState
from tests.intake.books import HEADER, SITI, book, read, read_one, read_rows, row

SPELT = {
    "N.I.K": Field.NIK, "N I K": Field.NIK, "NIK (sesuai KTP)": Field.NIK, "No. KTP": Field.NIK,
    "Nama Lengkap ": Field.NAME, "Nama Lengkap (sesuai KTP)": Field.NAME, "NAMA PESERTA": Field.NAME,
    "Nama Pelapor": Field.REPORTER, "tgl lhr": Field.BIRTH, "Tempat, Tgl Lahir": Field.BIRTH, "TTL": Field.BIRTH,
    "No. HP /WA": Field.PHONE, "Nomor HP": Field.PHONE, "hp": Field.PHONE, "No HP Pelapor": Field.REPORTER_PHONE,
    "L/P": Field.SEX, "Jenis Kelamin": Field.SEX, "JK": Field.SEX, "Tgl Aduan": Field.REPORTED,
    "TGL LAPOR": Field.REPORTED, "Tanggal": Field.REPORTED, "Timestamp": Field.REPORTED,
    "Jenis Keluhan": Field.COMPLAINT,
    "Masalah": Field.COMPLAINT, "Isi Aduan": Field.COMPLAINT, "KET": Field.NOTE, "Keterangan": Field.NOTE,
    "Tindak Lanjut": Field.NOTE, "Via": Field.CHANNEL, "Kanal": Field.CHANNEL, "Media": Field.CHANNEL,
    "DOSIS": Field.DOSE, "Vaksin ke-": Field.DOSE, "TEMPAT": Field.FACILITY, "Faskes": Field.FACILITY,
    "Nama Puskesmas": Field.FACILITY, "Tempat Vaksinasi": Field.FACILITY, "Tgl Vaksin": Field.VACCINATED,
    "Tanggal Vaksinasi": Field.VACCINATED, "No Tiket": Field.TICKET, "Petugas": Field.HANDLED_BY,
    "Nama Petugas": Field.HANDLED_BY, "Alamat": Field.ADDRESS, "Kecamatan": Field.ADDRESS, "Kab/Kota": Field.REGION,
    "No": Field.NUMBER, "No.": Field.NUMBER, "No. KK": Field.DETAIL, "Jenis Vaksin": Field.DETAIL, "Umur": Field.DETAIL,
    "Paraf": Field.IGNORED, "": None,
    "NIK " * 40: None,
}  # fmt: skip


@pytest.mark.parametrize(("header", "field"), SPELT.items())
def test_a_header_is_known_in_the_spellings_of_the_desk(header: str, field: Field | None) -> None:
    assert field_of(header) is field


def test_titles_and_a_row_of_column_numbers_are_no_complaints() -> None:
    data = book(
        ("REKAP ADUAN SERTIFIKAT",), ("KABUPATEN : MALINAU",), (), HEADER, tuple(range(1, 11)), SITI, header=None
    )
    only = read_one(data)
    assert (only.row, only.draft.region) == (6, "6502")


def test_a_header_of_two_rows_is_read_as_one() -> None:
    upper = ("NO", "IDENTITAS", None, "NO HP", "KELUHAN")
    lower = (None, "NAMA", "NIK", None, None)
    data = book(upper, lower, (1, "Siti", "6501056504859001", "081200009001", "belum terbit"), header=None)
    only = read_one(data)
    assert (only.draft.subject_name, only.draft.subject_nik) == ("Siti", "6501056504859001")


def test_a_header_printed_again_on_the_next_page_starts_no_complaint() -> None:
    found = read_rows(book(row(), HEADER, row(No=2, Nama="Budi", NIK="6501052504859002")))
    assert [(one.row, one.draft.subject_name) for one in found] == [(2, "Siti Nurhasanah"), (4, "Budi")]


def test_each_sheet_has_a_header_of_its_own_and_a_hidden_one_is_reported() -> None:
    def add_sheets(sheet: Any) -> None:
        other = sheet.parent.create_sheet("Tarakan")
        other.append(["hp", "Masalah", "Nama", "N.I.K"])
        other.append(["081200009002", "tiket ganda", "Budi", "6571012504859002"])
        sheet.parent.create_sheet("arsip").append(["lama"])
        sheet.parent["arsip"].sheet_state = "hidden"

    reading = read(book(row(), change=add_sheets))
    assert [draft.category for draft in reading.drafts] == ["not_issued", "duplicate_ticket"]
    assert [sheet.state for sheet in reading.sheets] == [SheetState.READ, SheetState.READ, SheetState.HIDDEN]


def test_columns_may_stand_in_any_order() -> None:
    only = read_one(book(("tiket ganda", "6501056504859001", "Siti"), header=("Masalah", "NIK", "Nama")))
    assert (only.draft.category, only.draft.subject_nik) == ("duplicate_ticket", "6501056504859001")


def test_a_column_without_a_header_is_known_by_what_stands_in_it() -> None:
    header = ("Nama", "Keluhan", None, None, "Ket")
    only = read_one(book(("Siti", "belum terbit", "6501056504859001", "081200009001", ""), header=header))
    assert (only.draft.subject_nik, only.draft.subject_phone) == ("6501056504859001", "+6281200009001")


def test_what_no_field_takes_is_kept_in_the_story() -> None:
    only = read_one(book((*SITI, "Sinovac"), header=(*HEADER[:7], "Jenis Vaksin")))
    assert only.draft.story == "sertifikat belum terbit\nJenis Vaksin: Sinovac"


def test_reporter_and_vaccinated_person_are_told_apart_where_both_have_a_column() -> None:
    header = ("Nama Pelapor", "No HP Pelapor", "Nama Peserta", "NIK", "No HP", "Keluhan")
    cells = ("Budi", "081200009002", "Siti", "6501056504859001", "081200009001", "belum terbit")
    draft = read_one(book(cells, header=header)).draft
    assert (draft.subject_name, draft.subject_phone) == ("Siti", "+6281200009001")
    assert (draft.reporter_name, draft.reporter_phone) == ("Budi", "+6281200009002")


def test_a_lone_nama_pelapor_is_the_person_vaccinated() -> None:
    draft = read_one(
        book(("Siti", "6501056504859001", "belum terbit"), header=("Nama Pelapor ", "NIK", "Keluhan"))
    ).draft
    assert (draft.subject_name, draft.reporter_name) == ("Siti", None)


def test_a_sheet_without_any_header_is_named_in_the_report() -> None:
    def add_sheet(sheet: Any) -> None:
        sheet.parent.create_sheet("catatan").append(["jangan dihapus"])

    reading = read(book(row(), change=add_sheet))
    assert reading.sheets[1].state is SheetState.NO_HEADER


def test_a_book_of_no_sheets_with_a_header_is_unreadable() -> None:
    with pytest.raises(UnreadableFile):
        read(book(("jangan dihapus",), header=None))


def test_exchanged_headers_are_put_right_by_what_stands_under_them() -> None:
    only = read_one(book(("6501056504859001", "Siti", "belum terbit"), header=("Nama", "NIK", "Keluhan")))
    assert (only.draft.subject_name, only.draft.subject_nik) == ("Siti", "6501056504859001")


def test_a_complaint_told_in_words_of_headers_is_no_header() -> None:
    words = (None, None, "nama salah", None, None, None, "keluhan sertifikat", "no hp salah", "lokasi")
    assert len(read_rows(book(row(), words))) + len(read(book(row(), words)).sheets[0].left_out) == 2
