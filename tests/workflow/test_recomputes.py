"""A change of the calendar reaches the open tickets, each by an event that says why, in parts that are kept."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from access.policy import Forbidden
from audit import replay
from audit.context import acting
from models import Category, Event, Holiday, RecomputeOrder, Status, Ticket, db
from models.clock import WITA
from models.database import writing
from tests.casework import answer_to, bring_to, hand_off_to
from tests.conftest import Cast
from web import deadline_work
from workflow import desk, recomputes
from workflow.definition import shipped_text

Make = Callable[..., Ticket]
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WITA)
DUE, MOVED = datetime(2026, 11, 30, 16, tzinfo=WITA), datetime(2026, 12, 1, 16, tzinfo=WITA)


@pytest.fixture
def monday(set_clock: Callable[[datetime], None]) -> None:
    set_clock(MONDAY)


def free(cast: Cast, day: date = date(2026, 11, 25)) -> None:
    """A day becomes free, and the deadlines are ordered anew."""
    with writing():
        holiday = Holiday(day=day, name="Pilkada")
        with acting(cast.admin, "reference.edit", "Keppres"):
            db.session.add(holiday)
        recomputes.order("Pilkada", actor=cast.admin, event_id=holiday.last_event_id)


class Killed(Exception):
    """The worker is gone before it commits."""


def work_and_die() -> None:
    with writing():
        recomputes.work(recomputes.left_to_do()[0], actor=recomputes.DESK)
        raise Killed


def events() -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.action == "ticket.recompute").order_by(Event.id)))


def test_a_new_holiday_moves_the_deadlines_of_open_tickets_alone(monday: None, make_ticket: Make, cast: Cast) -> None:
    still_open, closed = make_ticket(), bring_to(Status.CLOSED, make_ticket(), cast)
    free(cast)
    assert (still_open.due_at, closed.due_at) == (MOVED, DUE)
    assert still_open.response_due_at == datetime(2026, 11, 27, 16, tzinfo=WITA)


def test_the_event_says_why_and_who_did_it(monday: None, make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    free(cast)
    (event,) = events()
    assert (event.object, event.reason, event.role) == (ticket.number, "Pilkada", "system")
    assert "amber_at" in event.body
    assert list(replay.differences(db.session.connection())) == []


def test_what_does_not_move_has_no_event(monday: None, make_ticket: Make, cast: Cast) -> None:
    make_ticket()
    free(cast, date(2027, 5, 3))
    assert events() == []


def test_a_given_response_and_the_pauses_are_kept(monday: None, make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    promised = ticket.response_due_at
    set_clock(MONDAY + timedelta(days=1))
    row = hand_off_to(ticket, cast.verifier)
    set_clock(MONDAY + timedelta(days=1, hours=3))
    answer_to(row, cast.verifier)
    free(cast)
    assert ticket.response_due_at == promised
    assert ticket.due_at == datetime(2026, 12, 2, 11, tzinfo=WITA)


def test_a_category_is_given_more_days(monday: None, make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    with writing():
        category = db.session.get_one(Category, ticket.category_id)
        with acting(cast.admin, "reference.edit", "Rapat"):
            category.days = 14
        recomputes.order("14 hari kerja", actor=cast.admin)
    assert ticket.due_at == datetime(2026, 12, 11, 16, tzinfo=WITA)


def test_a_large_desk_is_done_part_by_part_and_a_part_is_never_lost(
    monday: None, make_ticket: Make, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        make_ticket()
    monkeypatch.setattr(recomputes, "SMALL", 5)
    monkeypatch.setattr(recomputes, "PART", 2)
    free(cast)
    assert events() == []
    with writing():
        assert recomputes.work(recomputes.left_to_do()[0], actor=recomputes.DESK)
    with pytest.raises(Killed):
        work_and_die()
    assert len(events()) == 2
    deadline_work.look()
    made = db.session.scalars(select(RecomputeOrder)).one()
    assert (len(events()), made.changed, made.done_at is None) == (5, 5, False)
    assert {ticket.due_at for ticket in db.session.scalars(select(Ticket))} == {MOVED}


def test_tickets_of_before_get_their_new_times(monday: None, make_ticket: Make, cast: Cast) -> None:
    ticket, taken = make_ticket(), bring_to(Status.VERIFYING, make_ticket(), cast)
    for one in (ticket, taken):
        with writing(), acting(cast.system, "ticket.edit"):
            one.amber_at = one.response_due_at = one.responded_at = None
    with writing():
        recomputes.order("Pembaruan Loket", actor=cast.system)
    assert ticket.amber_at == taken.amber_at == datetime(2026, 11, 27, 16, tzinfo=WITA)
    assert (ticket.response_due_at is None, taken.response_due_at) == (False, None)


@pytest.mark.parametrize(
    ("before", "after", "times"),
    [
        ("first_response_days = 3", "first_response_days = 1", ("30 16:00", "27 16:00", "24 16:00")),
        ("amber_percent = 80", "amber_percent = 50", ("30 16:00", "26 12:00", "26 16:00")),
        ('closes = "16:00"', 'closes = "15:30"', ("30 15:30", "27 15:30", "26 15:30")),
        ('"fri"]', '"fri", "sat"]', ("28 16:00", "27 16:00", "26 16:00")),
    ],
)
def test_another_definition_moves_them_too(
    monday: None, make_ticket: Make, cast: Cast, before: str, after: str, times: tuple[str, ...]
) -> None:
    ticket = make_ticket()
    text = shipped_text().replace(before, after)
    with writing():
        desk.publish(text, actor=cast.admin, made_by=cast.supervisor.id, note="Rapat")
    found = (ticket.due_at, ticket.amber_at, ticket.response_due_at)
    assert tuple(f"{moment.astimezone(WITA):%d %H:%M}" for moment in found if moment) == times
    assert [event.reason for event in events()] == ["v2: Rapat"]


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "auditor"])
def test_only_who_keeps_the_calendar_orders(cast: Cast, person: str) -> None:
    with pytest.raises(Forbidden), writing():
        recomputes.order("x", actor=getattr(cast, person))
    with pytest.raises(Forbidden), writing():
        recomputes.work(1, actor=getattr(cast, person))
