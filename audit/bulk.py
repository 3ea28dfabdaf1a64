"""Many new rows, each with an event of its own, without the cost of the unit of work's bookkeeping.

The wall asks the same of these rows as of any other: the event first, then the row that names it.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from audit import canonical
from audit.context import Act
from audit.recorder import compose, event_row
from models import Audited, Event, clock
from models.database import NotWriting, may_write


def insert_rows(session: Session, model: type[Audited], rows: Iterable[Mapping[str, Any]], act: Act) -> int:
    """Insert ``rows`` (complete, keyed by attribute, each with its ``ref``) of ``model``; how many there were.

    Raises NotWriting outside a unit of work.
    """
    if not may_write():
        raise NotWriting
    connection = session.connection()
    add_event = insert(Event).returning(Event.id)
    add_row = insert(model.__table__)  # type: ignore[attr-defined]
    count = 0
    for row in rows:
        at = canonical.moment(clock.now())
        name = f"{model.__tablename__}:{row['ref']}"  # type: ignore[attr-defined]
        label = row.get("number") or row.get("code") or row["ref"]
        body = compose(act, at=at, label=label, objects=[name], changes=_changes(model, row, name))
        written = connection.execute(add_event, event_row(body)).scalar_one()
        connection.execute(add_row, {**row, "last_event_id": written})
        count += 1
    return count


def _changes(model: type[Audited], row: Mapping[str, Any], name: str) -> list[dict[str, Any]]:
    audited = [column.name for column in model.__table__.columns if column.info.get("audit") == "value"]  # type: ignore[attr-defined]
    return [
        {"object": name, "field": field, "after": canonical.plain(row[field])}
        for field in audited
        if row.get(field) is not None
    ]
