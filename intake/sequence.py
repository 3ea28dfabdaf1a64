"""Finds dates of complaints that a spreadsheet turned round: out of order as written, in order when swapped."""

import datetime as dt
from collections.abc import Iterator, Sequence

NEXT_AT_MOST = dt.timedelta(days=7)


def turned_round(days: Sequence[dt.date | None]) -> Iterator[int]:
    """The places in ``days`` (a recap runs in order) where only the day and month exchanged fit the neighbours.

    A spreadsheet set to American dates makes 8 November (8/11) the 11th of August.
    """
    told = [(place, day) for place, day in enumerate(days) if day is not None]
    for at, (place, day) in enumerate(told[1:], 1):
        before = told[at - 1][1]
        after = told[at + 1][1] if at + 1 < len(told) else before + NEXT_AT_MOST
        if before <= after and not before <= day <= after and _fits(_swapped(day), before, after):
            yield place


def _swapped(day: dt.date) -> dt.date | None:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def _fits(day: dt.date | None, before: dt.date, after: dt.date) -> bool:
    return day is not None and before <= day <= after
