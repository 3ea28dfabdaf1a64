"""A substitute does what the absent assignee may, in their own name, and never seals their own circle's work."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import pytest
from sqlalchemy import select

from access.actors import Actor
from access.policy import Refusal
from audit import canonical
from models import Event, Status, Ticket, db
from models.database import writing
from tests.casework import attach, bring_to, correct_line, move, newest_event
from tests.conftest import Cast
from workflow import actions, queue, reveals, tickets, viewing
from workflow.queue import Filters

Make = Callable[..., Ticket]
BESIDE: Final = ("correction", "choose", "none_fits", "cause", "open", "edit", "reveal", "counterpart")


@pytest.fixture
def substitute(cast: Cast) -> Actor:
    """The second verifier while the first is away."""
    assert cast.verifier.id is not None
    return replace(cast.second_verifier, stands_for=frozenset({cast.verifier.id}))


def may(ticket: Ticket, actor: Actor) -> dict[str, bool]:
    states = [*actions.available(ticket, actor=actor), *actions.beside(ticket, actor=actor).values()]
    return {state.verb: state.allowed for state in states}


def test_a_substitute_may_what_the_assignee_may(make_ticket: Make, cast: Cast, substitute: Actor) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    correct_line(ticket, cast.verifier)
    assert may(ticket, substitute) == may(ticket, cast.verifier)
    before = may(ticket, cast.second_verifier)
    assert not any(before[verb] for verb in BESIDE)


def test_an_open_ticket_kept_for_the_absent_is_taken_by_the_substitute(
    make_ticket: Make, cast: Cast, substitute: Actor
) -> None:
    ticket = make_ticket()
    with writing():
        tickets.assign(ticket, db.session.get(type(ticket).assignee.property.mapper.class_, cast.verifier.id),
                       actor=cast.supervisor)  # fmt: skip
    with pytest.raises(Refusal):
        move(ticket, "take", cast.second_verifier)
    move(ticket, "take", substitute)
    assert ticket.assignee_id == substitute.id
    assert facts()["substitute_of_id"] == cast.verifier.id


def facts() -> dict[str, Any]:
    told: dict[str, Any] = canonical.loads(newest_event().body).get("facts", {})
    return told


def acts(ticket: Ticket, actor: Actor) -> Iterator[str]:
    """One of each kind of deed, each with its newest event."""
    attach(ticket, actor)
    yield "attachment.add"
    correct_line(ticket, actor)
    yield "correction.add"
    with writing():
        reveals.reveal(ticket, "subject_nik", actor=actor, reason="Mencocokkan")
    yield "personal.reveal"
    with writing():
        kept = attach(ticket, actor)
        viewing.open_file(kept, actor=actor, reason="Mencocokkan")
    yield "attachment.open"
    with writing():
        tickets.edit(ticket, {"dose": "2"}, actor=actor)
    yield "ticket.edit"
    move(ticket, "correct", actor)
    yield "ticket.correct"


def test_every_deed_says_for_whom_it_was_done(make_ticket: Make, cast: Cast, substitute: Actor) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    for action in acts(ticket, substitute):
        event = newest_event()
        assert (event.action, event.actor_id, facts()["substitute_of_id"]) == (action, substitute.id, cast.verifier.id)
    with writing():
        tickets.edit(make_ticket(), {"dose": "2"}, actor=replace(substitute, role=cast.supervisor.role))
    assert "substitute_of_id" not in facts()


@pytest.mark.parametrize("corrected_by", ["verifier", "substitute"])
@pytest.mark.parametrize("verb", ["close", "send_back"])
def test_whoever_stands_in_for_the_corrector_does_not_decide_about_the_correction(
    make_ticket: Make, cast: Cast, substitute: Actor, corrected_by: str, verb: str
) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    worker = substitute if corrected_by == "substitute" else cast.verifier
    correct_line(ticket, worker)
    move(ticket, "correct", worker)
    assert not may(ticket, substitute)[verb]
    with pytest.raises(Refusal) as refused:
        move(ticket, verb, substitute)
    assert type(refused.value).__name__ == "SamePerson"
    move(ticket, verb, cast.supervisor)


def test_once_the_absence_is_over_two_people_are_two_people_again(make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    move(ticket, "close", cast.second_verifier)
    assert ticket.status == Status.CLOSED


def test_ones_queue_holds_the_tickets_of_those_one_stands_in_for(
    make_ticket: Make, cast: Cast, substitute: Actor
) -> None:
    theirs = [bring_to(Status.VERIFYING, make_ticket(), cast).number for _ in range(3)]
    own = move(make_ticket(), "take", cast.second_verifier).number
    mine = Filters(assignee="me")
    assert [row.number for row in queue.page(cast.second_verifier, mine).rows] == [own]
    assert {row.number for row in queue.page(substitute, mine).rows} == {own, *theirs}
    assert queue.counters(substitute, {"mine": mine}) == {"mine": 4}


def test_the_queue_of_a_substitute_is_in_the_order_of_deadlines_page_by_page(
    make_ticket: Make, cast: Cast, substitute: Actor, statements: Any
) -> None:
    for number in range(6):
        move(make_ticket(), "take", cast.verifier if number % 2 else cast.second_verifier)
    seen, after = [], ""
    with statements() as sent:
        for _ in range(3):
            page = queue.page(substitute, Filters(assignee="me"), after=after, size=2)
            seen += [row.id for row in page.rows]
            after = page.after or ""
    assert (len(seen), seen) == (6, sorted(seen))
    assert len(sent) == 3


def test_the_system_is_nobodys_assignee(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    with pytest.raises(Refusal):
        reveals.may_reveal(ticket, actor=cast.system)
    assert db.session.scalars(select(Event).where(Event.action == "personal.reveal")).all() == []
