"""Counts working days and working time: the weekdays and hours of a desk, without its holidays."""

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo

MONDAY_TO_FRIDAY = frozenset(range(5))
_DAY = timedelta(days=1)
_NONE = timedelta()
Span = tuple[datetime, datetime]


def is_working_day(day: date, holidays: AbstractSet[date], weekdays: AbstractSet[int] = MONDAY_TO_FRIDAY) -> bool:
    return day.weekday() in weekdays and day not in holidays


def add_working_days(
    start: date, days: int, holidays: AbstractSet[date], weekdays: AbstractSet[int] = MONDAY_TO_FRIDAY
) -> date:
    """Give the day that lies ``days`` working days after ``start``; the start itself does not count.

    No days give the start back. Raises ValueError for less than none, and where no weekday is worked.
    """
    if days < 0 or not weekdays:
        raise ValueError(days)
    due = start
    while days:
        due += _DAY
        days -= is_working_day(due, holidays, weekdays)
    return due


def working_days_between(start: date, end: date, holidays: AbstractSet[date]) -> int:
    """Count the working days after ``start`` up to and including ``end``; negative when ``end`` is before."""
    if end < start:
        return -working_days_between(end, start, holidays)
    return sum(is_working_day(start + _DAY * after, holidays) for after in range(1, (end - start).days + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a desk works: its zone, its hours, its weekdays (Monday is 0), and the days it is closed all the same."""

    zone: tzinfo
    opening: time = time(8)
    closing: time = time(16)
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    @property
    def day_long(self) -> timedelta:
        """The working time of one working day."""
        return datetime.combine(date.min, self.closing) - datetime.combine(date.min, self.opening)

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """The working time between two moments; none where ``end`` is not after ``start``."""
        first, last = start.astimezone(self.zone).date(), end.astimezone(self.zone).date()
        days = (first + _DAY * after for after in range((last - first).days + 1))
        hours = (self._hours_of(day) for day in days if is_working_day(day, self.holidays, self.weekdays))
        return sum((max(min(end, closes) - max(start, opens), _NONE) for opens, closes in hours), _NONE)

    def after(self, start: datetime, worktime: timedelta) -> datetime:
        """The first moment (in UTC) by which ``worktime`` has passed since ``start``."""
        left = worktime
        for opens, closes in self._hours_from(start):
            here = max(opens, start)
            if left <= closes - here:
                return (here + left).astimezone(UTC)
            left -= max(closes - here, _NONE)
        raise AssertionError("there is always another working day")

    def due(self, received: datetime, worktime: timedelta, pauses: Iterable[Span] = ()) -> datetime:
        """When ``worktime`` is used up, in UTC, where the day of receipt does not count and no pause does.

        A pause is two moments; they may overlap. Seconds of a pause are not counted. One that begins when the time
        is used up already moves nothing: what was late stays late.
        """
        here, left = self._counted_from(received), worktime
        for begin, end in _merged(pauses):
            ahead = self.worked(here, begin)
            if ahead >= left:
                break
            here, left = max(here, end), left - ahead
        return self.after(here, left)

    def _counted_from(self, received: datetime) -> datetime:
        """The midnight after the day of receipt."""
        day = received.astimezone(self.zone).date() + _DAY
        return datetime.combine(day, time(), self.zone)

    def _hours_of(self, day: date) -> Span:
        return datetime.combine(day, self.opening, self.zone), datetime.combine(day, self.closing, self.zone)

    def _hours_from(self, start: datetime) -> Iterator[Span]:
        day = start.astimezone(self.zone).date() - _DAY
        while True:
            day = add_working_days(day, 1, self.holidays, self.weekdays)
            yield self._hours_of(day)


def _merged(pauses: Iterable[Span]) -> Iterator[Span]:
    """The union of ``pauses`` in whole minutes, in their order, apart from each other."""
    whole = sorted((_minute(begin), _minute(end)) for begin, end in pauses)
    current: Span | None = None
    for begin, end in whole:
        if current is None or begin > current[1]:
            if current is not None:
                yield current
            current = begin, end
        else:
            current = current[0], max(current[1], end)
    if current is not None:
        yield current


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
