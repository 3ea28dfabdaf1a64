"""Finds dates of complaints that a spreadsheet turned round: out of order as written, in order when swapped."""

import datetime as dt
from collections.abc import Iterator, Sequence

NEXT_AT_MOST = dt.timedelta(days=7)


def turned_round(days: Sequence[dt.date | None]) -> Iterator[int]:
    """The places in ``days`` (a recap runs in order) where only the day and month exchanged fit the neighbours.

    A spreadsheet set to American dates makes 8 November (8/11) the 11th of August.
    """
    for place, day in enumerate(days):
        before = _near(days, range(place - 1, -1, -1))
        if day is None or before is None:
            continue
        after = _near(days, range(place + 1, len(days))) or before + NEXT_AT_MOST
        if before <= after and not before <= day <= after and _fits(_swapped(day), before, after):
            yield place


def _near(days: Sequence[dt.date | None], places: range) -> dt.date | None:
    return next((day for place in places if (day := days[place]) is not None), None)


def _swapped(day: dt.date) -> dt.date | None:
    return day.replace(month=day.day, day=day.month) if day.day <= 12 else None


def _fits(day: dt.date | None, before: dt.date, after: dt.date) -> bool:
    return day is not None and before <= day <= after
