"""One at a time: whoever adds to what the registry holds, or takes from it, has the turn until done or dead."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Final

from sqlalchemy import Engine, text

from models import db
from models.database import sqlite_file
from workflow.refusals import ImportUnderWay

LOCK: Final = 7310


@contextmanager
def turn() -> Iterator[None]:
    """Hold the turn, over as many units of work as it takes; the system gives it back for a process that dies.

    Raises ImportUnderWay where somebody has it.
    """
    engine = db.engine
    with _turn_by_file(engine) if engine.dialect.name == "sqlite" else _turn_by_lock(engine):
        yield


@contextmanager
def _turn_by_file(engine: Engine) -> Iterator[None]:
    """An empty database beside the desk's, locked: SQLite's own lock is there on every system."""
    desk = sqlite_file(engine.url.render_as_string(hide_password=False))
    place = f"{desk}.turn" if desk else ":memory:"
    with closing(sqlite3.connect(place, timeout=0, isolation_level=None)) as lock:
        try:
            lock.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as locked:
            raise ImportUnderWay from locked
        yield


@contextmanager
def _turn_by_lock(engine: Engine) -> Iterator[None]:
    """A lock of a session of its own, which PostgreSQL lets go of when the connection ends."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        if not connection.scalar(text("SELECT pg_try_advisory_lock(:lock)"), {"lock": LOCK}):
            raise ImportUnderWay
        try:
            yield
        finally:
            connection.scalar(text("SELECT pg_advisory_unlock(:lock)"), {"lock": LOCK})
