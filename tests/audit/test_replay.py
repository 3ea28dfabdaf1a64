"""The tables are what the events add up to; whoever gets behind the wall is found out, row by row."""

from collections.abc import Callable

import pytest
from flask import Flask

from audit.replay import differences
from audit.verify import faults
from models import Ticket, db
from models.database import writing
from tests.audit.outside import is_sqlite, outside, run
from tests.conftest import Cast
from workflow import notes, tickets
from workflow.moves import move

MakeTicket = Callable[..., Ticket]


@pytest.fixture
def worked(app: Flask, make_ticket: MakeTicket, cast: Cast) -> Ticket:
    """A ticket that was filed, edited, taken, noted upon and dismissed."""
    ticket = make_ticket()
    with writing():
        ticket = db.session.get_one(Ticket, ticket.id)
        tickets.edit(ticket, {"subject_name": "Sri W", "dose": "2"}, actor=cast.supervisor, reason="salah ketik")
        move(ticket, "take", actor=cast.verifier)
        notes.add(ticket, actor=cast.verifier, text="catatan")
        move(ticket, "dismiss", actor=cast.verifier, reason="bukan", outcome="not_our_authority")
    return ticket


def found() -> list[str]:
    db.session.rollback()
    with db.engine.connect() as connection:
        return list(differences(connection))


def verified() -> list[str]:
    db.session.rollback()
    with db.engine.connect() as connection:
        return list(faults(connection))


def break_in(script: str, table: str, trigger: str) -> None:
    """Somebody who owns the database takes a trigger down, does it, and puts the trigger back."""
    with outside() as connection:
        if is_sqlite():
            (built,) = connection.execute("SELECT sql FROM sqlite_master WHERE name = ?", (trigger,)).fetchone()
            run(connection, f"DROP TRIGGER {trigger};;{script};;{built}")
        else:
            off = f'ALTER TABLE "{table}" DISABLE TRIGGER USER'
            on = [f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER {name}' for name in triggers_of(connection, table)]
            run(connection, ";;".join([off, script, *on]))


def triggers_of(connection: object, table: str) -> list[str]:
    query = f"SELECT tgname FROM pg_trigger WHERE tgrelid = '\"{table}\"'::regclass AND NOT tgisinternal"
    return [name for (name,) in connection.execute(query).fetchall()]  # type: ignore[attr-defined]


def test_the_events_give_the_tables(worked: Ticket) -> None:
    assert (found(), verified()) == ([], [])


def test_a_row_changed_behind_the_wall_is_named_with_its_fields(worked: Ticket) -> None:
    break_in("UPDATE ticket SET subject_name = 'Other', dose = '9'", "ticket", "ticket_wall_update")
    assert found() == [f"ticket:{worked.ref}: differs from its events in dose, subject_name"]


def test_a_row_deleted_behind_the_wall_is_missed(worked: Ticket) -> None:
    break_in("DELETE FROM note", "note", "note_wall_delete")
    (line,) = found()
    assert line.startswith("note:")
    assert line.endswith("the trail speaks of it, and there is no such row")


def test_a_row_that_claims_another_event_is_named(worked: Ticket) -> None:
    break_in("UPDATE ticket SET last_event_id = 1", "ticket", "ticket_wall_update")
    assert found() == [f"ticket:{worked.ref}: last_event_id 1 is not the event of its last change"]
    assert verified() == [f"ticket:{worked.ref}: its last event does not name it"]


def test_findings_hold_no_personal_value(worked: Ticket) -> None:
    break_in("UPDATE ticket SET subject_name = 'Rahasia'", "ticket", "ticket_wall_update")
    assert "Rahasia" not in str(found())
    assert "Sri" not in str(found())


@pytest.mark.parametrize(
    ("script", "finding"),
    [
        (
            "UPDATE event SET body = replace(body, '\"v\":1', '\"v\": 1') WHERE id = 2",
            "event 2: its text is not canonical",
        ),
        ("UPDATE event SET body = 'x' WHERE id = 2", "event 2: its text cannot be read"),
        ("UPDATE event SET role = 'admin' WHERE id = 2", "event 2: columns differ from its text in role"),
        (
            "UPDATE event SET actor = 'X', reason = 'Y' WHERE id = 2",
            "event 2: columns differ from its text in actor, reason",
        ),
    ],
)
def test_an_event_changed_behind_the_wall_is_named(worked: Ticket, script: str, finding: str) -> None:
    break_in(script, "event", "event_no_update")
    assert finding in verified()


def test_an_index_that_lost_an_object_is_named(worked: Ticket) -> None:
    newest = worked.last_event_id
    break_in(f"DELETE FROM audit_object WHERE event_id = {newest}", "audit_object", "audit_object_no_delete")
    assert f"event {newest}: the index names other objects than its text" in verified()


def test_an_event_cut_out_of_the_middle_is_missed_where_numbers_are_dense(worked: Ticket) -> None:
    if not is_sqlite():
        pytest.skip("PostgreSQL leaves numbers unused when a transaction is rolled back")
    gone = worked.last_event_id - 1
    with outside() as connection:
        run(connection, f"DROP TRIGGER event_no_delete;;DELETE FROM event WHERE id = {gone}")
    told = verified()
    assert f"event {gone}: missing before event {gone + 1}" in told
    assert "trigger event_no_delete: missing" in told


def test_a_trigger_that_was_changed_or_switched_off_is_named(worked: Ticket) -> None:
    with outside() as connection:
        if is_sqlite():
            empty = "CREATE TRIGGER note_wall_update BEFORE UPDATE ON note BEGIN SELECT 1; END"
            run(connection, f"DROP TRIGGER note_wall_update;;{empty}")
            assert verified() == ["trigger note_wall_update: changed"]
        else:
            run(connection, "ALTER TABLE note ENABLE REPLICA TRIGGER note_wall")
            assert verified() == ["trigger note_wall: switched off"]
