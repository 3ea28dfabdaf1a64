"""What buttons are made from: they promise what the moves keep, and say why not."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import NoReturn

import pytest

from access.actors import Actor
from access.policy import NotVisible
from models import Status, Ticket, db
from models.database import writing
from tests.casework import bring_to, correct_line, enough_for
from tests.conftest import Cast
from workflow import moves
from workflow.actions import available, beside
from workflow.refusals import IllegalTransition, MissingRequirement, NotAssignee, Requirement, SamePerson

PEOPLE = ("operator", "verifier", "second_verifier", "supervisor", "auditor")
MATCHING = {"choose", "none_fits", "cause"}
PAIRING = {"counterpart"}
OUTSIDE = ("hand_off", "answer")


class _Undone(Exception):
    """Takes a move back that went through."""


def _undo() -> NoReturn:
    raise _Undone


def goes_through(ticket: Ticket, verb: str, actor: Actor) -> bool | type[Exception]:
    try:
        with writing():
            moves.move(ticket, verb, actor=actor, **enough_for(verb))
            _undo()
    except _Undone:
        return True
    except Exception as refusal:  # noqa: BLE001 - any refusal means that it did not
        return type(refusal)


@pytest.mark.parametrize("person", PEOPLE)
@pytest.mark.parametrize("status", Status)
def test_what_is_offered_is_what_goes_through(
    make_ticket: Callable[..., Ticket], cast: Cast, status: Status, person: str
) -> None:
    ticket, actor = bring_to(status, make_ticket(), cast), getattr(cast, person)
    offered = {state.verb: state.allowed or type(state.why) for state in available(ticket, actor=actor)}
    assert offered == {verb: goes_through(ticket, verb, actor) for verb in offered}


@pytest.mark.parametrize(
    ("person", "verbs"),
    [
        ("operator", ["close", "reopen"]),
        ("verifier", ["take", *OUTSIDE, "correct", "send_back", "close", "dismiss", "undo_duplicate", "release"]),
        (
            "supervisor",
            ["take", *OUTSIDE, "correct", "send_back", "close", "dismiss", "reopen", "undo_duplicate", "release"],
        ),
        ("auditor", []),
    ],
)
def test_what_a_role_never_does_is_not_offered(
    make_ticket: Callable[..., Ticket], cast: Cast, person: str, verbs: list[str]
) -> None:
    states = available(make_ticket(), actor=getattr(cast, person))
    assert [state.verb for state in states] == verbs


def test_a_resting_button_carries_its_reason(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    states = {state.verb: state.why for state in available(ticket, actor=cast.verifier)}
    assert isinstance(states["correct"], MissingRequirement)
    assert states["correct"].requirement == Requirement.CORRECTION
    assert isinstance(states["take"], IllegalTransition)


def test_the_corrector_sees_why_closing_needs_somebody_else(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    states = {state.verb: state.why for state in available(ticket, actor=cast.verifier)}
    assert isinstance(states["close"], SamePerson)


def test_one_line_of_correction_wakes_the_button(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    correct_line(ticket, cast.verifier)
    assert {state.verb: state.allowed for state in available(ticket, actor=cast.verifier)}["correct"]


def test_nothing_is_said_about_a_ticket_out_of_sight(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    with pytest.raises(NotVisible):
        available(make_ticket(), actor=cast.outsider)


@pytest.mark.parametrize(
    ("status", "person", "allowed"),
    [
        (Status.OPEN, "operator", {"attach", "edit", "note"}),
        (Status.VERIFYING, "operator", {"attach", "note"}),
        (Status.VERIFYING, "verifier", {"correction", *MATCHING, "attach", "open", "edit", "reveal", "note", *PAIRING}),
        (Status.VERIFYING, "second_verifier", {"attach", "note"}),
        (Status.VERIFYING, "supervisor", {"attach", "open", "assign", "edit", "reveal", "note", *PAIRING}),
        (Status.CLOSED, "supervisor", {"open", "reveal", "note", "rate"}),
        (Status.OPEN, "auditor", set()),
        (Status.OPEN, "admin", set()),
    ],
)
def test_what_else_may_be_done_depends_on_role_standing_and_assignee(
    make_ticket: Callable[..., Ticket], cast: Cast, status: Status, person: str, allowed: set[str]
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    states = beside(ticket, actor=getattr(cast, person))
    assert {verb for verb, state in states.items() if state.allowed} == allowed


def test_what_is_not_allowed_beside_says_why(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    assert isinstance(beside(ticket, actor=cast.second_verifier)["reveal"].why, NotAssignee)


def test_the_buttons_cost_two_statements(
    make_ticket: Callable[..., Ticket], cast: Cast, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    db.session.refresh(ticket)
    with statements() as counted:
        available(ticket, actor=cast.supervisor)
        beside(ticket, actor=cast.supervisor)
    assert len(counted) == 2
