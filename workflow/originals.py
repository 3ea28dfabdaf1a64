"""Which complaint another may be closed as a duplicate of, and where a closed one stood before."""

from typing import Final, NamedTuple

from sqlalchemy import select

from access.actors import Actor
from access.policy import NotVisible, sees
from audit import canonical
from models import AuditObject, Event, LinkKind, Status, Ticket, TicketLink, db
from workflow.refusals import BadValue, NotTheFirst

MOST_EVENTS: Final = 20
"""How many events are read back from the last change of a closed ticket, which is its closing but for a few."""


class Standing(NamedTuple):
    """Where a ticket stood, and with whom."""

    status: Status
    assignee_id: int | None


def check(ticket: Ticket, original: Ticket, *, actor: Actor) -> None:
    """Return when ``ticket`` may be closed as a duplicate of ``original``; the first of a row is named by all of it.

    Raises NotVisible, BadValue, NotTheFirst.
    """
    if not sees(actor, original):
        raise NotVisible(original.number)
    ensure_first(
        ticket, original, actor=actor, repeated=repeated_of(ticket), parted=apart(ticket, original) is not None
    )


def ensure_first(ticket: Ticket, original: Ticket, *, actor: Actor, repeated: set[int], parted: bool) -> None:
    """The same for who has read which of the two are ``repeated`` by others, and whether they were ``parted``."""
    if ticket.id in (original.id, original.duplicate_of_id):
        raise BadValue("original", "itself")
    if original.duplicate_of_id is not None:
        first = db.session.get_one(Ticket, original.duplicate_of_id)
        raise NotTheFirst(first.number if sees(actor, first) else "")
    if ticket.id in repeated:
        raise BadValue("original", "is_repeated")
    if parted:
        raise BadValue("original", "said_apart")


def repeated_of(*tickets: Ticket) -> set[int]:
    """Which of ``tickets`` others are duplicates of, by id."""
    ids = [ticket.id for ticket in tickets]
    query = select(Ticket.duplicate_of_id).where(Ticket.duplicate_of_id.in_(ids)).distinct()
    return {found for found in db.session.scalars(query) if found is not None}


def apart(one: Ticket, other: Ticket) -> TicketLink | None:
    """The standing decision that two tickets are no duplicates."""
    return db.session.scalar(select(TicketLink).where(TicketLink.pair == pair_of(LinkKind.NOT_DUPLICATE, one, other)))


def pair_of(kind: LinkKind, one: Ticket, other: Ticket) -> str:
    """What stands in ``TicketLink.pair`` of these two, whichever is named first."""
    older, newer = sorted((one.id, other.id))
    return f"{kind.value}:{older}:{newer}"


def before_closing(ticket: Ticket) -> Standing | None:
    """Where a closed ticket stood before, as the newest event that changed its status tells it; None where none does.

    Whatever that move was called: the desk may have worked by another definition then.
    """
    query = (
        select(Event.body)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == ticket.audit_object, AuditObject.event_id <= ticket.last_event_id)
        .order_by(AuditObject.event_id.desc())
        .limit(MOST_EVENTS)
    )
    for body in db.session.scalars(query):
        changes = [one for one in canonical.loads(body).get("changes", ()) if one["object"] == ticket.audit_object]
        was = {change["field"]: change.get("before") for change in changes}
        if was.get("status"):
            return Standing(Status(was["status"]), was.get("assignee_id", ticket.assignee_id))
    return None
