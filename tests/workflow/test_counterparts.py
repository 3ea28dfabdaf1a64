"""The paired complaint: whose record is carried, who may open it, where it lands, and who learns of whom."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from access.policy import Refusal
from audit.replay import differences
from audit.trail import Filters, page
from intake.registry import load_registry
from models import Event, Status, Ticket, TicketLink, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from tests.workflow.test_race import at_once
from workflow import counterparts, duplicates, kin, timeline
from workflow.refusals import AlreadyPaired, BadValue, MissingRequirement, StaleTicket

Make = Callable[..., Ticket]
NIK = "6501056504859012"
OTHER = {
    "NIK": NIK, "Nama_Lengkap": "Paulus Lawai", "Tanggal_Lahir": "1971-02-03", "No_HP": "081277770001",
    "No_Tiket": "PCA1", "Jenis_Kelamin": "L",
}  # fmt: skip


def paulus(**changes: str) -> list[str]:
    """A record of somebody else under the complaint's NIK."""
    return row(**(OTHER | changes))


HERE = paulus()
AWAY = paulus(Kode_Kab_Kota="6571", No_Tiket="PCA2")
UNPLACED = paulus(Kode_Kab_Kota="9999", No_Tiket="PCA3")
OWN = row(NIK=NIK, Nama_Lengkap="Sri Wahyuny", No_Tiket="PCA4")
PAULUS = ("Paulus", "Lawai", "1971-02-03", "3 Feb 1971", "03-02-1971", "81277770001", "0812-7777", "PCA2")
SRI = ("Sri Wahyuni", "Wahyuni", NIK, "81200009391", "••9012", "••9391")


@pytest.fixture
def carried(make_ticket: Make, cast: Cast) -> Callable[..., Ticket]:
    """A ticket in the verifier's hands whose NIK carries these records."""

    def make(*rows: list[str], **told: Any) -> Ticket:
        load_registry(csv_file(*rows), "registri.csv", actor=cast.system)
        return bring_to(Status.VERIFYING, make_ticket(**({"subject_nik": NIK} | told)), cast)

    return make


def opened(ticket: Ticket, actor: Any, record: int | None = None, **more: Any) -> Ticket:
    with writing():
        chosen = record or counterparts.others_under(ticket)[0].record.id
        told = {"reason": "NIK memuat data orang lain"} | more
        return counterparts.open_counterpart(ticket, chosen, actor=actor, **told)


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        ((HERE,), ["Paulus Lawai"]),
        ((AWAY,), ["Paulus Lawai"]),
        ((OWN,), []),
        ((OWN, HERE), ["Paulus Lawai"]),
        ((HERE, paulus(Dosis="2", Tanggal_Vaksinasi="2021-09-01", No_Tiket="PCA9")), ["Paulus Lawai"]),
        (
            (HERE, paulus(Nama_Lengkap="Dewi Usat", No_Tiket="PCA8", Kode_Kab_Kota="6571")),
            ["Dewi Usat", "Paulus Lawai"],
        ),
        ((paulus(NIK="6501011104859003"),), []),
    ],
)
def test_others_are_found_once_each_and_never_oneself(carried: Any, rows: Any, names: list[str]) -> None:
    ticket = carried(*rows)
    found = [one.person.name for one in counterparts.others_under(ticket) if one.person]
    assert sorted(found) == names


def test_a_ticket_number_of_two_people_leads_to_the_other(carried: Any) -> None:
    ticket = carried(paulus(NIK="6501011104859003"), subject_nik=None, vaccine_ticket="pca1")
    assert [one.person.name for one in counterparts.others_under(ticket) if one.person] == ["Paulus Lawai"]


@pytest.mark.parametrize(("rows", "region"), [(HERE, "6501"), (AWAY, "6571"), (UNPLACED, "6501")])
def test_it_lands_in_the_region_of_the_record_with_nobody_assigned(
    carried: Any, cast: Cast, rows: Any, region: str
) -> None:
    ticket = carried(rows)
    other = opened(ticket, cast.verifier)
    assert (other.region_code, other.assignee_id, other.status) == (region, None, Status.OPEN)
    assert (other.subject_name, other.subject_birth_date, other.sex) == ("Paulus Lawai", "1971-02-03", "L")
    assert (other.subject_phone, other.subject_nik, other.reporter_name) == ("+6281277770001", None, "")
    assert other.category.code == "other_name"
    link = db.session.scalars(select(TicketLink)).one()
    assert (link.kind, link.ticket_id, link.other_id) == ("swap", ticket.id, other.id)
    assert not list(differences(db.session.connection()))


@pytest.mark.parametrize(
    ("person", "met"),
    [
        ("operator", "Forbidden"), ("verifier", "done"), ("second_verifier", "NotAssignee"), ("supervisor", "done"),
        ("auditor", "Forbidden"), ("admin", "Forbidden"), ("outsider", "NotVisible"),
        ("other_supervisor", "NotVisible"), ("system", "Forbidden"),
    ],
)  # fmt: skip
def test_who_may_open_it(carried: Any, cast: Cast, person: str, met: str) -> None:
    ticket = carried(AWAY)
    try:
        opened(ticket, getattr(cast, person))
        found = "done"
    except Refusal as refusal:
        found = type(refusal).__name__
    assert found == met


@pytest.mark.parametrize("status", [Status.OPEN, Status.CORRECTED, Status.CLOSED])
def test_it_is_opened_while_the_complaint_is_verified(carried: Any, make_ticket: Make, cast: Cast, status: Any) -> None:
    carried(HERE)
    ticket = bring_to(status, make_ticket(subject_nik=NIK), cast)
    with pytest.raises(Refusal) as refused:
        opened(ticket, cast.supervisor)
    assert type(refused.value).__name__ == "IllegalTransition"


def test_a_pair_is_opened_once_from_either_side(carried: Any, cast: Cast) -> None:
    ticket = carried(HERE)
    other = opened(ticket, cast.verifier)
    with pytest.raises(AlreadyPaired):
        opened(ticket, cast.verifier)
    bring_to(Status.VERIFYING, other, cast)
    with pytest.raises(AlreadyPaired):
        opened(other, cast.verifier, record=1)


def test_two_at_once_open_one(app: Any, carried: Any, cast: Cast) -> None:
    ticket = carried(AWAY).id

    def opens(actor: Any) -> Callable[[], None]:
        return lambda: (opened(db.session.get_one(Ticket, ticket), actor), None)[1]

    met = at_once(app, opens(cast.verifier), opens(cast.supervisor))
    assert sorted(met) == ["AlreadyPaired", "done"]
    assert db.session.query(TicketLink).count() == 1


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({"reason": " "}, MissingRequirement),
        ({"reason": "x" * 501}, BadValue),
        ({"record": 999}, BadValue),
        ({"last_event_id": 1}, StaleTicket),
    ],
)
def test_what_does_not_fit_is_refused(carried: Any, cast: Cast, more: dict[str, Any], refused: type[Refusal]) -> None:
    ticket = carried(OWN, HERE)
    with pytest.raises(refused):
        opened(ticket, cast.verifier, **more)
    assert db.session.query(Ticket).count() == 1


def test_ones_own_record_is_nobodys_counterpart(carried: Any, cast: Cast) -> None:
    ticket = carried(OWN)
    with pytest.raises(BadValue):
        opened(ticket, cast.verifier, record=1)


def test_neither_is_warned_of_the_other_as_a_duplicate(carried: Any, cast: Cast) -> None:
    ticket = carried(paulus(No_HP="081200009391"))
    other = opened(ticket, cast.verifier)
    assert duplicates.possible(ticket, actor=cast.supervisor) == duplicates.possible(other, actor=cast.supervisor) == []


def test_each_side_names_the_other_to_who_sees_both_and_to_nobody_else(carried: Any, cast: Cast) -> None:
    ticket = carried(AWAY)
    other = opened(ticket, cast.verifier)
    assert [(one.tie, one.number) for one in kin.of(ticket, actor=cast.auditor)] == [("swap", other.number)]
    assert [(one.tie, one.number, one.name) for one in kin.of(ticket, actor=cast.verifier)] == [("swap", "", "")]
    assert [(one.tie, one.number, one.name) for one in kin.of(other, actor=cast.outsider)] == [("swap", "", "")]


def test_no_event_of_one_tells_who_the_other_is_about(carried: Any, cast: Cast) -> None:
    ticket = carried(AWAY)
    other = opened(ticket, cast.verifier)
    for mine, hidden in ((ticket, (*PAULUS, other.number)), (other, (*SRI, ticket.number))):
        bodies = [one.body for one in timeline.events_of(mine)]
        assert [word for word in hidden for body in bodies if word in body] == []


def test_the_trail_of_one_region_does_not_name_the_other(carried: Any, cast: Cast) -> None:
    ticket = carried(AWAY)
    other = opened(ticket, cast.verifier)
    for reader, hidden in ((cast.supervisor, (*PAULUS, other.number)), (cast.other_supervisor, (*SRI, ticket.number))):
        bodies = [one.body for one in page(Filters(), actor=reader).rows if one.action.startswith("ticket.")]
        assert bodies
        assert [word for word in hidden for body in bodies if word in body] == []
    assert db.session.scalars(select(Event).where(Event.action == "ticket.counterpart")).one().object == ticket.number
