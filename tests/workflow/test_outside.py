"""Asking a registry outside: who may, why, how often, and what the trail tells of it, which is no value."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import func, select

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from intake.registry import RegistryReport
from models import Event, Status, Ticket, db
from models.database import writing
from registry.outside import Answer, Person, Result, Why, found, not_found, unavailable
from tests.casework import bring_to, newest_event
from tests.conftest import Cast
from tests.registry.conftest import taken_in
from tests.registry.files import csv_file, row
from workflow import outside
from workflow.outside import Question
from workflow.refusals import IllegalTransition, MissingRequirement, NotAssignee, TooOften

__all__ = ["taken_in"]

NIK = "6501056504859012"
SOMEBODY = Person(name="Sri Wahyuni", birth_date="1985-04-25", sex="P", doses=())


@pytest.fixture
def verifying(make_ticket: Callable[..., Ticket], cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def ask(ticket: Ticket, actor: Actor, reason: str = "Vaksin di luar provinsi") -> Question:
    with writing():
        return outside.ask(ticket, actor=actor, reason=reason, registry="satusehat")


def answered(question: Question, answer: Answer, actor: Actor) -> dict[str, Any]:
    with writing():
        outside.answered(question, answer, actor=actor, milliseconds=412)
    facts: dict[str, Any] = json.loads(newest_event().body)["facts"]
    return facts


def questions() -> int:
    return db.session.scalar(select(func.count()).where(Event.action == "record.outside.ask")) or 0


@pytest.mark.parametrize("person", ["verifier", "supervisor"])
def test_the_assignee_and_supervisors_may_ask(verifying: Ticket, cast: Cast, person: str) -> None:
    assert ask(verifying, getattr(cast, person)).nik == NIK


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("operator", Forbidden), ("second_verifier", NotAssignee), ("auditor", Forbidden), ("admin", Forbidden),
     ("system", NotAssignee), ("outsider", NotVisible), ("other_supervisor", NotVisible)],
)  # fmt: skip
def test_nobody_else_may(verifying: Ticket, cast: Cast, person: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        ask(verifying, getattr(cast, person))
    assert questions() == 0


def test_a_question_is_an_event_that_tells_whom_and_which_field_and_why_and_no_value(
    verifying: Ticket, cast: Cast
) -> None:
    ask(verifying, cast.verifier)
    event = newest_event()
    assert (event.action, event.object, event.reason) == (
        "record.outside.ask", verifying.number, "Vaksin di luar provinsi")  # fmt: skip
    assert json.loads(event.body)["facts"] == {"registry": "satusehat", "sent": "subject_nik"}
    assert NIK not in event.body


def test_nobody_is_asked_without_a_reason(verifying: Ticket, cast: Cast) -> None:
    with pytest.raises(MissingRequirement):
        ask(verifying, cast.verifier, reason="  ")


@pytest.mark.parametrize("nik", [None, "650105650485901", "65010565048590123", "tidak punya"])
def test_nobody_is_asked_by_less_than_a_whole_nik(make_ticket: Callable[..., Ticket], cast: Cast, nik: Any) -> None:
    with pytest.raises(MissingRequirement):
        ask(bring_to(Status.VERIFYING, make_ticket(subject_nik=nik), cast), cast.verifier)


def test_nobody_is_asked_about_a_closed_complaint(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    with pytest.raises(IllegalTransition):
        ask(bring_to(Status.CLOSED, make_ticket(), cast), cast.supervisor)


def test_who_asks_more_than_the_work_needs_is_stopped(
    verifying: Ticket, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "LIMIT_AN_HOUR", 2)
    for _ in range(2):
        ask(verifying, cast.verifier)
    with pytest.raises(TooOften):
        ask(verifying, cast.verifier)
    ask(verifying, cast.supervisor)


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (found(SOMEBODY), {"result": "found", "people": 1}),
        (not_found(), {"result": "not_found"}),
        (unavailable(Why.TIMEOUT), {"result": "unavailable", "why": "timeout"}),
        (unavailable(Why.TOO_OFTEN, pause=120), {"result": "unavailable", "why": "too_often", "pause": 120}),
    ],
)
def test_an_answer_is_an_event_that_tells_what_came_of_it(
    verifying: Ticket, cast: Cast, answer: Answer, told: dict[str, Any]
) -> None:
    question = ask(verifying, cast.verifier)
    facts = answered(question, answer, cast.verifier)
    assert facts == {"registry": "satusehat", "asked": question.event, "ms": 412} | told
    assert newest_event().object == verifying.number
    assert "Wahyuni" not in newest_event().body


def test_what_was_imported_is_a_look_up_of_its_own(
    verifying: Ticket, cast: Cast, taken_in: Callable[..., RegistryReport]
) -> None:
    taken_in(csv_file(row()))
    question = ask(verifying, cast.verifier)
    with writing():
        own = outside.imported(question, actor=cast.verifier)
    assert (own.result, own.doses, newest_event().action) == (Result.FOUND, 1, "record.search")


def test_a_check_asks_about_nobody(cast: Cast) -> None:
    with writing():
        question = outside.check(actor=cast.system, registry="satusehat")
    assert question.nik == "6501010101010000"
    assert json.loads(newest_event().body)["facts"] == {"registry": "satusehat", "sent": "made_up_nik"}


@pytest.mark.parametrize("person", ["operator", "auditor", "admin"])
def test_who_may_not_ask_may_not_check(cast: Cast, person: str) -> None:
    with pytest.raises(Forbidden), writing():
        outside.check(actor=getattr(cast, person), registry="satusehat")
