"""The bell and the page behind it."""

import re

import pytest

from models import db
from models.database import writing
from tests.visits import visit
from web.notice_words import BY_ITSELF, BY_SOMEBODY, ICONS
from workflow import notices
from workflow.notices import Kind

BELL = re.compile(r'data-bell [^>]*aria-label="([^"]*)"')


@pytest.fixture
def told(make_ticket, cast):
    ticket = make_ticket()
    with writing():
        notices.tell([cast.verifier.id], "mentioned", ticket=ticket, event_id=ticket.last_event_id)
        notices.tell([cast.verifier.id], "escalated", ticket=ticket, event_id=None)
    return ticket


def bell(browser, path="/admin/"):
    found = BELL.search(browser.get(path).text)
    return found[1] if found else None


def token(browser):
    found = re.search(r'name="csrf_token" value="([^"]*)"', browser.get("/admin/notices/").text)
    assert found
    return found[1]


def test_the_bell_says_how_many_wait_and_who_has_no_complaints_has_no_bell(app, told, cast):
    assert bell(visit(app, cast.verifier)) == "Pemberitahuan, 2 belum dibaca"
    assert bell(visit(app, cast.operator)) == "Pemberitahuan"
    assert bell(visit(app, cast.admin)) is None


def test_a_notice_says_who_did_what_and_leads_to_the_complaint(app, told, cast):
    browser = visit(app, cast.verifier)
    page = re.sub(r"<[^>]+>", "", browser.get("/admin/notices/").text)
    assert "Impor menyebut Anda dalam catatan" in page
    assert "Aduan ini lewat tenggat" in page
    db.session.rollback()
    newest = notices.page(cast.verifier)[0].id
    answer = browser.get(f"/admin/notices/{newest}")
    assert (answer.status_code, answer.location) == (302, f"/admin/tickets/{told.number}#story")
    assert bell(browser) == "Pemberitahuan, 1 belum dibaca"


def test_somebody_elses_notice_is_not_there(app, told, cast):
    newest = notices.page(cast.verifier)[0].id
    assert visit(app, cast.supervisor).get(f"/admin/notices/{newest}").status_code == 404


def test_all_are_marked_as_read_by_one_button(app, told, cast):
    browser = visit(app, cast.verifier)
    answer = browser.post("/admin/notices/read", data={"csrf_token": token(browser)})
    assert answer.status_code == 302
    assert bell(browser) == "Pemberitahuan"


def test_the_bell_costs_one_statement_however_much_waits(app, told, cast, statements):
    browser = visit(app, cast.verifier)
    browser.get("/admin/notices/")
    with statements() as few:
        browser.get("/admin/notices/")
    with writing():
        for _ in range(60):
            notices.tell([cast.verifier.id], "answered", ticket=told, event_id=None)
    with statements() as many:
        assert "before=" in browser.get("/admin/notices/").text
    assert len(few) == len(many)


def test_every_kind_has_its_words():
    assert set(BY_SOMEBODY) == set(BY_ITSELF) == set(ICONS) == set(Kind)
