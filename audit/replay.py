"""Compares the tables with the trail: replaying the events must give every audited row, field by field."""

import unicodedata
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any

from sqlalchemy import Column, Connection, Row, Table, func, select

from audit import canonical
from models import AuditObject, Event, audited_tables
from models.base import Base

BATCH = 500
BODIES_KEPT = 64
State = dict[str, Any]


def differences(connection: Connection) -> Iterator[str]:
    """One line for each row that is not what its events say, and each object of the trail without a row.

    Lines name objects and fields, never values. Read in one transaction, in batches; memory does not grow.
    """
    for name in audited_tables():
        table = Base.metadata.tables[name]
        for rows in _row_batches(connection, table):
            yield from _of_rows(connection, table, rows)
    yield from _without_rows(connection)


def _row_batches(connection: Connection, table: Table) -> Iterator[list[Row[Any]]]:
    last = 0
    while rows := list(connection.execute(select(table).where(table.c.id > last).order_by(table.c.id).limit(BATCH))):
        yield rows
        last = rows[-1].id


def _of_rows(connection: Connection, table: Table, rows: list[Row[Any]]) -> Iterator[str]:
    told = {f"{table.name}:{row.ref}": _Story() for row in rows}
    _listen(connection, told)
    for row in rows:
        name = f"{table.name}:{row.ref}"
        story = told[name]
        if not story.newest:
            yield f"{name}: no event speaks of this row"
            continue
        wrong = sorted(field for field in _told_fields(table) if _differs(story.state, table.c[field], row))
        if wrong:
            yield f"{name}: differs from its events in {', '.join(wrong)}"
        if not story.last_change <= row.last_event_id <= story.newest:
            yield f"{name}: last_event_id {row.last_event_id} is not the event of its last change"


class _Story:
    """What the events of one object add up to."""

    def __init__(self) -> None:
        self.state: State = {}
        self.last_change = 0
        self.newest = 0

    def add(self, event_id: int, changes: list[dict[str, Any]]) -> None:
        self.newest = event_id
        for change in changes:
            self.last_change = event_id
            self.state[change["field"]] = change.get("after")


def _listen(connection: Connection, told: dict[str, _Story]) -> None:
    """Add the events of all the objects to their stories, in the order of the trail."""
    query = (
        select(AuditObject.object, Event.id, Event.body)
        .join(Event, Event.id == AuditObject.event_id)
        .where(AuditObject.object.in_(told))
        .order_by(AuditObject.object, AuditObject.event_id)
    )
    changes_in = _reader()
    for name, event_id, body in connection.execute(query):
        told[name].add(event_id, changes_in(body).get(name, []))


def _reader() -> Callable[[str], dict[str, list[dict[str, Any]]]]:
    """Reads a body's changes by object; an event that names many rows is read once for all of them."""

    @lru_cache(maxsize=BODIES_KEPT)
    def changes_in(body: str) -> dict[str, list[dict[str, Any]]]:
        found: dict[str, list[dict[str, Any]]] = {}
        for change in canonical.loads(body).get("changes", ()):
            found.setdefault(change["object"], []).append(change)
        return found

    return changes_in


def _told_fields(table: Table) -> list[str]:
    return [column.name for column in table.c if column.info.get("audit") == "value"]


def _differs(state: State, column: Column[Any], row: Row[Any]) -> bool:
    value = canonical.plain(row._mapping[column.name])  # noqa: SLF001 - SQLAlchemy's own name for it
    if isinstance(value, str):
        value = unicodedata.normalize("NFC", value)
    return bool(state.get(column.name) != value)


def _without_rows(connection: Connection) -> Iterator[str]:
    """Objects of audited tables that the trail names and that are not there."""
    for name in audited_tables():
        table = Base.metadata.tables[name]
        known = select(table.c.ref).where(table.c.ref == func.substr(AuditObject.object, len(name) + 2)).exists()
        named = AuditObject.object.startswith(f"{name}:")
        query = select(AuditObject.object).distinct().where(named, ~known).order_by(AuditObject.object)
        for (missing,) in connection.execute(query):
            yield f"{missing}: the trail speaks of it, and there is no such row"
