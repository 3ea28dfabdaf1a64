"""What a new definition leaves behind, and how it would treat one ticket: counted and told, nothing written."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Role, Status, Ticket, clock, db
from models.base import Base
from models.database import writing
from tests.casework import bring_to, hand_off_to, newest_event
from tests.conftest import Cast
from tests.desk_text import ADDED, PLAIN
from workflow import desk_trial
from workflow.definition import Definition, read, shipped, shipped_text
from workflow.definition_edit import with_part, without_part
from workflow.desk_stranded import Kindred, in_statuses, stranded
from workflow.refusals import MistypedNumber, NotAssignee, SamePerson

Make = Callable[..., Ticket]
TEXT = shipped_text()
ASKED = with_part(TEXT, "field", 1, {"required_at": ["take"]})
NARROW = with_part(TEXT, "move", 4, {"roles": ["supervisor"], "by": "assignee_or_supervisor"})
NO_OUTSIDE = without_part(without_part(TEXT, "move", 3), "move", 2)


@pytest.fixture
def some(cast: Cast, make_ticket: Make) -> list[Ticket]:
    """Two open, two verifying of which one waits for somebody, one corrected, one closed."""
    wanted = [Status.OPEN, Status.OPEN, Status.VERIFYING, Status.VERIFYING, Status.CORRECTED, Status.CLOSED]
    tickets = [bring_to(status, make_ticket(), cast) for status in wanted[1:]]
    tickets.insert(0, make_ticket(actor=cast.operator, extra={"needs_for": "work"}))
    hand_off_to(tickets[2], cast.verifier)
    return tickets


def counted(new: str) -> dict[Kindred, list[int]]:
    found: dict[Kindred, list[int]] = {}
    for one in stranded(shipped(), read(new)):
        found.setdefault(one.kind, []).append(one.count)
    return found


def test_what_is_left_behind_is_counted_by_a_statement_a_question(
    app: Flask, some: list[Ticket], statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    assert in_statuses() == {Status.OPEN: 2, Status.VERIFYING: 2, Status.CORRECTED: 1, Status.CLOSED: 1}
    assert counted(TEXT) == counted(ADDED) == {}
    assert counted(NO_OUTSIDE) == {Kindred.MOVE_GONE: [2, 2], Kindred.HAND_OFFS: [1]}
    assert counted(without_part(TEXT, "move", 5)) == {Kindred.MOVE_GONE: [1]}
    assert counted(NARROW) == {Kindred.ROLE_OUT: [2]}
    assert counted(with_part(TEXT, "deadlines", 1, {"opens": "07:30"})) == {Kindred.NEW_TIMES: [5]}
    assert counted(ASKED) == {Kindred.NOW_REQUIRED: [1]}
    assert counted(PLAIN) == {Kindred.FIELD_GONE: [1]}
    unheld = with_part(NARROW, "move", 7, {"roles": ["supervisor"], "by": "assignee_or_supervisor"})
    assert counted(unheld)[Kindred.HELD_BY_NOBODY] == [2]
    with statements() as seen:
        stranded(shipped(), read(NO_OUTSIDE))
    assert len(seen) == 2


def test_closed_ones_that_could_be_opened_again_are_told(
    app: Flask, cast: Cast, make_ticket: Make, set_clock: Callable[..., None]
) -> None:
    bring_to(Status.CLOSED, make_ticket(), cast)
    later = clock.now() + timedelta(days=10)
    set_clock(later)
    assert counted(with_part(TEXT, "move", 8, {"within_days": 5})) == {Kindred.TOO_LATE: [1]}
    assert counted(with_part(TEXT, "move", 8, {"within_days": 20})) == {}


def trial(number: str, role: Role, other: Definition, actor: Actor) -> desk_trial.Trial:
    with writing():
        return desk_trial.try_out(number, role, other, actor=actor)


def rows() -> dict[str, int]:
    tables = Base.metadata.sorted_tables
    return {table.name: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}


def test_a_trial_tells_what_each_would_be_offered(app: Flask, cast: Cast, some: list[Ticket]) -> None:
    found = trial(some[3].number, Role.VERIFIER, read(NARROW), cast.admin)
    now, then = found.now.offers, found.then.offers
    assert set(now) == {"assignee", "another"}
    assert now["assignee"]["dismiss"].allowed
    assert isinstance(now["another"]["dismiss"].why, NotAssignee)
    assert "correct" in now["assignee"]
    assert "correct" not in then["assignee"]
    corrected = trial(some[4].number, Role.VERIFIER, read(ADDED), cast.admin).now.offers
    assert isinstance(corrected["assignee"]["close"].why, SamePerson)
    assert corrected["another"]["close"].allowed


def test_a_trial_tells_when_it_would_be_due(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = make_ticket()
    other = read(with_part(TEXT, "deadlines", 1, {"first_response_days": 1, "closes": "15:00"}))
    found = trial(ticket.number, Role.VERIFIER, other, cast.admin)
    assert found.now.times["due_at"] == ticket.due_at
    assert found.then.times["response_due_at"] < found.now.times["response_due_at"]
    assert found.now.times["due_at"] - found.then.times["due_at"] == timedelta(hours=1)


def test_a_trial_changes_nothing_but_that_it_is_told(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = make_ticket()
    before, seen = rows(), ticket.last_event_id
    trial(ticket.number, Role.SUPERVISOR, read(ADDED), cast.admin)
    added = {name: count - before[name] for name, count in rows().items() if count != before[name]}
    assert added == {"event": 1, "audit_object": 1}
    event = newest_event()
    assert (event.action, event.object, ticket.last_event_id) == ("desk.try", ticket.number, seen)


def test_only_an_administrator_tries_out_and_only_on_a_ticket_that_is_there(
    app: Flask, cast: Cast, make_ticket: Make
) -> None:
    right = make_ticket().number
    wrong = right[:-1] + ("A" if right[-1] != "A" else "B")
    for actor in (cast.operator, cast.supervisor, cast.auditor, cast.system):
        with pytest.raises(Forbidden):
            trial(right, Role.VERIFIER, shipped(), actor)
    with pytest.raises(MistypedNumber):
        trial(wrong, Role.VERIFIER, shipped(), cast.admin)
    for number, role in (("x", Role.VERIFIER), (right, Role.ADMIN)):
        with pytest.raises(NotVisible):
            trial(number, role, shipped(), cast.admin)
