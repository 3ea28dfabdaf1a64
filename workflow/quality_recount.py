"""The figures of quality counted anew from the trail: what the short rows have to agree with."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby

from sqlalchemy import Connection, select

from models import Outcome, QualityMonth, Status
from models.base import Base
from workflow.quality import Key, counts, in_time, month_of
from workflow.steps_told import State, told

TOLD = ("status", "outcome", "closed_at", "region_code", "satisfaction")
FIGURES = tuple(column.name for column in QualityMonth.__table__.c if not column.primary_key)


def recount(connection: Connection) -> tuple[Counter[Key], Counter[str]]:
    """The figures by month, region and name, and by its ref how often each ticket was opened again.

    Read ticket by ticket in the order of the index; memory does not grow with the trail, only with what is found.
    """
    figures: Counter[Key] = Counter()
    reopened: Counter[str] = Counter()
    for ref, steps in groupby(told(connection, TOLD), key=lambda step: step[0]):
        before: State = {}
        for _, at, changes in steps:
            now = before | changes
            _count(figures, reopened, ref, at, before, now)
            before = now
    return +figures, reopened


def differences(connection: Connection) -> Iterator[str]:
    """One line for each figure that the trail tells otherwise."""
    figures, _ = recount(connection)
    table = Base.metadata.tables["quality_month"]
    kept: Counter[Key] = Counter()
    for row in connection.execute(select(table)).mappings():
        kept.update({(row["month"], row["region_code"], name): row[name] for name in FIGURES})
    for key in sorted(figures.keys() | (+kept).keys()):
        if figures[key] != kept[key]:
            yield f"{'/'.join(key)}: {kept[key]} kept, {figures[key]} in the trail"


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
