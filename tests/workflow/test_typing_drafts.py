"""Drafts while typing: sealed, one for each person and form, for a week, and never another's."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select, text, update

from access.policy import Forbidden, NotVisible
from models import Event, TypingDraft, db
from models.database import writing
from workflow import typing_drafts
from workflow.refusals import BadValue

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
CANARY = '{"subject_nik": ["6501056504859012"]}'


def keep(actor, typed=CANARY, place="intake"):
    with writing():
        typing_drafts.keep(place, typed, actor=actor)


def kept(actor, place="intake"):
    found = typing_drafts.offered(place, actor=actor)
    return found.text if found else None


def rows():
    return db.session.scalar(select(func.count(TypingDraft.id)))


def test_a_draft_is_offered_to_its_writer_alone(cast):
    keep(cast.operator)
    assert (kept(cast.operator), kept(cast.supervisor)) == (CANARY, None)


def test_who_writes_nothing_leaves_no_draft(cast, make_ticket):
    place = typing_drafts.place_of("note", make_ticket().number)
    for actor in (cast.auditor, cast.admin):
        with pytest.raises(Forbidden):
            keep(actor, place=place)
    assert rows() == 0


def test_the_newest_takes_the_place_of_the_one_before(cast):
    keep(cast.operator, "{}")
    keep(cast.operator)
    assert (kept(cast.operator), rows()) == (CANARY, 1)


def test_a_draft_lies_sealed_and_is_no_event(cast):
    before = db.session.scalar(select(func.count(Event.id)))
    keep(cast.operator)
    lying = db.session.execute(text("SELECT * FROM typing_draft")).one()
    assert "6501056504859012" not in str(lying)
    assert db.session.scalar(select(func.count(Event.id))) == before


def test_a_draft_moved_to_another_person_or_form_does_not_open(cast):
    keep(cast.operator)
    with writing():
        db.session.execute(update(TypingDraft).values(user_id=cast.supervisor.id))
    assert kept(cast.supervisor) is None


def test_each_form_of_each_ticket_has_its_own(make_ticket, cast):
    one, other = make_ticket().number, make_ticket().number
    keep(cast.verifier, "[1]", f"note:{one}")
    keep(cast.verifier, "[2]", f"note:{other.lower()}")
    keep(cast.verifier, "[3]", f"dismiss:{one}")
    assert [kept(cast.verifier, place) for place in (f"note:{one}", f"note:{other}", f"dismiss:{one}")] == [
        "[1]", "[2]", "[3]",
    ]  # fmt: skip


def test_who_does_not_see_the_ticket_keeps_nothing_and_is_offered_nothing(make_ticket, cast):
    place = f"note:{make_ticket().number}"
    for attempt in (keep, kept):
        with pytest.raises(NotVisible):
            attempt(cast.outsider, place=place)
    with pytest.raises(Forbidden):
        keep(cast.verifier)


@pytest.mark.parametrize("place", ["", "note", "note:x", "Note:ADU-26-00001A", "intake:1", "note:ADU-26-00001A:2"])
def test_a_place_that_is_none_is_refused(cast, place):
    with pytest.raises(BadValue):
        keep(cast.operator, place=place)


def test_a_draft_has_its_limit(cast):
    with pytest.raises(BadValue):
        keep(cast.operator, "x" * 20_001)
    assert rows() == 0


def test_after_a_week_it_is_offered_no_more_and_removed(cast, set_clock):
    set_clock(NOON)
    keep(cast.operator)
    set_clock(NOON + timedelta(days=7))
    assert kept(cast.operator) is None
    set_clock(NOON + timedelta(days=7, seconds=1))
    with writing():
        typing_drafts.forget_old()
    assert rows() == 0
