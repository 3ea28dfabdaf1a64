"""A ticket's story as its events tell it, newest first."""

from typing import Any

from sqlalchemy import Row, Select, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit import canonical
from audit.recorder import note_event
from models import AuditObject, Event, Ticket, db
from workflow import tickets

LENGTH = 200
READ = "ticket.read"
EXTRA = "extra_value:"
UNTOLD = (READ, "ticket.duplicates", "record.search", "access.refused")
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


def changes_since(ticket: Ticket, seen: int) -> list[Row[Any]]:
    """The events after ``seen`` that changed the ticket or its extra fields, oldest first; not what hangs on it."""
    query = _story(ticket).where(AuditObject.event_id > seen).order_by(AuditObject.event_id).limit(LENGTH)
    return [row for row in db.session.execute(query) if _changes(row.body, ticket)]


def _changes(body: str, ticket: Ticket) -> bool:
    told = canonical.loads(body).get("changes", ())
    return any(change["object"] == ticket.audit_object or change["object"].startswith(EXTRA) for change in told)


def _story(ticket: Ticket) -> Select[*tuple[Any, ...]]:
    return (
        select(*COLUMNS)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == ticket.audit_object, Event.action.not_in(UNTOLD))
    )
