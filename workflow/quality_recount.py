"""The figures of quality counted anew from the trail: what the short rows have to agree with."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Connection, select

from audit import canonical
from models import AuditObject, Event, Outcome, QualityMonth, Status
from models.base import Base
from workflow.quality import Key, counts, in_time, month_of

TOLD = ("status", "outcome", "closed_at", "region_code", "satisfaction")
FIGURES = tuple(column.name for column in QualityMonth.__table__.c if not column.primary_key)
BATCH = 1000
State = dict[str, Any]


def recount(connection: Connection) -> tuple[Counter[Key], Counter[str]]:
    """The figures by month, region and name, and by its ref how often each ticket was opened again.

    Read ticket by ticket in the order of the index; memory does not grow with the trail, only with what is found.
    """
    figures: Counter[Key] = Counter()
    reopened: Counter[str] = Counter()
    for ref, steps in groupby(_steps(connection), key=lambda step: step[0]):
        before: State = {}
        for _, at, changes in steps:
            now = before | changes
            _count(figures, reopened, ref, at, before, now)
            before = now
    return +figures, reopened


def differences(connection: Connection) -> Iterator[str]:
    """One line for each figure that the trail tells otherwise."""
    told, _ = recount(connection)
    table = Base.metadata.tables["quality_month"]
    kept: Counter[Key] = Counter()
    for row in connection.execute(select(table)).mappings():
        kept.update({(row["month"], row["region_code"], name): row[name] for name in FIGURES})
    for key in sorted(told.keys() | (+kept).keys()):
        if told[key] != kept[key]:
            yield f"{'/'.join(key)}: {kept[key]} kept, {told[key]} in the trail"


def _steps(connection: Connection) -> Iterator[tuple[str, datetime, State]]:
    """Each change of a ticket in what is counted: the ticket's ref, when, and the fields it changed."""
    query = (
        select(AuditObject.object, Event.at, Event.body)
        .join(Event, Event.id == AuditObject.event_id)
        .where(AuditObject.object.startswith("ticket:"))
        .order_by(AuditObject.object, AuditObject.event_id)
        .execution_options(yield_per=BATCH)
    )
    for name, at, body in connection.execute(query):
        told = [one for one in canonical.loads(body).get("changes", ()) if one["object"] == name]
        changes = {one["field"]: one.get("after") for one in told if one["field"] in TOLD}
        if changes:
            yield name.partition(":")[2], datetime.fromisoformat(at), changes


def _count(figures: Counter[Key], reopened: Counter[str], ref: str, at: datetime, before: State, now: State) -> None:
    was, stands = before.get("status") == Status.CLOSED, now.get("status") == Status.CLOSED
    closing = now if stands else before
    outcome, closed_at = closing.get("outcome"), closing.get("closed_at")
    if not (was or stands) or not counts(Outcome(outcome) if outcome else None) or not closed_at:
        return
    moment = datetime.fromisoformat(closed_at)
    place = (month_of(moment), closing["region_code"])
    if not stands:
        reopened[ref] += 1
        figures[(*place, "reopened")] += in_time(moment, at)
        return
    figures[(*place, "closed")] += not was
    for state, step in ((before if was else {}, -1), (now, 1)):
        if state.get("satisfaction"):
            figures[(*place, f"rated_{state['satisfaction']}")] += step
