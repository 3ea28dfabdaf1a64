"""Presence: who else is at a ticket, for a minute, and only for who may see the ticket."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from access.policy import Forbidden, NotVisible
from models import Event, Presence, db
from models.database import writing
from workflow import presence
from workflow.presence import Doing

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def beat(ticket, actor, doing=Doing.OPEN):
    with writing():
        presence.beat(ticket.number, doing, actor=actor)


def seen_by(actor, ticket):
    return [(row.name, row.doing) for row in presence.others_at(ticket, actor=actor)]


def test_others_are_shown_and_oneself_is_not(make_ticket, cast):
    ticket = make_ticket()
    beat(ticket, cast.verifier)
    beat(ticket, cast.supervisor, Doing.EDIT)
    assert seen_by(cast.verifier, ticket) == [("Supervisor", "edit")]
    assert seen_by(cast.operator, ticket) == [("Supervisor", "edit"), ("Verifier", "open")]


def test_whoever_was_silent_for_a_minute_is_gone_and_after_an_hour_forgotten(make_ticket, cast, set_clock):
    set_clock(NOON)
    ticket = make_ticket()
    beat(ticket, cast.verifier)
    set_clock(NOON + timedelta(seconds=59))
    assert seen_by(cast.operator, ticket) == [("Verifier", "open")]
    set_clock(NOON + timedelta(seconds=60))
    assert seen_by(cast.operator, ticket) == []
    set_clock(NOON + timedelta(minutes=61))
    with writing():
        presence.forget_old()
    assert db.session.scalar(select(func.count(Presence.user_id))) == 0


def test_many_beats_are_one_row_and_no_event(make_ticket, cast):
    ticket = make_ticket()
    events = select(func.count(Event.id))
    before = db.session.scalar(events)
    for doing in (Doing.OPEN, Doing.EDIT, Doing.OPEN):
        beat(ticket, cast.verifier, doing)
    assert db.session.scalars(select(Presence.doing)).all() == ["open"]
    assert db.session.scalar(events) == before


def test_nobody_is_at_a_ticket_they_do_not_see(make_ticket, cast):
    ticket = make_ticket()
    with pytest.raises(NotVisible):
        beat(ticket, cast.outsider)
    with pytest.raises(Forbidden):
        beat(ticket, cast.admin)


def test_a_list_learns_who_is_where_in_one_statement_and_only_of_what_it_sees(make_ticket, cast, statements):
    ours, theirs = make_ticket(), make_ticket(region="6571")
    beat(ours, cast.verifier)
    beat(theirs, cast.outsider)
    numbers = [ours.number, theirs.number, "x"]
    with statements() as sent:
        rows = presence.others_in(numbers, actor=cast.operator)
    assert [(row.number, row.name) for row in rows] == [(numbers[0], "Verifier")]
    assert len(sent) == 1
