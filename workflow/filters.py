"""What a list of complaints is narrowed to, and the order it is shown in.

A filter that may have several values holds them in one text with commas between, as its address does.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from models import Status, clock

ACTIVE: Final = (Status.OPEN, Status.VERIFYING, Status.CORRECTED)
TABS: Final[dict[str, tuple[Status, ...]]] = {
    "active": ACTIVE,
    "open": (Status.OPEN,),
    "verifying": (Status.VERIFYING,),
    "corrected": (Status.CORRECTED,),
    "closed": (Status.CLOSED,),
}
SPANS: Final = ("today", "week", "last_week", "month", "last_month")
DUE: Final = ("late", "soon", "response")
ORDERS: Final = ("", "newest", "oldest")
BETWEEN: Final = ".."
NARROW_DAYS: Final = 31
"""A span of so many days can be sorted by deadline: what a desk receives in it does not grow with the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty means everything the actor sees.

    ``workflow.terms`` says how each narrows, and which are served by an index of their own.
    """

    tab: str = "active"
    region: str = ""
    category: str = ""
    channel: str = ""
    assignee: str = ""  # "me", "none" or users' ids
    priority: str = ""
    outcome: str = ""
    received: str = ""  # one of SPANS, or two days: 2026-11-17..2026-11-23
    due: str = ""  # one of DUE
    waiting: str = ""  # for whom: values of WaitsFor
    chase: bool = False  # somebody outside is to be chased today
    extra: tuple[tuple[str, str], ...] = ()  # extra fields by code: their values, or two days
    sort: str = ""

    @property
    def statuses(self) -> tuple[Status, ...]:
        return TABS.get(self.tab, ACTIVE)

    @property
    def orders(self) -> tuple[str, ...]:
        """The orders an index serves under these filters; the first is the one without a choice."""
        led = self.assignee or self.waiting or self.outcome or self.priority or self.category or self.channel
        led = led or ",".join(code for code, _ in self.extra)
        if not self.received:
            return ("",) if led else ORDERS
        if is_narrow(self.received):
            return ORDERS
        return ("",) if led else ("newest", "oldest")

    @property
    def order(self) -> str:
        """Nearest deadline first (empty), or the newest or the oldest first."""
        return self.sort if self.sort in self.orders else self.orders[0]

    @property
    def descending(self) -> bool:
        """Closed ones are shown latest deadline first."""
        return self.tab == "closed" if self.order == "" else self.order == "newest"


def values_in(text: str) -> tuple[str, ...]:
    """The values of a filter."""
    return tuple(filter(None, text.split(",")))


def days_of(received: str, today: date) -> tuple[date, date] | None:
    """The first and the last day of a span; None for a text that is none."""
    monday, first = today - timedelta(days=today.weekday()), today.replace(day=1)
    before = first - timedelta(days=1)
    named = {
        "today": (today, today),
        "week": (monday, monday + timedelta(days=6)),
        "last_week": (monday - timedelta(days=7), monday - timedelta(days=1)),
        "month": (first, _last_of(first)),
        "last_month": (before.replace(day=1), before),
    }
    return named.get(received) or _written(received)


def moments_of(received: str) -> tuple[datetime, datetime] | None:
    """The span as moments: from the first included to the first excluded."""
    days = days_of(received, clock.today())
    return None if days is None else (_midnight(days[0]), _midnight(days[1] + timedelta(days=1)))


def is_narrow(received: str) -> bool:
    """Whether the span is short enough to be sorted by anything."""
    days = days_of(received, clock.today())
    return days is not None and (days[1] - days[0]).days < NARROW_DAYS


def _written(text: str) -> tuple[date, date] | None:
    first, _, last = text.partition(BETWEEN)
    try:
        days = date.fromisoformat(first), date.fromisoformat(last)
    except ValueError:
        return None
    known = date(1990, 1, 1) <= days[0] <= days[1] <= date(2999, 1, 1)
    return days if known and BETWEEN.join(day.isoformat() for day in days) == text else None


def _last_of(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), clock.WITA).astimezone(UTC)
