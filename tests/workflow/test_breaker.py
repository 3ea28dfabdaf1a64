"""A registry that does not answer is left in peace, then tried once, and asked again when it answers."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from flask import Flask

from models import Ticket, db
from models.database import writing
from registry.outside import Answer, Why, found, not_found, unavailable
from tests.conftest import Cast
from tests.workflow.test_people_race import at_once
from workflow import breaker, outside
from workflow.breaker import FAILURES, PAUSE, TRIAL, resting_until
from workflow.refusals import RegistryResting

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DOWN = unavailable(Why.TIMEOUT)
Talk = Callable[..., None]


@pytest.fixture
def talk(cast: Cast, set_clock: Callable[[datetime], None]) -> Talk:
    """Ask and be answered so, one second after another, the first at NOW."""
    set_clock(NOW)

    def told(*answers: Answer, registry: str = "satusehat", at: datetime = NOW) -> None:
        for number, answer in enumerate(answers):
            set_clock(at + timedelta(seconds=number))
            with writing():
                question = outside.check(actor=cast.system, registry=registry)
                outside.answered(question, answer, actor=cast.system, milliseconds=1)

    return told


def let_through(registry: str = "satusehat") -> bool:
    try:
        with writing():
            breaker.ensure_awake(registry)
    except RegistryResting:
        return False
    return True


def test_who_was_never_asked_may_be_asked(talk: Talk) -> None:
    assert let_through()


@pytest.mark.parametrize(
    ("answers", "awake"),
    [
        ([DOWN] * (FAILURES - 1), True),
        ([DOWN] * FAILURES, False),
        ([not_found(), *[DOWN] * FAILURES], False),
        ([*[DOWN] * FAILURES, not_found()], True),
        ([*[DOWN] * FAILURES, found()], True),
        ([DOWN, not_found(), DOWN, DOWN], True),
        ([DOWN, DOWN, unavailable(Why.OTHER_PERSON)], True),
        ([DOWN, unavailable(Why.TOO_LARGE), DOWN, DOWN], True),
        ([unavailable(why) for why in (Why.FAULT, Why.REFUSED, Why.UNREADABLE)], False),
        ([unavailable(why) for why in (Why.NO_CONNECTION, Why.UNTRUSTED, Why.MOVED)], False),
    ],
)
def test_three_failures_on_end_are_a_pause(talk: Talk, answers: list[Answer], awake: object) -> None:
    talk(*answers)
    assert let_through() is awake


def test_the_pause_is_a_minute_from_the_last_failure(talk: Talk, set_clock: Callable[[datetime], None]) -> None:
    talk(*[DOWN] * FAILURES)
    ends = NOW + timedelta(seconds=FAILURES - 1) + PAUSE
    assert resting_until("satusehat") == ends
    set_clock(ends - timedelta(microseconds=1))
    assert not let_through()
    set_clock(ends)
    assert let_through()


def test_after_the_pause_one_question_is_let_through_and_no_other(
    talk: Talk, cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    talk(*[DOWN] * FAILURES)
    set_clock(NOW + 2 * PAUSE)
    with writing():
        outside.check(actor=cast.system, registry="satusehat")
    assert resting_until("satusehat") == NOW + 2 * PAUSE + TRIAL
    set_clock(NOW + 2 * PAUSE + TRIAL)
    assert let_through()


def test_of_two_who_ask_at_once_after_the_pause_one_is_let_through(
    app: Flask, talk: Talk, cast: Cast, make_ticket: Callable[..., Ticket], set_clock: Callable[[datetime], None]
) -> None:
    numbers = [make_ticket(subject_nik=nik).id for nik in ("6501056504859012", "6501051102709001")]
    talk(*[DOWN] * FAILURES)
    set_clock(NOW + 2 * PAUSE)

    def ask(number: int) -> object:
        ticket = db.session.get_one(Ticket, number)
        return outside.ask(ticket, actor=cast.supervisor, reason="Ada", registry="satusehat")

    assert at_once(app, *(partial(ask, number) for number in numbers)) == ["RegistryResting", "done"]


@pytest.mark.parametrize(("answer", "awake"), [(not_found(), True), (DOWN, False)])
def test_what_became_of_the_trial_decides(talk: Talk, answer: Answer, awake: object) -> None:
    talk(*[DOWN] * FAILURES)
    talk(answer, at=NOW + 2 * PAUSE)
    assert let_through() is awake


def test_who_asks_to_be_left_in_peace_is(talk: Talk, set_clock: Callable[[datetime], None]) -> None:
    talk(unavailable(Why.TOO_OFTEN, pause=120))
    assert resting_until("satusehat") == NOW + timedelta(seconds=120)
    set_clock(NOW + timedelta(seconds=120))
    assert let_through()


def test_one_registry_rests_and_another_does_not(talk: Talk) -> None:
    talk(*[DOWN] * FAILURES)
    assert let_through("another")


def test_a_resting_registry_is_not_asked_and_the_refusal_says_when(
    talk: Talk, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    talk(*[DOWN] * FAILURES)
    ticket = make_ticket()
    with pytest.raises(RegistryResting) as refused, writing():
        outside.ask(ticket, actor=cast.supervisor, reason="Ada", registry="satusehat")
    assert refused.value.until == NOW + timedelta(seconds=FAILURES - 1) + PAUSE
