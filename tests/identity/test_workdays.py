"""Working days of the province, the holidays library being the oracle for the decrees."""

from datetime import date, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity.workdays import add_working_days, is_working_day, working_days_between

# Collective leave is in the library's government category only; the default would leave Lebaran short.
FREE = frozenset(holidays.country_holidays("ID", years=[2021, 2022, 2026], categories=("public", "government")).keys())
starts = st.dates(date(2021, 1, 1), date(2022, 12, 1))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (date(2021, 11, 8), 0, date(2021, 11, 8)),
        (date(2021, 11, 8), 3, date(2021, 11, 11)),
        (date(2021, 11, 8), 5, date(2021, 11, 15)),
        (date(2021, 11, 8), 14, date(2021, 11, 26)),
        (date(2021, 11, 8), 60, date(2022, 1, 31)),
        (date(2021, 11, 13), 1, date(2021, 11, 15)),
        (date(2022, 4, 27), 3, date(2022, 5, 10)),
        (date(2022, 4, 27), 14, date(2022, 5, 27)),
    ],
)
def test_a_deadline_leaves_out_weekends_holidays_and_collective_leave(start: date, days: int, due: date) -> None:
    assert add_working_days(start, days, FREE) == due


def test_less_than_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="-1"):
        add_working_days(date(2021, 11, 8), -1, FREE)


@given(starts, st.integers(0, 60))
def test_counting_back_gives_the_days(start: date, days: int) -> None:
    due = add_working_days(start, days, FREE)
    assert working_days_between(start, due, FREE) == days
    assert working_days_between(due, start, FREE) == -days


@given(starts, st.integers(1, 60))
def test_a_deadline_is_a_working_day_and_later_is_never_earlier(start: date, days: int) -> None:
    due = add_working_days(start, days, FREE)
    assert is_working_day(due, FREE)
    assert add_working_days(start, days - 1, FREE) < due <= add_working_days(start + timedelta(1), days, FREE)
