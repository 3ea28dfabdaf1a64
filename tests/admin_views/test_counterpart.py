"""Opening the paired complaint at the desk: what is offered, what stays hidden, on every page of either side."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from intake.registry import load_registry
from models import Status, Ticket, db
from tests.admin_views.desk import address, send
from tests.casework import bring_to, newest_event
from tests.conftest import Cast
from tests.registry.files import csv_file
from tests.visits import visit
from tests.workflow.test_counterparts import AWAY, HERE, NIK, PAULUS, SRI

Make = Callable[..., Ticket]


@pytest.fixture
def carried(make_ticket: Make, cast: Cast) -> Callable[..., str]:
    """The number of a ticket in the verifier's hands whose NIK carries these records."""

    def make(*rows: list[str], **told: Any) -> str:
        if rows:
            load_registry(csv_file(*rows), "registri.csv", actor=cast.system)
        return bring_to(Status.VERIFYING, make_ticket(subject_nik=NIK, **told), cast).number

    return make


def other_than(number: str) -> Ticket:
    return db.session.scalars(select(Ticket).where(Ticket.number != number)).one()


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("operator", 403), ("verifier", 200), ("second_verifier", 403), ("supervisor", 200), ("auditor", 403),
        ("admin", 403), ("outsider", 404), ("other_supervisor", 404),
    ],
)  # fmt: skip
def test_who_finds_the_form(app: Flask, carried: Any, cast: Cast, person: str, status: int) -> None:
    assert visit(app, getattr(cast, person)).get(address(carried(HERE), "counterpart")).status_code == status


def test_a_record_in_sight_is_offered_by_name_as_where_records_are_compared(
    app: Flask, carried: Any, cast: Cast
) -> None:
    near = visit(app, cast.verifier).get(address(carried(HERE), "counterpart")).text
    assert "Paulus Lawai · Dosis 1" in near
    assert newest_event().action == "record.search"


def test_of_a_record_out_of_sight_nothing_is_told(app: Flask, carried: Any, cast: Cast) -> None:
    page = visit(app, cast.verifier).get(address(carried(AWAY), "counterpart")).text
    assert "Data vaksinasi orang lain di wilayah lain" in page
    assert [word for word in (*PAULUS, "1 Jul 2021", "Bunyu") if word in page] == []


@pytest.mark.parametrize(
    ("told", "offered"),
    [({"rows": (HERE,)}, True), ({"rows": ()}, False), ({"rows": (), "category": "other_name"}, True)],
    ids=["the NIK of another", "nothing found", "another's name shown"],
)
def test_the_step_stands_beside_a_record_that_is_somebody_elses(
    app: Flask, carried: Any, cast: Cast, told: dict[str, Any], offered: Any
) -> None:
    number = carried(*told["rows"], **{name: value for name, value in told.items() if name != "rows"})
    section = visit(app, cast.verifier).get(address(number)).text.partition('id="match"')[2].partition("</section>")[0]
    assert (f'href="{address(number, "counterpart")}"' in section) is offered


def test_where_nobody_is_found_there_is_nothing_to_send(app: Flask, carried: Any, cast: Cast) -> None:
    page = visit(app, cast.verifier).get(address(carried(), "counterpart")).text
    assert "Tidak ada data vaksinasi dengan NIK atau nomor tiket ini atas nama lain" in page
    assert '<button class="btn btn-primary"' not in page


@pytest.mark.parametrize(("record", "seen"), [(HERE, True), (AWAY, False)], ids=["same region", "another"])
def test_one_step_opens_it_and_the_page_names_it_to_who_sees_it(
    app: Flask, carried: Any, cast: Cast, record: Any, seen: Any
) -> None:
    number, browser = carried(record), visit(app, cast.verifier)
    form = browser.get(address(number, "counterpart")).text
    chosen = re.findall(r'name="record"[^>]*value="(\d+)"', form)[0]
    answer = send(browser, number, "counterpart", record=chosen, reason="NIK memuat data orang lain.")
    assert (answer.status_code, answer.location) == (302, address(number))
    page = browser.get(address(number)).text
    other = other_than(number)
    assert (other.number in page) is (other.subject_name in page) is seen
    assert ("Aduan pasangan di wilayah lain" in page) is not seen
    assert browser.get(address(number, "counterpart")).status_code == 409


def test_no_page_receipt_or_trail_of_one_side_tells_of_the_other(app: Flask, carried: Any, cast: Cast) -> None:
    number = carried(AWAY)
    browser = visit(app, cast.verifier)
    chosen = re.findall(r'name="record"[^>]*value="(\d+)"', browser.get(address(number, "counterpart")).text)[0]
    send(browser, number, "counterpart", record=chosen, reason="NIK memuat data orang lain.")
    other = other_than(number).number
    here = [browser, *(visit(app, one) for one in (cast.operator, cast.supervisor))]
    there = [visit(app, one) for one in (cast.outsider, cast.other_supervisor)]
    for readers, own, hidden in ((here, number, (*PAULUS, other)), (there, other, (*SRI, number))):
        for reader in readers:
            for path in (address(own), f"{address(own)}/receipt", "/admin/", "/admin/tickets/", "/admin/audit/"):
                page = reader.get(path).text
                assert [word for word in hidden if word in page] == [], path
        beside = f"{address(own)}/compare/{number if own == other else other}"
        assert {reader.get(beside).status_code for reader in readers} == {404}
