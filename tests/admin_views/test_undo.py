"""The message that says what was done offers to take it back; the button is a form of its own."""

import html
import re
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from models import Ticket, db
from tests.admin_views.desk import address, send
from tests.conftest import NOON, Cast
from tests.visits import Browser, hidden_fields, visit

Make = Callable[..., Ticket]
OFFER = re.compile(r'<form method="post" action="([^"]+)" data-for-seconds="(\d+)">(.*?)</form>', re.DOTALL)
FIELD = re.compile(r'name="(\w+)" value="([^"]*)"')


def offer_on(page: str) -> tuple[str, int, dict[str, str]] | None:
    found = OFFER.search(page)
    return (found[1], int(found[2]), {n: html.unescape(v) for n, v in FIELD.findall(found[3])}) if found else None


def assigned(browser: Browser, ticket: Ticket, cast: Cast) -> str:
    send(browser, ticket.number, "assign", assignee=str(cast.verifier.id))
    return browser.get(address(ticket.number)).text


def test_an_assignment_is_taken_back_with_one_press(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser, ticket = visit(app, cast.supervisor), make_ticket()
    offer = offer_on(assigned(browser, ticket, cast))
    assert offer is not None
    answer = browser.post(offer[0], data=offer[2])
    assert answer.headers["Location"].endswith(address(ticket.number))
    assert db.session.get_one(Ticket, ticket.id).assignee_id is None
    page = browser.get(address(ticket.number)).text
    assert "Perubahan pada 1 aduan diurungkan." in page
    assert offer_on(page) is None


def test_the_offer_stands_once_and_only_for_ten_seconds(
    app: Flask, cast: Cast, make_ticket: Make, set_clock: Callable[..., None]
) -> None:
    set_clock(NOON)
    browser, ticket = visit(app, cast.supervisor), make_ticket()
    offer = offer_on(assigned(browser, ticket, cast))
    assert offer is not None
    assert offer[1] == 10
    assert offer_on(browser.get(address(ticket.number)).text) is None
    set_clock(NOON + timedelta(seconds=60))
    answer = browser.post(offer[0], data=offer[2])
    assert answer.status_code == 409
    assert "Sudah lewat sepuluh detik." in answer.text


def test_what_tells_the_reporter_or_changes_nothing_offers_nothing(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser, ticket = visit(app, cast.supervisor), make_ticket()
    for verb, fields in (
        ("note", {"text": "Sudah dikabari", "to_reporter": "1"}),
        ("assign", {"assignee": ""}),
    ):
        send(browser, ticket.number, verb, **fields)
        assert offer_on(browser.get(address(ticket.number)).text) is None, verb


def test_no_token_no_undo_and_nonsense_is_refused(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser, ticket = visit(app, cast.supervisor), make_ticket()
    offer = offer_on(assigned(browser, ticket, cast))
    assert offer is not None
    assert browser.post(offer[0], data=offer[2] | {"csrf_token": ""}).status_code == 400
    for junk in ("", "x", "-1", "9" * 30, "٣"):
        assert browser.post(offer[0], data=offer[2] | {"first": junk}).status_code == 409


def test_what_was_done_to_many_leads_back_to_the_narrowed_list(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser, listed = visit(app, cast.supervisor), [make_ticket() for _ in range(2)]
    way = {"ticket": [ticket.number for ticket in listed], "back": "region=6501&sort=newest"}
    page = browser.get("/admin/tickets/bulk/priority", query_string=way).text
    form = hidden_fields(page) | {
        "back": way["back"],
        "ticket": [f"{one.number}:{one.last_event_id}" for one in listed],
        "priority": "2",
    }
    where = browser.post("/admin/tickets/bulk/priority", data=form).headers["Location"]
    assert where.endswith("/admin/tickets/?region=6501&sort=newest")
    offer = offer_on(browser.get(where).text)
    assert offer is not None
    assert browser.post(offer[0], data=offer[2]).headers["Location"] == where
