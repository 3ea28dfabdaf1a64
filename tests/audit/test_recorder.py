"""What a flush leaves in the trail: one event, true to the rows, in one spelling."""

import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from audit import canonical
from audit.context import acting
from audit.recorder import note_event
from models import Category, Event, Note, Ticket, User, db
from models.database import NotWriting, writing
from tests.conftest import Cast

MakeTicket = Callable[..., Ticket]
DECOMPOSED = unicodedata.normalize("NFD", "Café Nuñez")


def newest() -> tuple[Event, dict[str, Any]]:
    event = db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
    return event, canonical.loads(event.body)


def test_text_is_kept_in_one_spelling_whatever_was_typed(cast: Cast) -> None:
    with writing(), acting(cast.admin, "reference.edit", DECOMPOSED):
        category = db.session.scalars(select(Category).limit(1)).one()
        category.name_id = DECOMPOSED
    event, body = newest()
    assert (category.name_id, event.reason, body["reason"]) == ("Café Nuñez",) * 3
    assert canonical.columns_of(body)["reason"] == event.reason


def test_somebody_with_a_decomposed_name_may_work(cast: Cast) -> None:
    with writing():
        note_event(type(cast.admin)(id=1, name=DECOMPOSED, role=cast.admin.role, regions=frozenset()), "audit.read")
    assert newest()[0].actor == "Café Nuñez"


def test_a_long_label_is_cut_and_not_refused(cast: Cast) -> None:
    with writing():
        note_event(cast.admin, "signin.ok", label="a" * 200)
    assert newest()[0].object == "a" * 80


def test_a_row_given_its_parent_as_an_object_tells_the_parents_id(make_ticket: MakeTicket, cast: Cast) -> None:
    ticket = make_ticket()
    with writing(), acting(cast.verifier, "note.add"):
        db.session.add(Note(ticket=db.session.merge(ticket), added_at=ticket.filed_at, text="x"))
    told = {change["field"]: change.get("after") for change in newest()[1]["changes"]}
    assert told["ticket_id"] == ticket.id


def test_nothing_to_nothing_is_no_change(make_ticket: MakeTicket) -> None:
    make_ticket(sex=None, vaccinated_on=None)
    for change in newest()[1]["changes"]:
        assert "before" in change or "after" in change, change


def test_a_password_is_named_and_never_shown(cast: Cast) -> None:
    with writing(), acting(cast.admin, "user.password"):
        db.session.get_one(User, cast.operator.id).password = "digest-of-it"
    event, body = newest()
    assert [set(change) for change in body["changes"]] == [{"object", "field"}]
    assert "digest-of-it" not in event.body


def change_a_category_and_fail(cast: Cast) -> None:
    with writing(), acting(cast.admin, "reference.edit"):
        db.session.scalars(select(Category).limit(1)).one().name_id = "Changed"
        db.session.flush()
        _ = 1 // 0


def test_what_is_taken_back_leaves_no_event(cast: Cast) -> None:
    before = newest()[0].id
    with pytest.raises(ZeroDivisionError):
        change_a_category_and_fail(cast)
    assert newest()[0].id == before


def test_a_read_outside_a_unit_of_work_is_not_noted_and_not_made(app: Flask, cast: Cast) -> None:
    with pytest.raises(NotWriting):
        note_event(cast.auditor, "audit.read")
