"""Checks the trail in the database against itself: its numbers, its bodies, its index, its rows, its wall."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Row, exists, literal, select

from audit import canonical
from models import AuditObject, Event, audited_tables
from models.base import Base
from models.wall_check import broken_wall

BATCH = 1000
DERIVED = ("at", "actor_id", "actor", "role", "session", "origin", "action", "object", "reason")


def faults(connection: Connection) -> Iterator[str]:
    """One line for each thing that is wrong; nothing where the trail is whole.

    Numbers must be dense on SQLite. On PostgreSQL a transaction that was rolled back leaves a number unused, so
    there a gap says nothing and none is told.
    """
    yield from broken_wall(connection)
    expected = 1
    for rows in _batches(connection):
        named = _objects_of(connection, rows[0].id, rows[-1].id)
        for row in rows:
            if connection.dialect.name == "sqlite" and row.id != expected:
                yield f"event {expected}: missing before event {row.id}"
            expected = row.id + 1
            yield from _of_event(row, named.get(row.id, set()))
    yield from _rows_without_event(connection)


def _batches(connection: Connection) -> Iterator[list[Row[Any]]]:
    last = -(2**63)
    query = select(Event).order_by(Event.id).limit(BATCH)
    columns = query.with_only_columns(*Event.__table__.c)
    while rows := list(connection.execute(columns.where(Event.id > last))):
        yield rows
        last = rows[-1].id


def _objects_of(connection: Connection, first: int, last: int) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    between = AuditObject.event_id.between(first, last)
    for event_id, name in connection.execute(select(AuditObject.event_id, AuditObject.object).where(between)):
        found.setdefault(event_id, set()).add(name)
    return found


def _of_event(row: Row[Any], named: set[str]) -> Iterator[str]:
    try:
        body = canonical.loads(row.body)
        if not canonical.is_canonical(row.body):
            yield f"event {row.id}: its text is not canonical"
        derived = canonical.columns_of(body)
        objects = set(body.get("objects", ()))
    except (ValueError, KeyError, TypeError, AttributeError):
        yield f"event {row.id}: its text cannot be read"
        return
    wrong = [name for name in DERIVED if row._mapping[name] != derived[name]]  # noqa: SLF001 - SQLAlchemy's own name
    if wrong:
        yield f"event {row.id}: columns differ from its text in {', '.join(wrong)}"
    if objects != named:
        yield f"event {row.id}: the index names other objects than its text"


def _rows_without_event(connection: Connection) -> Iterator[str]:
    for name in audited_tables():
        table = Base.metadata.tables[name]
        naming = exists().where(
            AuditObject.event_id == table.c.last_event_id, AuditObject.object == literal(f"{name}:") + table.c.ref
        )
        for (ref,) in connection.execute(select(table.c.ref).where(~naming).order_by(table.c.id)):
            yield f"{name}:{ref}: its last event does not name it"
