"""The definition in force: its versions, who publishes one, and that every event about a ticket names it."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import Actor
from access.policy import Forbidden
from audit.replay import differences
from audit.verify import faults
from models import DeskVersion, Event, Status, Ticket, db
from models.database import writing
from tests.casework import bring_to, move, newest_event
from tests.conftest import Cast
from tests.desk_text import ADDED, put_in_force
from workflow import desk
from workflow.definition import shipped, shipped_text
from workflow.refusals import (
    BadDefinition,
    BadValue,
    IllegalTransition,
    MissingRequirement,
    NewerDefinition,
    SamePerson,
)
from workflow.starting_data import seed


@pytest.fixture(autouse=True)
def _forget(app: Flask) -> Iterator[None]:
    yield
    db.session.remove()


def test_a_new_desk_works_by_what_came_with_it(app: Flask) -> None:
    kept = db.session.scalars(select(DeskVersion)).one()
    assert (kept.number, kept.text, kept.published_by_id, kept.replaces) == (1, shipped_text(), None, None)
    assert desk.current().version == 1
    assert desk.current().steps == shipped().steps


def test_a_desk_that_published_nothing_follows_what_comes_with_it(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    with writing():
        seed()
    assert desk.current().version == 1
    monkeypatch.setattr(desk, "shipped_text", lambda: ADDED)
    with writing():
        seed()
    assert (desk.current().version, "rejected_above" in desk.current().steps) == (2, True)
    put_in_force(shipped_text(), cast.admin)
    with writing():
        seed()
    assert desk.current().version == 3


def test_a_definition_that_can_no_longer_be_read_gives_way(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "_is_readable", lambda _kept: False)
    with writing():
        seed()
    newest = db.session.scalars(select(DeskVersion).where(DeskVersion.number == 2)).one()
    assert (newest.text, newest.note) == (shipped_text(), desk.UNREADABLE)


def test_a_published_definition_is_in_force_and_the_old_one_is_kept(app: Flask, cast: Cast) -> None:
    made = put_in_force(ADDED, cast.admin, based_on=1)
    assert (made.number, made.replaces, made.published_by_id, made.digest) == (
        2, 1, cast.admin.id, desk.digest_of(ADDED),
    )  # fmt: skip
    assert (newest_event().action, newest_event().reason) == ("desk.publish", "Diminta pusat")
    assert list(desk.current().steps)[-1] == "rejected_above"
    assert "rejected_above" not in desk.version(1).steps
    assert list(differences(db.session.connection())) == []


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"made_by": None}, SamePerson),
        ({"note": " "}, MissingRequirement),
        ({"note": "x" * 501}, BadValue),
        ({"based_on": 7}, NewerDefinition),
        ({"text": "move = []"}, BadDefinition),
    ],
)
def test_a_definition_is_not_published_when(
    app: Flask, cast: Cast, change: dict[str, Any], refusal: type[Exception]
) -> None:
    known = {"text": ADDED} | change
    with pytest.raises(refusal):
        put_in_force(known.pop("text"), cast.admin, **known)
    assert desk.current().version == 1


def test_whoever_drafted_it_does_not_publish_it(app: Flask, cast: Cast) -> None:
    with pytest.raises(SamePerson):
        put_in_force(ADDED, cast.admin, made_by=cast.admin.id)


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "auditor", "system"])
def test_only_an_administrator_publishes(app: Flask, cast: Cast, person: str) -> None:
    with pytest.raises(Forbidden):
        put_in_force(ADDED, getattr(cast, person), made_by=1)


def test_an_old_definition_is_published_again(app: Flask, cast: Cast) -> None:
    put_in_force(ADDED, cast.admin)
    again = put_in_force(shipped_text(), cast.admin, based_on=2, repeats=1)
    assert (again.number, again.replaces, again.repeats, again.text) == (3, 2, 1, shipped_text())
    assert "rejected_above" not in desk.current().steps


def test_of_two_who_publish_at_once_one_is_told(app: Flask, cast: Cast) -> None:
    begin = Barrier(2)

    def publish(actor: Actor) -> str:
        with app.app_context():
            begin.wait()
            try:
                return str(put_in_force(ADDED, actor, based_on=1).number)
            except NewerDefinition as refused:
                return f"{refused.seen}<{refused.newest}"

    with ThreadPoolExecutor(2) as pool:
        met = sorted(pool.map(publish, [cast.admin, cast.admin]))
    assert met == ["1<2", "2"]
    db.session.rollback()
    assert db.session.scalars(select(DeskVersion.number).order_by(DeskVersion.number)).all() == [1, 2]


def test_every_event_about_a_ticket_names_the_definition_it_happened_under(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    ticket = make_ticket()
    put_in_force(ADDED, cast.admin)
    move(ticket, "take", cast.verifier)
    told = [json.loads(body) for body in db.session.scalars(select(Event.body).order_by(Event.id))]
    assert {body["action"]: body.get("desk") for body in told if body["action"].startswith("ticket.")} == {
        "ticket.file": 1,
        "ticket.take": 2,
    }
    assert {body.get("desk") for body in told if body["action"] == "user.create"} == {None}
    assert list(faults(db.session.connection())) == list(differences(db.session.connection())) == []


def test_an_added_move_has_the_effect_of_its_kind_and_its_own_event(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    with pytest.raises(IllegalTransition):
        move(ticket, "rejected_above", cast.supervisor)
    put_in_force(ADDED, cast.admin)
    with pytest.raises(Forbidden):
        move(ticket, "rejected_above", cast.second_verifier)
    move(ticket, "rejected_above", cast.supervisor)
    assert (ticket.status, ticket.corrected_by_id) == (Status.VERIFYING, None)
    assert newest_event().action == "ticket.rejected_above"


def test_a_role_that_the_definition_leaves_out_makes_no_move(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    put_in_force(shipped_text().replace('["operator", "verifier", "supervisor"]', '["verifier"]', 1), cast.admin)
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    with pytest.raises(Forbidden):
        move(ticket, "close", cast.operator)
    move(ticket, "close", cast.second_verifier)


def test_a_duplicate_is_found_out_whatever_the_move_was_called(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    text = shipped_text().replace('verb = "dismiss"', 'verb = "give_back"\nkind = "dismiss"')
    put_in_force(text, cast.admin)
    ticket, original = bring_to(Status.VERIFYING, make_ticket(), cast), make_ticket()
    move(ticket, "give_back", cast.verifier, outcome="duplicate", original=original)
    move(ticket, "undo_duplicate", cast.verifier)
    assert (ticket.status, ticket.assignee_id) == (Status.VERIFYING, cast.verifier.id)


def test_a_duplicate_goes_back_though_its_closing_was_called_otherwise(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    ticket, original = make_ticket(), make_ticket()
    move(ticket, "dismiss", cast.supervisor)
    move(ticket, "reopen", cast.supervisor)
    put_in_force(shipped_text().replace('verb = "dismiss"', 'verb = "give_back"\nkind = "dismiss"'), cast.admin)
    move(ticket, "give_back", cast.supervisor, outcome="duplicate", original=original)
    put_in_force(shipped_text(), cast.admin)
    move(ticket, "undo_duplicate", cast.supervisor)
    assert (ticket.status, ticket.assignee_id) == (Status.VERIFYING, cast.supervisor.id)


def test_the_definition_costs_one_statement_a_unit_of_work_and_one_a_request(
    app: Flask, cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    desk.current()
    db.session.remove()
    with statements() as reading:
        assert desk.current() is desk.current()
    with statements() as working, writing():
        assert desk.current() is desk.current()
    assert (len(reading), len(working)) == (1, 1)


def test_another_process_sees_a_new_definition_in_its_next_unit_of_work(app: Flask, cast: Cast) -> None:
    seen = desk.current().version
    with app.app_context():
        put_in_force(ADDED, cast.admin)
    with writing():
        assert (seen, desk.current().version) == (1, 2)
