"""The one search box: what it finds, what it refuses, and what it keeps out of sight."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from models import Event, Ticket, db
from tests.conftest import Cast
from tests.visits import visit

Make = Callable[..., Ticket]
NIK, PHONE = "6501056504859012", "081200009391"


def test_a_number_leads_to_its_ticket(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket().number
    page = visit(app, cast.operator).get("/admin/tickets/", query_string={"q": number.lower().replace("-", "")})
    assert (page.status_code, page.location) == (302, f"/admin/tickets/{number}")


def test_a_mistyped_number_is_refused_not_not_found(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket().number
    wrong = number[:-1] + ("A" if number[-1] != "A" else "B")
    assert visit(app, cast.operator).get(f"/admin/tickets/?q={wrong}").status_code == 422


@pytest.mark.parametrize("typed", [NIK, "6501 0565 0485 9012", PHONE, "+62 812-0000-9391", "wahyu", "sri wahyu"])
def test_a_person_is_found_by_nik_phone_and_beginnings_of_names(
    app: Flask, cast: Cast, make_ticket: Make, typed: str
) -> None:
    number = make_ticket().number
    assert number in visit(app, cast.operator).get("/admin/tickets/", query_string={"q": typed}).text


@pytest.mark.parametrize("typed", [NIK, PHONE, "wahyuni"])
def test_another_region_finds_nothing(app: Flask, cast: Cast, make_ticket: Make, typed: str) -> None:
    number = make_ticket().number
    page = visit(app, cast.outsider).get("/admin/tickets/", query_string={"q": typed})
    assert number not in page.text
    assert "Aduan tidak ditemukan" in page.text


def test_another_regions_number_is_as_if_it_did_not_exist(app: Flask, cast: Cast, make_ticket: Make) -> None:
    page = visit(app, cast.outsider).get(f"/admin/tickets/?q={make_ticket().number}")
    assert (page.status_code, "Aduan tidak ditemukan" in page.text) == (200, True)


@pytest.mark.parametrize("typed", [NIK, PHONE])
def test_a_nik_or_phone_is_written_nowhere_but_where_it_was_typed(
    app: Flask, cast: Cast, make_ticket: Make, typed: str
) -> None:
    make_ticket()
    page = visit(app, cast.operator).get("/admin/tickets/", query_string={"q": typed})
    outside_links = re.sub(r'href="\?[^"]*lang=\w\w"', "", page.text)  # web/language.py repeats the address there
    assert typed not in outside_links
    assert "loket-search.js" in page.text
    assert page.headers["Cache-Control"] == "no-store"


def test_a_search_is_an_event_without_what_was_typed(app: Flask, cast: Cast, make_ticket: Make) -> None:
    make_ticket()
    visit(app, cast.operator).get("/admin/tickets/", query_string={"q": NIK})
    event = db.session.scalars(select(Event).where(Event.action == "ticket.search")).one()
    assert event.actor_id == cast.operator.id
    assert NIK not in event.body


def test_the_newest_comes_first(app: Flask, cast: Cast, make_ticket: Make) -> None:
    numbers = [make_ticket().number for _ in range(3)]
    page = visit(app, cast.operator).get("/admin/tickets/?q=sri").text
    assert sorted(numbers, key=page.index) == numbers[::-1]


def test_who_may_not_read_tickets_searches_none(app: Flask, cast: Cast) -> None:
    assert visit(app, cast.admin).get("/admin/tickets/?q=sri").status_code == 403
