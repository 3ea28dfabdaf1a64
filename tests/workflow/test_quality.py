"""The figures of quality: what is counted, for which month, and that the trail tells the same."""

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from access.policy import Refusal
from models import Outcome, QualityMonth, Status, Ticket, clock, db
from models.database import writing
from tests.casework import bring_to, enough_for, move
from tests.conftest import Cast
from tests.workflow.test_race import at_once
from workflow import moves, satisfaction
from workflow.quality_recount import differences, recount

Make = Callable[..., Ticket]
DAY = timedelta(days=1)


def figures(**asked: str) -> dict[str, int]:
    """The sums over all rows, of one month or region where ``asked``."""
    db.session.rollback()
    rows = db.session.query(QualityMonth).filter_by(**asked).all()
    names = ("closed", "reopened", "rated_1", "rated_2", "rated_3", "rated_4")
    return {name: total for name in names if (total := sum(getattr(row, name) for row in rows))}


def agree() -> bool:
    return list(differences(db.session.connection())) == []


def test_a_closing_counts_in_its_month_and_region(make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    set_clock(datetime(2026, 10, 31, 16, 30, tzinfo=UTC))  # 1 November at the desk
    bring_to(Status.CLOSED, make_ticket(), cast)
    move(make_ticket(), "dismiss", cast.supervisor)
    assert figures(month="2026-11", region_code="6501") == {"closed": 2} == figures()
    assert agree()


def test_a_duplicate_is_no_answer_to_anybody(make_ticket: Make, cast: Cast) -> None:
    ticket = move(make_ticket(), "dismiss", cast.supervisor, outcome=Outcome.DUPLICATE, original=make_ticket())
    move(ticket, "undo_duplicate", cast.supervisor)
    assert (figures(), ticket.reopened_count, agree()) == ({}, 0, True)


def test_a_reopening_counts_in_the_month_of_the_closing(make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    set_clock(datetime(2026, 10, 20, tzinfo=UTC))
    ticket = bring_to(Status.CLOSED, make_ticket(), cast)
    set_clock(clock.now() + 29 * DAY)
    move(ticket, "reopen", cast.operator)
    move(ticket, "correct", cast.verifier)
    move(ticket, "close", cast.second_verifier)
    assert figures(month="2026-10") == {"closed": 1, "reopened": 1}
    assert figures(month="2026-11") == {"closed": 1}
    assert agree()


def test_a_second_answer_takes_the_place_of_the_first(make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.CLOSED, make_ticket(), cast)
    for score in (4, 2):
        with writing():
            satisfaction.rate(ticket, score, actor=cast.operator)
    assert figures() == {"closed": 1, "rated_2": 1}
    move(ticket, "reopen", cast.operator)
    assert figures() == {"closed": 1, "reopened": 1, "rated_2": 1}
    assert agree()


def test_what_is_rolled_back_was_never_counted(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()

    def fail() -> None:
        with writing():
            moves.move(ticket, "dismiss", actor=cast.supervisor, **enough_for("dismiss"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    move(make_ticket(), "dismiss", cast.supervisor)
    assert (figures(), agree()) == ({"closed": 1}, True)


def test_many_closings_at_once_are_all_counted(app: Flask, make_ticket: Make, cast: Cast) -> None:
    numbers = [make_ticket().id for _ in range(12)]

    def dismiss(part: list[int]) -> Callable[[], None]:
        def act() -> None:
            with writing():
                for one in part:
                    ticket = db.session.get_one(Ticket, one)
                    moves.move(ticket, "dismiss", actor=cast.supervisor, **enough_for("dismiss"))

        return act

    assert at_once(app, *(dismiss(numbers[first::4]) for first in range(4))) == ["done"] * 4
    assert (figures(), agree()) == ({"closed": 12}, True)


def test_whatever_the_desk_does_the_trail_tells_the_same(make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    dice = random.Random(4)  # noqa: S311 - the same story each time
    start = datetime(2026, 3, 1, tzinfo=UTC)
    set_clock(start)
    held = [make_ticket() for _ in range(4)]
    actors = (cast.operator, cast.verifier, cast.second_verifier, cast.supervisor)
    for step in range(120):
        set_clock(start + step * DAY)
        ticket, actor = dice.choice(held), dice.choice(actors)
        verb = dice.choice(("take", "dismiss", "reopen", "dismiss", "rate", "undo_duplicate"))
        facts: dict[str, Any] = {}
        if verb == "dismiss" and dice.random() < 0.3:
            facts = {"outcome": "duplicate", "original": dice.choice(held)}
        try:
            if verb == "rate":
                with writing():
                    satisfaction.rate(ticket, dice.randint(1, 4), actor=actor)
            else:
                move(ticket, verb, actor, **facts)
        except Refusal:
            continue
    _, reopened = recount(db.session.connection())
    assert agree()
    assert {ticket.ref: ticket.reopened_count for ticket in held if ticket.reopened_count} == dict(reopened)
    assert figures()["reopened"] > 0
