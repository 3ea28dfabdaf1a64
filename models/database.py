"""The engine's settings and the one unit of work: whatever may write happens inside ``writing``."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.orm import Session

from models.base import db

BUSY_SECONDS = 60
MORE_CONNECTIONS = 40  # a worker has one thread and needs one; whoever serves with threads is not left waiting
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA recursive_triggers=ON",
    "PRAGMA cache_size=-65536",
)

_writing: ContextVar[bool] = ContextVar("writing", default=False)


class NotWriting(RuntimeError):
    """A change was flushed outside ``writing``."""


def engine_options(url: str) -> dict[str, Any]:
    """Options for Flask-SQLAlchemy: values of rows never appear in an error or a log."""
    options: dict[str, Any] = {"hide_parameters": True, "max_overflow": MORE_CONNECTIONS}
    if url.startswith("sqlite"):
        options["connect_args"] = {"timeout": BUSY_SECONDS, "isolation_level": None}
    else:
        options["pool_pre_ping"] = True
    return options


def prepare(engine: Engine, *, guarded: bool = True) -> None:
    """Attach the listeners an engine needs; ``guarded`` denies the schema to its connections."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_guarded if guarded else _open)
        event.listen(engine, "begin", _begin)
    elif guarded:
        event.listen(engine, "connect", _become_application)


def _open(connection: sqlite3.Connection, _record: object) -> None:
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _open_guarded(connection: sqlite3.Connection, record: object) -> None:
    _open(connection, record)
    connection.set_authorizer(_authorize)


_DENIED = {
    sqlite3.SQLITE_DROP_TRIGGER, sqlite3.SQLITE_DROP_TABLE, sqlite3.SQLITE_DROP_INDEX, sqlite3.SQLITE_DROP_VIEW,
    sqlite3.SQLITE_DROP_VTABLE, sqlite3.SQLITE_ALTER_TABLE, sqlite3.SQLITE_CREATE_TRIGGER, sqlite3.SQLITE_ATTACH,
    sqlite3.SQLITE_DETACH, sqlite3.SQLITE_CREATE_TEMP_TABLE, sqlite3.SQLITE_CREATE_TEMP_VIEW,
    sqlite3.SQLITE_CREATE_TEMP_TRIGGER, sqlite3.SQLITE_CREATE_TEMP_INDEX, sqlite3.SQLITE_CREATE_VIEW,
}  # fmt: skip
_READABLE_PRAGMAS = {
    "table_info",
    "table_xinfo",
    "index_list",
    "index_info",
    "foreign_key_list",
    "data_version",
    "page_size",
    "read_uncommitted",
}
# sqlite_master itself SQLite protects while writable_schema is off; its use by json_each looks like a write.
_CHANGES = {sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE}


def _authorize(action: int, first: str | None, _second: str | None, _base: str | None, _via: str | None) -> int:
    """Deny the application what would take the wall down: the schema, its tables, and the pragmas."""
    if action in _DENIED:
        return sqlite3.SQLITE_DENY
    if action == sqlite3.SQLITE_PRAGMA and first not in _READABLE_PRAGMAS:
        return sqlite3.SQLITE_DENY
    if action in _CHANGES and first == "sqlite_sequence":
        return sqlite3.SQLITE_DENY
    return sqlite3.SQLITE_OK


def _begin(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def _become_application(connection: Any, _record: object) -> None:
    """Work as the role without rights on the schema, where the migration made one and granted it this database."""
    with connection.cursor() as cursor:
        cursor.execute("SET search_path = public, pg_temp")
        cursor.execute("SET jit = off")  # every question is short: compiling one costs ten times what it saves
        cursor.execute(
            "SELECT CASE WHEN to_regclass('event') IS NOT NULL THEN has_table_privilege(oid, 'event', 'SELECT') END"
            " FROM pg_roles WHERE rolname = 'loket_app'"
        )
        if (cursor.fetchone() or (False,))[0]:
            cursor.execute("SET ROLE loket_app")
    connection.commit()


@contextmanager
def writing() -> Iterator[Session]:
    """One unit of work: everything inside is committed together, or none of it.

    What was read before is read again inside, so that a check holds when its write is made.
    """
    if _writing.get():
        yield db.session()
        return
    db.session.rollback()
    token = _writing.set(True)
    try:
        yield db.session()
        db.session.commit()
    except BaseException:
        db.session.rollback()
        raise
    finally:
        _writing.reset(token)


def may_write() -> bool:
    """Whether the caller is inside ``writing``."""
    return _writing.get()


def sqlite_file(url: str) -> Path | None:
    """The file of a SQLite address, or None."""
    return Path(url.removeprefix("sqlite:///")) if url.startswith("sqlite:///") else None
