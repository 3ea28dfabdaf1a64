"""The messy sample recap, row by row: what each of its fourteen complaints becomes."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from intake.read import Reading
from models.clock import WITA
from tests.intake.books import read

SAMPLE = Path(__file__).resolve().parents[3] / "samples" / "rekap_contoh.xlsx"
NOV8, NOV9, NOV10 = (dt.date(2021, 11, day) for day in (8, 9, 10))
APR25, JUL14 = dt.date(1985, 4, 25), dt.date(2021, 7, 14)
# (sheet, row): name, day, category, NIK, digits known, born, sex, phone, dose, vaccinated on
ROWS: dict[tuple[str, int], tuple[Any, ...]] = {
    ("R", 7): ("Yansen Lawai", NOV8, "not_issued", "6501052504859001", None, APR25, "L", "+6281200009001", "1", JUL14),
    ("R", 8): ("Siti Nur Hasanah", NOV8, "nik_not_found", None, "650105650485000", APR25, "P", "+6281200009002", "1",
               JUL14),
    ("R", 9): ("H. Muh. Ramli, S.Pd", NOV8, "not_issued", None, "650105", APR25, "L", "+6281200009003", "2",
               dt.date(2021, 8, 11)),
    ("R", 10): ("Hj. Ratna Sari Dewi", NOV8, "other_name", "6404056504709002", None, dt.date(1970, 4, 25), "P",
                "+6281200009004", "1&2", None),
    ("R", 11): ("Paulus", NOV8, "duplicate_ticket", "6501052504909003", None, dt.date(1990, 4, 25), "L",
                "+6281200009005", "2", NOV8),
    ("R", 12): ("Martha Usat", NOV8, "not_issued", None, "650105650485900", APR25, "P", "+6255221234", "1", NOV8),
    ("R", 14): ("Siti Nurhasanah", dt.date(2021, 8, 11), "not_issued", "6501056504859004", None, APR25, "P",
                "+6281200009002", "1", JUL14),
    ("R", 15): ("Ahmad", NOV9, "not_issued", "6501052504859005", None, APR25, "L", None, "3", None),
    ("R", 16): ("Budi Santoso", NOV9, "other", "6473012504859006", None, APR25, "L", "+6281200009009", "1", JUL14),
    ("R", 17): ("Suparman", NOV9, "data_mismatch", "6501053204859007", None, None, "L", None, "1", JUL14),
    ("R", 18): (),
    ("R", 19): ("Andi Fitriani", NOV10, "other", "6501054104009008", None, dt.date(2000, 1, 1), "P", "+60123456789",
                "1", JUL14),
    ("R", 20): ("Darmawati", NOV10, "other", "6501056504859009", None, APR25, "P", "+6281200009013", "1", JUL14),
    ("S", 2): ("Lenjau Apui", dt.date(2021, 12, 3), "not_issued", "6502014108779010", None, dt.date(1977, 8, 1), "P",
               "+6281200009014", None, None),
}  # fmt: skip
KEPT_IN_THE_STORY = {
    10: "TGL VAKSIN: 14/7 & 11/8/2021",
    12: "lanjutan: sudah coba di PeduliLindungi tetap tdk ada",
    16: "NAMA: BUDI SANTOSO (anak: RIZKY)",
    17: "TGL LAHIR: 32/04/1985",
}


@pytest.fixture(scope="module")
def rekap() -> Reading:
    return read(SAMPLE.read_bytes())


def told(draft: Any) -> tuple[Any, ...]:
    if draft is None:
        return ()
    day = draft.received_at.astimezone(WITA).date()
    return (
        draft.subject_name, day, draft.category, draft.subject_nik, draft.nik_known, draft.subject_birth_date,
        draft.sex, draft.subject_phone, draft.dose, draft.vaccinated_on,
    )  # fmt: skip


def test_every_row_becomes_what_a_person_would_make_of_it(rekap: Reading) -> None:
    assert {(one.sheet[0], one.row): told(one.draft) for one in rekap.rows} == ROWS


def test_what_has_no_field_is_in_its_story(rekap: Reading) -> None:
    stories = {one.row: one.draft.story for one in rekap.rows if one.draft and one.sheet.startswith("R")}
    assert {row for row, text in KEPT_IN_THE_STORY.items() if text not in stories[row].splitlines()} == set()


def test_the_second_number_and_the_places_are_kept(rekap: Reading) -> None:
    drafts = {one.row: one.draft for one in rekap.rows if one.sheet.startswith("R")}
    assert drafts[11].reporter_phone == "+6285200009006"
    assert [drafts[row].facility_text for row in (7, 11, 12)] == ["PKM Tj. Selor", "gedung gadis", "gedung gadis"]
    assert {draft.region for draft in drafts.values() if draft} == {"6501"}
