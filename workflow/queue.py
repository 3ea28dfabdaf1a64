"""The queue: keyset pages over index-ordered lanes, so that its cost does not grow with the desk.

Each lane is one status in one region; an index gives its rows in order, a page takes the first of each lane
and merges them. No OFFSET, no COUNT beyond a cap.
"""

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import product
from typing import Any

from sqlalchemy import Row, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import Region, Role, Status, Ticket, db
from workflow.filters import ACTIVE, TABS, Filters, values_in
from workflow.lanes import UNSEEN, counts_of, neighbours_of, page_of
from workflow.terms import NOBODY, Shape, bound, shape_of

__all__ = ["ACTIVE", "TABS", "Filters", "Neighbours", "Page", "counters", "lanes_of", "neighbours", "page"]

PAGE = 50
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
LAST_YEAR = 2200
Lanes = list[tuple[Status, str]]


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the cursors of its neighbours (None at an end)."""

    rows: list[Row[Any]]
    after: str | None
    before: str | None


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The numbers of the tickets before and behind one in a list, and its place there: 3 of 9.

    ``place`` is None where the ticket has left the list; both figures are counted to the cap.
    """

    previous: str | None
    next: str | None
    place: int | None
    total: int


def lanes_of(actor: Actor, filters: Filters, regions: list[str]) -> Lanes:
    """The (status, region) pairs to look through; none where the actor sees nothing."""
    asked = values_in(filters.region)
    wanted = [code for code in _places(actor, regions) if not asked or code in asked]
    return list(product(filters.statuses, wanted))


def _places(actor: Actor, regions: list[str]) -> list[str]:
    return regions if actor.role == Role.AUDITOR else sorted(actor.regions)


def page(actor: Actor, filters: Filters, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page behind ``after`` (or in front of ``before``), in the order of the filters.

    One statement. A cursor that is not ours is read as the beginning. Raises Forbidden.
    """
    require(actor, Permission.TICKET_READ)
    backwards = bool(before)
    cursor = read_cursor(before if backwards else after)
    descending = filters.descending != backwards
    rows = _first_rows(actor, filters, cursor, descending=descending, size=size + 1)
    more, rows = len(rows) > size, rows[:size]
    if backwards:
        rows.reverse()
    first, last = (write_cursor(rows[0], filters), write_cursor(rows[-1], filters)) if rows else (None, None)
    has_next = more if not backwards else bool(cursor)
    has_previous = more if backwards else bool(cursor)
    return Page(rows, last if has_next else None, first if has_previous else None)


def neighbours(actor: Actor, filters: Filters, ticket: Ticket) -> Neighbours | None:
    """The way on from ``ticket`` in a list, also when it has left it; None where the actor has no such list.

    One statement, flat like a page. Raises Forbidden.
    """
    require(actor, Permission.TICKET_READ)
    lanes = lanes_of(actor, filters, regions_for(actor))
    if not lanes:
        return None
    shape, values = asked_of(actor, filters, lanes)
    key, row_id = place_of(ticket, filters)
    values |= {"place_key": key, "place_id": row_id}
    statement = neighbours_of(dialect_name(), shape, descending=filters.descending)
    row = db.session.execute(statement, values).one()
    place = row.before + 1 if row.here else None
    return Neighbours(row.previous, row.next, place, row.total)


def write_cursor(row: Row[Any], filters: Filters | None = None) -> str:
    """Where a row stands in the order, as an opaque text for an address."""
    key, row_id = place_of(row, filters or Filters())
    text = f"{(key - EPOCH) // MICROSECOND}.{row_id}"
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def read_cursor(text: str) -> tuple[datetime, int] | None:
    """The place a cursor names, or None for anything that is no cursor."""
    try:
        padded = text[:48] + "=" * (-len(text[:48]) % 4)
        key, row_id = base64.urlsafe_b64decode(padded.encode()).decode().split(".")
        moment = EPOCH + int(key) * MICROSECOND
        return (moment, min(int(row_id), 2**62)) if moment.year < LAST_YEAR else None
    except (ValueError, binascii.Error, OverflowError):
        return None


def place_of(row: Any, filters: Filters) -> tuple[datetime, int]:
    """Where a row stands in the order: what it is sorted by, and its id."""
    return _key(row, filters), row.id


def _key(row: Any, filters: Filters) -> datetime:
    moment: datetime = row.received_at if filters.order else row.due_at
    return moment


def _first_rows(
    actor: Actor, filters: Filters, cursor: tuple[datetime, int] | None, *, descending: bool, size: int
) -> list[Row[Any]]:
    lanes = lanes_of(actor, filters, regions_for(actor))
    if not lanes:
        return []
    place = {"place_key": cursor[0], "place_id": cursor[1]} if cursor else {}
    shape, values = asked_of(actor, filters, lanes)
    statement = page_of(dialect_name(), shape, cursor=bool(cursor), descending=descending)
    return list(db.session.execute(statement, values | place | {"size": size}))


def dialect_name() -> str:
    """``sqlite`` or ``postgresql``."""
    return db.session.get_bind().dialect.name


def regions_for(actor: Actor) -> list[str]:
    """The regions that ``lanes_of`` asks for: an auditor looks through all of them."""
    return list(db.session.scalars(select(Region.code).order_by(Region.code))) if actor.role == Role.AUDITOR else []


def asked_of(actor: Actor, filters: Filters, lanes: Lanes, prefix: str = "") -> tuple[Shape, dict[str, Any]]:
    """The shape of a question, and what is bound in it under names that begin with ``prefix``."""
    terms = bound(filters, actor)
    shape, lead = shape_of(filters, terms, len(lanes))
    values: dict[str, Any] = {}
    for number, (status, region) in enumerate(lanes):
        values |= {f"{prefix}status_{number}": status.value, f"{prefix}region_{number}": region}
    for name, told in terms.items():
        named = "lead" if name == lead else name
        unbound = name == lead == "assignee"  # nobody is asked for without a value
        values |= {f"{prefix}{named}_{n}": one for n, one in enumerate(told) if not (unbound and one == NOBODY)}
    return shape, values


def counters(actor: Actor, names: Mapping[str, Filters], *, unseen: bool = False) -> dict[str, int]:
    """How many tickets each of the named filters holds, none counted past COUNT_CAP; one statement.

    With ``unseen`` also, under the name UNSEEN, how many notices wait for the actor.
    """
    regions = regions_for(actor)
    lanes = {name: lanes_of(actor, filters, regions) for name, filters in names.items()}
    asked = {name: filters for name, filters in names.items() if lanes[name]}
    wanted = [*names, UNSEEN] if unseen else list(names)
    if not asked:
        return dict.fromkeys(wanted, 0)
    shapes: list[tuple[str, Shape]] = []
    values: dict[str, Any] = {}
    for name, filters in asked.items():
        shape, told = asked_of(actor, filters, lanes[name], f"{name}_")
        shapes.append((name, shape))
        values |= told
    seen = _places(actor, regions) if unseen else []
    values |= {f"{UNSEEN}_region_{place}": code for place, code in enumerate(seen)}
    values |= {f"{UNSEEN}_of": actor.id} if seen else {}
    counted = db.session.execute(counts_of(dialect_name(), tuple(shapes), len(seen)), values).one()._asdict()
    return {name: counted.get(name, 0) for name in wanted}
