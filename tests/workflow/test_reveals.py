"""Showing one masked field: who may, with a reason, for five minutes, and never silently."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Status, Ticket, User, clock
from models.database import writing
from tests.casework import bring_to, newest_event
from tests.conftest import Cast
from workflow import reveals, tickets
from workflow.refusals import BadValue, MissingRequirement, NotAssignee, TooOften

NIK = "6501056504859012"


@pytest.fixture
def verifying(make_ticket: Callable[..., Ticket], cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def reveal(
    ticket: Ticket, actor: Actor, field: str = "subject_nik", reason: str = "Mencocokkan dengan KTP"
) -> str | None:
    with writing():
        return reveals.reveal(ticket, field, actor=actor, reason=reason)


@pytest.mark.parametrize("person", ["verifier", "supervisor"])
def test_the_assignee_and_supervisors_read_one_field(verifying: Ticket, cast: Cast, person: str) -> None:
    assert reveal(verifying, getattr(cast, person)) == NIK


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("operator", Forbidden), ("second_verifier", NotAssignee), ("auditor", Forbidden), ("admin", Forbidden),
     ("system", Forbidden), ("outsider", NotVisible), ("other_supervisor", NotVisible)],
)  # fmt: skip
def test_nobody_else_reads_it(verifying: Ticket, cast: Cast, person: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        reveal(verifying, getattr(cast, person))


def test_a_reveal_is_an_event_that_tells_the_field_and_the_reason_and_not_the_value(
    verifying: Ticket, cast: Cast
) -> None:
    reveal(verifying, cast.verifier)
    event = newest_event()
    assert (event.action, event.object, event.reason) == (
        "personal.reveal", verifying.number, "Mencocokkan dengan KTP")  # fmt: skip
    assert '"field":"subject_nik"' in event.body
    assert NIK not in event.body


def test_nothing_is_revealed_without_a_reason(verifying: Ticket, cast: Cast) -> None:
    with pytest.raises(MissingRequirement):
        reveal(verifying, cast.verifier, reason="  ")


@pytest.mark.parametrize("field", ["wrapped_key", "story", "subject_nik_sealed", "nik_index", ""])
def test_only_the_masked_fields_can_be_asked_for(verifying: Ticket, cast: Cast, field: str) -> None:
    with pytest.raises(BadValue):
        reveal(verifying, cast.verifier, field=field)


@pytest.mark.parametrize(("later", "still"), [(timedelta(minutes=4, seconds=59), True), (timedelta(minutes=5), False)])
def test_a_field_stays_open_for_five_minutes(
    verifying: Ticket, cast: Cast, set_clock: Callable[[datetime], None], later: timedelta, still: Any
) -> None:
    reveal(verifying, cast.verifier)
    opened_at = clock.now()
    set_clock(opened_at + later)
    assert ("subject_nik" in reveals.open_fields(verifying, actor=cast.verifier)) is still


def test_one_reveal_opens_one_field_of_one_ticket_for_one_session(
    verifying: Ticket, make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    reveal(verifying, cast.verifier)
    other = bring_to(Status.VERIFYING, make_ticket(), cast)
    assert set(reveals.open_fields(verifying, actor=cast.verifier)) == {"subject_nik"}
    assert reveals.open_fields(verifying, actor=cast.supervisor) == {}
    assert reveals.open_fields(other, actor=cast.verifier) == {}


def test_an_open_field_closes_when_the_ticket_goes_to_somebody_else(verifying: Ticket, cast: Cast) -> None:
    reveal(verifying, cast.verifier)
    with writing() as session:
        tickets.assign(verifying, session.get_one(User, cast.second_verifier.id), actor=cast.supervisor)
    assert reveals.open_fields(verifying, actor=cast.verifier) == {}


def test_who_reveals_more_than_the_work_needs_is_stopped(
    verifying: Ticket, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reveals, "LIMIT_AN_HOUR", 2)
    for _ in range(2):
        reveal(verifying, cast.verifier)
    with pytest.raises(TooOften):
        reveal(verifying, cast.verifier)
