"""The check character of a ticket's number finds every slip of one character and every swap of neighbours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow import numbers
from workflow.refusals import MistypedNumber

SERIALS = st.integers(1, 9_999_999)
YEARS = st.integers(2021, 2099)


@given(YEARS, SERIALS)
def test_a_number_reads_back_in_any_spelling(year, serial):
    number = numbers.compose(year, serial)
    assert numbers.parse(number) == number
    assert numbers.parse(f" {number.lower().replace('-', '')} ") == number


@given(YEARS, SERIALS, st.data())
def test_one_mistyped_digit_is_refused(year, serial, data):
    number = numbers.compose(year, serial)
    place = data.draw(st.sampled_from([n for n, char in enumerate(number) if char.isdigit()]))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != number[place]]))
    with pytest.raises(MistypedNumber):
        numbers.parse(number[:place] + other + number[place + 1 :])


@given(YEARS, SERIALS)
def test_two_swapped_digits_are_refused(year, serial):
    digits = numbers.compose(year, serial).replace("-", "")
    for place in range(3, len(digits) - 2):
        if digits[place] != digits[place + 1]:
            swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
            with pytest.raises(MistypedNumber):
                numbers.parse(swapped)


@given(st.text(max_size=40))
def test_no_text_is_a_fault(text):
    try:
        found = numbers.parse(text)
    except MistypedNumber:
        return
    assert found is None or found.startswith("ADU-")
