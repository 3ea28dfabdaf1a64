"""Knows a facility by its name or by one of the other spellings that the admin keeps for it."""

from collections import defaultdict

from sqlalchemy import select

from identity import facilities
from models import Facility, db

BETWEEN_ALIASES = ";"


def find(text: str | None, *, retired: bool = False) -> int | None:
    """The id of the one facility in use (or ``retired``) that is called ``text``; None where none or several are."""
    wanted = facilities.key(text or "")
    if not wanted:
        return None
    called: dict[str, set[int]] = defaultdict(set)
    rows = db.session.execute(select(Facility.id, Facility.name, Facility.aliases).where(Facility.retired.is_(retired)))
    for row in rows:
        for name in (row.name, *row.aliases.split(BETWEEN_ALIASES)):
            called[facilities.key(name)].add(row.id)
    found = called[wanted]
    return next(iter(found)) if len(found) == 1 else None
