"""What counts as an empty cell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.cells import is_blank, is_ditto, is_refusal, text_of


@pytest.mark.parametrize(
    "cell", [None, "", " \u00a0\n", "-", "--", "...", "?", "0", 0, 0.0, "tidak ada", "TDK PUNYA", "n/a", "#REF!"]
)
def test_nothing_is_written_in_many_ways(cell: object) -> None:
    assert is_blank(cell)
    assert is_refusal(cell)


@pytest.mark.parametrize("cell", ["belum vaksin", "tdk punya hp", "lupa", "Tidak bawa KTP"])
def test_saying_no_in_words_is_a_refusal_but_no_blank(cell: object) -> None:
    assert is_refusal(cell)
    assert not is_blank(cell)


@pytest.mark.parametrize("cell", ["tidak bisa, hubungi 081200009001", "Tidakku", "10", 7, False, "a", "Ada"])
def test_what_says_something_is_neither(cell: object) -> None:
    assert not is_blank(cell)
    assert not is_refusal(cell)


@pytest.mark.parametrize(
    ("cell", "ditto"), [("idem", True), ("SDA", True), ("s.d.a.", True), ("''", True), ('"', True), ("sdh", False)]
)
def test_as_above_is_written_in_many_ways(cell: object, *, ditto: bool) -> None:
    assert is_ditto(cell) is ditto


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (81200009002.0, "81200009002"),
        (6501056504850000, "6501056504850000"),
        (44508.5, "44508.5"),
        ("\ufeffa\n b", "a b"),
    ],
)
def test_a_cell_gives_its_text_on_one_line(cell: object, text: str) -> None:
    assert text_of(cell) == text


@given(st.one_of(st.text(), st.integers(), st.floats(), st.none(), st.booleans(), st.dates()))
def test_no_cell_raises(cell: object) -> None:
    assert text_of(text_of(cell)) == text_of(cell)
    assert is_blank(cell) <= is_refusal(cell)
    assert is_ditto(cell) in {True, False}
