"""A ticket's story as its events tell it, newest first."""

from typing import Any

from sqlalchemy import Row, Select, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.recorder import note_event
from models import AuditObject, Event, Ticket, db
from workflow import tickets

LENGTH = 200
READ = "ticket.read"
UNTOLD = (READ, "ticket.duplicates", "access.refused")
COLUMNS = (
    Event.id, Event.at, Event.actor, Event.actor_id, Event.role, Event.session, Event.origin, Event.action,
    Event.object, Event.reason, Event.body,
)  # fmt: skip


def read(ticket: Ticket, *, actor: Actor) -> None:
    """Note that ``actor`` opened the ticket."""
    require(actor, Permission.TICKET_READ, on=ticket)
    note_event(actor, READ, label=ticket.number, on=[ticket])


def open_by_number(number: str, *, actor: Actor) -> Ticket:
    """The ticket of this number, its opening noted. Raises Forbidden, NotVisible, MistypedNumber."""
    ticket = tickets.by_number(number, actor=actor)
    note_event(actor, READ, label=ticket.number, on=[ticket])
    return ticket


def events_of(ticket: Ticket, *, before: int | None = None) -> list[Row[Any]]:
    """The latest events that name the ticket, at most LENGTH, without who merely looked at it or was refused.

    ``before`` an event's id reads on.
    """
    query = _story(ticket).order_by(AuditObject.event_id.desc()).limit(LENGTH)
    return list(db.session.execute(query.where(AuditObject.event_id < before) if before else query))


def events_since(ticket: Ticket, seen: int) -> list[Row[Any]]:
    """What happened to the ticket after the event ``seen``, oldest first, at most LENGTH."""
    query = _story(ticket).where(AuditObject.event_id > seen).order_by(AuditObject.event_id).limit(LENGTH)
    return list(db.session.execute(query))


def _story(ticket: Ticket) -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == ticket.audit_object, Event.action.not_in(UNTOLD))
    )
