"""Notes on a ticket: internal ones, and what was told to the reporter."""

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Note, Ticket, clock, db
from workflow import deadlines, mentions, notices
from workflow.refusals import BadValue

MAX_TEXT = 4000
ADDED = "note.add"


def add(ticket: Ticket, *, actor: Actor, text: str, to_reporter: bool = False, reason: str = "") -> Note:
    """Write a note; whom an internal one names is told. Raises Forbidden, NotVisible, Unmentionable.

    Raises BadValue for an empty or overlong text.
    """
    require(actor, Permission.TICKET_NOTE, on=ticket)
    if not text.strip():
        raise BadValue("text", "required")
    if len(text) > MAX_TEXT:
        raise BadValue("text", "too_long")
    kept, named = (text, []) if to_reporter else mentions.kept(text, ticket)
    note = Note(
        ticket=ticket,
        ticket_id=ticket.id,
        to_reporter=to_reporter,
        added_at=clock.now(),
        added_by_id=actor.id,
        text=kept.strip(),
    )
    with acting(actor, ADDED, reason, object=ticket):
        db.session.add(note)
        if to_reporter:
            deadlines.responded(ticket)
    notices.tell(named, "mentioned", ticket=ticket, event_id=note.last_event_id, by=actor)
    return note
