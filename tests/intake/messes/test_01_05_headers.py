"""Messes 1 to 5: what stands above, in and under the header of a table, in a recap and in a registry.

1 title rows and a merged A1:L1 above the header · 2 a header of two rows with merged groups · 3 a row of column
numbers under it · 4 the spellings of its words · 5 rows such as KABUPATEN:, PUSKESMAS:, BULAN:
"""

import datetime as dt
from typing import Any

import pytest

from intake.fields import Field, field_of
from intake.report import LeftOut
from registry.columns import Field as OfRegistry
from registry.columns import field_of as registry_field_of
from tests.intake.books import book, read, read_one
from tests.intake.messes.conftest import Filed, Kept

TITLES = (("REKAPITULASI ADUAN SERTIFIKAT VAKSIN",), ("DINAS KESEHATAN PROVINSI KALIMANTAN UTARA",), ())
PLACES = (("KABUPATEN", ": MALINAU"), ("PUSKESMAS : LONG AMPUNG",), ("BULAN", ":", "NOVEMBER 2021"), ())
UPPER = ("NO", "TGL LAPOR", "IDENTITAS", None, None, None, "VAKSINASI", None, None, "NO. HP /WA", "KELUHAN", "KET")
LOWER = (None, None, "NAMA", "NIK", "TGL LAHIR", "L/P", "DOSIS", "TEMPAT", "TGL", None, None, None)
NUMBERS = tuple(range(1, 13))
SITI = (
    1, dt.datetime(2021, 11, 8), "SITI NURHASANAH", "6501056504859001", "25/04/1985", "P", "I", "PKM Bunyu",  # noqa: DTZ001
    "14/07/2021", "081200009001", "sertifikat belum terbit", None,
)  # fmt: skip


def merge(sheet: Any) -> None:
    """Merge what a clerk merges: the title over all columns, groups over names, single labels over two rows."""
    at = next(row[0].row for row in sheet.iter_rows() if row[2].value == "IDENTITAS")
    sheet.merge_cells("A1:L1")
    for group in ("C{0}:F{0}", "G{0}:I{0}"):
        sheet.merge_cells(group.format(at))
    for letter in "ABJKL":
        sheet.merge_cells(f"{letter}{at}:{letter}{at + 1}")


def whole() -> bytes:
    return book(*TITLES, *PLACES, UPPER, LOWER, NUMBERS, SITI, header=None, change=merge)


def test_a_recap_under_all_five_messes_is_read() -> None:
    only = read_one(whole())
    draft = only.draft
    assert (only.row, draft.subject_name, draft.subject_nik) == (11, "Siti Nurhasanah", "6501056504859001")
    assert (draft.dose, draft.vaccinated_on, draft.facility_text) == ("1", dt.date(2021, 7, 14), "PKM Bunyu")
    assert (draft.region, only.findings) == ("6502", ())


def test_its_titles_and_column_numbers_are_no_rows_of_the_report() -> None:
    (sheet,) = read(whole()).sheets
    assert (sheet.header_row, sheet.complaints, sheet.left_out) == (8, 1, ())


def test_it_becomes_one_ticket_of_the_region_that_the_title_names(filed: Filed) -> None:
    report, (ticket,) = filed(whole())
    assert (report.new, report.refused, ticket.region_code) == (1, 0, "6502")


def test_a_registry_under_all_five_messes_is_kept(kept: Kept) -> None:
    report, (found,) = kept(whole())
    assert (report.read, report.new, report.refused) == (1, 1, 0)
    assert (found.person.name, found.person.nik, found.person.phones) == (
        "SITI NURHASANAH", "6501056504859001", ("+6281200009001",),
    )  # fmt: skip
    assert (found.record.dose, found.record.vaccinated_on) == ("1", dt.date(2021, 7, 14))
    assert found.record.source_row == 1


def test_a_header_of_one_row_is_not_joined_with_the_record_below(kept: Kept) -> None:
    data = book(("6501056504859001", "Nama Siti", "HP 081200009001"), header=("NIK", "Nama", "No HP"))
    _, (found,) = kept(data)
    assert found.person.name == "Nama Siti"


def test_a_header_printed_again_is_no_record(kept: Kept) -> None:
    report, found = kept(book(*TITLES, UPPER, LOWER, NUMBERS, SITI, UPPER, LOWER, NUMBERS, header=None))
    assert (report.read, len(found)) == (1, 1)


@pytest.mark.parametrize("numbers", [range(1, 13), [f"({n})" for n in range(1, 13)], [str(n) for n in range(1, 13)]])
def test_column_numbers_are_left_out_however_they_are_written(numbers: Any) -> None:
    (sheet,) = read(book(UPPER, LOWER, tuple(numbers), SITI, tuple(numbers), header=None)).sheets
    assert [one.why for one in sheet.left_out] == [LeftOut.COLUMN_NUMBERS]


SPELT = {
    "N.I.K": (Field.NIK, OfRegistry.NIK),
    "No. HP /WA": (Field.PHONE, OfRegistry.PHONE),
    "Nama Lengkap ": (Field.NAME, OfRegistry.NAME),
    "Nama\nLengkap": (Field.NAME, OfRegistry.NAME),
    "tgl lhr": (Field.BIRTH, OfRegistry.BIRTH),
    "KET": (Field.NOTE, None),
    "Jenis\u00a0Kelamin": (Field.SEX, OfRegistry.SEX),
    "L / P": (Field.SEX, OfRegistry.SEX),
}


@pytest.mark.parametrize("header", SPELT)
def test_a_header_is_known_however_it_is_spelt(header: str) -> None:
    assert (field_of(header), registry_field_of(header)) == SPELT[header]


def test_a_line_right_above_the_header_is_no_part_of_it(kept: Kept) -> None:
    header = ("No", "Nama", "NIK", "No HP", "Keluhan")
    data = book(("KABUPATEN : MALINAU",), header, (1, "Siti", "6501056504859001", "", "tiket ganda"), header=None)
    (sheet,) = read(data).sheets
    assert (sheet.header_row, sheet.columns[0].header, read_one(data).draft.region) == (2, "No", "6502")
    _, (found,) = kept(data)
    assert (found.person.name, found.record.region_code) == ("Siti", "65")
