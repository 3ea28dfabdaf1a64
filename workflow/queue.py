"""The queue: keyset pages over index-ordered lanes, so that its cost does not grow with the desk.

Each lane is one status in one region; an index gives its rows in order, a page takes the first of each lane
and merges them. No OFFSET, no COUNT beyond a cap.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import product
from typing import Any, NamedTuple

from sqlalchemy import Row, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import Region, Role, Status, clock, db
from workflow import deadlines
from workflow.lanes import UNSEEN, Narrowing, counts_of, page_of

PAGE = 50
DUE = ("late", "soon", "response")
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
    due: str = ""  # "late", "soon" or "response": its first response is overdue
    waiting: str = ""  # for whom: a WaitsFor
    chase: bool = False  # somebody outside is to be chased today

    @property
    def statuses(self) -> tuple[Status, ...]:
        return TABS.get(self.tab, ACTIVE)


@dataclass(frozen=True, slots=True)
class Page:
    """One page of rows, and the cursors of its neighbours (None at an end)."""

    rows: list[Row[Any]]
    after: str | None
    before: str | None


class Lane(NamedTuple):
    """One status in one region, of one assignee where the list is narrowed to theirs."""

    status: Status
    region: str
    person: int | None = None


def lanes_of(actor: Actor, filters: Filters, regions: list[str]) -> list[Lane]:
    """The lanes to look through; none where the actor sees nothing."""
    wanted = [code for code in _places(actor, regions) if filters.region in ("", code)]
    return [Lane(*lane) for lane in product(filters.statuses, wanted, _assignees(actor, filters))]


def _assignees(actor: Actor, filters: Filters) -> list[int | None]:
    """Whose tickets: one's own are also those of the people one stands in for."""
    if filters.assignee == "me":
        return [*sorted(actor.persons)]
    return [_number(filters.assignee)] if filters.assignee not in ("", "none") else [None]


def _places(actor: Actor, regions: list[str]) -> list[str]:
    return regions if actor.role == Role.AUDITOR else sorted(actor.regions)


def page(actor: Actor, filters: Filters, *, after: str = "", before: str = "", size: int = PAGE) -> Page:
    """The page behind ``after`` (or in front of ``before``): nearest deadline first, closed ones latest first.

    One statement. A cursor that is not ours is read as the beginning. Raises Forbidden.
    """
    require(actor, Permission.TICKET_READ)
    backwards = bool(before)
    cursor = read_cursor(before if backwards else after)
    descending = (filters.tab == "closed") != backwards
    rows = _first_rows(actor, filters, cursor, descending=descending, size=size + 1)
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


def _first_rows(
    actor: Actor, filters: Filters, cursor: tuple[datetime, int] | None, *, descending: bool, size: int
) -> list[Row[Any]]:
    lanes = lanes_of(actor, filters, _regions_for(actor))
    if not lanes:
        return []
    place = {"place_due": cursor[0], "place_id": cursor[1]} if cursor else {}
    statement = page_of(dialect_name(), len(lanes), _narrowing(filters), cursor=bool(cursor), descending=descending)
    bound = _bound(filters, lanes, "") | place | {"size": size}
    return list(db.session.execute(statement, bound))


def dialect_name() -> str:
    """``sqlite`` or ``postgresql``."""
    return db.session.get_bind().dialect.name


def _regions_for(actor: Actor) -> list[str]:
    return list(db.session.scalars(select(Region.code).order_by(Region.code))) if actor.role == Role.AUDITOR else []


def _narrowing(filters: Filters) -> Narrowing:
    return Narrowing(
        category=bool(filters.category),
        channel=bool(filters.channel),
        assignee="none" if filters.assignee == "none" else "person" if filters.assignee else "",
        due=filters.due if filters.due in DUE else "",
        waiting=bool(filters.waiting),
        chase=filters.chase,
    )


def _bound(filters: Filters, lanes: list[Lane], prefix: str) -> dict[str, Any]:
    bound: dict[str, Any] = {}
    for number, lane in enumerate(lanes):
        bound |= {f"{prefix}status_{number}": lane.status.value, f"{prefix}region_{number}": lane.region}
        if lane.person is not None:
            bound[f"{prefix}assignee_{number}"] = lane.person
    if filters.category:
        bound[f"{prefix}category"] = filters.category
    if filters.channel:
        bound[f"{prefix}channel"] = filters.channel
    if filters.due in DUE:
        bound |= {f"{prefix}{name}": moment for name, moment in _moments(filters.due).items()}
    if filters.waiting:
        bound[f"{prefix}waiting"] = filters.waiting
    if filters.chase:
        bound[f"{prefix}today"] = clock.today()
    return bound


def _moments(due: str) -> dict[str, datetime]:
    now = clock.now()
    if due != "soon":
        return {"now": now}
    return {"now": now, "soon_until": deadlines.soon_until(now), "today_until": deadlines.midnight_after(now)}


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else -1


def counters(actor: Actor, names: dict[str, Filters], *, unseen: bool = False) -> dict[str, int]:
    """How many tickets each of the named filters holds, none counted past COUNT_CAP; one statement.

    With ``unseen`` also, under the name UNSEEN, how many notices wait for the actor.
    """
    regions = _regions_for(actor)
    lanes = {name: lanes_of(actor, filters, regions) for name, filters in names.items()}
    asked = {name: filters for name, filters in names.items() if lanes[name]}
    wanted = [*names, UNSEEN] if unseen else list(names)
    if not asked:
        return dict.fromkeys(wanted, 0)
    shape = tuple((name, len(lanes[name]), _narrowing(filters)) for name, filters in asked.items())
    bound: dict[str, Any] = {}
    for name, filters in asked.items():
        bound |= _bound(filters, lanes[name], name)
    seen = _places(actor, regions) if unseen else []
    bound |= {f"{UNSEEN}_region_{place}": code for place, code in enumerate(seen)}
    bound |= {f"{UNSEEN}_of": actor.id} if seen else {}
    counted = db.session.execute(counts_of(dialect_name(), shape, len(seen)), bound).one()._asdict()
    return {name: counted.get(name, 0) for name in wanted}
