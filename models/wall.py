"""The wall behind the listener: triggers by which the database itself refuses a change without its event.

A row is written only under an event of this transaction (SQLite, with its one writer: the newest) that names
the row and tells every field that differs, with the values it has before and after. So a replay of the events
gives the tables, by constraint. Tried in tests/audit/test_wall.py against every way of writing we know.
"""

from collections.abc import Iterable, Iterator

from models import wall_postgresql, wall_sqlite
from models.base import Base
from models.wall_shape import Shape, shape_of

APPLICATION = "loket_app"
EVENT_COLUMNS = ("at", "actor_id", "actor", "role", "session", "origin", "action", "object", "reason", "body")
TRAIL = ("event", "audit_object")


def wall_of_events(dialect: str) -> Iterator[str]:
    """The statements that guard the trail itself, in order, for ``sqlite`` or ``postgresql``."""
    if dialect == "sqlite":
        yield from _statements(wall_sqlite.EVENTS)
        return
    yield from _statements(wall_postgresql.EVENTS)
    for table in TRAIL:
        yield from _statements(wall_postgresql.FROZEN.format(t=table))


def wall_of_rows(dialect: str, tables: Iterable[str | Shape]) -> Iterator[str]:
    """The statements that guard each of the audited ``tables``; a bare name stands for its present shape."""
    script = wall_sqlite.row_script if dialect == "sqlite" else wall_postgresql.row_script
    for table in tables:
        shape = table if isinstance(table, Shape) else shape_of(Base.metadata.tables[table])
        yield from _statements(script(shape))


def no_wall_of_rows(dialect: str, tables: Iterable[str]) -> Iterator[str]:
    """What takes the wall off ``tables``, for a migration that then changes their shape and puts it back."""
    for table in tables:
        if dialect == "sqlite":
            yield from (f"DROP TRIGGER {table}_wall_{part}" for part in ("insert", "id", "update", "delete"))
        else:
            yield from (
                f'DROP TRIGGER {table}_{part} ON "{table}"' for part in ("wall", "wall_delete", "wall_truncate")
            )
            yield f"DROP FUNCTION loket_wall_{table}()"


def grants(dialect: str, audited: Iterable[str], free: Iterable[str], *, role: str = APPLICATION) -> Iterator[str]:
    """What the application's role may do: write rows and new events, and nothing to the schema.

    SQLite has no roles; its connections are guarded by an authorizer. Where the one who migrates may not make
    roles, nothing is granted and nothing fails: the application then works as that one does.
    """
    if dialect == "sqlite":
        return
    rows = (
        (_listed(TRAIL), "SELECT"),
        (_listed(audited), "SELECT, INSERT, UPDATE"),
        (_listed(free), "SELECT, INSERT, UPDATE, DELETE"),
    )
    granted = "\n  ".join(f"GRANT {what} ON {tables} TO {role};" for tables, what in rows if tables)
    yield f"""DO $do$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{role}') THEN
    BEGIN CREATE ROLE {role} NOLOGIN;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;  -- another desk of this server made it just now
    END;
  END IF;
  IF NOT pg_has_role(CURRENT_USER, '{role}', 'MEMBER') THEN GRANT {role} TO CURRENT_USER; END IF;
  EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE CREATE ON SCHEMA public FROM PUBLIC;
  GRANT USAGE ON SCHEMA public TO {role};
  GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role};
  GRANT INSERT ({_listed(EVENT_COLUMNS)}) ON event TO {role};
  {granted}
  IF to_regclass('public.alembic_version') IS NOT NULL THEN GRANT SELECT ON alembic_version TO {role}; END IF;
EXCEPTION WHEN insufficient_privilege THEN RAISE NOTICE 'loket: no role of its own for the application';
END $do$"""  # noqa: S608 - names of our own tables


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def _statements(script: str) -> Iterator[str]:
    """Split a script at the semicolons that end a line, keeping trigger and function bodies whole."""
    part: list[str] = []
    for line in script.strip().splitlines():
        part.append(line)
        text = "\n".join(part)
        if line.endswith(";") and _is_whole(text):
            yield text
            part = []


def _is_whole(text: str) -> bool:
    if "$$" in text:
        return text.count("$$") == 2
    if text.startswith("CREATE TRIGGER") and "EXECUTE FUNCTION" not in text:
        return text.endswith("END;")
    return True
