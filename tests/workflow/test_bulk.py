"""One act on many tickets: all of them or none, each under its own event, and the preview tells what the act does."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import Actor
from access.policy import Forbidden, NotVisible, allowed
from audit import canonical
from models import Event, Macro, Note, Status, Ticket, User, db
from models.database import writing
from tests.casework import bring_to, move
from tests.conftest import Cast
from tests.workflow.test_race import at_once
from workflow import bulk, tickets
from workflow.refusals import AssignedToOther, BadValue, BulkRefused, IllegalTransition, NotAssignee, StaleTicket

Make = Callable[..., Ticket]
Counting = Callable[[], AbstractContextManager[list[str]]]
FACTS: dict[str, dict[str, Any]] = {
    "priority": {"priority": 2},
    "note": {"text": "Menunggu Pusdatin."},
    "dismiss": {"outcome": "rejected", "reason": "Bukan aduan sertifikat"},
}


def seen(*listed: Ticket) -> dict[str, int | None]:
    return {ticket.number: ticket.last_event_id for ticket in listed}


def events_since(event_id: int) -> list[Event]:
    return list(db.session.scalars(select(Event).where(Event.id > event_id).order_by(Event.id)))


def newest() -> int:
    return db.session.scalar(select(Event.id).order_by(Event.id.desc())) or 0


def facts_of(verb: str, cast: Cast) -> dict[str, Any]:
    if verb == "assign":
        return {"assignee": db.session.get_one(User, cast.verifier.id)}
    if verb == "macro":
        return {"macro": db.session.scalars(select(Macro).where(Macro.code == "ask_documents")).one()}
    return FACTS[verb]


@pytest.mark.parametrize("verb", bulk.DEEDS)
def test_each_ticket_gets_its_own_event_and_all_share_one_id(make_ticket: Make, cast: Cast, verb: str) -> None:
    chosen, before = seen(make_ticket(), make_ticket(), make_ticket()), newest()
    with writing():
        done = bulk.perform(chosen, verb, actor=cast.supervisor, **facts_of(verb, cast))
    written = events_since(before)
    assert {event.object for event in written} == set(chosen)
    assert len(written) == len(chosen) * (2 if verb == "macro" else 1)
    assert {canonical.loads(event.body)["facts"]["bulk"] for event in written} == {done.bulk}


@pytest.mark.parametrize("verb", bulk.DEEDS)
def test_where_one_is_refused_nothing_is_changed_and_all_refusals_are_told(
    make_ticket: Make, cast: Cast, verb: str
) -> None:
    good, stale, elsewhere = make_ticket(), make_ticket(), make_ticket(region="6571", subject_nik=None)
    chosen, before = seen(good, stale, elsewhere) | {stale.number: 1}, newest()
    with pytest.raises(BulkRefused) as refused, writing():
        bulk.perform(chosen, verb, actor=cast.supervisor, **facts_of(verb, cast))
    told = {number: type(why) for number, why in refused.value.refused.items()}
    assert told == {stale.number: StaleTicket, elsewhere.number: NotVisible}
    assert events_since(before) == []


def test_what_only_the_rule_itself_refuses_undoes_those_before_it(make_ticket: Make, cast: Cast) -> None:
    chosen, before = seen(make_ticket(), make_ticket()), newest()
    with pytest.raises(BulkRefused) as refused, writing():
        bulk.perform(chosen, "note", actor=cast.supervisor, text="  ")
    assert isinstance(next(iter(refused.value.refused.values())), BadValue)
    assert (events_since(before), db.session.query(Note).count()) == ([], 0)


class LookedAt(Exception):
    """The end of a unit of work that leaves nothing behind."""


def what_it_met(ticket: Ticket, verb: str, actor: Actor, facts: dict[str, Any]) -> type:
    """Do it for the look of it: the refusal's type, NoneType where it was done."""
    number = ticket.number
    try:
        with writing():
            bulk.perform({number: None}, verb, actor=actor, **facts)
            raise LookedAt  # noqa: TRY301 - it ends the unit of work
    except LookedAt:
        return type(None)
    except BulkRefused as refused:
        return type(refused.refused[number])


@pytest.mark.parametrize("verb", bulk.DEEDS)
def test_the_preview_says_what_the_act_then_does(make_ticket: Make, cast: Cast, verb: str) -> None:
    listed = [bring_to(status, make_ticket(), cast) for status in Status]
    facts, tried = facts_of(verb, cast), 0
    for who in ("operator", "verifier", "second_verifier", "supervisor", "auditor", "admin"):
        actor = getattr(cast, who)
        if not allowed(actor, bulk.DEEDS[verb].permission):
            with pytest.raises(Forbidden):
                bulk.outlook(seen(*listed), verb, actor=actor, **facts)
            continue
        expected = [type(one.why) for one in bulk.outlook(seen(*listed), verb, actor=actor, **facts)]
        assert expected == [what_it_met(ticket, verb, actor, facts) for ticket in listed], who
        tried += len(expected)
    assert tried >= 4


def test_the_preview_costs_two_statements_however_many_are_chosen(
    make_ticket: Make, cast: Cast, statements: Counting
) -> None:
    many = seen(*(make_ticket() for _ in range(12)))
    db.session.rollback()
    with statements() as sent:
        assert len(bulk.outlook(many, "dismiss", actor=cast.supervisor)) == 12
    assert len(sent) == 2


def test_each_more_ticket_costs_the_same(make_ticket: Make, cast: Cast, statements: Counting) -> None:
    costs = []
    for count in (2, 4, 8):
        chosen = seen(*(make_ticket() for _ in range(count)))
        with statements() as sent, writing():
            bulk.perform(chosen, "priority", actor=cast.supervisor, priority=2)
        costs.append(len(sent))
    assert (costs[2] - costs[1]) == 2 * (costs[1] - costs[0])


def test_none_and_too_many_are_refused(make_ticket: Make, cast: Cast) -> None:
    for chosen in ({}, dict.fromkeys(f"ADU-26-{n:05d}A" for n in range(bulk.MOST + 1))):
        with pytest.raises(BadValue):
            bulk.outlook(chosen, "note", actor=cast.supervisor)


def test_a_person_of_another_region_is_refused_for_each_ticket_of_this_one(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    outsider = db.session.get_one(User, cast.outsider.id)
    why = bulk.outlook(seen(ticket), "assign", actor=cast.supervisor, assignee=outsider)[0].why
    assert isinstance(why, BadValue)
    assert why.problem == "cannot_work_here"


def test_a_verifier_dismisses_of_many_only_their_own(make_ticket: Make, cast: Cast) -> None:
    own, other, closed = (bring_to(status, make_ticket(), cast) for status in ("verifying", "verifying", "closed"))
    with writing():
        tickets.assign(other, db.session.get_one(User, cast.second_verifier.id), actor=cast.supervisor)
    told = [type(one.why) for one in bulk.outlook(seen(own, other, closed), "dismiss", actor=cast.verifier)]
    assert told == [type(None), NotAssignee, IllegalTransition]
    assert AssignedToOther not in told


def test_printing_is_one_event_that_names_every_ticket(make_ticket: Make, cast: Cast) -> None:
    numbers = [make_ticket().number for _ in range(3)]
    with writing():
        assert [ticket.number for ticket in bulk.printed(numbers, actor=cast.auditor)] == numbers
    event = events_since(newest() - 1)[0]
    assert (event.action, len(canonical.loads(event.body)["objects"])) == ("ticket.print", 3)
    with pytest.raises(NotVisible), writing():
        bulk.printed(numbers, actor=cast.outsider)


def test_two_who_reach_for_the_same_tickets_at_once_never_wait_for_each_other_for_ever(
    app: Flask, make_ticket: Make, cast: Cast
) -> None:
    for _ in range(6):
        listed = [make_ticket() for _ in range(5)]
        forth, back = seen(*listed), seen(*reversed(listed))

        def raise_priority(chosen: dict[str, int | None]) -> None:
            with writing():
                bulk.perform(chosen, "priority", actor=cast.supervisor, priority=1)

        met = at_once(app, partial(raise_priority, forth), partial(raise_priority, back))
        assert sorted(met) == ["BulkRefused", "done"]


def test_a_single_ticket_that_moved_meanwhile_stops_all(make_ticket: Make, cast: Cast) -> None:
    first, second = make_ticket(), make_ticket()
    chosen = seen(first, second)
    move(second, "take", cast.verifier)
    with pytest.raises(BulkRefused) as refused, writing():
        bulk.perform(chosen, "priority", actor=cast.supervisor, priority=1)
    assert list(refused.value.refused) == [second.number]
    assert db.session.get_one(Ticket, first.id).priority == 0
