"""Messes 6 to 12: what happens to a NIK on its way through spreadsheets, in a recap and in a registry.

6 a number whose last digit Excel made 0 · 7 "6,50105E+15" as text · 8 an apostrophe stored as a character ·
9 spaces, dots, dashes, no-break spaces inside · 10 fifteen or seventeen digits · 11 letters o, O, l, I for 0, 1 ·
12 the number of the family card instead
"""

from typing import Any

import pytest

from intake.report import Code
from registry.read import Reason
from tests.intake.books import book, codes, read_one, read_rows, row
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record

GOOD = "6501056504859001"
# cell: (NIK kept, digits known of one that is not whole, findings); a registry keeps the same digits
NIKS: dict[Any, tuple[str | None, str | None, list[str]]] = {
    6501056504850000: (None, "650105650485000", ["nik_cut"]),
    6501056504859010: (None, "650105650485901", ["nik_cut"]),
    6501056504859001: (GOOD, None, ["nik_number"]),
    9101056504859003: (None, "910105650485900", ["nik_cut"]),
    "6501056504850000.0": (None, "650105650485000", ["nik_cut"]),
    "650105650485000?": (None, "650105650485000", ["nik_cut"]),
    "6.501056504850000E+15": (None, "650105650485000", ["nik_cut"]),
    "'6501056504859001": (GOOD, None, []),
    "’6501056504859001": (GOOD, None, []),
    '="6501056504859001"': (GOOD, None, []),
    "6501 0565 0485 9001": (GOOD, None, []),
    "6501.0565.0485.9001": (GOOD, None, []),
    "650105-650485-9001": (GOOD, None, []),
    "6501\u00a00565\u00a00485\u00a09001": (GOOD, None, []),
    "6501\u200b056504859001": (GOOD, None, []),
    "NIK: 6501056504859001": (GOOD, None, []),
    "650105650485900": (None, "650105650485900", ["nik_short"]),
    "65010565048590012": ("65010565048590012", None, ["nik_long"]),
    "65O1O565O4859oo1": (GOOD, None, ["nik_letters_replaced"]),
    "650105650485900l": (GOOD, None, ["nik_letters_replaced"]),
    "650I056504859001": ("6501056504859001", None, ["nik_letters_replaced"]),
}
LESS = {"6,50105E+15": "650105", "6.50101E+15": "650101", "6,50105650485E+15": "650105650485"}


def as_csv(*cells: Any) -> bytes:
    """A csv as Excel writes it here; a cell with a quote keeps it in quotes."""
    lines = ["Nama;NIK;No HP;Keluhan"]
    quoted = (str(cell).replace('"', '""') for cell in cells)
    lines += [f'Siti;"{cell}";08120000{at:04};belum terbit' for at, cell in enumerate(quoted, 9001)]
    return "\r\n".join(lines).encode("utf-8-sig")


def test_each_nik_of_a_recap_is_kept_as_far_as_it_is_certain() -> None:
    cells = [cell for cell in NIKS if cell != '="6501056504859001"']
    found = read_rows(book(*(row(NIK=cell, Tgl_Lahir="", Nama=f"Siti {at}") for at, cell in enumerate(cells))))
    told = {cell: (one.draft.subject_nik, one.draft.nik_known) for cell, one in zip(cells, found, strict=True)}
    assert told == {cell: NIKS[cell][:2] for cell in cells}
    doubts = {cell: [c for c in codes([one]) if c.startswith("nik")] for cell, one in zip(cells, found, strict=True)}
    assert doubts == {cell: NIKS[cell][2] for cell in cells}


def test_a_csv_tells_the_same_where_it_holds_text() -> None:
    cells = [cell for cell in NIKS if isinstance(cell, str)]
    found = read_rows(as_csv(*cells))
    told = {cell: (one.draft.subject_nik, one.draft.nik_known) for cell, one in zip(cells, found, strict=True)}
    assert told == {cell: NIKS[cell][:2] for cell in cells}


@pytest.mark.parametrize("cell", LESS)
def test_of_scientific_notation_only_the_digits_that_are_left_are_known(cell: str) -> None:
    only = read_one(book(row(NIK=cell)))
    assert (only.draft.subject_nik, only.draft.nik_known, only.draft.nik_state) == (None, LESS[cell], "incomplete")
    assert codes([only]) == ["nik_cut"]


def test_a_registry_keeps_the_same_digits_and_refuses_no_row_for_them(kept: Kept) -> None:
    cells = [cell for cell in NIKS if cell != '="6501056504859001"']
    rows = [record(NIK=cell, No_Tiket=f"PC{at}") for at, cell in enumerate(cells)]
    report, found = kept(book(*rows, header=REGISTRY))
    assert report.refused == 0
    told = {cell: one.person.nik for cell, one in zip(cells, found, strict=True)}
    assert told == {cell: NIKS[cell][0] or NIKS[cell][1] for cell in cells}


@pytest.mark.parametrize("cell", LESS)
def test_a_registry_keeps_no_half_nik_but_the_row_that_something_else_finds(kept: Kept, cell: str) -> None:
    nothing = {"No_Tiket": "", "No_HP": "", "Tanggal_Lahir": ""}
    report, found = kept(book(record(NIK=cell), record(NIK=cell, **nothing), header=REGISTRY))
    assert [one.person.nik for one in found] == [""]
    assert [refused.reason for refused in report.refused_rows()] == [Reason.NIK_CUT]


def test_two_people_with_one_cut_nik_stay_two_records(kept: Kept) -> None:
    rows = [record(NIK=6501056504850000, Nama_Lengkap=name, No_Tiket="") for name in ("Sri Wahyuni", "Dewi Lestari")]
    kept(book(rows[0], header=REGISTRY))
    report, found = kept(book(*rows, header=REGISTRY))
    assert (report.new, report.changed, report.same, len(found)) == (1, 0, 1, 2)


def test_a_cut_nik_given_back_for_mending_is_not_taken_for_a_whole_one() -> None:
    (refused,) = read_rows(book(row(NIK=6501056504850000, Nama="")))
    assert refused.cells[3] == "650105650485000?"
    again = read_one(book(row(NIK=refused.cells[3])))
    assert (again.draft.subject_nik, again.draft.nik_known) == (None, "650105650485000")


def test_a_family_card_typed_for_a_nik_is_said_to_look_like_one(filed: Filed) -> None:
    report, (ticket,) = filed(book(row(NIK="6501050511099001")))
    assert codes(report.reading.rows) == [Code.NIK_FAMILY_CARD]
    assert ticket.subject_nik == "6501050511099001"


def test_half_niks_of_strangers_are_no_duplicates(filed: Filed) -> None:
    filed(book(row(NIK="6,50105E+15")))
    other = row(NIK="6,50105E+15", Nama="Budi Santoso", Tgl_Lahir="01/02/1970", No_HP="081200009077")
    report, tickets = filed(book(other))
    assert (len(tickets), Code.POSSIBLE_DUPLICATE in codes(report.reading.rows)) == (2, False)
