"""The queue: keyset pages over index-ordered lanes, so that its cost does not grow with the desk.

Each lane is one status in one region; an index gives its rows in order, a page takes the first of each lane
and merges them. No OFFSET, no COUNT beyond a cap.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, literal, select, tuple_, union_all
from sqlalchemy.orm import aliased

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import Category, Channel, Region, Role, Status, Ticket, User, clock, db
from models.types import UtcDateTime

PAGE = 50
COUNT_CAP = 1000
ACTIVE = (Status.OPEN, Status.VERIFYING, Status.CORRECTED)
TABS: dict[str, tuple[Status, ...]] = {
    "active": ACTIVE,
    "open": (Status.OPEN,),
    "verifying": (Status.VERIFYING,),
    "corrected": (Status.CORRECTED,),
    "closed": (Status.CLOSED,),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What a list is narrowed to; empty means everything the actor sees."""

    tab: str = "active"
    region: str = ""
    category: str = ""
    channel: str = ""
    assignee: str = ""  # "me", "none" or a user's id
    overdue: bool = False

    @property
    def statuses(self) -> tuple[Status, ...]:
        return TABS.get(self.tab, ACTIVE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the cursors of its neighbours (None at an end)."""

    rows: list[Row[Any]]
    after: str | None
    before: str | None


def lanes_of(actor: Actor, filters: Filters, regions: list[str]) -> list[tuple[Status, str]]:
    """The (status, region) pairs to look through; none where the actor sees nothing."""
    seen = regions if actor.role == Role.AUDITOR else sorted(actor.regions)
    wanted = [code for code in seen if filters.region in ("", code)]
    return list(product(filters.statuses, wanted))


def page(actor: Actor, filters: Filters, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page behind ``after`` (or in front of ``before``): nearest deadline first, closed ones latest first.

    One statement. A cursor that is not ours is read as the beginning.
    """
    require(actor, Permission.TICKET_READ)
    backwards = bool(before)
    cursor = read_cursor(before if backwards else after)
    descending = (filters.tab == "closed") != backwards
    keys = _keys(actor, filters, cursor, descending=descending, size=size + 1)
    rows = list(db.session.execute(_rows(keys, descending=descending))) if keys is not None else []
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    first, last = (write_cursor(rows[0]), write_cursor(rows[-1])) if rows else (None, None)
    has_next = more if not backwards else bool(cursor)
    has_previous = more if backwards else bool(cursor)
    return Page(rows, last if has_next else None, first if has_previous else None)


def write_cursor(row: Row[Any]) -> str:
    """Where a row stands in the order, as an opaque text for an address."""
    text = f"{row.due_at.timestamp():.0f}.{row.id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The place a cursor names, or None for anything that is no cursor."""
    try:
        padded = text[:40] + "=" * (-len(text[:40]) % 4)
        due, row_id = base64.urlsafe_b64decode(padded.encode()).decode().split(".")
        return datetime.fromtimestamp(int(due), UTC), min(int(row_id), 2**62)
    except (ValueError, binascii.Error, OverflowError, OSError):
        return None


def _keys(actor: Actor, filters: Filters, cursor: tuple[datetime, int] | None, *, descending: bool, size: int) -> Any:
    regions = _regions() if actor.role == Role.AUDITOR else []
    lanes = lanes_of(actor, filters, regions)
    if not lanes:
        return None
    narrowed = _narrowed(actor, filters)
    arms = [_arm(lane, narrowed, cursor, descending=descending, size=size) for lane in lanes]
    merged = union_all(*arms).subquery("lanes") if len(arms) > 1 else arms[0].subquery("lanes")
    return _ordered(select(merged.c.id), merged.c, descending=descending).limit(size).subquery("keys")


def _regions() -> list[str]:
    return list(db.session.scalars(select(Region.code).order_by(Region.code)))


def _arm(
    lane: tuple[Status, str],
    narrowed: list[ColumnElement[bool]],
    cursor: tuple[datetime, int] | None,
    *,
    descending: bool,
    size: int,
) -> Select[*tuple[Any, ...]]:
    status, region = lane
    query = select(Ticket.id, Ticket.due_at).where(Ticket.status == status, Ticket.region_code == region, *narrowed)
    if cursor:
        place = tuple_(literal(cursor[0], UtcDateTime), literal(cursor[1]))
        here = tuple_(Ticket.due_at, Ticket.id)
        query = query.where(here < place if descending else here > place)
    limited = _ordered(query, Ticket, descending=descending).limit(size).subquery()
    return select(limited.c.id, limited.c.due_at)


def _ordered(query: Select[*tuple[Any, ...]], columns: Any, *, descending: bool) -> Select[*tuple[Any, ...]]:
    order = [columns.due_at, columns.id]
    return query.order_by(*(column.desc() if descending else column for column in order))


def _narrowed(actor: Actor, filters: Filters) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if filters.category:
        found.append(
            Ticket.category_id == select(Category.id).where(Category.code == filters.category).scalar_subquery()
        )
    if filters.channel:
        found.append(Ticket.channel_id == select(Channel.id).where(Channel.code == filters.channel).scalar_subquery())
    if filters.assignee == "none":
        found.append(Ticket.assignee_id.is_(None))
    elif filters.assignee:
        found.append(Ticket.assignee_id == (actor.id if filters.assignee == "me" else _number(filters.assignee)))
    if filters.overdue:
        found.append(Ticket.due_at < clock.now())
    return found


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def _rows(keys: Any, *, descending: bool) -> Select[*tuple[Any, ...]]:
    assignee = aliased(User)
    query = (
        select(*ROW_COLUMNS, assignee.name.label("assignee"))
        .join(keys, keys.c.id == Ticket.id)
        .outerjoin(assignee, assignee.id == Ticket.assignee_id)
    )
    return _ordered(query, Ticket, descending=descending)


ROW_COLUMNS = (
    Ticket.id, Ticket.number, Ticket.status, Ticket.outcome, Ticket.subject_name, Ticket.reporter_name, Ticket.relation,
    Ticket.category_id, Ticket.channel_id, Ticket.region_code, Ticket.priority, Ticket.due_at, Ticket.received_at,
    Ticket.closed_at, Ticket.assignee_id, Ticket.nik_state,
)  # fmt: skip


def counters(actor: Actor, names: dict[str, Filters]) -> dict[str, int]:
    """How many tickets each of the named filters holds, none counted past COUNT_CAP; one statement."""
    regions = _regions() if actor.role == Role.AUDITOR else []
    columns = []
    for name, filters in names.items():
        lanes = lanes_of(actor, filters, regions)
        if lanes:
            columns.append(_capped(actor, filters, lanes).label(name))
    counted = db.session.execute(select(*columns)).one()._asdict() if columns else {}
    return {name: counted.get(name, 0) for name in names}


def _capped(actor: Actor, filters: Filters, lanes: list[tuple[Status, str]]) -> Any:
    statuses = sorted({status for status, _ in lanes})
    regions = sorted({region for _, region in lanes})
    inner = (
        select(literal(1).label("one"))
        .where(Ticket.status.in_(statuses), Ticket.region_code.in_(regions), *_narrowed(actor, filters))
        .limit(COUNT_CAP)
        .subquery()
    )
    return select(func.count()).select_from(inner).scalar_subquery()
