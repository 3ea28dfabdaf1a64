"""The simple rules of a definition: followed at filing and when the facts change, noted where they cannot be."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from flask import Flask
from sqlalchemy import select

from audit.replay import differences
from models import Event, Note, Status, Ticket, User, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import Cast
from tests.desk_text import put_in_force
from workflow import desk, people, tickets
from workflow.definition import DeskRule, Then, When, shipped_text
from workflow.desk_rules import Standing, holds
from workflow.drafts import Draft

Make = Callable[..., Ticket]
RULES = """
[[rule]]
name = "NIK di Bulungan"
when = { category = ["nik_not_found", "other_name"], region = "6501" }
then = { assign = "Verifier@loket.test", priority = "high", note = "Cek NIK di Dukcapil dulu." }

[[rule]]
name = "Surat"
when = { channel = "letter" }
then = { priority = "urgent" }
"""


@pytest.fixture
def _ruled(app: Flask, cast: Cast) -> None:
    put_in_force(shipped_text() + RULES, cast.admin)


def told_by_rules() -> list[tuple[str, ...]]:
    query = select(Event.action, Event.actor, Event.reason).where(Event.role == "system", Event.actor == "Aturan")
    return [tuple(row) for row in db.session.execute(query.order_by(Event.id))]


@pytest.mark.parametrize(
    ("when", "fits"),
    [
        (When(category=("other",)), False),
        (When(category=("nik_not_found", "other")), True),
        (When(category=("nik_not_found",), region=("6571",)), False),
        (When(region=("6501", "6571"), channel=("counter",)), True),
        (When(fields={"village": ("a",)}), True),
        (When(fields={"village": ("a",), "head": ("x",)}), False),
        (When(channel=("counter",), fields={"village": ("b",)}), False),
    ],
)
def test_a_rule_holds_where_everything_it_asks_is_so(when: When, fits: bool) -> None:  # noqa: FBT001
    stands = Standing(category="nik_not_found", region="6501", channel="counter", fields={"village": "a"})
    assert holds(DeskRule(name="x", when=when, then=Then(note="x")), stands) is fits


@pytest.mark.usefixtures("_ruled")
def test_a_filed_complaint_is_assigned_prioritised_and_noted_each_with_its_event(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket(cast.operator)
    note = db.session.scalars(select(Note)).one()
    assert (ticket.assignee_id, ticket.priority, ticket.status) == (cast.verifier.id, 1, Status.OPEN)
    assert (note.text, note.to_reporter, note.added_by_id) == ("Cek NIK di Dukcapil dulu.", False, None)
    assert told_by_rules() == [
        (action, "Aturan", "NIK di Bulungan") for action in ("ticket.assign", "ticket.edit", "note.add")
    ]
    assert list(differences(db.session.connection())) == []


@pytest.mark.usefixtures("_ruled")
def test_no_rule_holds_for_another_complaint(make_ticket: Make) -> None:
    ticket = make_ticket(category="other")
    assert (ticket.assignee_id, ticket.priority, told_by_rules()) == (None, 0, [])


@pytest.mark.usefixtures("_ruled")
def test_a_later_rule_overrules_an_earlier_one(make_ticket: Make) -> None:
    assert make_ticket(channel="letter").priority == 2


@pytest.mark.usefixtures("_ruled")
def test_what_is_told_otherwise_later_follows_the_rules_that_hold_from_then_on(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket(category="other")
    with writing():
        tickets.edit(ticket, {"category": "other_name"}, actor=cast.supervisor)
    assert (ticket.assignee_id, ticket.priority) == (cast.verifier.id, 1)
    before = len(told_by_rules())
    with writing():
        tickets.edit(ticket, {"category": "nik_not_found", "priority": 0}, actor=cast.supervisor)
    assert (ticket.priority, len(told_by_rules())) == (0, before)


@pytest.mark.usefixtures("_ruled")
def test_nobody_loses_a_ticket_to_a_rule(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket(category="other")
    with writing() as session:
        tickets.assign(ticket, session.get_one(User, cast.second_verifier.id), actor=cast.supervisor)
    bring_to(Status.OPEN, ticket, cast)
    with writing():
        tickets.edit(ticket, {"category": "other_name"}, actor=cast.supervisor)
    assert ticket.assignee_id == cast.second_verifier.id


@pytest.mark.usefixtures("_ruled")
def test_a_rule_that_cannot_be_followed_is_noted_and_the_complaint_is_filed(make_ticket: Make, cast: Cast) -> None:
    with writing() as session:
        people.disable(session.get_one(User, cast.verifier.id), actor=cast.admin, reason="Pindah tugas")
    ticket = make_ticket()
    assert (ticket.assignee_id, ticket.priority) == (None, 1)
    assert [action for action, *_ in told_by_rules()] == ["rule.skipped", "ticket.edit", "note.add"]
    skipped = db.session.scalars(select(Event).where(Event.action == "rule.skipped")).one()
    assert (skipped.object, skipped.reason) == (ticket.number, "NIK di Bulungan")
    assert "verifier@" not in skipped.body


@pytest.mark.usefixtures("_ruled")
def test_an_import_pays_the_same_for_each_complaint_and_the_definition_once(
    cast: Cast, draft: Callable[..., Draft], statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    def cost(count: int) -> int:
        with statements() as sent, writing():
            for _ in range(count):
                tickets.file(draft(), actor=cast.system)
        return len(sent)

    cost(1)
    two, four, six = cost(2), cost(4), cost(6)
    assert six - four == four - two


def test_a_desk_without_rules_pays_nothing_for_them(
    cast: Cast, draft: Callable[..., Draft], statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    desk.current()
    with statements() as sent, writing():
        tickets.file(draft(), actor=cast.system)
    assert not [one for one in sent if "INSERT INTO note" in one or "UPDATE ticket " in one]
    assert len([one for one in sent if "desk_version" in one]) == 1
