"""Masks show what a person needs to recognise a value, never the value."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.masks import mask_nik, mask_phone, mask_text

DOT = "•"
WORDS = st.text(st.characters(exclude_characters=DOT, exclude_categories=["Z", "Cc", "Cs"]))


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("6501012504850012", "650101••••••0012"),
        ("6501 0125 0485 0012", "650101••••••0012"),
        ("650101250485001", "6501••••••••001"),
        ("65010125", "65••••25"),
        ("6501012", "•••••••"),
        ("٦٥٠١٠١٢٥٠٤٨٥٠٠١٢", "٦٥٠١••••••••٠٠١٢"),
        ("", ""),
    ],
)
def test_a_nik_shows_its_district_and_its_serial(value: str, shown: str) -> None:
    assert mask_nik(value) == shown


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("081234563391", "0812••••3391"),
        ("+6281234563391", "0812••••3391"),
        ("0812-3456-3391", "0812••••3391"),
        ("0812345633910", "0812•••••3910"),
        ("08123456339", "081••••••39"),
        ("+60123456789", "+60••••••789"),
        ("55123", "•••••"),
        ("", ""),
    ],
)
def test_a_phone_shows_its_operator_and_its_last_four(value: str, shown: str) -> None:
    assert mask_phone(value) == shown


@given(WORDS)
def test_a_value_of_no_known_shape_shows_at_most_half_of_it(text: str) -> None:
    for masked in (mask_nik(text), mask_phone("x" + text)):
        assert masked.count(DOT) * 2 >= len(masked)


@pytest.mark.parametrize("mask", [mask_nik, mask_phone])
@given(value=st.text("0123456789", min_size=1, max_size=20))
def test_no_mask_shows_the_middle(mask: Callable[[str], str], value: str) -> None:
    masked = mask(value)
    assert len(masked) == len(value)
    assert masked[len(value) // 2] == DOT


@given(st.from_regex(r"\A[0-9]{16}\Z"))
def test_a_masked_nik_hides_the_whole_birth_date(nik: str) -> None:
    assert mask_nik(nik)[6:12] == DOT * 6


@pytest.mark.parametrize(("text", "shown"), [("Jl. Mawar 12", "••••••"), ("x", "••••••"), ("  ", ""), ("", "")])
def test_free_text_shows_neither_words_nor_length(text: str, shown: str) -> None:
    assert mask_text(text) == shown
