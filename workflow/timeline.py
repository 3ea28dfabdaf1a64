"""A ticket's story as its events tell it, newest first."""

from typing import Any

from sqlalchemy import Row, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.recorder import note_event
from models import AuditObject, Event, Ticket, db

LENGTH = 200


def read(ticket: Ticket, *, actor: Actor) -> None:
    """Note that ``actor`` opened the ticket."""
    require(actor, Permission.TICKET_READ, on=ticket)
    note_event(actor, "ticket.read", label=ticket.number, on=[ticket])


def events_of(ticket: Ticket, *, before: int | None = None) -> list[Row[Any]]:
    """The latest events that name the ticket, at most LENGTH; ``before`` an event's id reads on."""
    query = (
        select(Event.id, Event.at, Event.actor, Event.actor_id, Event.role, Event.action, Event.reason, Event.body)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == ticket.audit_object)
        .order_by(AuditObject.event_id.desc())
        .limit(LENGTH)
    )
    return list(db.session.execute(query.where(Event.id < before) if before else query))
