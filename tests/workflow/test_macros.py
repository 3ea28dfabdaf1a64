"""A macro does all of its steps by their ordinary rules, or none, and says which step was refused."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import system_actor
from audit import canonical
from audit.context import acting
from models import Event, Macro, Note, Role, Status, Ticket, User, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import Cast
from workflow import bulk, macros, moves
from workflow.refusals import BadValue, BulkRefused, MacroRefused, StaleTicket

Make = Callable[..., Ticket]
FULL = {"takes": True, "priority": 2, "note_code": "documents_complete", "message_code": "received"}
KINDS: dict[str, dict[str, Any]] = {
    "priority": {"priority": 2},
    "to me": {"to_me": True},
    "note": {"note_code": "documents_complete"},
    "take and give to me": {"takes": True, "to_me": True, "priority": 1},
}


@pytest.fixture
def macro(app: Flask) -> Callable[..., Macro]:
    def make(**does: Any) -> Macro:
        row = Macro(code=f"m{len(macros.in_use())}", title="Makro", **does)
        with writing(), acting(system_actor("Tests", origin="tests"), "reference.edit"):
            db.session.add(row)
        return row

    return make


def newest() -> int:
    return db.session.scalar(select(Event.id).order_by(Event.id.desc())) or 0


def applied(ticket: Ticket, row: Macro, actor: Any, **more: Any) -> None:
    with writing():
        macros.apply(ticket, row, actor=actor, **more)


def test_every_step_is_an_event_of_its_own_that_names_the_macro(make_ticket: Make, cast: Cast, macro: Any) -> None:
    ticket, row = make_ticket(), macro(**FULL)
    before = newest()
    applied(ticket, row, cast.verifier)
    events = db.session.scalars(select(Event).where(Event.id > before).order_by(Event.id)).all()
    assert [event.action for event in events] == ["ticket.take", "ticket.edit", "note.add", "note.add"]
    assert {canonical.loads(event.body)["facts"]["macro"] for event in events} == {row.code}
    assert (ticket.status, ticket.assignee_id, ticket.priority) == (Status.VERIFYING, cast.verifier.id, 2)
    texts = db.session.scalars(select(Note).order_by(Note.id)).all()
    assert [note.to_reporter for note in texts] == [False, True]
    assert ticket.number in (texts[1].text or "")


def test_a_refused_step_is_named_and_undoes_those_before_it(make_ticket: Make, cast: Cast, macro: Any) -> None:
    ticket, row = make_ticket(), macro(takes=True, message_code="no_such_text")
    before = newest()
    with pytest.raises(MacroRefused) as refused:
        applied(ticket, row, cast.verifier)
    assert refused.value.step == "message"
    assert isinstance(refused.value.why, BadValue)
    assert (newest(), db.session.get_one(Ticket, ticket.id).status) == (before, Status.OPEN)


@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_says_what_the_macro_then_meets(make_ticket: Make, cast: Cast, macro: Any, kind: str) -> None:
    row = macro(**KINDS[kind])
    listed = [bring_to(status, make_ticket(), cast) for status in Status]
    for who in ("operator", "verifier", "second_verifier", "supervisor"):
        actor = getattr(cast, who)
        looks = bulk.outlook({t.number: None for t in listed}, "macro", actor=actor, macro=row)
        for ticket, look in zip(listed, looks, strict=True):
            assert _met(ticket.number, row, actor) == _told(look.why), (who, ticket.status)


def _told(why: Any) -> Any:
    return (why.step, type(why.why)) if isinstance(why, MacroRefused) else why


def _met(number: str, row: Macro, actor: Any) -> Any:
    try:
        with writing():
            bulk.perform({number: None}, "macro", actor=actor, macro=row)
            raise EOFError  # noqa: TRY301 - it ends the unit of work
    except EOFError:
        return None
    except BulkRefused as refused:
        return _told(refused.refused[number])


def test_the_preview_of_a_macro_costs_the_same_however_many_are_chosen(
    make_ticket: Make, cast: Cast, macro: Any, statements: Any
) -> None:
    listed, ref = [make_ticket().number for _ in range(6)], macro(**FULL).ref
    costs = []
    for chosen in (listed[:1], listed):
        db.session.rollback()
        row = db.session.scalars(select(Macro).where(Macro.ref == ref)).one()
        with statements() as sent:
            bulk.outlook(dict.fromkeys(chosen), "macro", actor=cast.verifier, macro=row)
        costs.append(len(sent))
    assert costs == [3, 3]


def test_a_stale_form_an_empty_macro_and_a_retired_one_do_nothing(make_ticket: Make, cast: Cast, macro: Any) -> None:
    ticket, before = make_ticket(), newest()
    with pytest.raises(StaleTicket):
        applied(ticket, macro(takes=True), cast.verifier, last_event_id=1)
    with pytest.raises(BadValue):
        applied(ticket, macro(), cast.verifier)
    retired = macro(takes=True, retired=True)
    assert macros.by_code(retired.code) is None
    assert before < newest()  # the macros themselves
    assert db.session.get_one(Ticket, ticket.id).status == Status.OPEN
    assert moves.standing_lines(ticket) == []


def test_a_macro_gives_each_complaint_to_the_next_by_turn(make_ticket: Make, cast: Cast, macro: Any) -> None:
    row, listed = macro(assign_by="turn"), [make_ticket() for _ in range(3)]
    with writing():
        bulk.perform({ticket.number: None for ticket in listed}, "macro", actor=cast.supervisor, macro=row)
    first, second, third = (ticket.assignee_id for ticket in listed)
    assert {first, second} == {cast.verifier.id, cast.second_verifier.id}
    assert third == first
    told = db.session.scalars(select(Event.body).where(Event.action == "ticket.assign")).all()
    assert {canonical.loads(body)["facts"]["chosen"] for body in told} == {"turn"}


def test_a_macro_by_load_is_refused_where_nobody_is_at_work(make_ticket: Make, cast: Cast, macro: Any) -> None:
    row, ticket = macro(assign_by="load"), make_ticket()
    with writing(), acting(system_actor("Tests", origin="tests"), "user.edit"):
        for user in db.session.scalars(select(User).where(User.role == Role.VERIFIER)):
            user.active = False
    with pytest.raises(BulkRefused) as refused, writing():
        bulk.perform({ticket.number: None}, "macro", actor=cast.supervisor, macro=row)
    assert isinstance(refused.value.refused[ticket.number], MacroRefused)
