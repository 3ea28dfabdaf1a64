"""The figures of the first page counted anew from the trail: what the lists' counters have to agree with."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from itertools import groupby, islice
from typing import Final

from sqlalchemy import Connection, select

from access.actors import Actor
from models import Category, Region, Role, User, clock, db
from workflow.filters import ACTIVE, TABS, Filters
from workflow.lanes import COUNT_CAP
from workflow.queue import counters
from workflow.steps_told import State, told

TOLD: Final = ("status", "region_code", "category_id", "assignee_id", "due_at", "paused_since")
AT_ONCE: Final = 50
"""So many figures are asked for in one statement."""


def differences(connection: Connection) -> Iterator[str]:
    """One line for each figure that the trail tells otherwise; none is counted past the cap of the lists."""
    now = clock.now()
    figures = _recount(connection, now)
    for name, kept in _kept():
        if kept != (counted := min(figures[name], COUNT_CAP)):
            yield f"{name}: {kept} kept, {counted} in the trail"


def _recount(connection: Connection, now: datetime) -> Counter[str]:
    codes: dict[int, str] = {one.id: one.code for one in connection.execute(select(Category.id, Category.code))}
    figures: Counter[str] = Counter()
    for _, steps in groupby(told(connection, TOLD), key=lambda step: step[0]):
        state: State = {}
        for _, _, changes in steps:
            state |= changes
        figures.update(_figures_of(state, codes, now))
    return figures


def _figures_of(state: State, codes: dict[int, str], now: datetime) -> Iterator[str]:
    """The names of the figures that count this ticket."""
    region, person = state["region_code"], state.get("assignee_id")
    yield from (f"{region}/{tab}" for tab, statuses in TABS.items() if state["status"] in statuses)
    if state["status"] not in ACTIVE:
        return
    yield f"{region}/category/{codes[state['category_id']]}"
    yield f"{region}/unassigned" if person is None else f"person/{person}"
    if _is_late(state, now):
        yield f"{region}/overdue"
        yield from () if person is None else (f"person/{person}/overdue",)


def _is_late(state: State, now: datetime) -> bool:
    paused = state.get("paused_since")
    until = min(now, datetime.fromisoformat(paused)) if paused else now
    return datetime.fromisoformat(state["due_at"]) <= until


def _kept() -> Iterator[tuple[str, int]]:
    """Each figure as the first page counts it, for somebody who sees every region."""
    reader = Actor(id=None, name="summaries", role=Role.AUDITOR, regions=frozenset())
    asked = iter(_asked().items())
    while part := dict(islice(asked, AT_ONCE)):
        names = {f"figure_{place}": name for place, name in enumerate(part)}
        counted = counters(reader, {short: part[name] for short, name in names.items()})
        yield from ((name, counted[short]) for short, name in names.items())


def _asked() -> dict[str, Filters]:
    asked: dict[str, Filters] = {}
    categories = db.session.scalars(select(Category.code).order_by(Category.code)).all()
    for region in db.session.scalars(select(Region.code).order_by(Region.code)):
        asked |= {f"{region}/{tab}": Filters(tab=tab, region=region) for tab in TABS}
        asked[f"{region}/unassigned"] = Filters(assignee="none", region=region)
        asked[f"{region}/overdue"] = Filters(due="late", region=region)
        asked |= {f"{region}/category/{code}": Filters(category=code, region=region) for code in categories}
    for person in db.session.scalars(select(User.id).order_by(User.id)):
        asked[f"person/{person}"] = Filters(assignee=str(person))
        asked[f"person/{person}/overdue"] = Filters(assignee=str(person), due="late")
    return asked
