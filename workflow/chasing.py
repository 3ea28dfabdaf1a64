"""What somebody outside still owes an answer to: the open hand-offs, those to be chased longest first."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require, tickets_visible_to
from models import Facility, HandOff, Ticket, WaitsFor, clock, db

PAGE: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What the list is narrowed to; unless ``all`` are asked for, to what is to be chased by today."""

    party: str = ""
    facility: str = ""
    region: str = ""
    all: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """Some open hand-offs, and the cursor of the next page (None at the end)."""

    rows: list[HandOff]
    after: str | None


def page(actor: Actor, wanted: Wanted, *, after: str = "", size: int = PAGE) -> Page:
    """The page behind ``after``, in one statement; a cursor that is none of ours is the beginning. Raises Forbidden."""
    require(actor, Permission.TICKET_HAND_OFF)
    rows: list[HandOff] = list(db.session.scalars(ordered(actor, wanted, after=after).limit(size + 1)).unique())
    more, rows = len(rows) > size, rows[:size]
    return Page(rows, write_cursor(rows[-1]) if more else None)


def ordered(actor: Actor, wanted: Wanted, *, after: str = "") -> Select[HandOff]:
    """The open hand-offs that are wanted, in the order of an index."""
    query, place = _open(actor, wanted), read_cursor(after)
    if place is not None:
        query = query.where(tuple_(HandOff.chase_on, HandOff.id) > tuple_(*place))
    return query.order_by(HandOff.chase_on, HandOff.id)


def by_ref(ref: str, *, actor: Actor) -> HandOff:
    """The hand-off of this ref as ``actor`` may see it. Raises Forbidden, NotVisible."""
    require(actor, Permission.TICKET_HAND_OFF)
    query = select(HandOff).join(HandOff.ticket).where(HandOff.ref == ref, tickets_visible_to(actor))
    found = db.session.scalar(query.options(contains_eager(HandOff.ticket)))
    if found is None:
        raise NotVisible("hand-off")
    return found


def write_cursor(row: HandOff) -> str:
    return f"{row.chase_on.isoformat()}.{row.id}"


def read_cursor(text: str) -> tuple[date, int] | None:
    """The place a cursor names, or None for anything that is no cursor."""
    day, _, row_id = text[:40].partition(".")
    try:
        return (date.fromisoformat(day), int(row_id)) if row_id.isascii() and row_id.isdigit() else None
    except ValueError:
        return None


def _open(actor: Actor, wanted: Wanted) -> Select[HandOff]:
    query = select(HandOff).join(HandOff.ticket).where(HandOff.answered_at.is_(None), tickets_visible_to(actor))
    query = query.options(contains_eager(HandOff.ticket), joinedload(HandOff.facility), joinedload(HandOff.opened_by))
    if not wanted.all:
        query = query.where(HandOff.chase_on <= clock.today())
    if wanted.party:
        query = query.where(HandOff.party == WaitsFor(wanted.party))
    if wanted.facility:
        code = select(Facility.id).where(Facility.code == wanted.facility).scalar_subquery()
        query = query.where(HandOff.facility_id == code)
    if wanted.region:
        query = query.where(Ticket.region_code == wanted.region)
    return query
