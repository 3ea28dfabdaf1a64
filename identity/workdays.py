"""Counts working days: Monday to Friday without the holidays given."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta

_DAY = timedelta(days=1)


def is_working_day(day: date, holidays: AbstractSet[date]) -> bool:
    return day.weekday() < 5 and day not in holidays


def add_working_days(start: date, days: int, holidays: AbstractSet[date]) -> date:
    """Give the day that lies ``days`` working days after ``start``; the start itself does not count.

    No days give the start back. Raises ValueError for less than none.
    """
    if days < 0:
        raise ValueError(days)
    due = start
    while days:
        due += _DAY
        days -= is_working_day(due, holidays)
    return due


def working_days_between(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is before."""
    if end < start:
        return -working_days_between(end, start, holidays)
    return sum(is_working_day(start + _DAY * after, holidays) for after in range(1, (end - start).days + 1))
