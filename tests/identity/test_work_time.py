"""Working time against a slow model that asks of every minute whether the desk works and whether the clock runs."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from identity.workdays import Calendar

WITA = ZoneInfo("Asia/Makassar")
MINUTE = timedelta(minutes=1)
DECREED = frozenset(holidays.country_holidays("ID", years=[2021, 2022], categories=("public", "government")).keys())
DESK = Calendar(zone=WITA, holidays=DECREED)
# Short days keep the slow model quick: two hours each, on three days of the week, one of them a holiday.
SMALL = Calendar(
    zone=WITA,
    opening=time(8),
    closing=time(10),
    weekdays=frozenset({0, 1, 3}),
    holidays=frozenset({date(2021, 11, 9)}),
)
START = datetime(2021, 11, 7, 20, 0, tzinfo=UTC)
moments = st.integers(0, 9 * 24 * 60).map(lambda minute: START + minute * MINUTE)
spans = st.tuples(moments, st.integers(0, 3 * 24 * 60)).map(lambda one: (one[0], one[0] + one[1] * MINUTE))


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


def runs(calendar: Calendar, minute: datetime) -> bool:
    """Whether the minute that begins here is worked."""
    here = minute.astimezone(WITA)
    free = here.date() in calendar.holidays or here.weekday() not in calendar.weekdays
    return not free and calendar.opening <= here.time() < calendar.closing


def slowly_due(
    calendar: Calendar, received: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]
) -> datetime:
    """Minute by minute from the day after receipt, until enough were worked outside every pause."""
    here = datetime.combine(received.astimezone(WITA).date() + timedelta(days=1), time(), WITA).astimezone(UTC)
    while minutes:
        paused = any(begin <= here < end for begin, end in pauses)
        minutes -= runs(calendar, here) and not paused
        here += MINUTE
    return here


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        ("2021-11-08 09:00", 3, "2021-11-11 16:00"),
        ("2021-11-08 23:59", 3, "2021-11-11 16:00"),
        ("2021-11-08 00:00", 5, "2021-11-15 16:00"),
        ("2021-11-08 16:01", 14, "2021-11-26 16:00"),
        ("2021-11-08 08:00", 60, "2022-01-31 16:00"),
        ("2021-11-13 10:00", 1, "2021-11-15 16:00"),
        ("2022-04-27 12:00", 3, "2022-05-10 16:00"),
        ("2022-04-27 12:00", 14, "2022-05-27 16:00"),
    ],
)
def test_the_days_of_the_domain_are_due_at_the_closing_hour(received: str, days: int, due: str) -> None:
    assert DESK.due(local(received), days * DESK.day_long) == local(due)


@pytest.mark.parametrize(
    ("pauses", "due"),
    [
        ([("2021-11-09 08:00", "2021-11-09 16:00")], "2021-11-12 16:00"),  # a whole working day
        ([("2021-11-09 15:00", "2021-11-10 09:00")], "2021-11-12 10:00"),  # an hour on either side of a night
        ([("2021-11-09 16:00", "2021-11-10 08:00")], "2021-11-11 16:00"),  # a night alone
        ([("2021-11-08 08:00", "2021-11-08 16:00")], "2021-11-11 16:00"),  # the day of receipt does not count
        ([("2021-11-10 10:00", "2021-11-15 10:00")], "2021-11-16 16:00"),  # a weekend inside
        ([("2021-11-09 09:00", "2021-11-09 11:00"), ("2021-11-09 10:00", "2021-11-09 12:00")], "2021-11-12 11:00"),
        ([("2021-11-09 09:00:50", "2021-11-09 10:00:10")], "2021-11-12 09:00"),  # seconds are not counted
        ([("2021-11-11 16:00", "2021-11-30 16:00")], "2021-11-11 16:00"),  # late is late
    ],
)
def test_a_deadline_of_three_days_moves_by_what_its_pauses_cost(pauses: list[tuple[str, str]], due: str) -> None:
    told = [(local(begin), local(end)) for begin, end in pauses]
    assert DESK.due(local("2021-11-08 09:00"), 3 * DESK.day_long, told) == local(due)


def test_a_pause_over_lebaran_costs_its_working_days_alone() -> None:
    pause = local("2022-04-28 08:00"), local("2022-05-09 12:00")
    assert DESK.due(local("2022-04-27 12:00"), 3 * DESK.day_long, [pause]) == local("2022-05-12 12:00")


@settings(max_examples=60, deadline=None)
@given(moments, st.integers(1, 500), st.lists(spans, max_size=4))
def test_the_slow_model_agrees(received: datetime, minutes: int, pauses: list[tuple[datetime, datetime]]) -> None:
    due = SMALL.due(received, minutes * MINUTE, pauses)
    assert due == slowly_due(SMALL, received, minutes, pauses)


@settings(max_examples=60, deadline=None)
@given(spans)
def test_the_slow_model_counts_the_same_working_time(span: tuple[datetime, datetime]) -> None:
    start, end = span
    minutes = (start + n * MINUTE for n in range(int((end - start) / MINUTE)))
    assert SMALL.worked(start, end) == sum(runs(SMALL, minute) for minute in minutes) * MINUTE


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(1, 5000).map(lambda n: n * MINUTE))
def test_what_was_added_was_worked(start: datetime, worktime: timedelta) -> None:
    end = DESK.after(start, worktime)
    assert DESK.worked(start, end) == worktime
    assert DESK.worked(start, end - MINUTE) < worktime


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(1, 30), st.lists(spans, max_size=4), spans)
def test_one_pause_more_never_makes_a_deadline_nearer(
    received: datetime, days: int, pauses: list[tuple[datetime, datetime]], more: tuple[datetime, datetime]
) -> None:
    worktime = days * DESK.day_long
    due = DESK.due(received, worktime, [*pauses, more])
    assert due >= DESK.due(received, worktime, pauses)
