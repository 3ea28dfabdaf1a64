"""Evidence files of a ticket: taken in, sealed under its key, and opened again."""

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require
from audit.context import acting
from audit.recorder import note_event
from models import Attachment, Role, Status, Ticket, clock, db
from models.types import new_ref
from privacy.seal import seal_bytes, unseal_bytes
from workflow import files
from workflow.fresh import hold
from workflow.refusals import (
    BadValue,
    IllegalTransition,
    MissingRequirement,
    NotAssignee,
    Requirement,
    UnreadableUpload,
)

MAX_BYTES = 5 * 1024 * 1024
MAX_FILES = 20
KINDS = {
    "jpeg": (b"\xff\xd8\xff", (".jpg", ".jpeg")),
    "png": (b"\x89PNG\r\n\x1a\n", (".png",)),
    "pdf": (b"%PDF-", (".pdf",)),
}


def add(ticket: Ticket, *, actor: Actor, name: str, data: bytes) -> Attachment:
    """Keep a file with the ticket. Raises Forbidden, IllegalTransition, UnreadableUpload, BadValue."""
    require(actor, Permission.ATTACHMENT_ADD, on=ticket)
    hold(ticket)
    may_add(ticket, actor=actor)
    kind = kind_of(name, data)
    held = db.session.query(Attachment).filter(Attachment.ticket_id == ticket.id).count()
    if held >= MAX_FILES:
        raise BadValue("file", "too_many")
    key = ticket.seal_key()
    if key is None:
        raise NotVisible(ticket.number)
    ref = new_ref()
    blob = files.put(seal_bytes(key, data, place=f"attachment.blob:{ref}"), db.session())
    kept = Attachment(
        ref=ref,
        ticket=ticket,
        ticket_id=ticket.id,
        kind=kind,
        size=len(data),
        blob=blob,
        added_at=clock.now(),
        added_by_id=actor.id,
        name=name[:120],
    )
    with acting(actor, "attachment.add", object=ticket):
        db.session.add(kept)
    return kept


def may_add(ticket: Ticket, *, actor: Actor) -> None:  # noqa: ARG001 - asked like every other action
    """Return when the ticket takes another file now; else raise IllegalTransition."""
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "attach")


def kind_of(name: str, data: bytes) -> str:
    """``jpeg``, ``png`` or ``pdf`` where the name's ending and the first bytes agree. Raises UnreadableUpload."""
    if not data:
        raise UnreadableUpload("empty")
    if len(data) > MAX_BYTES:
        raise UnreadableUpload("too_large")
    for kind, (magic, endings) in KINDS.items():
        if data.startswith(magic) and name.lower().endswith(endings):
            return kind
    raise UnreadableUpload("kind")


def may_open(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can open the ticket's files now; else raise NotAssignee."""
    if actor.role != Role.SUPERVISOR and ticket.assignee_id != actor.id:
        raise NotAssignee("attachment")


def open_file(kept: Attachment, *, actor: Actor, reason: str) -> bytes:
    """The bytes of an attachment, for its assignee or a supervisor, with a reason; an event each time."""
    require(actor, Permission.ATTACHMENT_OPEN, on=kept.ticket)
    may_open(kept.ticket, actor=actor)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "attachment")
    key = kept.ticket.seal_key()
    if key is None:
        raise NotVisible(kept.ticket.number)
    note_event(actor, "attachment.open", label=kept.ticket.number, on=[kept.ticket, kept], reason=reason)
    return unseal_bytes(key, files.get(kept.blob), place=f"attachment.blob:{kept.ref}")
