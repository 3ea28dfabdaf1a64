"""A definition that masks a field has what stood plain sealed, found no more, and loses nothing half-way."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import delete, select

from access.policy import Forbidden
from audit import canonical, masked, replay
from audit.context import acting
from exports.trail import csv_pieces
from models import Event, ExtraPlace, ExtraValue, ResealOrder, Status, Ticket, clock, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import Cast
from tests.desk_text import FILLED, WITH_FIELDS, put_in_force
from web import deadline_work, event_rows
from workflow import extra, reseals, tickets
from workflow.timeline import COLUMNS

VILLAGE = 'label_en = "Name of the village"\n'
MASKED = WITH_FIELDS.replace(VILLAGE, f"{VILLAGE}masked = true\n")
File = Callable[..., Ticket]


@pytest.fixture
def file(app: Flask, cast: Cast, draft: Any) -> File:
    """Files a complaint whose village stands plain."""
    put_in_force(WITH_FIELDS, cast.admin)
    with writing():
        db.session.execute(delete(ResealOrder))

    def made(**values: str) -> Ticket:
        with writing():
            return tickets.file(replace(draft(), extra=FILLED | values), actor=cast.operator)

    return made


def plain() -> list[str]:
    query = select(ExtraValue.value).where(ExtraValue.code == "village", ExtraValue.value.is_not(None))
    return list(db.session.scalars(query))


def events() -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.action == "ticket.reseal").order_by(Event.id)))


def shown_filing(app: Flask) -> list[str]:
    """The changes of the filing as the page and as the CSV tell them."""
    query = select(*COLUMNS, Event.body.label("leaf")).where(Event.action == "ticket.fields")
    rows: list[Any] = list(db.session.execute(query))
    with app.test_request_context():
        shown = str(event_rows.shown(rows)[0].changes)
    taken = b"".join(csv_pieces([rows], db.session.connection())).decode()
    return [shown, taken]


class Killed(Exception):
    """The worker is gone before it commits."""


def work_and_die() -> None:
    with writing():
        reseals.work(reseals.left_to_do()[0], actor=reseals.DESK)
        raise Killed


def test_what_is_masked_leaves_row_place_and_search_words(file: File, cast: Cast) -> None:
    ticket = file()
    seen = ticket.last_event_id
    assert "kampung" in ticket.search_text
    put_in_force(MASKED, cast.admin)
    db.session.expire_all()
    row = extra.by_code(ticket)["village"]
    assert (row.value, row.secret, "kampung" in ticket.search_text) == (None, "Kampung Arab", False)
    assert {place.code for place in db.session.scalars(select(ExtraPlace))} == {"needs_for", "travel_on"}
    assert ticket.last_event_id > seen
    assert extra.by_code(ticket)["travel_on"].value == "2026-11-30"
    assert list(replay.differences(db.session.connection())) == []


def test_the_event_says_why_and_shows_no_value(file: File, cast: Cast) -> None:
    ticket = file()
    published = put_in_force(MASKED, cast.admin).last_event_id
    (event,) = events()
    told = canonical.loads(event.body)
    assert (event.object, event.reason, event.role) == (ticket.number, "v3: Diminta pusat", "system")
    assert told["facts"]["event"] == published
    masked.Reader(db.session.connection()).changes([told])
    assert "Kampung" not in str(told)


def test_an_event_of_before_is_masked_where_it_is_shown(app: Flask, file: File, cast: Cast) -> None:
    file()
    assert all("Kampung Arab" in told for told in shown_filing(app))
    put_in_force(MASKED, cast.admin)
    assert not any("Kampung" in told for told in shown_filing(app))


def test_a_closed_complaint_is_sealed_too_and_one_without_a_key_loses_it(file: File, cast: Cast) -> None:
    closed, erased = file(), file()
    with writing():
        tickets.edit(closed, {}, actor=cast.supervisor, fields={"checked_by_phone": "ya"})
    bring_to(Status.CLOSED, closed, cast)
    with writing(), acting(cast.system, "ticket.edit"):
        erased.priority, erased.wrapped_key = 1, None
    erased.__dict__.pop("_opened_key", None)
    put_in_force(MASKED, cast.admin)
    assert plain() == []
    assert [extra.by_code(one)["village"].text for one in (closed, erased)] == ["Kampung Arab", ""]


def test_many_are_done_part_by_part_and_a_part_is_never_lost(
    file: File, cast: Cast, monkeypatch: pytest.MonkeyPatch, set_clock: Any
) -> None:
    for _ in range(5):
        file()
    monkeypatch.setattr(reseals, "SMALL", 5)
    monkeypatch.setattr(reseals, "PART", 2)
    put_in_force(MASKED, cast.admin)
    assert len(plain()) == 5
    with writing():
        assert reseals.work(reseals.left_to_do()[0], actor=reseals.DESK)
    with pytest.raises(Killed):
        work_and_die()
    assert (len(plain()), len(events())) == (3, 2)
    deadline_work.look()
    assert (plain(), len(events())) == ([], 5)
    set_clock(clock.now() + reseals.SETTLED + timedelta(seconds=1))
    deadline_work.look()
    made = db.session.scalars(select(ResealOrder)).one()
    assert (made.changed, made.done_at is None) == (5, False)


def test_who_wrote_under_the_definition_before_is_caught_up_with(
    file: File, cast: Cast, draft: Any, monkeypatch: Any
) -> None:
    put_in_force(MASKED, cast.admin)
    before = next(one for one in extra.seen_by(cast.system.role) if one.code == "village")
    with monkeypatch.context() as late:
        late.setattr(extra, "seen_by", lambda _role: (replace(before, masked=False),))
        with writing():
            tickets.file(replace(draft(), extra={"village": "Kampung Baru"}), actor=cast.system)
    assert plain() == ["Kampung Baru"]
    deadline_work.look()
    ticket = db.session.scalars(select(Ticket)).one()
    assert (plain(), extra.texts_of(ticket)["village"]) == ([], "Kampung Baru")


def test_a_field_that_is_unmasked_stays_sealed_until_it_is_written(file: File, cast: Cast) -> None:
    ticket = file()
    put_in_force(MASKED, cast.admin)
    put_in_force(WITH_FIELDS, cast.admin)
    assert (plain(), len(events())) == ([], 1)
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"village": "Kampung Arab"})
    assert plain() == ["Kampung Arab"]


def test_a_definition_that_masks_nothing_new_orders_nothing(file: File, cast: Cast) -> None:
    file()
    put_in_force(WITH_FIELDS.replace("Name of the village", "Hamlet"), cast.admin)
    assert reseals.left_to_do() == []


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "auditor"])
def test_only_who_keeps_the_desk_orders(cast: Cast, person: str) -> None:
    with pytest.raises(Forbidden), writing():
        reseals.order("x", actor=getattr(cast, person))
    with pytest.raises(Forbidden), writing():
        reseals.work(1, actor=getattr(cast, person))
