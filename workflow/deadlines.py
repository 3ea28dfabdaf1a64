"""When a complaint is due: working days of its category, counted from the day it was received."""

from datetime import UTC, date, datetime, time
from functools import lru_cache

from sqlalchemy import func, select

from identity.workdays import add_working_days
from models import Holiday, db
from models.clock import WITA

CLOSING_HOUR = time(16, 0)


def holidays() -> frozenset[date]:
    """The days on which the desk does not work, from the table the administrator keeps."""
    newest = db.session.execute(select(func.max(Holiday.last_event_id), func.count(Holiday.id))).one()
    return _holidays((str(db.engine.url), *newest))


@lru_cache(maxsize=4)
def _holidays(_version: tuple[object, ...]) -> frozenset[date]:
    """The table as it stands at ``_version``: whoever edits it makes a new one."""
    return frozenset(db.session.scalars(select(Holiday.day).where(Holiday.retired.is_(False))))


def due_at(received_at: datetime, days: int, free: frozenset[date]) -> datetime:
    """The closing hour of the ``days``-th working day after the day of receipt, in UTC."""
    day = add_working_days(received_at.astimezone(WITA).date(), days, free)
    return datetime.combine(day, CLOSING_HOUR, WITA).astimezone(UTC)
