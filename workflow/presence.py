"""Who has a ticket open and who is changing it, as their browsers say every few seconds; no event, no case data."""

import enum
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Row, Select, delete, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from models import Presence, Ticket, User, clock, db
from models.upsert import write_over
from workflow import tickets

SHOWN_FOR: Final = timedelta(seconds=60)
KEPT_FOR: Final = timedelta(hours=1)
MOST: Final = 50


class Doing(enum.StrEnum):
    """What somebody does at a ticket."""

    OPEN = "open"
    EDIT = "edit"


def beat(number: str, doing: Doing, *, actor: Actor) -> Ticket:
    """Note that ``actor`` is at the ticket just now: one row for each person and ticket, written over.

    Raises Forbidden, NotVisible, MistypedNumber.
    """
    ticket = tickets.by_number(number, actor=actor)
    keys = {"user_id": actor.id, "ticket_id": ticket.id}
    write_over(Presence, keys, {"doing": doing.value, "seen_at": clock.now()})
    return ticket


def others_at(ticket: Ticket, *, actor: Actor) -> list[Row[Any]]:
    """Who else is at the ticket, which ``actor`` was found to see: name and doing, those who change it first."""
    return list(db.session.execute(_others(actor).where(Presence.ticket_id == ticket.id)))


def others_in(numbers: Sequence[str], *, actor: Actor) -> list[Row[Any]]:
    """Who else is at any of the tickets of these numbers that ``actor`` sees, MOST of them; one statement."""
    require(actor, Permission.TICKET_READ)
    query = _others(actor).where(Ticket.number.in_(numbers[:MOST]), tickets_visible_to(actor))
    return list(db.session.execute(query))


def forget_old() -> None:
    """Remove what browsers said long ago."""
    old = delete(Presence).where(Presence.seen_at < clock.now() - KEPT_FOR)
    db.session.execute(old, execution_options={"synchronize_session": False})


def _others(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(Ticket.number, User.name, Presence.doing)
        .join(Ticket, Ticket.id == Presence.ticket_id)
        .join(User, User.id == Presence.user_id)
        .where(Presence.seen_at > clock.now() - SHOWN_FOR, Presence.user_id != actor.id)
        .order_by(Presence.ticket_id, Presence.doing, User.name)
    )
