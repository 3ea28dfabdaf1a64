"""Editing what is known of a complaint, and giving it to somebody."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Event, NikState, Status, Ticket, User, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import Cast
from workflow import tickets
from workflow.refusals import BadValue, IllegalTransition, NotAssignee, StaleTicket

PEOPLE = ("operator", "verifier", "second_verifier", "supervisor")
EDITS = "edits"
WHO_EDITS = {
    Status.OPEN: dict(zip(PEOPLE, (EDITS, "NotAssignee", "NotAssignee", EDITS), strict=True)),
    Status.VERIFYING: dict(zip(PEOPLE, ("IllegalTransition", EDITS, "NotAssignee", EDITS), strict=True)),
    Status.CORRECTED: dict(zip(PEOPLE, ("IllegalTransition", EDITS, "NotAssignee", EDITS), strict=True)),
    Status.CLOSED: dict.fromkeys(PEOPLE, "IllegalTransition"),
}


def edit(ticket: Ticket, actor: Actor, **changes: Any) -> None:
    with writing():
        tickets.edit(ticket, changes, actor=actor)


def assign(ticket: Ticket, person: Actor | None, actor: Actor, **more: Any) -> None:
    with writing() as session:
        user = session.get_one(User, person.id) if person else None
        tickets.assign(ticket, user, actor=actor, **more)


@pytest.mark.parametrize("status", Status)
def test_who_edits_depends_on_role_standing_and_assignee(
    make_ticket: Callable[..., Ticket], cast: Cast, status: Status
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    met = {}
    for number, person in enumerate(PEOPLE):
        try:
            edit(ticket, getattr(cast, person), dose=str(number + 1))
            met[person] = EDITS
        except (IllegalTransition, NotAssignee) as refusal:
            met[person] = type(refusal).__name__
    assert met == WHO_EDITS[status]


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("auditor", Forbidden), ("admin", Forbidden), ("system", Forbidden), ("outsider", NotVisible),
     ("other_supervisor", NotVisible)],
)  # fmt: skip
def test_who_has_no_business_there_edits_nothing(
    make_ticket: Callable[..., Ticket], cast: Cast, person: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        edit(make_ticket(), getattr(cast, person), dose="2")


@pytest.mark.parametrize("field", ["status", "assignee_id", "number", "outcome", "wrapped_key", "last_event_id"])
def test_what_is_no_fact_of_the_complaint_cannot_be_edited(
    make_ticket: Callable[..., Ticket], cast: Cast, field: str
) -> None:
    with pytest.raises(BadValue, match="unknown_field"):
        edit(make_ticket(), cast.supervisor, **{field: "x"})


def test_an_edit_is_one_event_that_tells_before_and_after_and_why(
    make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    ticket = make_ticket()
    with writing():
        tickets.edit(ticket, {"dose": "2"}, actor=cast.supervisor, reason="Pelapor meralat")
    event = db.session.get_one(Event, ticket.last_event_id)
    assert (event.action, event.reason) == ("ticket.edit", "Pelapor meralat")
    assert '"after":"2"' in event.body
    assert '"field":"dose"' in event.body


def test_an_edited_nik_is_read_again(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = make_ticket()
    edit(ticket, cast.supervisor, subject_nik="6501 0565 0485 9099 ")
    assert (ticket.subject_nik, ticket.nik_state) == ("6501056504859099", NikState.FITS)
    edit(ticket, cast.supervisor, subject_nik="650105650485901")
    assert ticket.nik_state == NikState.REFUSED


def test_another_category_brings_another_deadline(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = make_ticket(category="nik_not_found")
    due = ticket.due_at
    edit(ticket, cast.supervisor, category="other_name")
    assert ticket.due_at > due + timedelta(days=7)


def test_a_form_left_open_edits_nothing(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = make_ticket()
    seen = ticket.last_event_id
    edit(ticket, cast.supervisor, dose="2")
    with pytest.raises(StaleTicket), writing():
        tickets.edit(ticket, {"dose": "3"}, actor=cast.supervisor, last_event_id=seen)
    assert ticket.dose == "2"


def test_a_supervisor_gives_a_ticket_to_a_worker_of_its_region(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = make_ticket()
    assign(ticket, cast.second_verifier, cast.supervisor, reason="Cuti")
    event = db.session.get_one(Event, ticket.last_event_id)
    assert (ticket.assignee_id, event.action, event.reason) == (cast.second_verifier.id, "ticket.assign", "Cuti")


@pytest.mark.parametrize("person", ["operator", "auditor", "admin", "outsider"])
def test_a_ticket_is_not_given_to_who_cannot_work_on_it(
    make_ticket: Callable[..., Ticket], cast: Cast, person: str
) -> None:
    with pytest.raises(BadValue, match="cannot_work_here"):
        assign(make_ticket(), getattr(cast, person), cast.supervisor)


@pytest.mark.parametrize(
    ("person", "refusal"),
    [("operator", Forbidden), ("verifier", Forbidden), ("auditor", Forbidden), ("admin", Forbidden),
     ("other_supervisor", NotVisible)],
)  # fmt: skip
def test_only_a_supervisor_of_the_region_assigns(
    make_ticket: Callable[..., Ticket], cast: Cast, person: str, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        assign(make_ticket(), cast.verifier, getattr(cast, person))


def test_an_open_ticket_goes_back_to_nobody_and_a_taken_one_does_not(
    make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    ticket = make_ticket()
    assign(ticket, cast.verifier, cast.supervisor)
    assign(ticket, None, cast.supervisor)
    assert ticket.assignee_id is None
    bring_to(Status.VERIFYING, ticket, cast)
    with pytest.raises(BadValue, match="required"):
        assign(ticket, None, cast.supervisor)


def test_a_closed_ticket_is_given_to_nobody(make_ticket: Callable[..., Ticket], cast: Cast) -> None:
    ticket = bring_to(Status.CLOSED, make_ticket(), cast)
    with pytest.raises(IllegalTransition):
        assign(ticket, cast.second_verifier, cast.supervisor)
