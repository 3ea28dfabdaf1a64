"""The cause of a complaint: suggested from what was found and decided, confirmed by the assignee alone."""

from typing import Any

import pytest

from access.policy import Forbidden, NotVisible
from audit import canonical
from intake.registry import load_registry
from models import Status, Ticket
from models.database import writing
from tests.casework import bring_to, newest_event
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from workflow import causes, matching
from workflow.refusals import BadValue, IllegalTransition, NotAssignee

TWICE = row(Dosis="2", No_Tiket="PC9", NIK="6501056504859021", Tanggal_Vaksinasi="2021-08-11")
SLIPPED = row(NIK="6501056504859021", Status_Sertifikat="BELUM TERBIT")


@pytest.fixture
def verifying(make_ticket: Any, cast: Cast) -> Ticket:
    load_registry(csv_file(SLIPPED, TWICE), "registri.csv", actor=cast.system)
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def suggested(ticket: Ticket, cast: Cast) -> list[str]:
    seen = causes.seen_of(matching.found_for(ticket, actor=cast.verifier))
    case = causes.case_of(ticket, seen, matching.decision_on(ticket))
    return [one.code for one in causes.suggestions(case)]


def test_a_cause_is_confirmed_with_what_was_suggested_and_why(verifying, cast) -> None:
    with writing():
        causes.confirm(verifying, "nik_mistyped", actor=cast.verifier)
    event = newest_event()
    facts = canonical.loads(event.body)["facts"]
    assert (event.action, facts["suggested"]) == ("ticket.cause", "nik_mistyped")
    assert facts["evidence"] == ["nik_differs nik=nik_exchanged:15,16", "before_check"]
    assert verifying.cause.code == "nik_mistyped"


def test_a_person_may_know_better(verifying, cast) -> None:
    with writing():
        causes.confirm(verifying, "network", actor=cast.verifier, reason="Kata faskes.")
    assert (verifying.cause.code, newest_event().reason) == ("network", "Kata faskes.")
    assert canonical.loads(newest_event().body)["facts"]["suggested"] == "nik_mistyped"


def test_a_decision_weighs_more_than_a_tier(verifying, cast) -> None:
    assert suggested(verifying, cast)[0] == "nik_mistyped"
    with writing():
        matching.none_fits(verifying, actor=cast.verifier, reason="Orang lain.")
    assert suggested(verifying, cast) == ["not_entered"]


@pytest.mark.parametrize("code", ["", "nonsense"])
def test_a_cause_is_one_the_desk_knows(verifying, cast, code) -> None:
    with pytest.raises(BadValue), writing():
        causes.confirm(verifying, code, actor=cast.verifier)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [("second_verifier", NotAssignee), ("supervisor", NotAssignee), ("operator", Forbidden), ("auditor", Forbidden),
     ("admin", Forbidden), ("outsider", NotVisible)],
)  # fmt: skip
def test_only_the_assignee_says_what_the_cause_was(verifying, cast, who, refusal) -> None:
    with pytest.raises(refusal), writing():
        causes.confirm(verifying, "nik_mistyped", actor=getattr(cast, who))


@pytest.mark.parametrize("status", [Status.OPEN, Status.CORRECTED, Status.CLOSED])
def test_a_cause_is_found_while_the_complaint_is_verified(make_ticket, cast, status) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    with pytest.raises(IllegalTransition), writing():
        causes.confirm(ticket, "nik_mistyped", actor=cast.verifier)
