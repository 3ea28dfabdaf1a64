"""Refusals become status codes and words, and leave an event; faults never show what went wrong inside."""

import enum
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from flask import Flask
from flask_babel import force_locale
from sqlalchemy import select

import access.policy
from access.permissions import Permission
from access.policy import Forbidden, NotVisible, Refusal
from models import Event, Role, Status, db
from tests.conftest import Cast
from tests.visits import look_in, visit
from web.errors import ANSWERS, answer_to, why
from web.fault_words import BY_STATUS
from web.refusal_words import BATCHES, FIELDS, NEEDS, ONLY_FROM, PROBLEMS
from web.upload_words import UPLOADS
from workflow import refusals
from workflow.definition import shipped
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, Requirement, UnreadableUpload

STEPS = shipped().steps


def every_refusal() -> Iterator[type[Refusal]]:
    for module in (access.policy, refusals):
        yield from (
            thing
            for thing in vars(module).values()
            if isinstance(thing, type) and issubclass(thing, Refusal) and not issubclass(thing, enum.Enum)
        )


@pytest.mark.parametrize("refusal", sorted(set(every_refusal()), key=str))
def test_every_refusal_of_the_desk_has_an_answer_of_its_own(refusal: type[Refusal]) -> None:
    assert refusal in ANSWERS


SAID: list[Refusal] = [
    Forbidden(Permission.AUDIT_READ, Role.OPERATOR),
    NotVisible("ADU-26-00001A"),
    *(IllegalTransition(Status.CLOSED, verb) for verb in [*STEPS, "edit", "assign", "attach", "correction", "outside"]),
    *(MissingRequirement(need, "close") for need in Requirement),
    *(BadValue(field, problem) for field in FIELDS for problem in PROBLEMS),
    *(UnreadableUpload(problem) for problem in UPLOADS),
    refusals.NotAssignee("correct"),
    refusals.AssignedToOther(),
    refusals.SamePerson("close"),
    refusals.SamePerson("publish"),
    refusals.BadDefinition((refusals.Mistake(file="desk.toml", key="move", problem="no_moves"),)),
    refusals.NewerDefinition(1, 2),
    refusals.StaleDraft(),
    refusals.TooLate(30),
    refusals.NotTheFirst("ADU-26-00001A"),
    refusals.NotTheFirst(""),
    refusals.AlreadyDecided(),
    refusals.AlreadyPaired(),
    refusals.StaleTicket("ADU-26-00001A", 1, 2),
    refusals.TooOften(60, 60),
    refusals.MistypedNumber(),
    refusals.RegistryResting("satusehat", datetime(2026, 11, 23, 1, 0, tzinfo=UTC)),
    refusals.ImportUnderWay(),
    refusals.ImportUnfinished("ref", "registri.csv"),
    *(refusals.NotThatBatch(verb) for verb in BATCHES),
]


def test_every_refusal_says_in_one_sentence_why(app: Flask) -> None:
    with app.test_request_context(), force_locale("en"):
        for refusal in SAID:
            assert why(refusal).endswith("."), refusal


def test_every_verb_and_every_need_has_words() -> None:
    assert set(STEPS) <= set(ONLY_FROM)
    assert set(NEEDS) == set(Requirement)


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotVisible("x"), 404),
        (Forbidden(Permission.AUDIT_READ, Role.OPERATOR), 403),
        (IllegalTransition(Status.CLOSED, "take"), 409),
        (BadValue("text", "required"), 422),
        (refusals.TooOften(1, 1), 429),
    ],
)
def test_not_yours_not_allowed_not_now_not_like_that_have_their_codes(refusal: Refusal, status: int) -> None:
    assert answer_to(refusal).status == status


def test_a_refusal_is_an_event_that_names_no_personal_value(app: Flask, cast: Cast) -> None:
    page = visit(app, cast.operator).get("/admin/reference/categories/?search=6501056504859012")
    event = db.session.scalars(select(Event).where(Event.action == "access.refused")).one()
    facts: dict[str, Any] = json.loads(event.body)["facts"]

    assert page.status_code == 403
    assert (event.actor, facts["permission"]) == ("Operator", "reference.edit")
    assert facts["error"] in page.text
    assert "6501056504859012" not in event.body


@pytest.mark.parametrize("path", ["/nowhere", "/admin/nowhere"])
def test_a_page_that_does_not_exist_says_so_to_everyone(app: Flask, cast: Cast, path: str) -> None:
    for browser in (look_in(app), visit(app, cast.auditor)):
        answer = browser.get(path)

        assert answer.status_code == 404
        assert "Halaman ini tidak ada" in answer.text


def test_a_program_is_answered_with_a_problem_not_a_page(app: Flask) -> None:
    answer = look_in(app).get("/nowhere", headers={"Accept": "application/json"})

    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["status"] == 404
    assert answer.get_json()["error_id"]


def test_a_fault_shows_a_number_and_nothing_of_its_inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise RuntimeError("NIK 6501056504859012")

    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    monkeypatch.setitem(app.view_functions, "security.login", broken)
    answer = look_in(app).get("/login")

    assert answer.status_code == 500
    assert "6501056504859012" not in answer.text
    assert "Nomor galat" in answer.text


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 500])
def test_every_status_code_the_desk_answers_with_has_words(status: int) -> None:
    assert status in BY_STATUS
