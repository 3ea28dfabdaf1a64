"""When a complaint is to be answered and to be done: working time from the day after receipt, pauses left out.

``recompute`` writes the times of one ticket anew, ``resume`` does after a hand-off was answered, ``responded`` notes
the first response. How pauses count is told in ``docs/decisions``.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from sqlalchemy import func, select

from audit import canonical
from identity.workdays import Calendar, Span
from models import AuditObject, Category, Event, HandOff, Holiday, Status, Ticket, clock, db
from models.clock import WITA
from workflow.definition_parts import Deadlines
from workflow.desk import current

__all__ = ["Calendar", "Span"]


MINUTE = timedelta(minutes=1)
CLOSING: Final = '"field":"closed_at"'
"""How a change of that column is written in an event."""
NEWEST = func.max(Holiday.last_event_id), func.max(Holiday.ref)


def calendar(version: tuple[object, ...] = ()) -> Calendar:
    """The working time of the desk, with the holidays the administrator keeps; one statement.

    No statement for who knows their ``version`` from elsewhere: the newest event and the newest ref of the table.
    """
    return _calendar(_holidays((str(db.engine.url), *version)) if version else holidays())


def _calendar(free: frozenset[date]) -> Calendar:
    return _within(free, current().deadlines)


def calendar_of(hours: Deadlines) -> Calendar:
    """The same with the hours of a definition that is not in force; one statement."""
    return _within(holidays(), hours)


def _within(free: frozenset[date], hours: Deadlines) -> Calendar:
    return Calendar(
        zone=WITA,
        opening=hours.opens,
        closing=hours.closes,
        weekdays=frozenset(hours.working_days),
        holidays=free,
    )


def holidays() -> frozenset[date]:
    """The days on which the desk does not work, from the table the administrator keeps."""
    return _holidays((str(db.engine.url), *db.session.execute(select(*NEWEST)).one()))


@lru_cache(maxsize=4)
def _holidays(_version: tuple[object, ...]) -> frozenset[date]:
    """The table as it stands at ``_version``: whoever edits it makes a new one."""
    return frozenset(db.session.scalars(select(Holiday.day).where(Holiday.retired.is_(False))))


def forget() -> None:
    """Let the table be read again, where a process changes from one database to another under one address."""
    _holidays.cache_clear()


def due_of(received_at: datetime, days: int, desk: Calendar, pauses: Iterable[Span] = ()) -> datetime:
    """The closing hour of the ``days``-th working day after receipt, moved on by what ``pauses`` cost; in UTC."""
    return desk.due(received_at, days * desk.day_long, pauses)


def times_of(
    received_at: datetime, days: int, desk: Calendar, pauses: Iterable[Span] = (), *, targets: Deadlines | None = None
) -> dict[str, datetime]:
    """The times of a ticket by column: due, near (amber), and when its first response is due.

    ``targets``: of a definition that is not in force.
    """
    paused, targets = tuple(pauses), targets or current().deadlines
    return {
        "due_at": due_of(received_at, days, desk, paused),
        "amber_at": desk.due(received_at, _until_amber(days, desk, targets), paused),
        "response_due_at": due_of(received_at, targets.first_response_days, desk, paused),
    }


def _until_amber(days: int, desk: Calendar, targets: Deadlines | None = None) -> timedelta:
    """The working time after which a deadline is near, in whole minutes."""
    percent = (targets or current().deadlines).amber_percent
    return days * desk.day_long * percent / 100 // MINUTE * MINUTE


def soon_until(now: datetime) -> datetime:
    """No deadline after this moment is near yet, nor today; one statement."""
    *newest, longest = db.session.execute(select(*NEWEST, select(func.max(Category.days)).scalar_subquery())).one()
    return soon_within(now, longest or 1, _calendar(_holidays((str(db.engine.url), *newest))))


def soon_within(now: datetime, longest: int, desk: Calendar) -> datetime:
    """The same for who knows that no category is given more than ``longest`` days."""
    left = longest * desk.day_long - _until_amber(longest, desk)
    return max(desk.after(now, left), midnight_after(now))


def midnight_after(now: datetime) -> datetime:
    """The end of the day at the desk, in UTC."""
    return datetime.combine(now.astimezone(WITA).date() + timedelta(days=1), time(), WITA).astimezone(UTC)


def used_of(ticket: Ticket, days: int, now: datetime, desk: Calendar) -> int:
    """How much of its working time a ticket has used, in hundredths, as far as the clock ran."""
    now, whole = ticket.paused_since or now, days * desk.day_long
    left = desk.worked(now, ticket.due_at)
    return 100 if ticket.due_at <= now else max(0, min(99, 100 * (whole - left) // whole))


def recompute(ticket: Ticket, *, days: int | None = None, closed: Iterable[Span] = ()) -> bool:
    """Write the times of a ticket as calendar, category and pauses have them now; whether one changed.

    Inside an act; ``closed`` is a time as closed that no event tells yet. A first response is not judged anew.
    """
    days = days if days is not None else db.session.get_one(Category, ticket.category_id).days
    return write(ticket, days, calendar(), [*pauses_of([ticket]).get(ticket.id, ()), *closed])


def resume(ticket: Ticket) -> None:
    """Move the deadlines on after a hand-off was answered, by the working time it cost; inside an act."""
    recompute(ticket)


def write(ticket: Ticket, days: int, desk: Calendar, pauses: Iterable[Span]) -> bool:
    """Write the times of a ticket that differ; whether one did."""
    times = times_of(ticket.received_at, days, desk, pauses)
    if ticket.responded_at is not None or (ticket.response_due_at is None and ticket.status != Status.OPEN):
        del times["response_due_at"]
    changed = {column: moment for column, moment in times.items() if getattr(ticket, column) != moment}
    for column, moment in changed.items():
        setattr(ticket, column, moment)
    return bool(changed)


def responded(ticket: Ticket) -> None:
    """Note that the reporter got a first response, or that somebody began to work; inside an act."""
    if ticket.responded_at is None:
        ticket.responded_at = clock.now()


def pauses_of(tickets: Collection[Ticket]) -> Mapping[int, list[Span]]:
    """The ended pauses of tickets: each hand-off until its answer, flushed or not, each closing until its reopening.

    Two statements.
    """
    found: dict[int, list[Span]] = {}
    for row in db.session.scalars(select(HandOff).where(HandOff.ticket_id.in_([ticket.id for ticket in tickets]))):
        if row.answered_at is not None:
            found.setdefault(row.ticket_id, []).append((row.opened_at, row.answered_at))
    ids = {ticket.audit_object: ticket.id for ticket in tickets}
    for name, span in _closings_of(ids):
        found.setdefault(ids[name], []).append(span)
    return found


def _closings_of(names: Iterable[str]) -> Iterator[tuple[str, Span]]:
    """The times as closed that ended, as the trail tells them, whatever the moves were called then."""
    query = select(AuditObject.object, Event.at, Event.body).join(Event, Event.id == AuditObject.event_id)
    told = query.where(AuditObject.object.in_(names), Event.body.contains(CLOSING, autoescape=True))
    for name, at, body in db.session.execute(told):
        for change in canonical.loads(body)["changes"]:
            if (change["object"], change["field"]) == (name, "closed_at") and change.get("before"):
                yield name, (datetime.fromisoformat(change["before"]), datetime.fromisoformat(at))
