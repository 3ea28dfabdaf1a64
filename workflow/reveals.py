"""Showing one masked field, with a reason, for five minutes, and never silently."""

from datetime import timedelta

from sqlalchemy import func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed, require
from audit import canonical
from audit.recorder import note_event
from models import AuditObject, Event, Ticket, clock, db
from workflow import extra
from workflow.assignees import works_on
from workflow.refusals import BadValue, MissingRequirement, NotAssignee, Requirement, TooOften

MINUTES = 5
LIMIT_AN_HOUR = 60
FIELDS = ("subject_nik", "subject_birth_date", "subject_phone", "reporter_phone", "address")
ACTION = "personal.reveal"


def may_reveal(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can open masked fields of this ticket now; else raise NotAssignee."""
    if not works_on(ticket, actor):
        raise NotAssignee("reveal")


def reveal(ticket: Ticket, field: str, *, actor: Actor, reason: str) -> str | None:
    """The plain value of one field. Raises Forbidden, NotAssignee, MissingRequirement, TooOften, BadValue."""
    require(actor, Permission.PERSONAL_REVEAL, on=ticket)
    may_reveal(ticket, actor=actor)
    masked = extra.seen_field(field, actor)
    if field not in FIELDS and masked is None:
        raise BadValue("field", "unknown_code")
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "reveal")
    if _reveals_of(actor) >= LIMIT_AN_HOUR:
        raise TooOften(LIMIT_AN_HOUR, 60)
    note_event(actor, ACTION, label=ticket.number, on=[ticket], reason=reason, facts={"field": field})
    value: str | None = extra.texts_of(ticket).get(masked.code) if masked else getattr(ticket, field)
    return value


def open_fields(ticket: Ticket, *, actor: Actor) -> dict[str, str]:
    """The fields ``actor`` revealed on this ticket in the last minutes, each with the moment it was opened.

    None once the ticket is somebody else's.
    """
    if not allowed(actor, Permission.PERSONAL_REVEAL) or not works_on(ticket, actor):
        return {}
    since = canonical.moment(clock.now() - timedelta(minutes=MINUTES))
    query = (
        select(Event.body, Event.at)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == ticket.audit_object, Event.action == ACTION)
        .where(Event.actor_id == actor.id, Event.session == actor.session, Event.at > since)
        .order_by(Event.id)
    )
    return {canonical.loads(body)["facts"]["field"]: at for body, at in db.session.execute(query)}


def _reveals_of(actor: Actor) -> int:
    since = canonical.moment(clock.now() - timedelta(hours=1))
    query = select(func.count()).where(Event.action == ACTION, Event.actor_id == actor.id, Event.at > since)
    return db.session.scalar(query) or 0
