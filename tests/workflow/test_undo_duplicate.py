"""A duplicate that was none goes back to where it was: same status, same assignee, however long ago."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from access.policy import Refusal
from models import Outcome, Status, Ticket, clock
from tests.casework import bring_to, move, newest_event
from tests.conftest import Cast

Make = Callable[..., Ticket]


@pytest.fixture
def original(make_ticket: Make) -> Ticket:
    return make_ticket()


def closed_from(status: Status, ticket: Ticket, original: Ticket, cast: Cast) -> Ticket:
    bring_to(status, ticket, cast)
    return move(ticket, "dismiss", cast.supervisor, outcome=Outcome.DUPLICATE, original=original)


@pytest.mark.parametrize("status", [Status.OPEN, Status.VERIFYING])
def test_it_is_back_where_it_was(make_ticket: Make, original: Ticket, cast: Cast, status: Status) -> None:
    ticket = make_ticket()
    bring_to(status, ticket, cast)
    worker = ticket.assignee_id
    move(ticket, "dismiss", cast.supervisor, outcome=Outcome.DUPLICATE, original=original)
    move(ticket, "undo_duplicate", cast.supervisor)
    assert (ticket.status, ticket.assignee_id) == (status, worker)
    assert ticket.outcome is ticket.closed_at is ticket.duplicate_of_id is None
    assert (newest_event().action, newest_event().reason) == ("ticket.undo_duplicate", "Sudah diperiksa")


@pytest.mark.parametrize(
    ("person", "met"),
    [
        ("operator", "Forbidden"), ("verifier", "done"), ("second_verifier", "NotAssignee"), ("supervisor", "done"),
        ("auditor", "Forbidden"), ("admin", "Forbidden"), ("outsider", "NotVisible"), ("system", "Forbidden"),
    ],
)  # fmt: skip
def test_who_may_take_it_back(make_ticket: Make, original: Ticket, cast: Cast, person: str, met: str) -> None:
    ticket = closed_from(Status.VERIFYING, make_ticket(), original, cast)
    try:
        move(ticket, "undo_duplicate", getattr(cast, person))
        found = "done"
    except Refusal as refusal:
        found = type(refusal).__name__
    assert (found, ticket.status) == (met, Status.VERIFYING if met == "done" else Status.CLOSED)


def test_no_day_is_too_late_for_a_complaint_that_nobody_worked_on(
    make_ticket: Make, original: Ticket, cast: Cast, set_clock: Any
) -> None:
    ticket = closed_from(Status.OPEN, make_ticket(), original, cast)
    set_clock(clock.now() + timedelta(days=400))
    move(ticket, "undo_duplicate", cast.supervisor)
    assert ticket.status == Status.OPEN


def test_what_ended_otherwise_is_no_duplicate_to_take_back(make_ticket: Make, cast: Cast) -> None:
    ticket = move(make_ticket(), "dismiss", cast.supervisor)
    with pytest.raises(Refusal) as refused:
        move(ticket, "undo_duplicate", cast.supervisor)
    assert type(refused.value).__name__ == "IllegalTransition"


def test_the_last_closing_counts(make_ticket: Make, original: Ticket, cast: Cast) -> None:
    ticket = closed_from(Status.OPEN, make_ticket(), original, cast)
    move(ticket, "reopen", cast.operator)
    move(ticket, "dismiss", cast.supervisor, outcome=Outcome.DUPLICATE, original=original)
    move(ticket, "undo_duplicate", cast.supervisor)
    assert ticket.status == Status.VERIFYING
