"""A complaint that was taken goes back to the queue."""

from collections.abc import Callable

import pytest

from models import Status, Ticket
from tests.casework import answer_to, bring_to, hand_off_to, move
from tests.conftest import Cast
from workflow.refusals import OpenHandOff


def test_a_released_complaint_is_nobodys_and_waits_for_no_one(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    row = hand_off_to(ticket, cast.verifier)
    with pytest.raises(OpenHandOff):
        move(ticket, "release", cast.verifier)
    answer_to(row, cast.verifier)
    move(ticket, "release", cast.verifier)
    assert (ticket.status, ticket.assignee_id) == (Status.OPEN, None)
    move(ticket, "take", cast.second_verifier)
    assert ticket.assignee_id == cast.second_verifier.id
