"""How invented tickets stand: their status, their deadlines by the desk's calendar, and whom some of them wait for."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import select

from models import Category, Facility, Status, Ticket, WaitsFor, db
from models.clock import WITA
from models.types import new_ref
from privacy.seal import seal
from workflow import deadlines
from workflow.deadlines import Span

SHARES = ((Status.OPEN, 4), (Status.VERIFYING, 4), (Status.CORRECTED, 2), (Status.CLOSED, 90))
WAITING = 0.3
"""Of those being verified, so many wait for somebody outside."""
ANSWERED = 0.15
"""Of all that somebody took, so many waited once."""
RATED = 0.3
QUESTION = "Mohon periksa catatan dosis ini dan perbaiki NIK-nya bila keliru."


@dataclass(frozen=True, slots=True)
class Life:
    """The columns that tell how a ticket stands, and what was asked outside about it: a hand-off without its ticket."""

    columns: dict[str, Any]
    asked: dict[str, Any] | None


def life(status: Status, received: datetime, category: int, worker: int, dice: random.Random, now: datetime) -> Life:
    """How a ticket of this status stands ``now``, with the deadlines its category and its pause give it."""

    def after(**passed: float) -> datetime:
        return min(now, received + timedelta(**passed))

    asked = _asked(status, worker, dice, after)
    pauses: tuple[Span, ...] = ((asked["opened_at"], asked["answered_at"]),) if asked and asked["answered_at"] else ()
    times = _times(received, _days()[category], pauses)
    rests = asked if asked and not pauses else None
    late = status != Status.CLOSED and rests is None and times["due_at"] <= now
    columns = {
        "status": status,
        "assignee_id": None if status == Status.OPEN else worker,
        "responded_at": None if status == Status.OPEN else after(days=1),
        "paused_since": rests["opened_at"] if rests else None,
        "waits_for": rests["party"] if rests else None,
        "chase_on": rests["chase_on"] if rests else None,
        "escalated_at": times["due_at"] if late else None,
    }
    return Life(columns | times | _ended(status, worker, dice, after(days=6)), asked)


def hand_off_of(ticket: Ticket, asked: dict[str, Any]) -> dict[str, Any]:
    """The row of what was asked about a ticket that is filed."""
    ref, key = new_ref(), ticket.seal_key()
    assert key is not None
    sealed = seal(key, QUESTION, place=f"hand_off.asked:{ref}")
    return asked | {"ref": ref, "ticket_id": ticket.id, "asked_sealed": sealed}


def _asked(status: Status, worker: int, dice: random.Random, after: Any) -> dict[str, Any] | None:
    waits = status == Status.VERIFYING and dice.random() < WAITING
    if status == Status.OPEN or not (waits or dice.random() < ANSWERED):
        return None
    opened, answered = after(days=1, hours=dice.randrange(20)), None if waits else after(days=5)
    party = dice.choice(list(WaitsFor))
    return {
        "party": party,
        "facility_id": dice.choice(_facilities()) if party == WaitsFor.FACILITY else None,
        "office": "Dinas Sosial" if party == WaitsFor.ANOTHER_OFFICE else "",
        "reference": "",
        "chase_on": (opened + timedelta(days=dice.randrange(3, 9))).astimezone(WITA).date(),
        "chased": 0,
        "opened_at": opened,
        "opened_by_id": worker,
        "answered_at": answered,
        "answered_by_id": worker if answered else None,
        "result": "mended" if answered else None,
    }


def _ended(status: Status, worker: int, dice: random.Random, later: datetime) -> dict[str, Any]:
    if status == Status.CORRECTED:
        return {"corrected_by_id": worker, "corrected_at": later}
    if status != Status.CLOSED:
        return {}
    score = dice.choices((1, 2, 3, 4), (3, 7, 45, 45))[0] if dice.random() < RATED else None
    told = {"closed_at": later, "outcome": "corrected", "told_how": "whatsapp", "told_at": later}
    return told | {"satisfaction": score, "satisfaction_at": later if score else None}


def _times(received: datetime, days: int, pauses: tuple[Span, ...]) -> dict[str, datetime]:
    day = received.astimezone(WITA).replace(hour=12, minute=0, second=0, microsecond=0)
    if pauses:
        return deadlines.times_of(day, days, _calendar(), pauses)
    return _times_of_day(day, days)


@cache
def _times_of_day(day: datetime, days: int) -> dict[str, datetime]:
    return deadlines.times_of(day, days, _calendar())


@cache
def _calendar() -> deadlines.Calendar:
    return deadlines.calendar()


@cache
def _days() -> dict[int, int]:
    return {row.id: row.days for row in db.session.execute(select(Category.id, Category.days))}


@cache
def _facilities() -> list[int]:
    return list(db.session.scalars(select(Facility.id).order_by(Facility.id)))
