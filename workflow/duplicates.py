"""Complaints that may be about the same person, found by keyed hashes: shown to a person, never acted on."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, literal, or_, select, union_all
from sqlalchemy.orm import load_only

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.recorder import note_event
from models import Outcome, Status, Ticket, TicketKey, TicketLink, WaitsFor, db
from registry.told import Subject
from workflow.drafts import Draft
from workflow.likeness import OF_A_FAMILY, Reason, indexes_of, likeness, person_of
from workflow.near_nik import keys_of

MOST: Final = 10
MOST_COMPARED: Final = 60
"""How many of those under one key are compared, the newest: a village office's phone stands on hundreds."""


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
    paused_since: datetime | None
    waits_for: WaitsFor | None
    amber_at: datetime | None
    response_due_at: datetime | None
    responded_at: datetime | None
    reasons: tuple[Reason, ...]

    @property
    def is_related(self) -> bool:
        """Whether it is rather somebody else's of one family, and nothing to be warned of."""
        return self.reasons[0] in OF_A_FAMILY


READ: Final = (
    Ticket.ref, Ticket.number, Ticket.status, Ticket.outcome, Ticket.subject_name, Ticket.reporter_name,
    Ticket.category_id, Ticket.channel_id, Ticket.received_at, Ticket.due_at, Ticket.wrapped_key,
    Ticket.subject_nik_sealed, Ticket.subject_birth_date_sealed, Ticket.paused_since, Ticket.waits_for,
    Ticket.amber_at, Ticket.response_due_at, Ticket.responded_at,
)  # fmt: skip
COLUMNS: Final = (
    ("nik", Ticket.nik_index),
    ("near", Ticket.nik_index),
    ("person", Ticket.person_key),
    ("phone", Ticket.phone_index),
    ("phone", Ticket.reporter_phone_index),
)


def possible(complaint: Draft | Ticket, *, actor: Actor) -> list[Duplicate]:
    """The tickets that may be about the same person, at most ten, the surest first and then the newest.

    They share the NIK, or name and birth date, or have a NIK one slip away with the name or the birth date, or a
    phone with the name; a phone alone is only related. Left out is what people decided about already: duplicates of
    each other, and pairs that are none. One statement. Raises Forbidden.
    """
    require(actor, Permission.TICKET_READ)
    person = person_of(complaint)
    query = query_of(complaint, actor)
    tickets: dict[int, Ticket] = {}
    found_by: dict[int, set[str]] = defaultdict(set)
    for key, ticket in db.session.execute(query) if query is not None else ():
        tickets[ticket.id] = ticket
        found_by[ticket.id].add(key)
    found = [
        _duplicate(ticket, reasons)
        for ticket in tickets.values()
        if (reasons := likeness(person, ticket, found_by[ticket.id]))
    ]
    return sorted(found, key=lambda one: list(Reason).index(one.reasons[0]))[:MOST]


def query_of(complaint: Draft | Ticket, actor: Actor) -> Select[Any] | None:
    """The one question ``possible`` asks: tickets under any of the keys, and which; None where there is no key."""
    arms = list(_arms(person_of(complaint), and_(tickets_visible_to(actor), *_undecided(complaint))))
    if not arms:
        return None
    found = union_all(*arms).subquery("found")
    rows = select(found.c.key, Ticket).join(Ticket, Ticket.id == found.c.id).options(load_only(*READ))
    return rows.order_by(Ticket.id.desc())


def look_up(draft: Draft, *, actor: Actor) -> list[Duplicate]:
    """What ``possible`` finds for a form still being filled in; an event where it finds anything."""
    found = possible(draft, actor=actor)
    if found:
        numbers = " ".join(one.number for one in found)
        note_event(actor, "ticket.duplicates", facts={"found": len(found), "numbers": numbers})
    return found


def _arms(person: Subject, wanted: ColumnElement[bool]) -> Iterator[Select[Any]]:
    """One short question for each key; of the ids alone, so that no order is made of many rows."""
    indexes, near_keys = indexes_of(person), sorted(keys_of(person.nik))
    for name, column in COLUMNS:
        if indexes[name]:
            yield _arm(name, select(Ticket.id.label("id")).where(column.in_(indexes[name]), wanted))
    if near_keys:
        near = select(Ticket.id.label("id")).join(TicketKey, TicketKey.ticket_id == Ticket.id).distinct()
        yield _arm("near", near.where(TicketKey.hash.in_(near_keys), wanted))


def _arm(name: str, ids: Select[Any]) -> Select[Any]:
    newest = ids.order_by(Ticket.id.desc()).limit(MOST_COMPARED).subquery()
    return select(literal(name).label("key"), newest.c.id)


def _undecided(complaint: Draft | Ticket) -> tuple[ColumnElement[bool], ...]:
    """Whatever nobody has decided of yet; of a draft, everything."""
    if not isinstance(complaint, Ticket):
        return ()
    stands = TicketLink.withdrawn.is_(False)
    said = select(TicketLink.other_id).where(TicketLink.ticket_id == complaint.id, stands)
    said_of_it = select(TicketLink.ticket_id).where(TicketLink.other_id == complaint.id, stands)
    return (
        Ticket.id.not_in([complaint.id, complaint.duplicate_of_id or complaint.id]),
        or_(Ticket.duplicate_of_id.is_(None), Ticket.duplicate_of_id != complaint.id),
        Ticket.id.not_in(said),
        Ticket.id.not_in(said_of_it),
    )


def _duplicate(ticket: Ticket, reasons: tuple[Reason, ...]) -> Duplicate:
    return Duplicate(
        number=ticket.number,
        status=ticket.status,
        outcome=ticket.outcome,
        subject_name=ticket.subject_name,
        reporter_name=ticket.reporter_name,
        category_id=ticket.category_id,
        channel_id=ticket.channel_id,
        received_at=ticket.received_at,
        due_at=ticket.due_at,
        paused_since=ticket.paused_since,
        waits_for=ticket.waits_for,
        amber_at=ticket.amber_at,
        response_due_at=ticket.response_due_at,
        responded_at=ticket.responded_at,
        reasons=reasons,
    )
