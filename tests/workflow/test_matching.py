"""Records for a complaint: what the desk knew, who is shown them, and what a verifier decides about them."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from sqlalchemy import select

from access.policy import Forbidden, NotVisible
from audit import canonical
from audit.replay import differences
from intake.registry import load_registry
from models import Event, Match, Status, Ticket, db
from models.database import writing
from models.record import Record
from registry.match import Candidate
from registry.tiers import Tier
from tests.casework import bring_to, newest_event
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from workflow import matching, tickets
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, NotAssignee, StaleTicket

Make = Callable[..., Ticket]
CANARIES = ("6501056504859012", "6501056504859021", "81200009391", "Wahyuny", "PC777000111", "1985-04-25")
SLIPPED = row(NIK="6501056504859021", Nama_Lengkap="Sri Wahyuny")
STRANGER = row(Nama_Lengkap="Paulus Lawai", Tanggal_Lahir="1971-02-03", No_HP="", No_Tiket="PC1", Jenis_Kelamin="L")
ELSEWHERE = row(Kode_Kab_Kota="6571", No_Tiket="PC2", Dosis="2", Tanggal_Vaksinasi="2021-08-01")


@pytest.fixture
def taken_in(cast: Cast) -> Callable[..., Any]:
    """Take rows into the registry."""
    return lambda *rows: load_registry(csv_file(*rows), "registri.csv", actor=cast.system)


@pytest.fixture
def verifying(taken_in: Callable[..., Any], make_ticket: Make, cast: Cast) -> Ticket:
    """The verifier's ticket, with a record that is one slip away and a stranger's under the same NIK."""
    taken_in(SLIPPED, STRANGER)
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def facts_of(action: str) -> dict[str, Any]:
    """The facts of the newest event of this action."""
    newest = select(Event).where(Event.action == action).order_by(Event.id.desc()).limit(1)
    facts: dict[str, Any] = canonical.loads(db.session.scalars(newest).one().body).get("facts", {})
    return facts


def found(ticket: Ticket, cast: Cast) -> Sequence[Candidate]:
    return matching.found_for(ticket, actor=cast.verifier)


def id_of(tier: Tier, ticket: Ticket, cast: Cast) -> int:
    return next(one.opened.record.id for one in found(ticket, cast) if one.tier == tier)


def test_filing_tells_what_the_desk_knew_whoever_files(taken_in, make_ticket, cast) -> None:
    taken_in(SLIPPED, ELSEWHERE)
    make_ticket(actor=cast.operator)
    facts = facts_of("ticket.file")
    assert facts["tier"] == "same"
    assert facts["records"][0].startswith("same ")
    assert [told.rpartition("/")[2] for told in facts["records"]] == ["2", "1"]


def test_that_nothing_was_found_is_told_too(taken_in, make_ticket) -> None:
    taken_in(row(NIK="7301010101809001", Nama_Lengkap="Andi", Tanggal_Lahir="1980-01-01", No_HP="", No_Tiket="X1"))
    make_ticket()
    assert facts_of("ticket.file") == {"tier": "none", "records": []}


def test_the_search_runs_again_when_the_person_changes_and_only_then(taken_in, make_ticket, cast) -> None:
    taken_in(SLIPPED)
    ticket = make_ticket(subject_nik="7301010101809001", subject_name="Andi", subject_phone=None)
    with writing():
        tickets.edit(ticket, {"facility_text": "Puskesmas Bunyu"}, actor=cast.supervisor)
    assert facts_of("ticket.edit") == {}
    with writing():
        tickets.edit(ticket, {"subject_nik": "6501056504859012", "subject_name": "Sri Wahyuni"}, actor=cast.supervisor)
    assert facts_of("ticket.edit")["tier"] == "strong"


@pytest.mark.parametrize(
    ("who", "refusal"), [("operator", Forbidden), ("admin", Forbidden), ("system", Forbidden), ("outsider", NotVisible)]
)
def test_records_are_not_shown_to_everybody(verifying, cast, who, refusal) -> None:
    with pytest.raises(refusal):
        matching.found_for(verifying, actor=getattr(cast, who))


@pytest.mark.parametrize(("who", "count"), [("verifier", 1), ("supervisor", 1), ("auditor", 2)])
def test_of_the_records_each_sees_those_of_their_regions(taken_in, make_ticket, cast, who, count) -> None:
    taken_in(SLIPPED, ELSEWHERE)
    assert len(matching.found_for(make_ticket(), actor=getattr(cast, who))) == count


def test_a_choice_is_an_event_with_everything_that_was_shown(verifying, cast) -> None:
    with writing():
        decided = matching.choose(verifying, id_of(Tier.STRONG, verifying, cast), actor=cast.verifier)
    event = newest_event()
    told = {change["field"]: change["after"] for change in canonical.loads(event.body)["changes"] if "after" in change}
    assert (event.action, event.object, told["tier"]) == ("match.choose", verifying.number, "strong")
    assert [line.split()[1] for line in told["shown"].splitlines()] == [str(one.tier) for one in found(verifying, cast)]
    assert "nik=nik_exchanged:15,16" in told["reasons"]
    assert (decided.record.endswith("/1"), matching.decision_and_presence(verifying)) == (True, (decided, True))


def test_no_personal_value_is_in_the_events_of_a_decision(verifying, cast) -> None:
    with writing():
        matching.choose(verifying, id_of(Tier.STRONG, verifying, cast), actor=cast.verifier)
        matching.none_fits(verifying, actor=cast.verifier, reason="Bukan orangnya.")
    bodies = "".join(db.session.scalars(select(Event.body).where(Event.action.in_(("ticket.file", "match.choose")))))
    assert [canary for canary in CANARIES if canary in bodies] == []


def test_deciding_again_withdraws_what_was_decided_before(verifying, cast) -> None:
    with writing():
        first = matching.choose(verifying, id_of(Tier.STRONG, verifying, cast), actor=cast.verifier)
        again = matching.none_fits(verifying, actor=cast.verifier, reason="Tanggal lahirnya lain.")
    assert (first.withdrawn, again.withdrawn, matching.decision_on(verifying)) == (True, False, again)
    assert (again.record_id, again.tier, len(again.shown.splitlines())) == (None, "", 2)
    assert list(differences(db.session.connection())) == []


@pytest.mark.parametrize("who", ["second_verifier", "supervisor", "operator", "auditor", "admin", "outsider", "system"])
@pytest.mark.parametrize("verb", ["choose", "none_fits"])
def test_only_the_assignee_decides(verifying, cast, who, verb) -> None:
    expected = {"second_verifier": NotAssignee, "supervisor": NotAssignee, "outsider": NotVisible}
    refusal = expected.get(who, Forbidden)
    with pytest.raises(refusal), writing():
        decide(verb, verifying, id_of(Tier.STRONG, verifying, cast), getattr(cast, who))
    assert db.session.scalars(select(Match)).all() == []


@pytest.mark.parametrize("status", [status for status in Status if status != Status.VERIFYING])
@pytest.mark.parametrize("verb", ["choose", "none_fits"])
def test_a_decision_is_made_while_the_complaint_is_verified(taken_in, make_ticket, cast, status, verb) -> None:
    taken_in(SLIPPED)
    ticket = bring_to(status, make_ticket(), cast)
    with pytest.raises(IllegalTransition), writing():
        decide(verb, ticket, 1, cast.verifier)


def decide(verb: str, ticket: Ticket, record: int, actor) -> None:
    if verb == "choose":
        matching.choose(ticket, record, actor=actor)
    else:
        matching.none_fits(ticket, actor=actor, reason="Bukan orangnya.")


def test_what_needs_a_reason_has_one(verifying, cast) -> None:
    stranger = id_of(Tier.NIK_USED, verifying, cast)
    with pytest.raises(MissingRequirement), writing():
        matching.none_fits(verifying, actor=cast.verifier, reason=" ")
    with pytest.raises(MissingRequirement), writing():
        matching.choose(verifying, stranger, actor=cast.verifier)
    with writing():
        assert (
            matching.choose(verifying, stranger, actor=cast.verifier, reason="NIK-nya dipakai.").record_id == stranger
        )


def test_only_what_is_found_and_visible_now_can_be_chosen(taken_in, verifying, cast) -> None:
    taken_in(ELSEWHERE, row(NIK="7301010101809001", Nama_Lengkap="Andi", No_HP="", No_Tiket="X", Tanggal_Lahir=""))
    for record in (*db.session.scalars(select(Record.id).where(Record.batch_id > 1)), 999):
        with pytest.raises(BadValue), writing():
            matching.choose(verifying, record, actor=cast.verifier)


def test_a_form_left_open_too_long_decides_nothing(verifying, cast) -> None:
    with pytest.raises(StaleTicket), writing():
        matching.none_fits(verifying, actor=cast.verifier, reason="Tidak ada.", last_event_id=1)


def test_a_record_that_was_mended_since_is_known_as_such(taken_in, verifying, cast) -> None:
    with writing():
        decided = matching.choose(verifying, id_of(Tier.STRONG, verifying, cast), actor=cast.verifier)
    taken_in(row(NIK="6501056504859021", Nama_Lengkap="Sri Wahyuni"))
    assert matching.decision_and_presence(verifying) == (decided, False)
