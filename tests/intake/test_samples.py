"""The two sample recaps are read whole: no complaint lost, each doubtful cell listed."""

from collections import Counter
from pathlib import Path

import pytest

from intake.read import Reading
from intake.report import Code, LeftOut, SheetState
from tests.intake.books import read

SAMPLES = Path(__file__).resolve().parents[2] / "samples"


@pytest.fixture(scope="module")
def aduan() -> Reading:
    return read((SAMPLES / "aduan.xlsx").read_bytes())


@pytest.fixture(scope="module")
def rekap() -> Reading:
    return read((SAMPLES / "rekap_contoh.xlsx").read_bytes())


def test_all_615_complaints_of_the_recap_become_drafts(aduan: Reading) -> None:
    assert [row.cells[0] for row in aduan.rows] == list(range(1, 616))
    assert (len(aduan.drafts), len(aduan.refused)) == (615, 0)


def test_its_totals_and_its_signature_are_left_out(aduan: Reading) -> None:
    (sheet,) = aduan.sheets
    left_out = [(found.row, found.why) for found in sheet.left_out]
    assert left_out == [(205, LeftOut.TOTAL), (406, LeftOut.TOTAL), (607, LeftOut.TOTAL), (624, LeftOut.SIGNATURE)]


def test_its_columns_are_recognised(aduan: Reading) -> None:
    fields = [column.field.value for column in aduan.sheets[0].columns if column.field]
    assert fields == [
        "number", "reported", "name", "nik", "birth", "phone", "complaint", "note", "channel", "vaccinated",
        "handled_by",
    ]  # fmt: skip


def test_its_categories_are_counted_as_a_person_would(aduan: Reading) -> None:
    counted = Counter(draft.category for draft in aduan.drafts)
    assert counted == {
        "not_issued": 364, "nik_not_found": 154, "duplicate_ticket": 39, "other": 34, "other_name": 24,
    }  # fmt: skip


def test_its_niks_are_read_and_none_is_guessed(aduan: Reading) -> None:
    states = Counter(draft.nik_state for draft in aduan.drafts)
    assert (states["missing"], states["incomplete"]) == (12, 23)
    assert all(len(draft.nik_known or "") == 15 for draft in aduan.drafts if draft.nik_state == "incomplete")


def test_every_phone_and_every_date_of_it_is_read(aduan: Reading) -> None:
    assert all(draft.subject_phone and draft.subject_phone.startswith("+62") for draft in aduan.drafts)
    assert {f"{draft.received_at:%Y-%m}" for draft in aduan.drafts} == {"2021-11", "2021-12"}


def test_its_fifteen_repeated_complaints_are_shown_as_possible_duplicates(aduan: Reading) -> None:
    again = {finding.row: finding.other for finding in aduan.findings if finding.code is Code.POSSIBLE_DUPLICATE}
    rows = {row.row: int(str(row.cells[0]).partition(".")[0]) for row in aduan.rows}
    shown = {rows[row]: rows[int(other.rpartition("!")[2])] for row, other in again.items()}
    repeated = (10, 43, 130, 148, 236, 253, 256, 355, 413, 459, 471, 488, 526, 554, 579)
    assert {number: shown.get(number) for number in repeated} == {number: number - 1 for number in repeated}


def test_the_messy_recap_keeps_thirteen_and_refuses_the_row_without_a_name(rekap: Reading) -> None:
    assert (len(rekap.rows), len(rekap.drafts)) == (14, 13)
    (refused,) = rekap.refused
    assert refused.row == 18
    assert [finding.value for finding in refused.findings if finding.code is Code.CELL_ERROR] == [
        "#N/A", "#N/A", "#N/A", "#REF!",
    ]  # fmt: skip


def test_each_sheet_of_the_messy_recap_is_accounted_for(rekap: Reading) -> None:
    assert [(sheet.name, sheet.state, sheet.complaints) for sheet in rekap.sheets] == [
        ("REKAP ADUAN NOV", SheetState.READ, 13),
        ("Sheet2", SheetState.READ, 1),
        ("arsip", SheetState.HIDDEN, 0),
    ]


DOUBTS = {
    8: {Code.NIK_CUT},
    9: {Code.NIK_CUT},
    10: {Code.DATE_SEVERAL},
    11: {Code.PHONE_SEVERAL},
    12: {Code.NIK_SHORT, Code.ROW_COLOURED},
    14: {Code.DATE_SWAPPED, Code.POSSIBLE_DUPLICATE},
    15: {Code.ROW_HIDDEN, Code.NIK_LETTERS_REPLACED},
    16: {Code.NAME_TWO_PEOPLE, Code.CATEGORY_UNKNOWN},
    17: {Code.NIK_DATE, Code.DATE_IMPOSSIBLE},
    19: {Code.NIK_BIRTH_DIFFERS, Code.CATEGORY_UNKNOWN},
    20: {Code.CATEGORY_UNKNOWN},
}


@pytest.mark.parametrize("row", range(7, 21))
def test_every_doubt_of_the_messy_recap_is_listed_at_its_row(rekap: Reading, row: int) -> None:
    found = {finding.code for finding in rekap.findings if finding.row == row and finding.sheet != "Sheet2"}
    assert found - {Code.CELL_ERROR, Code.NIK_MISSING, Code.NAME_MISSING} == DOUBTS.get(row, set())


def test_a_report_shows_no_whole_nik_phone_or_birth_date(aduan: Reading, rekap: Reading) -> None:
    shown = " ".join(finding.value for finding in (*aduan.findings, *rekap.findings))
    assert not any(draft.subject_nik in shown for draft in (*aduan.drafts, *rekap.drafts) if draft.subject_nik)
    assert "1985" not in shown
