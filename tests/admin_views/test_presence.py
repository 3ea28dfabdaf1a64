"""What browsers say and ask every few seconds."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from models.database import writing
from tests.visits import visit
from workflow import notices

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def token_of(browser) -> str:
    found = re.search(r'name="csrf_token" value="([^"]*)"', browser.get("/admin/profile/").text)
    return found[1] if found else ""


def beat(browser, number, **fields: str):
    return browser.post(f"/admin/presence/{number}", data=fields, headers={"X-CSRFToken": token_of(browser)})


def test_a_page_says_that_it_is_open_and_learns_who_else_is(app, cast, make_ticket):
    number = make_ticket().number
    assert beat(visit(app, cast.verifier), number, doing="edit").json == {"people": []}
    told = beat(visit(app, cast.operator), number, doing="open").json["people"]
    assert told == [
        {"name": "Verifier", "initials": "V", "doing": "edit", "words": "Verifier sedang menyunting aduan ini"}
    ]


def test_the_first_word_of_a_page_reads_the_notices_of_its_complaint(app, cast, make_ticket):
    ticket = make_ticket()
    with writing():
        notices.tell([cast.verifier.id], "mentioned", ticket=ticket, event_id=None)
    browser = visit(app, cast.verifier)
    assert beat(browser, ticket.number, first="1").json["unread"] == 0
    assert "unread" not in beat(browser, ticket.number).json


def test_a_list_is_told_by_number(app, cast, make_ticket):
    one, other = make_ticket().number, make_ticket().number
    beat(visit(app, cast.verifier), one)
    told = visit(app, cast.operator).get(f"/admin/presence/?numbers={one},{other}").json
    assert [(number, [person["initials"] for person in people]) for number, people in told.items()] == [(one, ["V"])]


def test_a_word_costs_four_statements_however_many_are_there(app, cast, make_ticket, statements):
    number, costs = make_ticket().number, []
    browser = visit(app, cast.operator)
    token = token_of(browser)
    for who in (cast.verifier, cast.second_verifier, cast.supervisor):
        with statements() as sent:
            browser.post(f"/admin/presence/{number}", headers={"X-CSRFToken": token})
        costs.append(len(sent))
        beat(visit(app, who), number)
    assert costs == [4, 4, 4]


def test_the_pages_name_where_to_say_it(app, cast, make_ticket):
    number, browser = make_ticket().number, visit(app, cast.verifier)
    assert f'data-presence="/admin/presence/{number}" data-doing="open"' in browser.get(f"/admin/tickets/{number}").text
    form = browser.get(f"/admin/tickets/{number}/take").text
    assert f'data-presence="/admin/presence/{number}" data-doing="edit"' in form
    assert 'data-presence-list="/admin/presence/"' in browser.get("/admin/tickets/").text


def test_a_complaint_of_another_region_is_not_there(app, cast, make_ticket):
    assert beat(visit(app, cast.outsider), make_ticket().number).status_code == 404


@pytest.mark.parametrize("desks", ["sqlite"], indirect=True, scope="session")
def test_a_page_left_open_does_not_keep_its_session_alive(app, cast, make_ticket, set_clock):
    set_clock(NOON)
    number, browser = make_ticket().number, visit(app, cast.verifier)
    for minutes in (10, 20, 29):
        set_clock(NOON + timedelta(minutes=minutes))
        assert browser.get(f"/admin/presence/?numbers={number}").status_code == 200
    set_clock(NOON + timedelta(minutes=31))
    assert browser.get(f"/admin/presence/?numbers={number}").status_code in (302, 401)
