"""No cell of ours runs in a spreadsheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exports.cells import FORMULA, neutral


@pytest.mark.parametrize("start", [*FORMULA, " =", "\u00a0@", "  -"])
def test_a_cell_that_could_be_a_formula_begins_with_an_apostrophe(start: str) -> None:
    assert neutral(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("text", ["", " ", "Sri Wahyuni", "650105••••••0012", "[]", "a=b", "'=1", "10.0.0.1"])
def test_any_other_cell_stays_as_it_is(text: str) -> None:
    assert neutral(text) == text


@given(st.text())
def test_nothing_is_lost_but_an_apostrophe_gained(text: str) -> None:
    assert neutral(text) in (text, f"'{text}")
