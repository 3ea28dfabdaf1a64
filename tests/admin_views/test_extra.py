"""Extra fields at the desk: asked in the forms, shown on the page, told by the trail, each only to whom it is shown."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import Event, Ticket, db
from models.database import writing
from tests.admin_views.desk import address, open_form, post, send
from tests.admin_views.wizard import columns, imported, upload
from tests.casework import move
from tests.conftest import Cast
from tests.desk_text import FILLED, WITH_FIELDS, WITHOUT_FIELDS, put_in_force
from tests.visits import visit
from workflow import extra, tickets, views

NEW = "/admin/tickets/new"
PLAIN = {"channel": "counter", "category": "nik_not_found", "subject_name": "Sri Wahyuni", "privacy": "y"}
COUNTER = {f"x_{code}": value for code, value in FILLED.items()}
Make = Callable[..., Ticket]


@pytest.fixture
def ticket(app: Flask, cast: Cast, draft: Any) -> Ticket:
    """A complaint of a desk with extra fields, filed at the counter."""
    put_in_force(WITH_FIELDS, cast.admin)
    with writing():
        return tickets.file(replace(draft(), extra=FILLED), actor=cast.operator)


def newest() -> Ticket:
    db.session.rollback()
    found: Ticket = db.session.query(Ticket).order_by(Ticket.id.desc()).limit(1).one()
    return found


def test_the_counter_fills_in_what_it_sees_and_is_told_what_is_wrong(app: Flask, ticket: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.operator)
    page = browser.get(f"{NEW}?lang=en").text
    assert "Further facts" in page
    assert "What the certificate is for." in page
    assert "x_village" in page
    assert "x_fee" not in page
    token = open_form(browser, "new", "")
    wrong = COUNTER | {"x_needs_for": "", "x_travel_on": "31-02-2027"}
    refused = browser.post(NEW, data=token | PLAIN | wrong | {"only_save": "1", "not_duplicate": ticket.number})
    assert refused.status_code == 422
    assert "Fill this in." in refused.text
    assert "write the date like" in refused.text
    right = token | PLAIN | COUNTER | {"only_save": "1", "not_duplicate": ticket.number, "x_fee": "99"}
    assert browser.post(NEW, data=right).status_code == 302
    assert newest().id != ticket.id
    assert set(extra.texts_of(newest())) == set(FILLED)


def test_the_page_shows_each_field_to_whom_it_is_shown_and_masks(app: Flask, ticket: Ticket, cast: Cast) -> None:
    page = visit(app, cast.operator).get(address(ticket.number) + "?lang=en").text
    for said in ("Needed for", "30 Nov 2026", "Kampung Arab", "Passport number", "••••••"):
        assert said in page, said
    assert "C1234567" not in page
    assert "Fee" not in page
    assert "Biaya" in visit(app, cast.auditor).get(address(ticket.number)).text


def test_what_changed_meanwhile_names_no_field_that_is_not_shown_to_one(app: Flask, ticket: Ticket, cast: Cast) -> None:
    operator, number = visit(app, cast.operator), ticket.number
    token = open_form(operator, number, "edit")
    with writing():
        seen = db.session.get_one(Ticket, ticket.id)
        tickets.edit(seen, {"priority": 2}, fields={"fee": "98765", "village": "Tias"}, actor=cast.supervisor)
    page = post(operator, number, "edit", token, relation="Ibu")
    assert page.status_code == 409
    assert ("Tias" in page.text, "98.765" in page.text, "Biaya" in page.text) == (True, False, False)


def test_the_trail_tells_a_field_to_its_roles_and_to_who_takes_the_trail_away(
    app: Flask, cast: Cast, make_ticket: Make
) -> None:
    put_in_force(WITH_FIELDS.replace('"supervisor", "auditor"]', '"auditor"]', 1), cast.admin)
    ticket = move(make_ticket(), "take", cast.verifier, fields={"checked_by_phone": "yes", "fee": "98765"})
    event = db.session.scalars(select(Event.id).where(Event.action == "ticket.take")).one()
    for actor, told in ((cast.supervisor, False), (cast.auditor, True)):
        page = visit(app, actor).get(f"/admin/audit/{event}").text
        assert (ticket.number in page, "98.765" in page) == (True, told)


def test_a_number_typed_into_a_field_is_masked_in_the_list_too(app: Flask, ticket: Ticket, cast: Cast) -> None:
    with writing():
        seen = db.session.get_one(Ticket, ticket.id)
        tickets.edit(seen, {}, fields={"village": "NIK 6501056504859012"}, actor=cast.supervisor)
        views.choose_columns("x_village", actor=cast.operator)
    page = visit(app, cast.operator).get("/admin/tickets/").text
    assert ("650105••••••9012" in page, "6501056504859012" in page) == (True, False)


def test_a_change_is_shown_in_words_and_a_masked_one_masked(app: Flask, ticket: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    edit = browser.get(address(ticket.number, "edit") + "?lang=en").text
    assert 'value="30-11-2026"' in edit
    assert "C1234567" not in edit
    kept = {"subject_name": "Sri", "category": "nik_not_found", "channel": "counter", "priority": "0", "sex": ""}
    kept |= {"region_code": ticket.region_code, "x_needs_for": "umrah", "x_travel_on": "1-12-2026", "x_fee": "1.250,5"}
    done = send(browser, ticket.number, "edit", **kept, x_village="Kampung Arab", x_passport="")
    assert done.status_code == 302, done.text
    held = extra.texts_of(newest())
    assert (held["needs_for"], held["fee"], held["passport"]) == ("umrah", "1250.5", "C1234567")
    trail = visit(app, cast.auditor).get("/admin/audit/?lang=en").text
    for said in ("Needed for", "Pilgrimage", "1 Dec 2026", "1,250.5", "Passport number"):
        assert said in trail, said
    assert "C1234567" not in trail
    assert "changed" in browser.get(address(ticket.number) + "?lang=en").text.lower()


def test_a_move_asks_what_it_requires_once(app: Flask, ticket: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    assert 'name="x_checked_by_phone"' in browser.get(address(ticket.number, "take")).text
    assert send(browser, ticket.number, "take").status_code == 422
    assert send(browser, ticket.number, "take", x_checked_by_phone="yes").status_code == 302
    assert extra.texts_of(newest())["checked_by_phone"] == "yes"


def test_what_is_filled_in_is_not_asked_again(app: Flask, ticket: Ticket, cast: Cast) -> None:
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"checked_by_phone": "no"})
    page = visit(app, cast.verifier).get(address(ticket.number, "take")).text
    assert "x_checked_by_phone" not in page
    assert send(visit(app, cast.verifier), ticket.number, "take").status_code == 302


def test_two_who_change_extra_fields_are_told_of_each_other(app: Flask, ticket: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    held = open_form(browser, ticket.number, "edit")
    with writing():
        tickets.edit(ticket, {}, actor=cast.supervisor, fields={"travel_on": "1-12-2026"})
    answer = post(browser, ticket.number, "edit", held, subject_name="Sri", x_passport="Y9")
    assert answer.status_code == 409
    assert "1 Des 2026" in answer.text
    assert "Y9" not in answer.text


def test_a_masked_field_is_revealed_on_the_page(app: Flask, ticket: Ticket, cast: Cast) -> None:
    move(ticket, "take", cast.verifier, fields={"checked_by_phone": "no"})
    browser = visit(app, cast.verifier)
    assert "reveal?field=x_passport" in browser.get(address(ticket.number)).text
    query = "?field=x_passport"
    assert "Nomor paspor" in browser.get(address(ticket.number, "reveal") + query).text
    answer = send(browser, ticket.number, "reveal", query=query, field="x_passport", why="compare")
    assert answer.status_code == 302
    assert "C1234567" in browser.get(address(ticket.number)).text


def test_a_value_that_no_longer_fits_is_shown_as_it_is_and_marked(app: Flask, ticket: Ticket, cast: Cast) -> None:
    changed = WITH_FIELDS.replace('code = "village"\nkind = "text"', 'code = "village"\nkind = "number"')
    put_in_force(changed, cast.admin)
    browser = visit(app, cast.supervisor)
    page = browser.get(address(ticket.number) + "?lang=en").text
    assert "Kampung Arab" in page
    assert "Written before this field changed" in page
    assert "Kampung Arab" in browser.get(address(ticket.number, "edit")).text


def test_the_page_costs_no_statement_more_however_many_fields(
    app: Flask, ticket: Ticket, cast: Cast, statements: Any
) -> None:
    browser = visit(app, cast.supervisor)
    browser.get(address(ticket.number))
    with statements() as many:
        browser.get(address(ticket.number))
    put_in_force(WITHOUT_FIELDS, cast.admin)
    browser.get(address(ticket.number))
    with statements() as none:
        browser.get(address(ticket.number))
    assert len(many) == len(none)


def test_lists_show_the_columns_and_narrow_by_the_values(app: Flask, ticket: Ticket, cast: Cast, draft: Any) -> None:
    with writing():
        other = tickets.file(replace(draft(), extra={"needs_for": "umrah"}), actor=cast.operator).number
    browser = visit(app, cast.operator)
    token = open_form(browser, "views/columns", "")
    wanted = ["status", "x_needs_for", "x_travel_on", "x_passport", "x_fee"]
    assert browser.post("/admin/tickets/views/columns", data=token | {"column": wanted}).status_code == 302
    page = browser.get("/admin/tickets/?lang=en").text
    for said in ("Needed for", "Pilgrimage", "30 Nov 2026", "••••••", "Date of travel, from"):
        assert said in page, said
    assert "C1234567" not in page
    assert "Fee" not in page
    rows = {
        "x_needs_for=umrah": {other},
        "x_needs_for=work,umrah": {other, ticket.number},
        "x_travel_on-since=2026-11-29&x_travel_on-until=2026-12-03": {ticket.number},
        "x_travel_on=2026-12-01..2026-12-03": set(),
        "x_needs_for=work&x_travel_on=2026-11-30..2026-11-30": {ticket.number},
        "x_passport=C1234567&x_fee=1&x_unheard=1": {other, ticket.number},
    }
    for query, found in rows.items():
        text = browser.get(f"/admin/tickets/?{query}&lang=en").text
        assert {number for number in (other, ticket.number) if f'href="{number}?' in text} == found, query


def test_a_text_is_found_by_its_words_and_a_masked_one_is_not(app: Flask, ticket: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.operator)
    assert ticket.number in browser.get("/admin/tickets/?q=kampung").text
    assert ticket.number not in browser.get("/admin/tickets/?q=C1234567").text


def test_the_list_costs_two_statements_more_however_many_fields(
    app: Flask, ticket: Ticket, cast: Cast, statements: Any
) -> None:
    browser = visit(app, cast.supervisor)
    plain, wide = "/admin/tickets/", "/admin/tickets/?x_needs_for=work&x_travel_on=2026-11-30..2026-11-30"
    counted = []
    for address_ in (plain, wide):
        browser.get(address_)
        with statements() as sent:
            browser.get(address_)
        counted.append(len(sent))
    token = open_form(browser, "views/columns", "")
    browser.post("/admin/tickets/views/columns", data=token | {"column": ["x_needs_for", "x_travel_on", "x_fee"]})
    with statements() as sent:
        browser.get(wide)
    assert [*counted, len(sent)] == [counted[0], counted[0], counted[0] + 1]


def test_the_sheet_of_paper_says_what_is_filled_in(app: Flask, ticket: Ticket, cast: Cast) -> None:
    page = visit(app, cast.operator).get(f"/admin/tickets/bulk/print?ticket={ticket.number}&lang=en").text
    for said in ("Needed for</dt><dd>Work", "Date of travel</dt><dd>30 Nov 2026", "Passport number</dt><dd>••••••"):
        assert said in page, said


def test_the_wizard_offers_the_fields_recognises_their_labels_and_masks(app: Flask, ticket: Ticket, cast: Cast) -> None:
    recap = (
        "No,Tanggal,Nama,NIK,No HP,Keluhan,Keperluan,Nomor paspor,Nama kampung\n"
        "1,08/11/2021,Nurhayati,6501054503859012,081200006628,NIK tidak ditemukan,kerja,C7654321,Kampung Baru\n"
    )
    browser = visit(app, cast.supervisor)
    place = upload(browser, recap.encode()).location
    page = browser.get(place).text
    assert list(columns(page).values())[6:] == ["x_needs_for", "x_passport", "x_village"]
    assert "C7654321" not in page
    assert "Tanggal berangkat" in page
    imported(browser, recap.encode())
    held = extra.texts_of(newest())
    assert (held["needs_for"], held["passport"], held["village"]) == ("work", "C7654321", "Kampung Baru")
