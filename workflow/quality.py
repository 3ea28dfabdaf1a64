"""Counts closings, reopenings and answers into the rows of their month, whoever and whatever moved the ticket.

The listener stands where no rule can forget it. What it counted is added when the unit of work ends, in one order,
so that two people who close many tickets never wait for each other in a ring.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import event
from sqlalchemy.orm import Session

from models import Outcome, QualityMonth, Status, Ticket, clock
from models.base import value_before
from models.upsert import add_onto

Key = tuple[str, str, str]
COUNTED: Final = "quality"
IN_TIME: Final = timedelta(days=30)
"""How long a reopening says something about the closing, whatever the desk definition allows."""


def watch(session: Any) -> None:
    """Count what ``session`` (a session, its factory or registry) does to tickets, once, at the start."""
    if not event.contains(session, "before_flush", _note):
        event.listen(session, "before_flush", _note)
        event.listen(session, "before_commit", _add)
        event.listen(session, "after_soft_rollback", _forget)


def month_of(moment: datetime) -> str:
    """The month of a moment at the desk, ``2026-11``."""
    return moment.astimezone(clock.WITA).strftime("%Y-%m")


def counts(outcome: Outcome | None) -> bool:
    """Whether a closing with this outcome is an answer to somebody: a duplicate is answered by its original."""
    return outcome not in (None, Outcome.DUPLICATE)


def in_time(closed_at: datetime, now: datetime) -> bool:
    """Whether a reopening now says something about the closing."""
    return now - closed_at <= IN_TIME


def _note(session: Session, _context: object, _instances: object) -> None:
    for ticket in session.dirty:
        if isinstance(ticket, Ticket):
            session.info.setdefault(COUNTED, Counter()).update(dict(_figures(ticket)))


def _figures(ticket: Ticket) -> Iterator[tuple[Key, int]]:
    """What this flush changes in the figures, and on the ticket itself how often it was opened again."""
    was, now = value_before(ticket, "status"), ticket.status
    if Status.CLOSED not in (was, now):
        return
    closed_at = ticket.closed_at if now == Status.CLOSED else value_before(ticket, "closed_at")
    if not counts(ticket.outcome if now == Status.CLOSED else value_before(ticket, "outcome")) or closed_at is None:
        return
    place = (month_of(closed_at), ticket.region_code)
    if now != Status.CLOSED:
        ticket.reopened_count = (ticket.reopened_count or 0) + 1
        if in_time(closed_at, clock.now()):
            yield (*place, "reopened"), 1
        return
    if was != now:
        yield (*place, "closed"), 1
    said, says = value_before(ticket, "satisfaction"), ticket.satisfaction
    if said != says:
        yield from (((*place, f"rated_{score}"), step) for score, step in ((said, -1), (says, 1)) if score)


def _add(session: Session) -> None:
    """Add what was counted to the rows; a savepoint keeps it for the end of the whole."""
    if session.in_nested_transaction():
        return
    add(session, session.info.pop(COUNTED, Counter()))


def add(session: Session, counted: Mapping[Key, int]) -> None:
    """Add figures to the rows of their month; within a unit of work, at its end."""
    for (month, region, field), more in sorted(counted.items()):
        if more:
            add_onto(session, QualityMonth, {"month": month, "region_code": region}, {field: more})


def _forget(session: Session, _previous: object) -> None:
    session.info.pop(COUNTED, None)
