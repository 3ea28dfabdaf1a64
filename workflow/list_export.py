"""A list of complaints taken away: as it stood at one moment, counted and recorded before its first row leaves."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Row, TextualSelect

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.recorder import note_event
from models import Ticket, db
from workflow import bulk, queue
from workflow.extra import name_of
from workflow.filters import Filters
from workflow.lanes import page_of, size_of
from workflow.refusals import BadValue
from workflow.row_columns import rows_with
from workflow.terms import Shape

BATCH: Final = 500
MOST: Final[Mapping[str, int]] = MappingProxyType({"csv": 200_000, "xlsx": 50_000})
"""So many rows a file has at most; a workbook is whole before its first byte leaves, so it keeps a process longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """A list as one view of the database shows it; whoever opened it closes its connection.

    It is either narrowed by ``filters`` or the tickets with the ``chosen`` numbers, whose ids are ``ids``.
    """

    actor: Actor
    format: str
    connection: Connection
    count: int
    filters: Filters = field(default_factory=Filters)
    shape: Shape | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    ids: tuple[int, ...] = ()


def look(filters: Filters, format_: str, *, actor: Actor) -> Looked:
    """Look at all rows of ``filters``. Raises Forbidden, BadValue for a format or for more rows than a file takes."""
    _ensure_may(actor, format_)
    lanes = queue.lanes_of(actor, filters, queue.regions_for(actor))
    shape, values = queue.asked_of(actor, filters, lanes) if lanes else (None, {})
    connection = _snapshot()
    try:
        count = _size(connection, shape, values, MOST[format_])
    except BaseException:
        connection.close()
        raise
    return Looked(
        actor=actor, format=format_, connection=connection, count=count, filters=filters, shape=shape, values=values
    )


def look_at(chosen: Iterable[str], format_: str, *, actor: Actor) -> Looked:
    """Look at the tickets with the chosen numbers. Raises Forbidden, NotVisible, BadValue for a format or the count."""
    _ensure_may(actor, format_)
    tickets = bulk.in_sight(chosen, actor=actor)
    numbers, ids = tuple(ticket.number for ticket in tickets), tuple(ticket.id for ticket in tickets)
    return Looked(actor=actor, format=format_, connection=_snapshot(), count=len(ids), chosen=numbers, ids=ids)


def take(looked: Looked) -> None:
    """Record, inside a unit of work, that this list is taken away; a chosen ticket tells it in its own story."""
    tickets = bulk.in_sight(looked.chosen, actor=looked.actor) if looked.chosen else []
    facts = {"format": looked.format, "count": looked.count, "filters": {} if tickets else told(looked.filters)}
    note_event(looked.actor, "ticket.export", label="".join(looked.chosen[:1]), on=tickets, facts=facts)


def told(filters: Filters) -> dict[str, Any]:
    """The filters in use, as an event tells them: codes, days and users' ids, never what somebody typed."""
    used = {name: value for name, value in asdict(filters).items() if value and name != "extra"}
    return used | {name_of(code): value for code, value in filters.extra}


def batches(looked: Looked) -> Iterator[list[Row[Any]]]:
    """The rows in the order of the list, some hundred at a time, one statement each."""
    if looked.chosen:
        yield _rows_of(looked)
    elif looked.shape is not None:
        yield from _pages(looked, looked.shape)


def _pages(looked: Looked, shape: Shape) -> Iterator[list[Row[Any]]]:
    place: dict[str, Any] = {}
    while rows := _page(looked, shape, place):
        yield rows
        if len(rows) < BATCH:
            return
        place = dict(zip(("place_key", "place_id"), queue.place_of(rows[-1], looked.filters), strict=True))


def _page(looked: Looked, shape: Shape, place: Mapping[str, Any]) -> list[Row[Any]]:
    statement: TextualSelect = page_of(
        looked.connection.dialect.name, shape, cursor=bool(place), descending=looked.filters.descending
    )
    return list(looked.connection.execute(statement, {**looked.values, **place, "size": BATCH}))


def _rows_of(looked: Looked) -> list[Row[Any]]:
    query = rows_with().where(Ticket.id.in_(looked.ids), tickets_visible_to(looked.actor))
    return sorted(looked.connection.execute(query), key=lambda row: looked.ids.index(row.id))


def _ensure_may(actor: Actor, format_: str) -> None:
    require(actor, Permission.TICKET_EXPORT)
    if format_ not in MOST:
        raise BadValue("format", "unknown_code")


def _size(connection: Connection, shape: Shape | None, values: Mapping[str, Any], most: int) -> int:
    if shape is None:
        return 0
    count: int = connection.execute(size_of(connection.dialect.name, shape, most + 1), values).scalar_one()
    if count > most:
        raise BadValue("tickets", "too_many_rows")
    return count


def _snapshot() -> Connection:
    """A connection whose every statement sees the same moment."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    return engine.connect()
