"""The trail is only added to: its events and their index cannot be changed, emptied, renumbered or forged."""

from typing import Any

import pytest
from sqlalchemy import select, text

from models import AuditObject, Event, db
from models.database import writing
from tests.audit.outside import Refusals, is_sqlite, outside, run
from tests.audit.rows import Target
from tests.audit.test_wall import REFUSED

BODY = (
    '{"action":"x","actor":{"name":"a"},"at":"2026-01-01T00:00:00.000000Z",'
    '"object":"o","origin":"w","reason":"r","role":"admin","session":"s"}'
)
HONEST = {
    "at": "2026-01-01T00:00:00.000000Z", "actor": "a", "role": "admin", "session": "s", "origin": "w", "action": "x",
    "object": "o", "reason": "r", "body": BODY,
}  # fmt: skip


def insert(**changed: Any) -> str:
    row = HONEST | changed
    values = ", ".join("NULL" if value is None else f"'{value}'" for value in row.values())
    return f"INSERT INTO event ({', '.join(row)}) VALUES ({values})"


# What nobody may do, whoever opened the connection.
NEVER = (
    "UPDATE event SET actor = 'Somebody else'",
    "UPDATE event SET body = replace(body, 'Tests', 'Other') WHERE id = 1",
    "UPDATE event SET id = id + 1000",
    "UPDATE event SET reason = 'better' WHERE id = (SELECT max(id) FROM event)",
    "DELETE FROM event",
    "DELETE FROM event WHERE id = (SELECT max(id) FROM event)",
    "UPDATE audit_object SET object = 'ticket:0'",
    "DELETE FROM audit_object WHERE event_id = 1",
    "INSERT INTO audit_object (event_id, object) VALUES (1, 'ticket:0')",
    "INSERT INTO audit_object (event_id, object) SELECT event_id, object FROM audit_object LIMIT 1",
    insert(id=1),
    insert(id=900_000),
    insert(id=-1),
    insert(id=0),
    insert(body="no json"),
    insert(body="{}"),
    insert(body="[]"),
    *(
        insert(**{column: "other"})
        for column in ("actor", "role", "session", "origin", "action", "object", "reason", "at")
    ),
    insert(actor_id=7),
)
NEVER_ON_SQLITE = (
    insert(id=1).replace("INSERT", "REPLACE"),
    insert(id=1).replace("INSERT", "INSERT OR REPLACE"),
    insert(id=1) + " ON CONFLICT (id) DO UPDATE SET actor = 'Other'",
    "UPDATE OR REPLACE event SET id = 2 WHERE id = 1",
    "UPDATE OR IGNORE event SET actor = 'Other'",
    "REPLACE INTO audit_object SELECT event_id, 'ticket:0' FROM audit_object",
    "UPDATE sqlite_master SET sql = '' WHERE name = 'event_no_update'",
    "DELETE FROM sqlite_master WHERE type = 'trigger'",
)
NEVER_ON_POSTGRESQL = (
    "TRUNCATE event CASCADE",
    "TRUNCATE audit_object",
    "SET session_replication_role = 'replica';;DELETE FROM event",
    "SET session_replication_role = 'replica';;UPDATE event SET actor = 'Other'",
    "SET session_replication_role = 'replica';;TRUNCATE event CASCADE",
    f"SET session_replication_role = 'replica';;{insert(id=1)}",
    insert(id=900_000).replace("VALUES", "OVERRIDING SYSTEM VALUE VALUES"),
    insert(id=1) + " ON CONFLICT (id) DO UPDATE SET actor = 'Other'",
    "MERGE INTO event e USING (SELECT 1) o ON e.id = 1 WHEN MATCHED THEN UPDATE SET actor = 'Other'",
    "WITH gone AS (DELETE FROM event RETURNING *) SELECT count(*) FROM gone",
    "SELECT nextval(pg_get_serial_sequence('event', 'id'));;" + insert(id=1),
)
# What the application's own connection may not do: take the wall down, or shadow what it reads.
NOT_FOR_THE_APPLICATION_ON_SQLITE = (
    "DROP TRIGGER event_no_update",
    "DROP TRIGGER ticket_wall_update",
    "DROP TABLE event",
    "DROP INDEX ix_event_at",
    "ALTER TABLE event RENAME TO old_event",
    "ALTER TABLE event ADD COLUMN extra",
    "CREATE TRIGGER mine AFTER INSERT ON event BEGIN SELECT 1; END",
    "PRAGMA writable_schema = ON",
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    "PRAGMA journal_mode = OFF",
    "PRAGMA synchronous = OFF",
    "PRAGMA user_version = 9",
    "ATTACH ':memory:' AS other",
    "VACUUM INTO '/tmp/stolen.db'",
    "UPDATE sqlite_sequence SET seq = 900000",
    "DELETE FROM sqlite_sequence",
)
NOT_FOR_THE_APPLICATION_ON_POSTGRESQL = (
    "ALTER TABLE event DISABLE TRIGGER ALL",
    "ALTER TABLE ticket DISABLE TRIGGER ticket_wall",
    "ALTER TABLE ticket ENABLE REPLICA TRIGGER ticket_wall",
    "DROP TRIGGER event_insert ON event",
    "DROP TABLE audit_object",
    "ALTER TABLE event DROP COLUMN reason",
    "ALTER TABLE event RENAME TO old_event",
    "CREATE RULE nothing AS ON INSERT TO event DO INSTEAD NOTHING",
    "CREATE TRIGGER mine BEFORE INSERT ON event FOR EACH ROW EXECUTE FUNCTION loket_refuse('x')",
    "CREATE OR REPLACE FUNCTION loket_refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "ALTER FUNCTION loket_event_insert() RENAME TO gone",
    "DROP FUNCTION loket_wall_ticket() CASCADE",
    "CREATE TABLE public.mine (id int)",
    "CREATE TEMP TABLE event (id int)",
    "SET session_replication_role = 'replica'",
    "SELECT setval(pg_get_serial_sequence('event', 'id'), 900000)",
    "ALTER SEQUENCE event_id_seq RESTART",
    "ALTER TABLE event ENABLE ROW LEVEL SECURITY",
    "INSERT INTO event (xid) VALUES ('1')",
    "TRUNCATE ticket CASCADE",
    "LOCK TABLE event IN ACCESS EXCLUSIVE MODE",
    "COPY event (id) FROM '/etc/passwd'",
)


def trail() -> tuple[Any, ...]:
    columns = [column for column in Event.__table__.c if column.name != "xid"]
    events = db.session.execute(select(*columns).order_by(Event.id)).all()
    index = db.session.execute(select(AuditObject.event_id, AuditObject.object).order_by("event_id", "object")).all()
    db.session.rollback()
    return tuple(events), tuple(index)


def only_on(dialect: str) -> None:
    if is_sqlite() != (dialect == "sqlite"):
        pytest.skip(f"a way of {dialect}")


def nobody_may(script: str) -> None:
    """Neither a program of its own nor the application."""
    before = trail()
    with outside() as connection, pytest.raises(Refusals):
        run(connection, script)
    assert trail() == before
    the_application_may_not(script)


def the_application_may_not(script: str) -> None:
    before = trail()
    with pytest.raises(REFUSED):
        write(script)
    assert trail() == before


def write(script: str) -> None:
    """Run a script on the application's own connection."""
    with writing() as session:
        for statement in script.split(";;"):
            session.connection().execute(text(statement.replace(":", r"\:")))


@pytest.mark.parametrize("script", NEVER)
def test_nobody_changes_an_event_or_adds_a_false_one(targets: list[Target], script: str) -> None:
    nobody_may(script)


@pytest.mark.parametrize("script", NEVER_ON_SQLITE)
def test_nobody_changes_the_trail_in_the_file(targets: list[Target], script: str) -> None:
    only_on("sqlite")
    nobody_may(script)


@pytest.mark.parametrize("script", NEVER_ON_POSTGRESQL)
def test_not_even_the_owner_changes_the_trail(targets: list[Target], script: str) -> None:
    only_on("postgresql")
    nobody_may(script)


@pytest.mark.parametrize("script", NOT_FOR_THE_APPLICATION_ON_SQLITE)
def test_the_application_does_not_take_the_wall_down(targets: list[Target], script: str) -> None:
    only_on("sqlite")
    the_application_may_not(script)


@pytest.mark.parametrize("script", NOT_FOR_THE_APPLICATION_ON_POSTGRESQL)
def test_the_application_has_no_right_to_the_wall(targets: list[Target], script: str) -> None:
    only_on("postgresql")
    the_application_may_not(script)


@pytest.mark.parametrize(
    "script",
    [
        "CREATE TEMP TABLE event AS SELECT * FROM main.event WHERE 0",
        "CREATE TEMP VIEW audit_object AS SELECT 1 AS event_id, 'x' AS object",
        "CREATE TEMP TRIGGER mine BEFORE INSERT ON main.event BEGIN SELECT RAISE(IGNORE); END",
    ],
)
def test_the_application_does_not_shadow_the_trail(targets: list[Target], script: str) -> None:
    """Events written to a temporary table of the same name would be lost with the connection."""
    only_on("sqlite")
    try:
        the_application_may_not(script)
    finally:
        db.session.remove()
        db.engine.dispose()


def test_an_honest_event_is_taken(targets: list[Target]) -> None:
    """The forgeries above fail for what is false in them, and not because the form is wrong."""
    before = len(trail()[0])
    write(insert())
    assert len(trail()[0]) == before + 1
