"""What is overdue is brought before the supervisors of its region: once, not while it rests, again once reopened."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, text

from access.policy import Forbidden
from models import Event, Notice, Status, Ticket, db
from models.database import writing
from tests.casework import bring_to, hand_off_to, move
from tests.conftest import NOON, Cast
from web import deadline_work
from workflow import escalation, recomputes

Make = Callable[..., Ticket]


@pytest.fixture
def ticket(make_ticket: Make, set_clock: Callable[[datetime], None]) -> Ticket:
    set_clock(NOON)
    return make_ticket()


def escalated() -> list[tuple[str, str]]:
    """The escalations of the trail, oldest first: which ticket, by whom."""
    events = select(Event.object, Event.role).where(Event.action == "ticket.escalate").order_by(Event.id)
    return [(number, role) for number, role in db.session.execute(events)]


def told() -> set[int]:
    return set(db.session.scalars(select(Notice.user_id).where(Notice.kind == "escalated")))


def test_a_ticket_is_escalated_within_a_minute_of_its_hour_and_not_before(ticket: Ticket, set_clock: Any) -> None:
    number, due = ticket.number, ticket.due_at
    set_clock(due - timedelta(seconds=30))
    deadline_work.look()
    assert escalated() == []
    set_clock(due + timedelta(seconds=30))
    deadline_work.look()
    deadline_work.look()
    assert escalated() == [(number, "system")]


def test_the_supervisors_of_its_region_are_told_and_nobody_else(ticket: Ticket, cast: Cast, set_clock: Any) -> None:
    set_clock(ticket.due_at)
    deadline_work.look()
    assert told() == {cast.supervisor.id}


def test_an_old_recap_is_escalated_without_a_notice(make_ticket: Make, set_clock: Any) -> None:
    set_clock(NOON)
    make_ticket(received_at=NOON - timedelta(days=40))
    deadline_work.look()
    assert (len(escalated()), told()) == (1, set())


def test_what_rests_or_is_closed_is_left_alone(make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    set_clock(NOON)
    resting = bring_to(Status.VERIFYING, make_ticket(), cast)
    hand_off_to(resting, cast.verifier)
    bring_to(Status.CLOSED, make_ticket(), cast)
    set_clock(NOON + timedelta(days=40))
    deadline_work.look()
    assert escalated() == []


def test_reopening_arms_it_again(ticket: Ticket, cast: Cast, set_clock: Any) -> None:
    number = ticket.number
    set_clock(ticket.due_at)
    deadline_work.look()
    ticket = db.session.scalars(select(Ticket)).one()
    move(bring_to(Status.CLOSED, ticket, cast), "reopen", cast.supervisor)
    deadline_work.look()
    assert [one for one, _ in escalated()] == [number, number]


def test_many_are_escalated_part_by_part(make_ticket: Make, set_clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(NOON)
    made = [make_ticket().number for _ in range(5)]
    monkeypatch.setattr(escalation, "AT_ONCE", 2)
    set_clock(NOON + timedelta(days=40))
    deadline_work.look()
    assert [one for one, _ in escalated()] == made


def test_two_workers_never_escalate_twice(app: Flask, make_ticket: Make, set_clock: Any) -> None:
    set_clock(NOON)
    made = {make_ticket().number for _ in range(6)}
    set_clock(NOON + timedelta(days=40))
    db.session.remove()
    both = Barrier(2)

    def look() -> None:
        with app.app_context():
            both.wait()
            deadline_work.look()

    workers = [Thread(target=look) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    deadline_work.look()
    found = [one for one, _ in escalated()]
    assert sorted(found) == sorted(made)


def test_a_look_that_breaks_off_loses_nothing(ticket: Ticket, set_clock: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    set_clock(ticket.due_at)
    with monkeypatch.context() as broken:
        broken.setattr("workflow.notices.tell", lambda *_, **__: 1 / 0)
        deadline_work.look()
    assert (escalated(), told()) == ([], set())
    deadline_work.look()
    assert (len(escalated()), len(told())) == (1, 1)


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "auditor", "admin"])
def test_no_person_escalates(cast: Cast, person: str) -> None:
    with pytest.raises(Forbidden), writing():
        escalation.escalate(actor=getattr(cast, person))


@pytest.mark.parametrize("query", [escalation._overdue, lambda: recomputes._part_after(5)], ids=["overdue", "part"])
def test_no_look_reads_the_whole_table(app: Flask, query: Callable[[], Any]) -> None:
    dialect = db.session.get_bind().dialect
    written = str(query().compile(dialect=dialect, compile_kwargs={"literal_binds": True})).replace("%%", "%")
    if dialect.name == "postgresql":
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    explain = "EXPLAIN QUERY PLAN" if dialect.name == "sqlite" else "EXPLAIN"
    plan = " ".join(str(row) for row in db.session.execute(text(f"{explain} {written}")))
    assert re.search("ix_ticket_(to_escalate|active)", plan)
