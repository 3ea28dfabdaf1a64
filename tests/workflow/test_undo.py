"""Ten seconds to take back: who, what, until when, and that the trail tells both the act and its taking back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from access.policy import Forbidden
from audit import canonical
from audit.replay import differences
from models import Event, Ticket, User, db
from models.database import writing
from tests.casework import attach, hand_off_to, move, newest_event
from tests.conftest import NOON, Cast
from tests.desk_text import put_in_force
from workflow import bulk, moves, notes, notices, tickets, timeline, undo
from workflow.definition import shipped_text
from workflow.refusals import CannotUndo

Make = Callable[..., Ticket]
EDITS: tuple[dict[str, Any], ...] = (
    {"priority": 2},
    {"category": "other_name"},
    {"subject_name": "Sri Wahyuningsih", "dose": "2"},
    {"vaccinated_on": date(2021, 11, 8), "sex": "P"},
    {"facility_text": "RSUD Nunukan", "channel": "whatsapp", "cause": "not_entered", "relation": "Anak"},
)


def edited(ticket: Ticket, cast: Cast, **changes: Any) -> int:
    with writing():
        tickets.edit(ticket, changes, actor=cast.supervisor)
    return ticket.last_event_id


def taken_back(event: int, actor: Any, last: int | None = None) -> list[Ticket]:
    with writing():
        return undo.take_back(event, last or event, actor=actor)


def facts_of(ticket: Ticket) -> dict[str, Any]:
    return {
        column.name: getattr(ticket, column.name) for column in Ticket.__table__.c if column.name != "last_event_id"
    }


def test_the_values_from_before_are_back_and_the_trail_tells_it(make_ticket: Make, cast: Cast) -> None:
    for changes in EDITS:
        ticket = make_ticket()
        before = facts_of(ticket)
        event = edited(ticket, cast, **changes)
        assert facts_of(ticket) != before
        taken_back(event, cast.supervisor)
        assert facts_of(ticket) == before, changes
        told = newest_event()
        assert (told.action, canonical.loads(told.body)["facts"]) == ("ticket.undo", {"undone": event})
    assert list(differences(db.session.connection())) == []


def test_an_assignment_is_taken_back(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    with writing():
        tickets.assign(ticket, db.session.get_one(User, cast.verifier.id), actor=cast.supervisor)
    assert notices.unseen(cast.verifier) == 1
    taken_back(ticket.last_event_id, cast.supervisor)
    assert ticket.assignee_id is None
    assert notices.page(cast.verifier) == []


def test_a_take_is_taken_back_along_the_release(make_ticket: Make, cast: Cast) -> None:
    for given in (None, cast.verifier):
        ticket = make_ticket()
        if given:
            with writing():
                tickets.assign(ticket, db.session.get_one(User, given.id), actor=cast.supervisor)
        before = facts_of(ticket)
        move(ticket, "take", cast.verifier)
        event = ticket.last_event_id
        taken_back(event, cast.verifier)
        assert facts_of(ticket) == before
        told = newest_event()
        assert (told.action, canonical.loads(told.body)["facts"]) == ("ticket.undo", {"undone": event})
    assert list(differences(db.session.connection())) == []


def test_a_take_stays_where_the_desk_has_no_release_or_something_happened(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    move(ticket, "take", cast.verifier)
    event = ticket.last_event_id
    hand_off_to(ticket, cast.verifier)
    with pytest.raises(CannotUndo):
        taken_back(event, cast.verifier)
    moves_and_more, rest = shipped_text().split('[[move]]\nverb = "release"')
    put_in_force(moves_and_more + rest[rest.index("# Extra fields") :], cast.admin)
    other = make_ticket()
    move(other, "take", cast.verifier)
    assert not undo.offered(other.last_event_id, other.last_event_id, actor=cast.verifier)


def test_a_bulk_act_is_taken_back_whole(make_ticket: Make, cast: Cast) -> None:
    listed = [make_ticket(priority=level) for level in (0, 1, 0)]
    with writing():
        done = bulk.perform({t.number: None for t in listed}, "priority", actor=cast.supervisor, priority=1)
    assert len(done.events) == 2
    assert len(taken_back(done.events[0], cast.supervisor, done.events[-1])) == 2
    assert [ticket.priority for ticket in listed] == [0, 1, 0]
    undone = db.session.scalars(select(Event.body).where(Event.action == "ticket.undo")).all()
    assert len({canonical.loads(body)["facts"]["bulk"] for body in undone}) == 1


def test_of_a_bulk_act_nothing_is_taken_back_when_one_ticket_went_on(make_ticket: Make, cast: Cast) -> None:
    listed = [make_ticket() for _ in range(2)]
    with writing():
        done = bulk.perform({t.number: None for t in listed}, "priority", actor=cast.supervisor, priority=1)
    move(listed[0], "take", cast.verifier)
    with pytest.raises(CannotUndo):
        taken_back(done.events[0], cast.supervisor, done.events[-1])
    assert [ticket.priority for ticket in listed] == [1, 1]


def test_ten_seconds_and_a_little_grace(make_ticket: Make, cast: Cast, set_clock: Callable[..., None]) -> None:
    for seconds, may in ((0, True), (10, True), (15, True), (16, False), (3600, False)):
        set_clock(NOON)
        event = edited(make_ticket(), cast, priority=2)
        set_clock(NOON + timedelta(seconds=seconds))
        assert undo.offered(event, event, actor=cast.supervisor) is may
        if may:
            assert taken_back(event, cast.supervisor)
        else:
            with pytest.raises(CannotUndo):
                taken_back(event, cast.supervisor)


HAPPENINGS: dict[str, Callable[[Ticket, Cast], object]] = {
    "a note": lambda ticket, cast: notes.add(ticket, actor=cast.operator, text="Sudah ditelepon"),
    "a file": lambda ticket, cast: attach(ticket, cast.operator),
    "a move": lambda ticket, cast: moves.move(ticket, "take", actor=cast.verifier),
    "an edit": lambda ticket, cast: tickets.edit(ticket, {"dose": "3"}, actor=cast.operator),
    "an undo": lambda ticket, cast: undo.take_back(ticket.last_event_id, ticket.last_event_id, actor=cast.supervisor),
}


def test_what_happened_since_keeps_it(make_ticket: Make, cast: Cast) -> None:
    for happening in HAPPENINGS.values():
        ticket = make_ticket()
        event = edited(ticket, cast, priority=2)
        with writing():
            happening(ticket, cast)
        with pytest.raises(CannotUndo):
            taken_back(event, cast.supervisor)


def test_a_look_by_somebody_else_does_not_keep_it(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    event = edited(ticket, cast, priority=2)
    with writing():
        timeline.read(ticket, actor=cast.verifier)
    assert taken_back(event, cast.supervisor)


def test_nobody_takes_back_what_another_did(make_ticket: Make, cast: Cast) -> None:
    event = edited(make_ticket(), cast, priority=2)
    for who in ("other_supervisor", "verifier", "operator", "auditor", "admin", "outsider"):
        with pytest.raises(CannotUndo):
            taken_back(event, getattr(cast, who))


def test_what_is_no_plain_change_is_neither_offered_nor_taken_back(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    events = [ticket.last_event_id, edited(ticket, cast, subject_nik="6501056504859013")]
    with writing():
        note = notes.add(ticket, actor=cast.supervisor, text="Sudah dikabari", to_reporter=True)
    move(ticket, "dismiss", cast.supervisor)
    for event in (*events, note.last_event_id, ticket.last_event_id, 0, -1, 10**12):
        assert not undo.offered(event, event, actor=cast.supervisor)
        with pytest.raises(CannotUndo):
            taken_back(event, cast.supervisor)


def test_who_lost_the_right_meanwhile_takes_nothing_back(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    event = edited(ticket, cast, priority=2)
    demoted = replace(cast.supervisor, role=cast.auditor.role)
    with pytest.raises(Forbidden):
        taken_back(event, demoted)
