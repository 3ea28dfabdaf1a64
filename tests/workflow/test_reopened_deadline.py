"""A complaint that was closed and is opened again: the time it was closed is a pause of its deadline."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from identity.workdays import Span
from models import Category, Status, Ticket, db
from models.clock import WITA
from models.database import writing
from tests.casework import bring_to, move
from tests.conftest import Cast
from workflow import deadlines, recomputes

Clock = Callable[[datetime], None]
Make = Callable[..., Ticket]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


def closed_and_reopened(ticket: Ticket, cast: Cast, set_clock: Clock, closed: datetime, reopened: datetime) -> Span:
    set_clock(closed)
    move(ticket, "dismiss", cast.supervisor)
    set_clock(reopened)
    move(ticket, "reopen", cast.supervisor)
    return closed, reopened


@pytest.fixture
def filed(set_clock: Clock, make_ticket: Make) -> Ticket:
    """Filed on Monday, 8 November 2021; due on Monday the 15th at four."""
    set_clock(local("2021-11-08 09:00"))
    return make_ticket()


@pytest.mark.parametrize(
    ("closed", "reopened", "due"),
    [
        ("2021-11-10 10:00", "2021-12-01 10:00", "2021-12-06 16:00"),  # 15 working days closed
        ("2021-11-10 10:00", "2021-11-10 11:30", "2021-11-16 09:30"),
        ("2021-11-13 10:00", "2021-11-14 10:00", "2021-11-15 16:00"),  # a weekend
        ("2021-11-16 10:00", "2021-12-01 10:00", "2021-11-15 16:00"),  # what was late stays late
    ],
)
def test_the_time_as_closed_does_not_count(
    filed: Ticket, cast: Cast, set_clock: Clock, closed: str, reopened: str, due: str
) -> None:
    closed_and_reopened(filed, cast, set_clock, local(closed), local(reopened))
    assert filed.due_at == local(due)


def recomputed(cast: Cast) -> int:
    with writing():
        return recomputes.order("Diperiksa", actor=cast.admin).changed


def test_counting_anew_gives_the_same(filed: Ticket, cast: Cast, set_clock: Clock) -> None:
    spans = [("2021-11-09 10:00", "2021-11-10 12:00"), ("2021-11-12 09:00", "2021-11-19 15:00")]
    told = [closed_and_reopened(filed, cast, set_clock, local(one), local(two)) for one, two in spans]
    due, before = filed.due_at, (filed.due_at, filed.amber_at)
    days = db.session.get_one(Category, filed.category_id).days
    assert due == deadlines.calendar().due(filed.received_at, days * deadlines.calendar().day_long, told)
    assert recomputed(cast) == 0
    assert (filed.due_at, filed.amber_at) == before
    assert filed.status == Status.VERIFYING


def test_a_closed_duplicate_that_is_none_rested_as_well(
    filed: Ticket, cast: Cast, set_clock: Clock, make_ticket: Any
) -> None:
    original = make_ticket()
    bring_to(Status.VERIFYING, filed, cast)
    set_clock(local("2021-11-10 10:00"))
    move(filed, "dismiss", cast.supervisor, outcome="duplicate", original=original)
    set_clock(local("2021-11-10 12:00"))
    move(filed, "undo_duplicate", cast.supervisor)
    assert filed.due_at == local("2021-11-16 10:00")
    assert recomputed(cast) == 0
