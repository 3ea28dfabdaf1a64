"""The slips of a NIK, each with the digits that are meant."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.compare_nik import NEAR, are_neighbours, compare_nik, day_month_exchanged, tells_birth
from registry.keys import less_one
from registry.tiers import Finding as F  # noqa: N817 - a table reads better with short names

TOLD = "6501050704859012"
DIGITS = st.text("0123456789", min_size=16, max_size=16)


@pytest.mark.parametrize(
    ("written", "finding", "places"),
    [
        ("6501050704859012", F.SAME, ()),
        ("6501050704859812", F.NIK_DIGIT, (14,)),
        ("6501050704589012", F.NIK_EXCHANGED, (11, 12)),
        ("650105074859012", F.NIK_DIGIT_MISSING, (9,)),
        ("65010507048859012", F.NIK_DIGIT_EXTRA, (12,)),
        ("65010507048590123", F.NIK_DIGIT_EXTRA, (17,)),
        ("650105070485901", F.NIK_DIGIT_MISSING, (16,)),
        ("6501054704859012", F.NIK_SEX, (7,)),
        ("6501050407859012", F.NIK_DAY_MONTH, (7, 8, 9, 10)),
        ("6501050704859013", F.NIK_NEIGHBOUR, (16,)),
        ("6501050704859021", F.NIK_EXCHANGED, (15, 16)),
        ("6501050704859009", F.NIK_NEIGHBOUR, (15, 16)),
        ("6501059704859013", F.NIK_TWO_DIGITS, (7, 16)),
        ("6571050704889012", F.NIK_TWO_DIGITS, (3, 12)),
        ("65010507048590", F.NIK_TWO_DIGITS, ()),
        ("7371124110629001", F.DIFFERS, ()),
        ("", F.NOT_RECORDED, ()),
        ("abc", F.DIFFERS, ()),
    ],
)
def test_a_slip_is_named_with_its_place(written: str, finding: F, places: tuple[int, ...]) -> None:
    assert compare_nik(TOLD, written) == (finding, places)


def test_fifteen_digits_of_a_cut_nik_are_its_beginning() -> None:
    assert compare_nik(TOLD[:15], TOLD) == (F.NIK_BEGINNING, (16,))
    assert compare_nik(TOLD[:15], TOLD[:15]) == (F.NIK_BEGINNING, (16,))


@pytest.mark.parametrize("told", ["", "65010", "650105070"])
def test_a_few_digits_are_no_nik_to_compare(told: str) -> None:
    assert compare_nik(told, TOLD)[0] is F.NOT_TOLD


@pytest.mark.parametrize(
    ("nik", "exchanged"),
    [
        ("6501050704859012", {"6501050407859012"}),
        ("6501054704859012", {"6501054407859012"}),
        ("6501051304859012", set()),
        ("6501050404859012", set()),
        ("650105070485901", set()),
    ],
)
def test_day_and_month_are_exchanged_where_both_can_be_both(nik: str, exchanged: set[str]) -> None:
    assert day_month_exchanged(nik) == exchanged


def test_twins_have_neighbouring_serials_and_a_slip_far_off_is_none() -> None:
    assert are_neighbours("6501050704850001", "6501050704850002")
    assert not are_neighbours("6501050704850001", "6501050704859001")
    assert not are_neighbours("6501050704850001", "6501050704850001")


@pytest.mark.parametrize(("nik", "tells"), [("6501052504859012", True), ("6501056504859012", True), (TOLD, False)])
def test_a_nik_tells_the_birth_date_of_a_man_or_a_woman(nik: str, *, tells: bool) -> None:
    assert tells_birth(nik, date(1985, 4, 25)) is tells


@given(DIGITS, st.integers(0, 15), st.sampled_from("0123456789"))
def test_whatever_one_slip_away_is_near_and_shares_a_key(nik: str, place: int, digit: str) -> None:
    for slip in (
        nik[:place] + digit + nik[place + 1 :],
        nik[:place] + nik[place + 1 :],
        nik[:place] + digit + nik[place:],
    ):
        if slip != nik:
            assert compare_nik(nik, slip)[0] in NEAR
            assert ({nik} | less_one(nik)) & ({slip} | less_one(slip))
