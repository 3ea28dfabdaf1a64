"""Complaints that may be about the same person, found by blind indexes alone: shown to a person, never acted on."""

import enum
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, literal, select, union_all

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.recorder import note_event
from identity import names, nik
from models import Outcome, Status, Ticket, clock, db
from models.keyring import index_of
from workflow.drafts import Draft
from workflow.person import phone_of

MOST = 10


class Reason(enum.StrEnum):
    """What two complaints share; a family shares a phone, so that alone says little."""

    NIK = "nik"
    PERSON = "person"
    PHONE = "phone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duplicate:
    """A ticket the actor may see that resembles another complaint, and by what."""

    number: str
    status: Status
    outcome: Outcome | None
    subject_name: str
    reporter_name: str
    category_id: int
    channel_id: int
    received_at: datetime
    due_at: datetime
    reasons: tuple[Reason, ...]


def possible(complaint: Draft | Ticket, *, actor: Actor) -> list[Duplicate]:
    """The newest tickets that share the NIK, the name with the birth date, or a phone; at most ten, the surest first.

    One statement. Raises Forbidden.
    """
    require(actor, Permission.TICKET_READ)
    keys = _keys_of_ticket(complaint) if isinstance(complaint, Ticket) else _keys_of_draft(complaint)
    if not any(keys.values()):
        return []
    own = complaint.id if isinstance(complaint, Ticket) else None
    rows: dict[str, Row[Any]] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for row in db.session.execute(_query(keys, own, actor)):
        rows[row.number] = row
        reasons[row.number].add(row.reason)
    found = [_duplicate(row, reasons[number]) for number, row in rows.items()]
    return sorted(found, key=lambda one: list(Reason).index(one.reasons[0]))[:MOST]


def look_up(draft: Draft, *, actor: Actor) -> list[Duplicate]:
    """What ``possible`` finds for a form still being filled in; an event where it finds anything."""
    found = possible(draft, actor=actor)
    if found:
        numbers = " ".join(one.number for one in found)
        note_event(actor, "ticket.duplicates", facts={"found": len(found), "numbers": numbers})
    return found


def _keys_of_ticket(ticket: Ticket) -> dict[Reason, list[str]]:
    person = ticket.person_key if ticket.subject_birth_date_sealed else None
    phones = (ticket.phone_index, ticket.reporter_phone_index)
    return {
        Reason.NIK: _present(ticket.nik_index),
        Reason.PERSON: _present(person),
        Reason.PHONE: _present(*phones),
    }


def _keys_of_draft(draft: Draft) -> dict[Reason, list[str]]:
    reading = nik.read(draft.nik_known or draft.subject_nik or "", today=clock.today())
    born = draft.subject_birth_date
    person = f"{names.key(draft.subject_name)}|{born.isoformat()}" if born and draft.subject_name else None
    phones = (phone_of(draft.subject_phone), phone_of(draft.reporter_phone))
    return {
        Reason.NIK: _present(index_of("nik", reading.nik or reading.known or reading.digits)),
        Reason.PERSON: _present(index_of("person", person)),
        Reason.PHONE: _present(*(index_of("phone", phone) for phone in phones)),
    }


def _present(*keys: str | None) -> list[str]:
    return sorted({key for key in keys if key})


def _query(keys: dict[Reason, list[str]], own: int | None, actor: Actor) -> Select[Any]:
    columns = {
        Reason.NIK: (Ticket.nik_index,),
        Reason.PERSON: (Ticket.person_key,),
        Reason.PHONE: (Ticket.phone_index, Ticket.reporter_phone_index),
    }
    arms = [
        _arm(reason, column, keys[reason], actor)
        for reason, indexed in columns.items()
        for column in indexed
        if keys[reason]
    ]
    found = union_all(*arms).subquery("found")
    return (
        select(
            found.c.reason, Ticket.number, Ticket.status, Ticket.outcome, Ticket.subject_name, Ticket.reporter_name,
            Ticket.category_id, Ticket.channel_id, Ticket.received_at, Ticket.due_at,
        )
        .join(Ticket, Ticket.id == found.c.id)
        .where(Ticket.id != (own or 0))
        .order_by(Ticket.id.desc())
    )  # fmt: skip


def _arm(reason: Reason, column: Any, keys: list[str], actor: Actor) -> Select[Any]:
    """The newest tickets under one index; each arm is short, so no order is made of many rows."""
    newest = (
        select(Ticket.id.label("id"))
        .where(column.in_(keys), tickets_visible_to(actor))
        .order_by(Ticket.id.desc())
        .limit(MOST + 1)
        .subquery()
    )
    return select(literal(reason.value).label("reason"), newest.c.id)


def _duplicate(row: Row[Any], reasons: set[str]) -> Duplicate:
    return Duplicate(
        number=row.number,
        status=row.status,
        outcome=row.outcome,
        subject_name=row.subject_name,
        reporter_name=row.reporter_name,
        category_id=row.category_id,
        channel_id=row.channel_id,
        received_at=row.received_at,
        due_at=row.due_at,
        reasons=tuple(reason for reason in Reason if reason in reasons),
    )
