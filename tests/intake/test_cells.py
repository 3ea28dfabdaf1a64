"""What stands in the cells is read as people write it, never guessed, and every doubt is listed."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intake.read import _read_sheet
from intake.sheets import Sheet
from models.clock import WITA
from tests.intake.books import HEADER, TODAY, book, codes, read_one, read_rows, row

NIKS = {
    "6501056504859001": ("fits", "6501056504859001", None, []),
    "'6501056504859001": ("fits", "6501056504859001", None, []),
    "6501 0565 0485 9001": ("fits", "6501056504859001", None, []),
    "650105-650485-9001": ("fits", "6501056504859001", None, []),
    "65O1O56504859oo1": ("warned", "6501056504859001", None, ["nik_letters_replaced"]),
    "6404056504859001": ("warned", "6404056504859001", None, []),
    "650105650485900": ("incomplete", None, "650105650485900", ["nik_short"]),
    "65010565048590012": ("refused", "65010565048590012", None, ["nik_long"]),
    "6,50105E+15": ("incomplete", None, "650105", ["nik_cut"]),
    6501056504850000: ("incomplete", None, "650105650485000", ["nik_cut"]),
    6501056504859000: ("incomplete", None, "650105650485900", ["nik_cut"]),
    6501056504859001: ("warned", "6501056504859001", None, ["nik_number"]),
    "6501056504850000": ("refused", "6501056504850000", None, ["nik_serial"]),
    "9901056504859001": ("refused", "9901056504859001", None, ["nik_place"]),
    "6501053204859001": ("refused", "6501053204859001", None, ["nik_date"]),
    "hilang": ("refused", "hilang", None, ["nik_letters"]),
    "": ("missing", None, None, ["nik_missing"]),
    "-": ("missing", None, None, ["nik_missing"]),
}


@pytest.mark.parametrize("cell", NIKS)
def test_a_nik_is_read_as_it_stands_and_never_completed(cell: Any) -> None:
    state, nik, known, found = NIKS[cell]
    only = read_one(book(row(NIK=cell, Tgl_Lahir="")))
    assert (only.draft.nik_state, only.draft.subject_nik, only.draft.nik_known) == (state, nik, known)
    assert codes([only]) == found


def test_a_family_card_is_suspected_once_and_not_in_three_ways() -> None:
    only = read_one(book(row(NIK="6501050511099001")))
    assert codes([only]) == ["nik_family_card"]


DATES = {
    "8/11/2021": dt.date(2021, 11, 8), "8-11-21": dt.date(2021, 11, 8), "8.11.2021": dt.date(2021, 11, 8),
    "2021-11-08": dt.date(2021, 11, 8), "08 Nop 2021": dt.date(2021, 11, 8), 44508: dt.date(2021, 11, 8),
    "Senin, 8 November 2021": dt.date(2021, 11, 8), dt.date(2021, 11, 8): dt.date(2021, 11, 8),
}  # fmt: skip


@pytest.mark.parametrize("cell", DATES)
def test_the_day_of_a_complaint_is_read_however_it_is_written(cell: Any) -> None:
    draft = read_one(book(row(Tgl_Aduan=cell))).draft
    assert draft.received_at.astimezone(WITA).date() == DATES[cell]


def test_a_serial_of_a_1904_workbook_is_four_years_later() -> None:
    def old_mac(sheet: Any) -> None:
        sheet.parent.epoch = dt.datetime(1904, 1, 1)  # noqa: DTZ001 - a spreadsheet's day has no zone

    draft = read_one(book(row(Tgl_Aduan=44508 - 1462), change=old_mac)).draft
    assert draft.received_at.astimezone(WITA).date() == dt.date(2021, 11, 8)


DOUBTFUL_DATES = {
    "32/04/1985": (None, "date_impossible"),
    "04/25/1985": (dt.date(1985, 4, 25), "date_swapped"),
    "kapan ya": (None, "date_unreadable"),
    "25/04/2035": (dt.date(2035, 4, 25), "date_future"),
}


@pytest.mark.parametrize("cell", DOUBTFUL_DATES)
def test_a_doubtful_birth_date_is_listed_and_kept_in_the_story_where_it_is_none(cell: Any) -> None:
    born, code = DOUBTFUL_DATES[cell]
    only = read_one(book(row(Tgl_Lahir=cell, NIK="")))
    assert (only.draft.subject_birth_date, code in codes([only])) == (born, True)
    assert (cell in only.draft.story) == (born is None)


def test_two_vaccination_dates_are_kept_in_the_story() -> None:
    only = read_one(book(row(Tgl_Vaksin="14/7 & 11/8/2021")))
    assert only.draft.vaccinated_on is None
    assert only.draft.story.endswith("Tgl Vaksin: 14/7 & 11/8/2021")


def test_a_day_that_american_excel_turned_round_is_suspected_by_its_neighbours() -> None:
    days = ("8/11/2021", dt.date(2021, 8, 11), "9/11/2021")
    rows = [
        row(No=n, Nama=f"Siti {'abc'[n]}", NIK="", No_HP="", Tgl_Lahir="", Tgl_Aduan=day) for n, day in enumerate(days)
    ]
    found = read_rows(book(*rows))
    assert "date_swapped" in codes([found[1]])
    assert "date_swapped" not in codes([found[0], found[2]])


PHONES = {
    "081200009001": "+6281200009001", 81200009001: "+6281200009001", "81200009001.0": "+6281200009001",
    "+62 812 0000 9001": "+6281200009001", "081200009001 (WA)": "+6281200009001", "60123456789": "+60123456789",
    "(0552) 21 234": "+6255221234", "tidak ada": None, "0": None, "-": None,
}  # fmt: skip


@pytest.mark.parametrize("cell", PHONES)
def test_a_phone_is_read_however_it_is_written(cell: Any) -> None:
    only = read_one(book(row(No_HP=cell)))
    assert (only.draft.subject_phone, codes([only])) == (PHONES[cell], [])


def test_a_second_phone_is_kept_as_the_reporters() -> None:
    draft = read_one(book(row(No_HP="081200009001 / 085200009006"))).draft
    assert (draft.subject_phone, draft.reporter_phone) == ("+6281200009001", "+6285200009006")


def test_an_unreadable_phone_is_kept_in_the_story() -> None:
    only = read_one(book(row(No_HP="hubungi kantor desa")))
    assert (codes([only]), "No HP: hubungi kantor desa" in only.draft.story) == (["phone_unreadable"], True)


NAMES = {
    "SITI  NURHASANAH": ("Siti Nurhasanah", None, []),
    "Budi a.n. Siti Nurhasanah": ("Siti Nurhasanah", "Budi", ["name_two_people"]),
    "Siti Nurhasanah\n(anak: RIZKY)": ("Siti Nurhasanah", None, ["name_two_people"]),
    "Siti 2": ("Siti 2", None, ["name_with_digits"]),
}


@pytest.mark.parametrize("cell", NAMES)
def test_the_person_vaccinated_is_found_in_the_name_cell(cell: Any) -> None:
    name, reporter, found = NAMES[cell]
    only = read_one(book(row(Nama=cell)))
    assert (only.draft.subject_name, only.draft.reporter_name, codes([only])) == (name, reporter, found)


@pytest.mark.parametrize(
    ("cell", "sex"), [("L", "L"), ("Lk", "L"), ("Laki-laki", "L"), ("1", "L"), ("Pr", "P"), ("wanita", "P"), (2, "P")]
)
def test_the_sex_is_read_however_it_is_written(cell: Any, sex: str) -> None:
    assert read_one(book(("Siti", "belum terbit", cell), header=("Nama", "Keluhan", "L/P"))).draft.sex == sex


@pytest.mark.parametrize(
    ("cell", "dose"), [("I", "1"), (1, "1"), ("dosis 2", "2"), ("1&2", "1&2"), ("II dan I", "1&2"), ("booster", "3")]
)
def test_the_dose_is_read_however_it_is_written(cell: Any, dose: str) -> None:
    assert read_one(book(("Siti", "belum terbit", cell), header=("Nama", "Keluhan", "Dosis"))).draft.dose == dose


def test_beside_w_the_letter_p_is_a_man() -> None:
    rows = (("Siti", "belum terbit", "W"), ("Budi", "belum terbit", "P"))
    found = read_rows(book(*rows, header=("Nama", "Keluhan", "Sex")))
    assert [one.draft.sex for one in found] == ["P", "L"]


def sheet_cells() -> st.SearchStrategy[Any]:
    days = st.dates() | st.datetimes()
    return st.text(max_size=20) | st.floats() | st.integers() | st.booleans() | days


@given(st.lists(st.lists(sheet_cells(), max_size=10), max_size=6))
@settings(max_examples=200, deadline=None)
def test_any_cells_under_a_header_are_read_without_a_fault(rows: list[list[Any]]) -> None:
    sheet = Sheet(name="Rekap", rows=(HEADER, *map(tuple, rows)))
    report, found = _read_sheet(sheet, TODAY)
    assert len(found) + len(report.left_out) <= len(rows)
