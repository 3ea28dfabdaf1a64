"""A connection that the application did not open: no listener, no pragmas, and on PostgreSQL the tables' owner."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from models import db

Refusals = (sqlite3.Error, psycopg.Error)


def is_sqlite() -> bool:
    return db.engine.dialect.name == "sqlite"


@contextmanager
def outside() -> Iterator[Any]:
    """A raw connection in a transaction of its own, rolled back at the end."""
    url = db.engine.url
    db.session.rollback()
    if is_sqlite():
        connection: Any = sqlite3.connect(str(url.database))
    else:
        connection = psycopg.connect(
            url.set(drivername="postgresql").render_as_string(hide_password=False), autocommit=False
        )
    try:
        yield connection
    finally:
        connection.rollback()
        connection.close()


def run(connection: Any, script: str) -> None:
    """The statements of ``script``, one after another, and the commit that would make them count."""
    for statement in script.split(";;"):
        if statement.strip().upper().startswith("COPY"):
            _copy(connection, statement)
        elif statement.strip():
            connection.execute(statement)
    connection.commit()


def _copy(connection: Any, statement: str) -> None:
    head, _, line = statement.partition("\n")
    with connection.cursor() as cursor, cursor.copy(head) as copy:
        copy.write(line + "\n")
