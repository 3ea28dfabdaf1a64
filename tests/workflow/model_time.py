"""When a complaint is due, counted day by day: nothing of ``identity.workdays`` is used."""

from datetime import date, datetime, time, timedelta
from types import SimpleNamespace
from typing import Any

from models.clock import WITA

WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
Ticket = SimpleNamespace


class Deadlines:
    """What of a desk knows the time: its hours, its ``free`` days, and what pauses cost."""

    now: Any
    free: set[Any]
    desk: dict[str, Any]

    def today(self) -> date:
        return self.day(self.now)

    def day(self, moment: datetime) -> date:
        """The day of a moment at the desk."""
        return moment.astimezone(WITA).date()

    def time(self, ticket: Any) -> None:
        """Set both moments of a ticket as the definition, its days and its ended pauses have them now."""
        amber = self.desk["deadlines"]["amber_percent"]
        ticket.amber, ticket.due = self._after(ticket, amber), self._after(ticket, 100)

    def end(self, ticket: Any, rows: list[Any]) -> None:
        """Nobody waits for ``rows`` any longer; with the last the clock goes on."""
        for row in rows:
            row.until = row.until or self.now
        if ticket.paused and all(row.until for row in ticket.asked):
            ticket.paused = None
            self.time(ticket)

    def _after(self, ticket: Any, percent: int) -> datetime:
        """The first moment by which so much of the working time has passed outside of pauses."""
        hours, day = self.desk["deadlines"], self.day(ticket.received)
        opens, closes = time.fromisoformat(hours["opens"]), time.fromisoformat(hours["closes"])
        long = datetime.combine(day, closes) - datetime.combine(day, opens)
        left: timedelta = ticket.days * long * percent / 100 // MINUTE * MINUTE
        waits = [(row.since, row.until) for row in ticket.asked if row.until]
        pauses = sorted((_minute(since), _minute(until)) for since, until in [*waits, *ticket.rests])
        while True:
            day += DAY
            if WEEK[day.weekday()] not in hours["working_days"] or day in self.free:
                continue
            here, end = datetime.combine(day, opens, WITA), datetime.combine(day, closes, WITA)
            for since, until in [*pauses, (end, end)]:
                if left <= min(since, end) - here:
                    return here + left
                left -= max(min(since, end) - here, 0 * DAY)
                here = max(here, until)


def _minute(moment: datetime) -> datetime:
    return moment.replace(second=0, microsecond=0)
