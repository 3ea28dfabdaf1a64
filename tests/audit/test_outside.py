"""The wall holds without the application: any other program that opens the database meets it."""

from typing import Any

import pytest

from audit import canonical
from audit.context import Act
from audit.recorder import compose, event_row
from models import clock
from models.types import new_ref
from tests.audit.outside import Refusals, is_sqlite, outside, run
from tests.audit.rows import TESTER, Target

# {t} the table, {c} a column of text, {id} and {ref} of a row, {other} the ref of another.
EVERYWHERE = (
    "UPDATE \"{t}\" SET {c} = 'Forged' WHERE id = {id}",
    "UPDATE \"{t}\" SET {c} = 'Forged', last_event_id = last_event_id + 1",
    "UPDATE \"{t}\" SET {c} = 'Forged', last_event_id = (SELECT max(id) FROM event)",
    'DELETE FROM "{t}" WHERE id = {id}',
    'DELETE FROM "{t}"',
    "UPDATE \"{t}\" SET ref = '0' WHERE id = {id}",
    'UPDATE "{t}" SET last_event_id = 0 WHERE id = {id}',
    "WITH x AS (SELECT 'Forged' AS v) UPDATE \"{t}\" SET {c} = (SELECT v FROM x)",
)
ON_SQLITE = (
    'INSERT INTO "{t}" SELECT * FROM "{t}" WHERE id = {id} ON CONFLICT (id) DO UPDATE SET {c} = \'Forged\'',
    'REPLACE INTO "{t}" SELECT * FROM "{t}" WHERE id = {id}',
    'INSERT OR REPLACE INTO "{t}" SELECT * FROM "{t}"',
    'INSERT OR IGNORE INTO "{t}" SELECT * FROM "{t}"',
    "UPDATE OR REPLACE \"{t}\" SET ref = '{other}' WHERE id = {id}",
    'UPDATE OR REPLACE "{t}" SET id = id + 1 WHERE id = {id}',
    "UPDATE OR IGNORE \"{t}\" SET {c} = 'Forged' WHERE id = {id}",
    "PRAGMA recursive_triggers = OFF;;PRAGMA foreign_keys = OFF;;PRAGMA ignore_check_constraints = ON;;"
    "UPDATE \"{t}\" SET {c} = 'Forged'",
    # Tables of the same names, which only this connection sees, full of what the wall would like to read.
    "CREATE TEMP TABLE event AS SELECT 999999 AS id, '{{}}' AS body;;"
    "CREATE TEMP TABLE audit_object AS SELECT 999999 AS event_id, '{t}:{ref}' AS object;;"
    "UPDATE main.\"{t}\" SET {c} = 'Forged', last_event_id = 999999 WHERE id = {id}",
    'CREATE TEMP VIEW seen AS SELECT * FROM main."{t}";;'
    "CREATE TEMP TRIGGER through INSTEAD OF UPDATE ON seen BEGIN UPDATE \"{t}\" SET {c} = 'Forged'; END;;"
    "UPDATE seen SET id = 0",
)
ON_POSTGRESQL = (
    "INSERT INTO \"{t}\" (id, ref, last_event_id) VALUES ({id}, '{ref}', 1) ON CONFLICT (id) DO UPDATE SET {c} = 'F'",
    'TRUNCATE "{t}" CASCADE',
    'TRUNCATE "{t}" RESTART IDENTITY CASCADE',
    "SET session_replication_role = 'replica';;UPDATE \"{t}\" SET {c} = 'Forged' WHERE id = {id}",
    "SET session_replication_role = 'replica';;DELETE FROM \"{t}\" WHERE id = {id}",
    "SET session_replication_role = 'replica';;TRUNCATE \"{t}\" CASCADE",
    "MERGE INTO \"{t}\" AS r USING (SELECT 1) AS one ON r.id = {id} WHEN MATCHED THEN UPDATE SET {c} = 'Forged'",
    'MERGE INTO "{t}" AS r USING (SELECT 1) AS one ON r.id = {id} WHEN MATCHED THEN DELETE',
    'WITH gone AS (DELETE FROM "{t}" RETURNING *) SELECT count(*) FROM gone',
    "WITH made AS (UPDATE \"{t}\" SET {c} = 'Forged' RETURNING *) SELECT count(*) FROM made",
    "CREATE VIEW seen AS SELECT * FROM \"{t}\";;UPDATE seen SET {c} = 'Forged'",
    "CREATE TEMP TABLE event (id bigint, body text, xid xid8);;"
    "CREATE TEMP TABLE audit_object (event_id bigint, object text);;"
    "INSERT INTO pg_temp.event VALUES (999999, '{{\"changes\":[]}}', pg_current_xact_id());;"
    "INSERT INTO pg_temp.audit_object VALUES (999999, '{t}:{ref}');;"
    'UPDATE public."{t}" SET last_event_id = 999999 WHERE id = {id}',
    "SET search_path = pg_temp, public;;UPDATE \"{t}\" SET {c} = 'Forged'",
    'COPY "{t}" (id, ref, last_event_id) FROM STDIN\n{id}\t{ref}\t1',
    "PREPARE change AS UPDATE \"{t}\" SET {c} = 'Forged';;EXECUTE change",
    "DO $$ BEGIN UPDATE \"{t}\" SET {c} = 'Forged'; END $$",
    'ALTER TABLE "{t}" ADD COLUMN extra text;;UPDATE "{t}" SET {c} = \'Forged\'',
)


def insert_row(connection: Any, verb: str, row: dict[str, Any]) -> Any:
    marks = ",".join("?" for _ in row)
    return connection.execute(f"{verb} ({','.join(row)}) VALUES ({marks})", tuple(row.values())).lastrowid


def refused_everywhere(targets: list[Target], script: str) -> None:
    for target in targets:
        stored, count = target.stored(), target.count()
        words = {"t": target.name, "c": target.column, "id": target.id, "ref": target.ref, "other": target.other_ref}
        with outside() as connection, pytest.raises(Refusals) as refused:
            run(connection, script.format(**words))
        assert "loket:" in str(refused.value), (target.name, refused.value)
        assert (target.stored(), target.count()) == (stored, count), target.name


@pytest.mark.parametrize("script", EVERYWHERE)
def test_another_program_changes_no_row(targets: list[Target], script: str) -> None:
    refused_everywhere(targets, script)


@pytest.mark.parametrize("script", ON_SQLITE)
def test_another_program_changes_no_row_of_the_file(targets: list[Target], script: str) -> None:
    if not is_sqlite():
        pytest.skip("SQLite's own ways")
    refused_everywhere(targets, script)


@pytest.mark.parametrize("script", ON_POSTGRESQL)
def test_the_owner_of_the_tables_changes_no_row(targets: list[Target], script: str) -> None:
    if is_sqlite():
        pytest.skip("PostgreSQL's own ways")
    refused_everywhere(targets, script)


def test_a_row_with_an_event_does_not_replace_the_one_that_has_its_number(targets: list[Target]) -> None:
    """Where recursive triggers are off, REPLACE deletes what it meets, and no trigger would hear of it."""
    if not is_sqlite():
        pytest.skip("SQLite's own way")
    target = next(one for one in targets if one.name == "category")
    ref = new_ref()
    name = f"category:{ref}"
    told = {"code": "code0", "name_id": "Forged", "name_en": "Forged", "days": 5, "position": 0, "retired": False}
    changes = [{"object": name, "field": field, "after": value} for field, value in told.items()]
    at = canonical.moment(clock.now())
    body = compose(Act(TESTER, "x"), at=at, label="", objects=[name], changes=changes)
    with outside() as connection:
        values = (ref, *told.values(), insert_row(connection, "INSERT INTO event", event_row(body)))
        row = dict(zip(("ref", *told, "last_event_id"), values, strict=True))
        with pytest.raises(Refusals, match="loket: no change without its event"):
            insert_row(connection, "REPLACE INTO category", row)
    assert target.stored() is not None
