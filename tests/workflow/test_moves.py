"""The moves of a ticket: every status, every verb, everybody; and what each step asks for."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NoReturn

import pytest

from access.actors import Actor
from access.policy import Refusal
from models import Event, Outcome, Status, Ticket, User, clock, db
from models.database import writing
from tests.casework import bring_to, correct_line, enough_for, move
from tests.conftest import Cast
from workflow import moves
from workflow.definition import shipped
from workflow.moves import StatusWritten
from workflow.refusals import (
    AssignedToOther,
    BadValue,
    MissingRequirement,
    Requirement,
    SamePerson,
    StaleTicket,
    TooLate,
)
from workflow.tickets import assign

STEPS: Final = shipped().steps
MOVES: Final = "moves"
WORKERS: Final = {"verifier", "second_verifier", "supervisor"}
KNOWN_BY: Final = {
    "take": WORKERS,
    "hand_off": WORKERS,
    "answer": WORKERS,
    "correct": WORKERS,
    "send_back": WORKERS,
    "close": {"operator", *WORKERS},
    "dismiss": WORKERS,
    "reopen": {"operator", "supervisor"},
    "undo_duplicate": WORKERS,
    "release": WORKERS,
}
# The verifier took the ticket and corrected it; everybody not named is answered by what their role knows.
ARROWS: Final = {
    ("take", Status.OPEN): {"verifier": MOVES, "second_verifier": MOVES, "supervisor": MOVES},
    ("correct", Status.VERIFYING): {
        "verifier": MOVES, "second_verifier": "NotAssignee", "supervisor": "NotAssignee"},
    ("hand_off", Status.VERIFYING): {"verifier": MOVES, "second_verifier": "NotAssignee", "supervisor": MOVES},
    ("send_back", Status.CORRECTED): {"verifier": "SamePerson", "second_verifier": MOVES, "supervisor": MOVES},
    ("close", Status.CORRECTED): {
        "operator": MOVES, "verifier": "SamePerson", "second_verifier": MOVES, "supervisor": MOVES},
    ("dismiss", Status.OPEN): {"verifier": "NotAssignee", "second_verifier": "NotAssignee", "supervisor": MOVES},
    ("dismiss", Status.VERIFYING): {"verifier": MOVES, "second_verifier": "NotAssignee", "supervisor": MOVES},
    ("release", Status.VERIFYING): {"verifier": MOVES, "second_verifier": "NotAssignee", "supervisor": MOVES},
    ("reopen", Status.CLOSED): {"operator": MOVES, "supervisor": MOVES},
}  # fmt: skip
PEOPLE: Final = (
    "operator", "verifier", "second_verifier", "supervisor", "auditor", "admin", "outsider", "other_supervisor",
    "system",
)  # fmt: skip
ELSEWHERE: Final = {"outsider": "verifier", "other_supervisor": "supervisor"}
TARGETS: Final = {
    "take": Status.VERIFYING,
    "hand_off": Status.VERIFYING,
    "answer": Status.VERIFYING,
    "correct": Status.CORRECTED,
    "send_back": Status.VERIFYING,
    "close": Status.CLOSED,
    "dismiss": Status.CLOSED,
    "reopen": Status.VERIFYING,
    "undo_duplicate": Status.VERIFYING,
    "release": Status.OPEN,
}


class _Undone(Exception):
    """Takes a move back that went through."""


def _undo() -> NoReturn:
    raise _Undone


def outcome_of(ticket: Ticket, verb: str, actor: Actor) -> str:
    try:
        with writing():
            moves.move(ticket, verb, actor=actor, **enough_for(verb))
            assert ticket.status == TARGETS[verb]
            _undo()
    except _Undone:
        return MOVES
    except Refusal as refusal:
        return type(refusal).__name__


def expected(verb: str, status: Status, person: str) -> str:
    if ELSEWHERE.get(person, person) not in KNOWN_BY[verb]:
        return "Forbidden"
    if person in ELSEWHERE:
        return "NotVisible"
    return ARROWS.get((verb, status), {}).get(person, "IllegalTransition")


def test_the_table_knows_every_verb() -> None:
    assert set(STEPS) == set(KNOWN_BY) == set(TARGETS)


@pytest.mark.parametrize("status", Status)
@pytest.mark.parametrize("verb", STEPS)
def test_a_ticket_moves_along_its_arrows_for_those_who_may_and_no_others(
    make_ticket: Callable[..., Ticket], cast: Cast, status: Status, verb: str
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    if (verb, status) == ("correct", Status.VERIFYING):
        correct_line(ticket, cast.verifier)

    met = {person: outcome_of(ticket, verb, getattr(cast, person)) for person in PEOPLE}

    assert met == {person: expected(verb, status, person) for person in PEOPLE}
    assert ticket.status == status


@pytest.mark.parametrize("verb", sorted({verb for verb, _ in ARROWS}))
def test_a_move_writes_one_event_with_who_what_and_why(
    make_ticket: Callable[..., Ticket], cast: Cast, verb: str
) -> None:
    status, (person, *_) = next(
        (status, [who for who, met in row.items() if met == MOVES])
        for (known, status), row in ARROWS.items()
        if known == verb
    )
    ticket = bring_to(status, make_ticket(), cast)
    if verb == "correct":
        correct_line(ticket, cast.verifier)
    move(ticket, verb, getattr(cast, person))

    event = db.session.get_one(Event, ticket.last_event_id)
    actor = getattr(cast, person)
    assert (event.action, event.object, event.actor_id) == (f"ticket.{verb}", ticket.number, actor.id)
    assert (event.role, event.session, event.reason) == (actor.role, actor.session, "Sudah diperiksa")


@pytest.mark.parametrize(
    ("verb", "status", "without", "missing"),
    [
        ("hand_off", Status.VERIFYING, {"party": ""}, Requirement.PARTY),
        ("hand_off", Status.VERIFYING, {"asked": " "}, Requirement.ASKED),
        ("hand_off", Status.VERIFYING, {"chase_on": None}, Requirement.CHASE_ON),
        ("send_back", Status.CORRECTED, {"reason": " "}, Requirement.REASON),
        ("release", Status.VERIFYING, {"reason": " "}, Requirement.REASON),
        ("close", Status.CORRECTED, {"told_how": ""}, Requirement.TOLD_HOW),
        ("close", Status.CORRECTED, {"told_at": None}, Requirement.TOLD_AT),
        ("dismiss", Status.VERIFYING, {"outcome": ""}, Requirement.OUTCOME),
        ("dismiss", Status.VERIFYING, {"reason": ""}, Requirement.REASON),
        ("dismiss", Status.VERIFYING, {"outcome": "duplicate"}, Requirement.ORIGINAL),
        ("reopen", Status.CLOSED, {"reason": ""}, Requirement.REASON),
    ],
)
def test_a_step_without_what_it_needs_changes_nothing(
    make_ticket: Callable[..., Ticket],
    cast: Cast,
    verb: str,
    status: Status,
    without: dict[str, Any],
    missing: Requirement,
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    before = ticket.last_event_id
    with pytest.raises(MissingRequirement) as refused:
        move(ticket, verb, cast.supervisor, **without)
    assert refused.value.requirement == missing
    assert (ticket.status, ticket.last_event_id) == (status, before)


def test_nothing_is_corrected_without_a_line_of_correction(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    with pytest.raises(MissingRequirement) as refused:
        move(ticket, "correct", cast.verifier)
    assert refused.value.requirement == Requirement.CORRECTION


@pytest.mark.parametrize(
    ("verb", "status", "facts", "problem"),
    [
        ("dismiss", Status.OPEN, {"outcome": "corrected"}, "not_for_dismiss"),
        ("dismiss", Status.OPEN, {"outcome": "lost"}, "not_for_dismiss"),
        ("close", Status.CORRECTED, {"told_at": datetime(2099, 1, 1, tzinfo=UTC)}, "in_future"),
    ],
)
def test_a_step_with_what_cannot_be_is_refused(
    make_ticket: Callable[..., Ticket], cast: Cast, verb: str, status: Status, facts: dict[str, Any], problem: str
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    with pytest.raises(BadValue) as refused:
        move(ticket, verb, cast.supervisor, **facts)
    assert refused.value.problem == problem


def test_a_duplicate_names_its_original_and_never_itself(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    original, ticket = make_ticket(), make_ticket()
    with pytest.raises(BadValue):
        move(ticket, "dismiss", cast.supervisor, outcome="duplicate", original=ticket)
    move(ticket, "dismiss", cast.supervisor, outcome="duplicate", original=original)
    assert (ticket.outcome, ticket.duplicate_of_id) == (Outcome.DUPLICATE, original.id)
    with pytest.raises(BadValue):
        move(original, "dismiss", cast.supervisor, outcome="duplicate", original=ticket)


def test_whoever_takes_a_ticket_becomes_its_assignee(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = move(make_ticket(), "take", cast.second_verifier)
    assert ticket.assignee_id == cast.second_verifier.id


def test_a_ticket_kept_for_somebody_is_theirs_or_a_supervisors_to_take(
    make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    ticket = make_ticket()
    with writing() as session:
        assign(ticket, session.get_one(User, cast.verifier.id), actor=cast.supervisor)
    with pytest.raises(AssignedToOther):
        move(ticket, "take", cast.second_verifier)
    move(ticket, "take", cast.verifier)
    assert ticket.assignee_id == cast.verifier.id


def test_whoever_wrote_a_line_is_no_second_person_even_when_another_marked_it_corrected(
    make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    correct_line(ticket, cast.verifier)
    with writing() as session:
        assign(ticket, session.get_one(User, cast.second_verifier.id), actor=cast.supervisor)
    move(ticket, "correct", cast.second_verifier)
    for corrector in (cast.verifier, cast.second_verifier):
        with pytest.raises(SamePerson):
            move(ticket, "close", corrector)


def test_a_supervisor_who_corrected_does_not_close_it_either(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = move(make_ticket(), "take", cast.supervisor)
    correct_line(ticket, cast.supervisor)
    move(ticket, "correct", cast.supervisor)
    with pytest.raises(SamePerson):
        move(ticket, "close", cast.supervisor)


@pytest.mark.parametrize(("later", "fits"), [(timedelta(days=30), True), (timedelta(days=30, seconds=1), False)])
def test_a_closed_ticket_is_reopened_within_thirty_days(
    make_ticket: Callable[..., Ticket], cast: Cast, set_clock: Callable[[datetime], None], later: timedelta, fits: Any
) -> None:
    ticket = bring_to(Status.CLOSED, make_ticket(), cast)
    assert ticket.closed_at
    set_clock(ticket.closed_at + later)
    if not fits:
        with pytest.raises(TooLate):
            move(ticket, "reopen", cast.operator)
    else:
        move(ticket, "reopen", cast.operator)
        assert ticket.status == Status.VERIFYING
        assert ticket.closed_at is ticket.outcome is None


def test_closing_keeps_how_and_when_the_reporter_was_told(
    make_ticket: Callable[..., Ticket], cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    told_at = clock.now() - timedelta(hours=2)
    move(ticket, "close", cast.operator, told_how="phone", told_at=told_at)
    assert (ticket.outcome, ticket.told_how, ticket.told_at) == (Outcome.CORRECTED, "phone", told_at)


def test_what_was_sent_back_is_corrected_by_nobody_until_it_is_corrected_again(
    make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    move(ticket, "send_back", cast.second_verifier)
    assert (ticket.corrected_by_id, ticket.corrected_at) == (None, None)
    move(ticket, "correct", cast.verifier)
    assert ticket.corrected_by_id == cast.verifier.id


def test_a_form_that_was_left_open_is_told_so_before_anything_else(
    make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    ticket = make_ticket()
    seen = ticket.last_event_id
    move(ticket, "take", cast.verifier)
    with pytest.raises(StaleTicket) as refused:
        move(ticket, "take", cast.second_verifier, last_event_id=seen)
    assert (refused.value.seen, refused.value.newest) == (seen, ticket.last_event_id)


def test_a_status_is_written_by_a_move_and_by_nothing_else(make_ticket: Callable[..., Ticket]) -> None:
    ticket = make_ticket()
    with writing(), pytest.raises(StatusWritten):
        ticket.status = Status.CLOSED
