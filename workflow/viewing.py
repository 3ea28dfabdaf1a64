"""Looking at evidence: who may, why, when, and with their name across the picture."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit import canonical
from audit.recorder import note_event
from models import Attachment, AuditObject, Event, clock, db
from models.clock import WITA
from workflow import attachments, harmless
from workflow.refusals import BadValue, MissingRequirement, Requirement, TooOften

MINUTES: Final = 5
LIMIT_AN_HOUR: Final = 60
OPEN: Final = "attachment.open"
DOWNLOAD: Final = "attachment.download"
VIEW: Final = "attachment.view"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des")


class NotOpened(Exception):
    """Nobody said, in this session and these minutes, why they want to see the file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A page somebody was let see, and was written down for: what draws it."""

    kind: str
    data: bytes
    page: int
    mark: str


def open_file(kept: Attachment, *, actor: Actor, reason: str) -> None:
    """Let ``actor`` look at an attachment's pages for some minutes, with a reason; an event.

    Raises Forbidden, NotAssignee, MissingRequirement, TooOften.
    """
    _ensure_may(kept, actor, reason)
    note_event(actor, OPEN, label=kept.ticket.number, on=[kept.ticket, kept], reason=reason)


def download(kept: Attachment, *, actor: Actor, reason: str) -> bytes:
    """The kept file itself, with a reason; an event each time. Raises as ``open_file``, and UnreadableUpload.

    One that was kept before files were drawn anew is drawn anew now: nothing leaves as a stranger made it.
    """
    _ensure_may(kept, actor, reason)
    note_event(actor, DOWNLOAD, label=kept.ticket.number, on=[kept.ticket, kept], reason=reason)
    data = attachments.bytes_of(kept)
    return data if attachments.was_drawn_anew(kept) else harmless.clean(kept.kind, data)[1]


def pages_of(kept: Attachment, *, actor: Actor) -> int:
    """How many pages there are to look at. Raises NotOpened, UnreadableUpload."""
    _reason_of(kept, actor)
    return harmless.pages_of(kept.kind, attachments.bytes_of(kept))


def look(kept: Attachment, page: int, *, actor: Actor, role: str) -> Look:
    """Page ``page`` for who opened the file; an event each time, under the reason then given.

    ``role`` is the word for the actor's role. Raises Forbidden, NotAssignee, NotOpened, BadValue.
    """
    reason = _reason_of(kept, actor)
    if not 1 <= page <= harmless.MOST_PAGES:
        raise BadValue("page", "unknown_code")
    note_event(actor, VIEW, label=kept.ticket.number, on=[kept.ticket, kept], reason=reason, facts={"page": page})
    mark = mark_of(actor.name, role, clock.now(), kept.ticket.number)
    return Look(kind=kept.kind, data=attachments.bytes_of(kept), page=page, mark=mark)


def picture(seen: Look) -> bytes:
    """The page as a JPEG with its mark; drawn after the event is kept. Raises UnreadableUpload."""
    return harmless.shown(seen.kind, seen.data, page=seen.page, mark=seen.mark)


def mark_of(name: str, role: str, at: datetime, number: str) -> str:
    """What is written across a page, in letters that its font has."""
    here = at.astimezone(WITA)
    when = f"{here.day} {MONTHS[here.month - 1]} {here.year} {here:%H.%M} WITA"
    text = unicodedata.normalize("NFKD", f"{name} · {role} · {when} · {number}")
    return "".join(
        letter if letter == "·" or letter.isascii() else "?" for letter in text if not unicodedata.combining(letter)
    )


def _ensure_may(kept: Attachment, actor: Actor, reason: str) -> None:
    _ensure_theirs(kept, actor)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "attachment")
    if _openings_of(actor) >= LIMIT_AN_HOUR:
        raise TooOften(LIMIT_AN_HOUR, 60)


def _ensure_theirs(kept: Attachment, actor: Actor) -> None:
    require(actor, Permission.ATTACHMENT_OPEN, on=kept.ticket)
    attachments.may_open(kept.ticket, actor=actor)
    attachments.key_of(kept.ticket)


def _openings_of(actor: Actor) -> int:
    since = canonical.moment(clock.now() - timedelta(hours=1))
    query = select(func.count()).where(Event.action.in_((OPEN, DOWNLOAD)), Event.actor_id == actor.id, Event.at > since)
    return db.session.scalar(query) or 0


def _reason_of(kept: Attachment, actor: Actor) -> str:
    """Why ``actor`` opened the file some minutes ago, in this session. Raises NotOpened."""
    _ensure_theirs(kept, actor)
    since = canonical.moment(clock.now() - timedelta(minutes=MINUTES))
    query = (
        select(Event.body)
        .join(AuditObject, AuditObject.event_id == Event.id)
        .where(AuditObject.object == kept.audit_object, Event.action == OPEN)
        .where(Event.actor_id == actor.id, Event.session == actor.session, Event.at > since)
        .order_by(Event.id.desc())
        .limit(1)
    )
    body = db.session.scalar(query)
    if body is None:
        raise NotOpened
    return str(canonical.loads(body)["reason"])
