"""Asking outside from the complaint's page, and the list of what is to be chased."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from models import HandOff, Status, Ticket, clock, db
from tests.casework import bring_to, hand_off_to
from tests.conftest import Cast
from tests.visits import hidden_fields, visit
from workflow import chasing
from workflow.chasing import Wanted

MONDAY = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
Make = Callable[..., Ticket]


@pytest.fixture
def verifying(make_ticket: Make, cast: Cast, set_clock: Any) -> Ticket:
    set_clock(MONDAY)
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def page_of(number: str, verb: str = "") -> str:
    return f"/admin/tickets/{number}{verb}"


def test_somebody_is_asked_and_answers_by_forms_alone(app: Flask, verifying: Ticket, cast: Cast) -> None:
    number, browser = verifying.number, visit(app, cast.verifier)
    form = browser.get(page_of(number, "/hand_off"))
    asked = {"party": "dukcapil", "asked": "Apakah 6501056504859012 terdaftar?", "reference": "470/9"}
    assert browser.post(page_of(number, "/hand_off"), data=hidden_fields(form.text) | asked).status_code == 302
    page = browser.get(page_of(number)).text
    assert "Menunggu, 1 mnt" in page
    assert "Dijeda: tunggu Dukcapil" in page
    assert "6501056504859012" not in page
    answer = browser.get(page_of(number, "/answer"))
    told = {"result": "other", "answer": "Belum terdaftar"}
    chosen = re.findall(r'<option selected value="([^"]+)"', answer.text)[0]
    assert (
        browser.post(
            page_of(number, "/answer"), data=hidden_fields(answer.text) | told | {"hand_off": chosen}
        ).status_code
        == 302
    )
    assert "Belum terdaftar" in browser.get(page_of(number)).text


def test_a_number_typed_beside_a_question_is_masked_like_free_text(app: Flask, verifying: Ticket, cast: Cast) -> None:
    nik = "6501056504859012"
    row = hand_off_to(verifying, cast.verifier, party="another_office", office=f"Desa {nik}", reference=f"NIK {nik}")
    page = visit(app, cast.operator).get(page_of(verifying.number)).text
    assert ("650105••••••9012" in page, nik in page) == (True, False)
    form = visit(app, cast.second_verifier).get(page_of(verifying.number, f"/remind?hand_off={row.ref}"))
    assert (form.status_code, nik in form.text) == (200, False)
    page = visit(app, cast.second_verifier).get("/admin/handoffs/?when=all").text
    assert (page.count("650105••••••9012") >= 2, nik in page) == (True, False)


def test_a_form_says_at_its_field_what_is_missing(app: Flask, verifying: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    form = browser.get(page_of(verifying.number, "/hand_off"))
    data = hidden_fields(form.text) | {"party": "facility", "asked": "Mohon perbaiki"}
    answer = browser.post(page_of(verifying.number, "/hand_off"), data=data)
    assert (answer.status_code, 'id="facility-error"' in answer.text) == (422, True)


def test_the_reminder_button_of_the_list_moves_the_day(app: Flask, verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier, chase_on=clock.today())
    ref, browser = row.ref, visit(app, cast.second_verifier)
    page = browser.get("/admin/handoffs/").text
    assert verifying.number in page
    token = hidden_fields(page)["csrf_token"]
    assert browser.post(f"/admin/handoffs/{ref}/chased", data={"csrf_token": token}).status_code == 302
    assert verifying.number not in browser.get("/admin/handoffs/").text
    assert verifying.number in browser.get("/admin/handoffs/?when=all&party=dukcapil").text
    assert verifying.number not in browser.get("/admin/handoffs/?when=all&party=facility").text


def test_nobody_chases_for_another_region(app: Flask, verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier, chase_on=clock.today())
    ref, browser = row.ref, visit(app, cast.outsider)
    assert verifying.number not in browser.get("/admin/handoffs/").text
    assert browser.get(f"/admin/handoffs/{ref}/chased").status_code == 404


def test_the_pages_of_the_list_together_are_all_of_it_in_order(make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    set_clock(MONDAY)
    for day in (3, 1, 2, 1, 0):
        ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
        hand_off_to(ticket, cast.verifier, chase_on=clock.today() + timedelta(days=day))
    seen: list[HandOff] = []
    cursor: str | None = ""
    while cursor is not None:
        page = chasing.page(cast.supervisor, Wanted(all=True), after=cursor, size=2)
        seen, cursor = [*seen, *page.rows], page.after
    assert [row.id for row in seen] == [row.id for row in sorted(seen, key=lambda row: (row.chase_on, row.id))]
    assert (len(seen), len(chasing.page(cast.supervisor, Wanted()).rows)) == (5, 1)
    assert chasing.page(cast.supervisor, Wanted(all=True), after="x.y", size=2).rows == seen[:2]


def test_the_list_costs_the_same_statements_whatever_waits(
    app: Flask, make_ticket: Make, cast: Cast, set_clock: Any, statements: Any
) -> None:
    set_clock(MONDAY)
    browser, costs = visit(app, cast.supervisor), []
    for count in (1, 4):
        for _ in range(count):
            hand_off_to(bring_to(Status.VERIFYING, make_ticket(), cast), cast.verifier, chase_on=clock.today())
        browser.get("/admin/handoffs/")
        with statements() as counted:
            browser.get("/admin/handoffs/")
        costs.append(len(counted))
    assert costs[0] == costs[1]
    assert costs[1] <= 9


@pytest.mark.parametrize("wanted", [Wanted(), Wanted(party="dukcapil"), Wanted(facility="x"), Wanted(all=True)])
def test_the_list_scans_no_table(app: Flask, cast: Cast, wanted: Wanted) -> None:
    query = chasing.ordered(cast.supervisor, wanted)
    literal = query.compile(db.engine, compile_kwargs={"literal_binds": True})
    sqlite = db.engine.dialect.name == "sqlite"
    if not sqlite:
        db.session.execute(text("SET LOCAL enable_seqscan = off"))
    told = db.session.execute(text(f"EXPLAIN {'QUERY PLAN ' if sqlite else ''}{literal}"))
    plan = " / ".join(str(row[3] if sqlite else row[0]) for row in told)
    assert not re.search(r"SCAN (hand_off|ticket)(?! USING INDEX)|Seq Scan on (hand_off|ticket)|TEMP B-TREE", plan), (
        plan
    )
