"""Evidence files of a ticket: made harmless, sealed under its key, and opened again."""

import hashlib
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require
from audit import canonical
from audit.context import acting
from models import Attachment, AuditObject, Event, Status, Ticket, clock, db
from models.types import new_ref
from privacy.blind import blind_index
from privacy.seal import seal_bytes, unseal_bytes
from workflow import file_kinds, files, harmless
from workflow.assignees import works_on
from workflow.file_kinds import MAX_BYTES, kind_of
from workflow.fresh import hold
from workflow.refusals import BadValue, IllegalTransition, NotAssignee

__all__ = ["MAX_BYTES", "MAX_FILES", "Received", "add", "keep", "kind_of", "receive"]

MAX_FILES: Final = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A file as it may be kept: drawn anew; of what was sent, only its digest and size are left."""

    kind: str
    name: str
    data: bytes
    digest: str
    sent: int


def receive(name: str, data: bytes) -> Received:
    """Make a file harmless, in another process and as long as seconds: before a unit of work, not within it.

    Raises UnreadableUpload.
    """
    name = file_kinds.plain_name(name)
    kind = kind_of(name, data)
    _, made = harmless.clean(kind, data)
    return Received(kind=kind, name=name, data=made, digest=hashlib.sha256(data).hexdigest(), sent=len(data))


def add(ticket: Ticket, *, actor: Actor, name: str, data: bytes) -> Attachment:
    """Receive a file and keep it, where nobody waits for this unit of work."""
    return keep(ticket, receive(name, data), actor=actor)


def keep(ticket: Ticket, received: Received, *, actor: Actor) -> Attachment:
    """Keep a received file with the ticket. Raises Forbidden, IllegalTransition, BadValue."""
    require(actor, Permission.ATTACHMENT_ADD, on=ticket)
    hold(ticket)
    may_add(ticket, actor=actor)
    if room_left(ticket) <= 0:
        raise BadValue("file", "too_many")
    key = key_of(ticket)
    ref = new_ref()
    blob = files.put(seal_bytes(key, received.data, place=f"attachment.blob:{ref}"), db.session())
    kept = Attachment(
        ref=ref,
        ticket=ticket,
        ticket_id=ticket.id,
        kind=received.kind,
        size=len(received.data),
        blob=blob,
        added_at=clock.now(),
        added_by_id=actor.id,
        name=received.name,
    )
    facts = {"original": _mark_of(key, ref, received.digest), "sent_bytes": received.sent}
    with acting(actor, "attachment.add", object=ticket, facts=facts):
        db.session.add(kept)
    return kept


def room_left(ticket: Ticket) -> int:
    """How many more files the ticket takes."""
    held = db.session.scalar(select(func.count()).where(Attachment.ticket_id == ticket.id))
    return MAX_FILES - (held or 0)


def may_add(ticket: Ticket, *, actor: Actor) -> None:  # noqa: ARG001 - asked like every other action
    """Return when the ticket takes another file now; else raise IllegalTransition."""
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "attach")


def may_open(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can open the ticket's files now; else raise NotAssignee."""
    if not works_on(ticket, actor):
        raise NotAssignee("attachment")


def key_of(ticket: Ticket) -> bytes:
    """The key of the ticket's files. Raises NotVisible once it is destroyed."""
    key = ticket.seal_key()
    if key is None:
        raise NotVisible(ticket.number)
    return key


def bytes_of(kept: Attachment) -> bytes:
    """The kept file, opened; whoever asks has written the event."""
    return unseal_bytes(key_of(kept.ticket), files.get(kept.blob), place=f"attachment.blob:{kept.ref}")


def came_from(kept: Attachment, data: bytes) -> bool:
    """Whether ``data`` is the very file that was sent; nobody can tell any more once the ticket's key is destroyed."""
    told = _original_of(kept)
    return bool(told == _mark_of(key_of(kept.ticket), kept.ref, hashlib.sha256(data).hexdigest()))


def was_drawn_anew(kept: Attachment) -> bool:
    """Whether the file was made harmless before it was kept; at first files were kept as they came."""
    return _original_of(kept) is not None


def _original_of(kept: Attachment) -> Any:
    query = (
        select(Event.body)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == kept.audit_object, Event.action == "attachment.add")
    )
    return canonical.loads(db.session.scalars(query).one()).get("facts", {}).get("original")


def _mark_of(key: bytes, ref: str, digest: str) -> str:
    """What the trail keeps of a sent file: tells nothing to who lacks the key, and the same file apart elsewhere."""
    return blind_index(key, f"attachment.original:{ref}", digest)
