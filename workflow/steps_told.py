"""The tickets as the trail tells them: each change of the fields asked for, ticket by ticket, in order."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select

from audit import canonical
from models import AuditObject, Event

BATCH = 1000
State = dict[str, Any]


def told(connection: Connection, fields: Collection[str]) -> Iterator[tuple[str, datetime, State]]:
    """The ticket's ref, when, and which of ``fields`` changed to what; memory does not grow with the trail."""
    query = (
        select(AuditObject.object, Event.at, Event.body)
        .join(Event, Event.id == AuditObject.event_id)
        .where(AuditObject.object.startswith("ticket:"))
        .order_by(AuditObject.object, AuditObject.event_id)
        .execution_options(yield_per=BATCH)
    )
    for name, at, body in connection.execute(query):
        own = [one for one in canonical.loads(body).get("changes", ()) if one["object"] == name]
        changes = {one["field"]: one.get("after") for one in own if one["field"] in fields}
        if changes:
            yield name.partition(":")[2], datetime.fromisoformat(at), changes
