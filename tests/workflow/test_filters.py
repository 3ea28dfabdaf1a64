"""What a list is narrowed to: spans of days, and the orders an index serves."""

from datetime import UTC, date, datetime

import pytest

from workflow.filters import Filters, days_of, is_narrow, moments_of

TODAY = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        ("today", date(2026, 11, 25), date(2026, 11, 25)),
        ("week", date(2026, 11, 23), date(2026, 11, 29)),
        ("last_week", date(2026, 11, 16), date(2026, 11, 22)),
        ("month", date(2026, 11, 1), date(2026, 11, 30)),
        ("last_month", date(2026, 10, 1), date(2026, 10, 31)),
        ("2026-11-17..2026-11-23", date(2026, 11, 17), date(2026, 11, 23)),
    ],
)
def test_a_span_has_a_first_and_a_last_day(span: str, first: date, last: date) -> None:
    assert days_of(span, TODAY) == (first, last)


@pytest.mark.parametrize("day", [date(2026, 12, 31), date(2028, 2, 29), date(2026, 1, 31)])
def test_a_month_ends_where_it_ends(day: date) -> None:
    first, last = days_of("month", day) or (day, day)
    assert first.day == 1
    assert last.month == day.month
    assert (last.toordinal() - first.toordinal()) in (27, 28, 29, 30)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "2026-11-17",
        "2026-11-23..2026-11-17",
        "2026-W01-1..2026-11-17",
        "0001-01-01..2026-11-17",
        "20261117..x",
    ],
)
def test_what_is_no_span_is_none(text: str) -> None:
    assert days_of(text, TODAY) is None


def test_a_day_begins_at_midnight_of_the_desk() -> None:
    assert moments_of("2026-11-17..2026-11-17") == (
        datetime(2026, 11, 16, 16, 0, tzinfo=UTC),
        datetime(2026, 11, 17, 16, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("filters", "orders"),
    [
        (Filters(), ("", "newest", "oldest")),
        (Filters(region="6501"), ("", "newest", "oldest")),
        (Filters(category="other"), ("",)),
        (Filters(received="2026-11-01..2026-11-30", category="other"), ("", "newest", "oldest")),
        (Filters(received="2026-01-01..2026-11-30"), ("newest", "oldest")),
        (Filters(received="2026-01-01..2026-11-30", category="other"), ("",)),
    ],
)
def test_only_orders_that_an_index_serves_are_offered(filters: Filters, orders: tuple[str, ...]) -> None:
    assert filters.orders == orders
    assert filters.order in orders


def test_a_month_is_narrow_and_a_quarter_is_not() -> None:
    assert is_narrow("2026-10-01..2026-10-31")
    assert not is_narrow("2026-10-01..2026-12-31")
