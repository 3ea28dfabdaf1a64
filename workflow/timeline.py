"""A ticket's story as its events tell it, newest first."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Row, Select, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit import canonical
from audit.recorder import note_event
from models import AuditObject, Event, Ticket, db
from workflow import kin, notes, tickets
from workflow.kin import Kin

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


def open_by_number(number: str, *, actor: Actor) -> tuple[Ticket, list[Kin]]:
    """The ticket of this number and its ties, its opening noted, also on those merged into it.

    Raises Forbidden, NotVisible, MistypedNumber.
    """
    ticket = tickets.by_number(number, actor=actor)
    ties = kin.of(ticket, actor=actor)
    note_event(actor, READ, label=ticket.number, on=[ticket, *kin.merged_among(ties)])
    return ticket, ties


def events_of(ticket: Ticket, *, merged: Iterable[Ticket] = (), before: int | None = None) -> list[Row[Any]]:
    """The latest events that name the ticket, at most LENGTH, without who merely looked at it or was refused.

    Among them the notes of those ``merged`` into it. ``before`` an event's id reads on.
    """
    query = _story(ticket, merged).order_by(AuditObject.event_id.desc()).limit(LENGTH)
    return list(db.session.execute(query.where(AuditObject.event_id < before) if before else query))


def changes_since(ticket: Ticket, seen: int) -> list[Row[Any]]:
    """The events after ``seen`` that changed the ticket or its extra fields, oldest first; not what hangs on it."""
    query = _story(ticket).where(AuditObject.event_id > seen).order_by(AuditObject.event_id).limit(LENGTH)
    return [row for row in db.session.execute(query) if _changes(row.body, ticket)]


def _changes(body: str, ticket: Ticket) -> bool:
    told = canonical.loads(body).get("changes", ())
    return any(change["object"] == ticket.audit_object or change["object"].startswith(EXTRA) for change in told)


def _story(ticket: Ticket, merged: Iterable[Ticket] = ()) -> Select[*tuple[Any, ...]]:
    others = [one.audit_object for one in merged]
    named = AuditObject.object == ticket.audit_object
    if others:
        named |= AuditObject.object.in_(others) & (Event.action == notes.ADDED)
    return (
        select(*COLUMNS).join(AuditObject, AuditObject.event_id == Event.id).where(named, Event.action.not_in(UNTOLD))
    )
