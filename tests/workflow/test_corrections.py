"""Lines of correction: who writes them, what each needs, and that nothing of them is readable in the trail."""

from collections.abc import Callable
from typing import Any

import pytest

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Attachment, Correction, Event, Status, Ticket, db
from models.database import writing
from tests.casework import attach, bring_to, correct_line, move
from tests.conftest import Cast
from workflow import corrections
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, NotAssignee, StaleTicket


@pytest.fixture
def verifying(make_ticket: Callable[..., Ticket], cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def test_a_line_keeps_before_after_source_and_evidence(verifying: Ticket, cast: Cast) -> None:
    line = correct_line(verifying, cast.verifier, field="nik", before="6501056504589012", after="6501056504859012")
    assert (line.field, line.before, line.after) == ("nik", "6501056504589012", "6501056504859012")
    assert (line.source, line.evidence_id is not None, line.withdrawn) == ("ktp", True, False)


def test_a_line_is_an_event_in_which_nothing_is_readable(verifying: Ticket, cast: Cast) -> None:
    line = correct_line(verifying, cast.verifier, field="nik", before="6501056504589012", after="6501056504859012")
    event = db.session.get_one(Event, line.last_event_id)
    assert (event.action, event.object, event.actor_id) == ("correction.add", verifying.number, cast.verifier.id)
    assert "6501056504" not in event.body


@pytest.mark.parametrize(
    ("person", "refusal"),
    [
        ("operator", Forbidden), ("second_verifier", NotAssignee), ("supervisor", NotAssignee), ("auditor", Forbidden),
        ("admin", Forbidden), ("outsider", NotVisible), ("system", Forbidden),
    ],
)  # fmt: skip
def test_only_the_assignee_writes_a_line(verifying: Ticket, cast: Cast, person: str, refusal: type[Exception]) -> None:
    evidence = attach(verifying, cast.verifier)
    with pytest.raises(refusal):
        _line(verifying, getattr(cast, person), evidence)


def _line(ticket: Ticket, actor: Actor, evidence: Attachment | None, **changes: Any) -> Correction:
    known = {"field": "name", "before": "Wahyuny", "after": "Wahyuni", "source": "ktp", "evidence": evidence}
    with writing():
        return corrections.add(ticket, actor=actor, **(known | changes))


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"field": "status"}, "field", "unknown_code"),
        ({"source": "gossip"}, "source", "unknown_code"),
        ({"before": "  "}, "before", "required"),
        ({"after": ""}, "after", "required"),
        ({"after": "x" * 201}, "after", "too_long"),
        ({"after": "Wahyuny "}, "after", "unchanged"),
        ({"evidence": None}, "evidence", "required"),
    ],
)
def test_a_line_that_is_not_whole_is_refused_at_its_field(
    verifying: Ticket, cast: Cast, changes: dict[str, Any], field: str, problem: str
) -> None:
    whole = {"evidence": attach(verifying, cast.verifier)}
    with pytest.raises(BadValue) as refused:
        _line(verifying, cast.verifier, **(whole | changes))
    assert (refused.value.field, refused.value.problem) == (field, problem)


def test_evidence_of_another_ticket_is_no_evidence(
    verifying: Ticket, make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    elsewhere = attach(make_ticket(), cast.operator)
    with pytest.raises(BadValue, match="evidence"):
        _line(verifying, cast.verifier, elsewhere)


@pytest.mark.parametrize("status", [Status.OPEN, Status.CORRECTED, Status.CLOSED])
def test_lines_are_written_while_a_ticket_is_verified(
    make_ticket: Callable[..., Ticket], cast: Cast, status: Status
) -> None:
    ticket = make_ticket()
    evidence = attach(ticket, cast.verifier)
    bring_to(status, ticket, cast)
    with pytest.raises(IllegalTransition):
        _line(ticket, cast.verifier, evidence)


def test_a_line_of_a_form_left_open_is_refused(verifying: Ticket, cast: Cast) -> None:
    evidence = attach(verifying, cast.verifier)
    with pytest.raises(StaleTicket):
        _line(verifying, cast.verifier, evidence, last_event_id=verifying.last_event_id - 1)


def test_a_withdrawn_line_stays_and_no_longer_counts(verifying: Ticket, cast: Cast) -> None:
    line = correct_line(verifying, cast.verifier)
    with writing():
        corrections.withdraw(line, actor=cast.verifier, reason="Salah kolom")
    with pytest.raises(MissingRequirement):
        move(verifying, "correct", cast.verifier)
    event = db.session.get_one(Event, line.last_event_id)
    assert (line.withdrawn, event.action, event.reason) == (True, "correction.withdraw", "Salah kolom")


def test_a_line_is_not_withdrawn_without_a_reason(verifying: Ticket, cast: Cast) -> None:
    line = correct_line(verifying, cast.verifier)
    with pytest.raises(MissingRequirement), writing():
        corrections.withdraw(line, actor=cast.verifier, reason=" ")


def test_a_line_is_withdrawn_by_the_assignee_only(verifying: Ticket, cast: Cast) -> None:
    line = correct_line(verifying, cast.verifier)
    with pytest.raises(NotAssignee), writing():
        corrections.withdraw(line, actor=cast.supervisor, reason="Tidak perlu")
