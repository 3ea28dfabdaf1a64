"""Asks a database whether the wall still stands as it was built."""

from collections.abc import Iterator

from sqlalchemy import Connection, text

from models.base import audited_tables
from models.wall import wall_of_events, wall_of_rows

_FUNCTIONS = "SELECT proname, prosrc FROM pg_proc WHERE proname LIKE 'loket%' AND pronamespace = 'public'::regnamespace"
_TRIGGERS = "SELECT tgname, tgenabled FROM pg_trigger WHERE NOT tgisinternal"


def broken_wall(connection: Connection) -> Iterator[str]:
    """One line for each trigger that is missing, changed or switched off."""
    dialect = connection.dialect.name
    statements = [*wall_of_events(dialect), *wall_of_rows(dialect, audited_tables())]
    yield from (
        _broken_sqlite(connection, statements) if dialect == "sqlite" else _broken_postgresql(connection, statements)
    )


def _broken_sqlite(connection: Connection, statements: list[str]) -> Iterator[str]:
    found = _pairs(connection, "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    for statement in statements:
        name = statement.split()[2]
        if found.get(name, "").rstrip(";") != statement.rstrip(";"):
            yield f"trigger {name}: {'changed' if name in found else 'missing'}"


def _broken_postgresql(connection: Connection, statements: list[str]) -> Iterator[str]:
    sources, enabled = _pairs(connection, _FUNCTIONS), _pairs(connection, _TRIGGERS)
    for statement in statements:
        kind, name = statement.split()[1:3]
        name = name.removesuffix("()")
        if kind == "FUNCTION" and sources.get(name) != statement.split("$$")[1]:
            yield f"function {name}: {'changed' if name in sources else 'missing'}"
        elif kind == "TRIGGER" and enabled.get(name) != "A":
            yield f"trigger {name}: {'switched off' if name in enabled else 'missing'}"


def _pairs(connection: Connection, query: str) -> dict[str, str]:
    return dict(connection.execute(text(query)).all())
