"""Lets units of work about one thing happen one after the other, so that what they counted still holds."""

from sqlalchemy import func, select

from models import db


def in_turn(place: str) -> None:
    """Wait for the other units of work about ``place``, and hold it until this one ends.

    SQLite has one writer at a time, so there is nothing to wait for.
    """
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(place, 0))))
