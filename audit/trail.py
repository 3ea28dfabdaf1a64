"""Reading the trail: which events, in keyset pages for people and in batches for files."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, and_, exists, func, select, true, union_all

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.recorder import note_event
from models import AuditObject, Event, Role, Ticket, User, db

PAGE = 50
BATCH = 500
NEAR = 1000
LAST_ID = 2**63 - 1
TICKET = "ticket:"
COLUMNS = (
    Event.id, Event.at, Event.actor_id, Event.actor, Event.role, Event.action, Event.object, Event.reason,
    Event.origin, Event.body,
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Which events are wanted; what is empty asks nothing. ``since`` and ``until`` (not included) are UTC ISO text."""

    since: str = ""
    until: str = ""
    actions: tuple[str, ...] = ()
    actors: tuple[int, ...] = ()
    role: str = ""
    object: str = ""

    def told(self) -> dict[str, Any]:
        """The filters in use, as an event tells them."""
        return {
            name: list(value) if isinstance(value, tuple) else value for name, value in asdict(self).items() if value
        }


@dataclass(frozen=True, slots=True)
class Page:
    """A page of events, newest first; ``newer`` and ``older`` are the cursors beside it, None at an end."""

    rows: list[Row[Any]]
    newer: int | None
    older: int | None


def read(filters: Filters, *, actor: Actor) -> None:
    """Note that ``actor`` looked at the trail, and at which part. Raises Forbidden."""
    require(actor, Permission.AUDIT_READ)
    note_event(actor, "audit.read", facts=filters.told())


def read_one(number: int, *, actor: Actor) -> None:
    """Note that ``actor`` looked at one event. Raises Forbidden."""
    require(actor, Permission.AUDIT_READ)
    note_event(actor, "audit.read", facts={"event": number})


def one(number: int, *, actor: Actor) -> Row[Any] | None:
    """One event by its id, None where ``actor`` may not see it. Raises Forbidden."""
    require(actor, Permission.AUDIT_READ)
    found: Select[*tuple[Any, ...]] = select(*COLUMNS).where(Event.id == number, events_visible_to(actor))
    return db.session.execute(found).one_or_none() if number < LAST_ID else None


def page(filters: Filters, *, actor: Actor, before: int | None = None, after: int | None = None) -> Page:
    """The events before (older than) or after one, newest first. Raises Forbidden."""
    require(actor, Permission.AUDIT_READ)
    upwards = after is not None
    first, last = _span(filters)
    edge = Event.id.between(max(first, (after or 0) + 1), min(last, (before or LAST_ID) - 1))
    rows: list[Row[Any]] = list(db.session.execute(_page_query(filters, edge, actor, upwards=upwards)))
    more, rows = len(rows) > PAGE, rows[:PAGE]
    if upwards:
        rows.reverse()
    if not rows:
        return Page(rows, None, None)
    newer, older = more if upwards else before is not None, more or upwards
    return Page(rows, rows[0].id if newer else None, rows[-1].id if older else None)


def batches(connection: Connection, filters: Filters, *, actor: Actor, through: int) -> Iterator[list[Row[Any]]]:
    """The events up to the id ``through``, oldest first, some hundred at a time. Raises Forbidden."""
    require(actor, Permission.AUDIT_EXPORT)
    chosen = and_(*_conditions(filters), events_visible_to(actor), Event.id <= through)
    last = 0
    query: Select[*tuple[Any, ...]] = select(*COLUMNS).where(chosen).order_by(Event.id).limit(BATCH)
    while rows := list(connection.execute(query.where(Event.id > last))):
        yield rows
        last = rows[-1].id


def size(filters: Filters, *, actor: Actor) -> tuple[int, int]:
    """How many events an export of ``filters`` holds now, and the id of the newest event there is."""
    newest = db.session.scalar(select(func.max(Event.id))) or 0
    chosen = and_(*_conditions(filters), events_visible_to(actor), Event.id <= newest)
    return db.session.scalar(select(func.count()).select_from(Event).where(chosen)) or 0, newest


def events_visible_to(actor: Actor) -> ColumnElement[bool]:
    """The row rule of the trail: who sees not every ticket sees no event that names a ticket out of sight."""
    if actor.role in (Role.AUDITOR, Role.SYSTEM):
        return true()
    hidden = ~tickets_visible_to(actor)
    named = select(1).where(
        AuditObject.event_id == Event.id,
        AuditObject.object.startswith(TICKET),
        Ticket.ref == func.substr(AuditObject.object, len(TICKET) + 1),
        hidden,
    )
    labelled = select(1).where(Ticket.number == Event.object, hidden)
    return and_(~exists(named.correlate(Event)), ~exists(labelled.correlate(Event)))


def actors_called(text: str) -> tuple[int, ...]:
    """Users whose name or address has a word that begins with ``text``; a desk has dozens, so all are looked at."""
    sought = text.casefold().strip()
    users = db.session.execute(select(User.id, User.name, User.email).order_by(User.id))
    return tuple(user.id for user in users if _begins(f"{user.name} {user.email}", sought))


def _begins(words: str, sought: str) -> bool:
    return f" {words.casefold()}".find(f" {sought}") >= 0


def _page_query(
    filters: Filters, edge: ColumnElement[bool], actor: Actor, *, upwards: bool
) -> Select[*tuple[Any, ...]]:
    """One branch for each action, or each actor, so that every branch walks its index and stops at a page."""
    order = Event.id.asc() if upwards else Event.id.desc()
    branches, left = _branches(filters)
    rest = and_(edge, *_conditions(left), events_visible_to(actor))
    pages = [select(Event.id).where(branch, rest).order_by(order).limit(PAGE + 1).subquery() for branch in branches]
    found = union_all(*(select(one.c.id) for one in pages)).subquery()
    return select(*COLUMNS).join(found, found.c.id == Event.id).order_by(order).limit(PAGE + 1)


def _branches(filters: Filters) -> tuple[list[ColumnElement[bool]], Filters]:
    """The filter whose index is walked, value by value, and the filters that are left."""
    if filters.actions and not filters.object:
        return [Event.action == action for action in filters.actions], replace(filters, actions=())
    if filters.actors and not filters.object:
        return [Event.actor_id == one for one in filters.actors], replace(filters, actors=())
    return [true()], filters


def _conditions(filters: Filters) -> Iterator[ColumnElement[bool]]:
    if filters.since:
        yield Event.at >= filters.since
    if filters.until:
        yield Event.at < filters.until
    if filters.actions:
        yield Event.action.in_(filters.actions)
    if filters.actors:
        yield Event.actor_id.in_(filters.actors)
    if filters.role:
        yield Event.role == filters.role
    if filters.object:
        yield _speaks_of(filters.object)


def _speaks_of(label: str) -> ColumnElement[bool]:
    """Events labelled so, or that name the ticket of this number among their objects."""
    ref = db.session.scalar(select(Ticket.ref).where(Ticket.number == label))
    labelled = select(Event.id).where(Event.object == label)
    if ref is None:
        return Event.id.in_(labelled)
    named = select(AuditObject.event_id).where(AuditObject.object == f"{TICKET}{ref}")
    return Event.id.in_(union_all(labelled, named))


def _span(filters: Filters) -> tuple[int, int]:
    """The first and the last id that a span of time can hold, so that a page needs not walk up to it.

    Ids follow time but for a race of microseconds or a clock set back, hence the nearest thousand are asked.
    """
    first, last = 0, LAST_ID
    if filters.since:
        near = select(Event.id).where(Event.at >= filters.since).order_by(Event.at).limit(NEAR).subquery()
        first = db.session.scalar(select(func.min(near.c.id))) or LAST_ID
    if filters.until:
        near = select(Event.id).where(Event.at < filters.until).order_by(Event.at.desc()).limit(NEAR).subquery()
        last = db.session.scalar(select(func.max(near.c.id))) or 0
    return first, last
