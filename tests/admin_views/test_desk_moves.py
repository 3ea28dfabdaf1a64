"""Moves that a definition adds: served at their own address by their kind, called by their label."""

from collections.abc import Callable

import pytest
from flask import Flask

from access.permissions import granted
from models import Status, Ticket
from tests.admin_views.desk import address, send
from tests.casework import bring_to, newest_event
from tests.conftest import PEOPLE, Cast
from tests.desk_text import ADDED, put_in_force
from tests.visits import visit
from web.event_words import DOINGS
from workflow.definition import shipped, shipped_text
from workflow.kinds import RESERVED, Kind

Make = Callable[..., Ticket]
NOBODYS = "ADU-26-00001A"


def test_a_move_is_a_door_for_the_roles_that_may_make_it(app: Flask, cast: Cast) -> None:
    for person in ("operator", "verifier", "supervisor", "auditor", "admin"):
        browser, role = visit(app, getattr(cast, person)), getattr(cast, person).role
        for verb, step in shipped().steps.items():
            may = granted(role, step.permission) and role in step.roles
            assert (browser.get(address(NOBODYS, verb)).status_code != 403) is may, (person, verb)


@pytest.mark.parametrize("person", PEOPLE)
def test_a_verb_that_the_definition_does_not_know_is_not_there(
    app: Flask, cast: Cast, make_ticket: Make, person: str
) -> None:
    number = make_ticket().number
    expected = 403 if person == "admin" else 404
    assert visit(app, getattr(cast, person)).get(address(number, "rejected_above")).status_code == expected


def test_an_added_move_is_offered_asked_and_made(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    put_in_force(ADDED, cast.admin)
    browser = visit(app, cast.supervisor)
    assert "Koreksi ditolak pusat…" in browser.get(address(ticket.number)).text
    assert "<h1>Rejected above" in browser.get(address(ticket.number, "rejected_above") + "?lang=en").text
    assert send(browser, ticket.number, "rejected_above", reason="").status_code == 422
    assert send(browser, ticket.number, "rejected_above", reason="Pusdatin menolak").status_code == 302
    assert (newest_event().action, newest_event().reason) == ("ticket.rejected_above", "Pusdatin menolak")
    page = browser.get(address(ticket.number) + "?lang=id").text
    assert "koreksi ditolak pusat" in page
    trail = visit(app, cast.auditor).get("/admin/audit/?lang=en").text
    assert "Rejected above" in trail
    assert "version 2" in trail


def test_an_event_keeps_its_words_when_its_move_is_gone(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    put_in_force(ADDED, cast.admin)
    send(visit(app, cast.supervisor), ticket.number, "rejected_above", reason="Pusdatin menolak")
    put_in_force(shipped_text(), cast.admin)
    assert "koreksi ditolak pusat" in visit(app, cast.supervisor).get(address(ticket.number)).text
    assert "Koreksi ditolak pusat" in visit(app, cast.auditor).get("/admin/audit/").text


def test_a_label_that_was_changed_stands_on_the_button(app: Flask, cast: Cast, make_ticket: Make) -> None:
    put_in_force(shipped_text().replace('"Ambil aduan"', '"Kerjakan sekarang"'), cast.admin)
    page = visit(app, cast.verifier).get(address(make_ticket().number)).text
    assert "Kerjakan sekarang" in page
    assert "Ambil aduan" not in page


def test_no_move_can_take_the_address_of_something_else(app: Flask) -> None:
    with app.test_request_context():
        rules = [rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/admin/tickets/<")]
    taken = {part for rule in rules for part in rule.split("/")[4:] if part and not part.startswith("<")}
    told = {action.removeprefix("ticket.") for action in DOINGS if action.startswith("ticket.")}
    assert {part for part in taken | told if "-" not in part} - RESERVED - set(Kind) == set(), "name them in RESERVED"
