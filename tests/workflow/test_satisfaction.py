"""How satisfied a reporter is: asked at the closing or later, by whom, and forgotten with the closing."""

from collections.abc import Callable

import pytest

from access.actors import Actor
from access.policy import Refusal
from audit.replay import differences
from models import Outcome, Status, Ticket, User, db
from models.database import writing
from tests.casework import bring_to, correct_line, move, newest_event
from tests.conftest import Cast
from workflow import satisfaction, tickets

Make = Callable[..., Ticket]


@pytest.fixture
def closed(make_ticket: Make, cast: Cast) -> Ticket:
    return bring_to(Status.CLOSED, make_ticket(), cast)


def rate(ticket: Ticket, actor: Actor, score: int = 3, words: str = "") -> str:
    try:
        with writing():
            satisfaction.rate(ticket, score, actor=actor, words=words)
    except Refusal as refusal:
        return type(refusal).__name__
    return "done"


def test_who_may_write_down_the_answer(closed: Ticket, cast: Cast) -> None:
    expected = {
        "operator": "done", "second_verifier": "done", "supervisor": "done", "verifier": "SamePerson",
        "auditor": "Forbidden", "admin": "Forbidden", "outsider": "NotVisible", "system": "Forbidden",
    }  # fmt: skip
    assert {person: rate(closed, getattr(cast, person)) for person in expected} == expected


def test_who_wrote_a_line_of_the_correction_does_not_write_down_the_answer(make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    correct_line(ticket, cast.verifier)
    with writing():
        tickets.assign(ticket, db.session.get_one(User, cast.second_verifier.id), actor=cast.supervisor)
    move(ticket, "correct", cast.second_verifier)
    move(ticket, "close", cast.operator)
    people = (cast.verifier, cast.second_verifier, cast.operator)
    assert [rate(ticket, person) for person in people] == ["SamePerson", "SamePerson", "done"]


def test_only_a_closed_complaint_is_asked_about(make_ticket: Make, cast: Cast) -> None:
    for status in (Status.OPEN, Status.VERIFYING, Status.CORRECTED):
        assert rate(bring_to(status, make_ticket(), cast), cast.operator) == "IllegalTransition"


def test_nobody_is_asked_about_a_duplicate(make_ticket: Make, cast: Cast) -> None:
    ticket = move(make_ticket(), "dismiss", cast.supervisor, outcome=Outcome.DUPLICATE, original=make_ticket())
    assert rate(ticket, cast.operator) == "IllegalTransition"


def test_the_scale_has_four_steps(closed: Ticket, cast: Cast) -> None:
    assert [rate(closed, cast.operator, score) for score in range(-1, 7)] == [
        "BadValue", "BadValue", "done", "done", "done", "done", "BadValue", "BadValue"]  # fmt: skip


def test_the_answer_may_come_with_the_closing(make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    move(ticket, "close", cast.operator, satisfaction=4, satisfaction_words="Cepat, 081200001111")
    assert (ticket.satisfaction, ticket.satisfaction_words) == (4, "Cepat, 081200001111")
    assert "081200001111" not in newest_event().body


def test_a_reopened_complaint_has_no_answer_and_says_how_often_it_was_reopened(closed: Ticket, cast: Cast) -> None:
    rate(closed, cast.operator, 1, "Belum muncul")
    for again in (1, 2):
        move(closed, "reopen", cast.operator)
        assert (closed.satisfaction, closed.satisfaction_at, closed.satisfaction_words) == (None, None, None)
        assert closed.reopened_count == again
        move(closed, "correct", cast.verifier)
        move(closed, "close", cast.second_verifier)
    assert not list(differences(db.session.connection()))
