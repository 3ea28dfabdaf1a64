"""The holiday table as the administrator keeps it: filled from the national calendar a year at a time, and what moves.

The library knows the joint decrees up to 2027. After that its dates of the moon are approximate and collective leave is
missing, until the decree of the year is typed in.
"""

from datetime import date
from typing import Any, Final

from sqlalchemy import extract, inspect, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Category, Holiday, db
from workflow import recomputes
from workflow.refusals import BadValue
from workflow.starting_data import LAST_YEAR, holidays_of

YEARS: Final = range(2000, 2101)
APPROXIMATE_FROM: Final = LAST_YEAR + 1
MOVING: Final[dict[type[Any], tuple[str, ...]]] = {Holiday: ("day", "retired"), Category: ("days",)}


def listed(year: int) -> list[tuple[date, str]]:
    """The days of ``year`` on which the desk does not work, beside its free weekdays."""
    query = select(Holiday.day, Holiday.name).where(extract("year", Holiday.day) == year, Holiday.retired.is_(False))
    return [(day, name) for day, name in db.session.execute(query.order_by(Holiday.day))]


def missing(year: int) -> list[tuple[date, str]]:
    """The national holidays and collective leave of ``year`` that the table lacks; a retired one is not missing.

    Raises BadValue for a year that nobody plans for.
    """
    if year not in YEARS:
        raise BadValue("year", "out_of_range")
    known = set(db.session.scalars(select(Holiday.day).where(extract("year", Holiday.day) == year)))
    return [(day, name[:120]) for day, name in holidays_of(year, year) if day not in known and day.year == year]


def fill(year: int, *, actor: Actor, reason: str) -> int:
    """Add what is missing in ``year``, under one event, and order the deadlines anew; how many days there were.

    Raises Forbidden, BadValue.
    """
    require(actor, Permission.REFERENCE_EDIT)
    if not reason.strip():
        raise BadValue("reason", "required")
    db.session.execute(select(Holiday.id).order_by(Holiday.id).limit(1).with_for_update())  # one fills at a time
    rows = [Holiday(day=day, name=name) for day, name in missing(year)]
    if not rows:
        return 0
    with acting(actor, "reference.edit", reason):
        db.session.add_all(rows)
    recomputes.order(reason, actor=actor, event_id=rows[0].last_event_id)
    return len(rows)


def moves_deadlines(row: Any) -> bool:
    """Whether what is about to be flushed of a row of reference data moves deadlines; a new category has none yet."""
    state = inspect(row)
    if isinstance(row, Category) and state.key is None:
        return False
    return any(state.attrs[field].history.has_changes() for field in MOVING.get(type(row), ()))
