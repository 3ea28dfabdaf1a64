"""Phone cells as the recaps have them, and whatever else a cell may hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import phones
from identity.phones import Problem


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("081200009001", "+6281200009001"),
        (81200009002, "+6281200009002"),
        (81200009002.0, "+6281200009002"),
        ("81200009009.0", "+6281200009009"),
        ("081100000.0 ", "+62811000000"),
        ("81381260612", "+6281381260612"),
        ("6281367152112", "+6281367152112"),
        (6281367152112, "+6281367152112"),
        ("+6281231568766", "+6281231568766"),
        ("+62 812 0000 9004", "+6281200009004"),
        ("+62 0812 0000 9004", "+6281200009004"),
        ("62 0812-0000-9004", "+6281200009004"),
        ("0062 812 0000 9004", "+6281200009004"),
        ("0813-9403-9140", "+6281394039140"),
        ("0812.0000.9014", "+6281200009014"),
        ("(0812) 0000 9014", "+6281200009014"),
        ("[0812] 0000-9014", "+6281200009014"),
        ("'081200009014", "+6281200009014"),
        ("0812\u00a00000\u20119014", "+6281200009014"),
        ("0811123456", "+62811123456"),
        ("0895123456789", "+62895123456789"),
    ],
)
def test_a_mobile_number_comes_out_one_way(cell: object, number: str) -> None:
    assert phones.read(cell) == phones.PhoneReading((number,))


@pytest.mark.parametrize(
    ("cell", "numbers", "note"),
    [
        ("081231299309 (WA)", ("+6281231299309",), "WA"),
        ("081231299309(istri)", ("+6281231299309",), "istri"),
        ("081231299309 an Budi", ("+6281231299309",), "an Budi"),
        ("HP: 0812 0000 9001", ("+6281200009001",), "HP"),
        ("0812 0000 9005 / 085200009006", ("+6281200009005", "+6285200009006"), ""),
        ("081200009001,081200009002", ("+6281200009001", "+6281200009002"), ""),
        ("081200009001; 081200009002", ("+6281200009001", "+6281200009002"), ""),
        ("081200009001 atau 081200009002", ("+6281200009001", "+6281200009002"), ""),
        ("081200009001 & 081200009002", ("+6281200009001", "+6281200009002"), ""),
        ("081200009001\n081200009002", ("+6281200009001", "+6281200009002"), ""),
        ("081200009001 (Ibu) / 081200009002 (Bapak)", ("+6281200009001", "+6281200009002"), "Ibu Bapak"),
        ("0812-0000-9001 dan 081200009001", ("+6281200009001",), ""),
    ],
)
def test_notes_are_kept_apart_and_two_numbers_are_two(cell: object, numbers: tuple[str, ...], note: str) -> None:
    assert phones.read(cell) == phones.PhoneReading(numbers, note)


@pytest.mark.parametrize(
    ("cell", "number", "problem", "shown"),
    [
        ("60123456789", "+60123456789", Problem.FOREIGN, "+60 12-345 6789"),
        ("+60 12-345 6789", "+60123456789", Problem.FOREIGN, "+60 12-345 6789"),
        ("0060123456789", "+60123456789", Problem.FOREIGN, "+60 12-345 6789"),
        ("+673 712 3456", "+6737123456", Problem.FOREIGN, "+673 712 3456"),
        ("(0552) 21 234", "+6255221234", Problem.LANDLINE, "(0552) 21234"),
        ("0551-51234", "+6255151234", Problem.LANDLINE, "(0551) 51234"),
        ("O81200009001", "+6281200009001", Problem.LETTERS_REPLACED, "0812-0000-9001"),
        ("08l2oooo9001", "+6281200009001", Problem.LETTERS_REPLACED, "0812-0000-9001"),
    ],
)
def test_landlines_neighbours_and_mistyped_zeros_are_kept_and_told(
    cell: object, number: str, problem: Problem, shown: str
) -> None:
    reading = phones.read(cell)
    assert (reading.numbers, reading.problems) == ((number,), (problem,))
    assert phones.show(number) == shown


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (None, Problem.MISSING),
        ("", Problem.MISSING),
        ("-", Problem.MISSING),
        ("0", Problem.MISSING),
        ("tidak ada", Problem.MISSING),
        ("tdk punya", Problem.MISSING),
        ("tdk punya hp", Problem.MISSING),
        ("#N/A", Problem.MISSING),
        (0, Problem.MISSING),
        (float("nan"), Problem.MISSING),
        ("ada", Problem.LETTERS),
        ("0812x0009001", Problem.LETTERS),
        ("٠٨١٢٠٠٠٠٩٠٠١", Problem.LETTERS),
        ("0812 0000", Problem.TOO_SHORT),
        ("21234", Problem.TOO_SHORT),
        ("119", Problem.TOO_SHORT),
        ("0812000090011234", Problem.TOO_LONG),
        ("6501052504859001", Problem.TOO_LONG),
        ("08400009001", Problem.UNKNOWN),
        ("+999 1234567", Problem.UNKNOWN),
        ("8,12E+10", Problem.EXCEL_CUT),
        ("6.28120E+12", Problem.EXCEL_CUT),
    ],
)
def test_what_is_no_number_says_why(cell: object, problem: Problem) -> None:
    assert (phones.read(cell).numbers, phones.read(cell).problems) == ((), (problem,))


def test_a_bad_second_number_does_not_spoil_the_first() -> None:
    reading = phones.read("0812 0000 9005 / 06")
    assert (reading.numbers, reading.problems) == (("+6281200009005",), (Problem.TOO_SHORT,))


mobiles = st.from_regex(r"8(?:1[1-9]|2[1-3]|3[1238]|5[1235-9]|7[78]|8[1-9]|9[5-9])[0-9]{6,9}", fullmatch=True)
writings = st.sampled_from(["0{}", "{}", "62{}", "+62{}", "+62 0{}", "0062{}", "{}.0", "0{} (WA)", " '0{}"])


@given(mobiles, writings)
def test_every_way_to_write_a_mobile_gives_the_same_number(rest: str, writing: str) -> None:
    assert phones.read(writing.format(rest)).numbers == (f"+62{rest}",)


@given(mobiles, st.lists(st.sampled_from(["", " ", "-", "."]), min_size=13, max_size=13))
def test_what_is_shown_or_spaced_reads_back(rest: str, gaps: list[str]) -> None:
    number = f"+62{rest}"
    spaced = "".join(digit + gap for digit, gap in zip(f"0{rest}", gaps, strict=False))
    assert phones.read(phones.show(number)).numbers == (number,)
    assert phones.read(spaced).numbers == (number,)


@given(st.one_of(st.text(), st.from_regex(r"[+()0-9oOl ./,-]{0,30}"), st.integers(), st.floats(), st.dates()))
def test_nothing_a_cell_holds_raises_and_only_ascii_digits_come_out(cell: object) -> None:
    reading = phones.read(cell)
    for number in reading.numbers:
        assert number[0] == "+"
        assert set(number[1:]) <= set("0123456789")
        assert 8 <= len(number) <= 16
        assert phones.show(number)
    assert reading.numbers or reading.problems


@given(st.text())
def test_showing_anything_never_raises(text: str) -> None:
    assert isinstance(phones.show(text), str)
