"""Many complaints at once as people at the desk do it: tick, look at what will happen, and do it to all or none."""

import html
import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import select

from models import Event, Ticket, db
from tests.casework import bring_to, move
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit

Make = Callable[..., Ticket]
CHOSEN = re.compile(r'<input type="hidden" name="ticket" value="([^"]+)">')
BULK = "/admin/tickets/bulk"


def look(browser: Browser, verb: str, *numbers: str) -> str:
    page = browser.get(f"{BULK}/{verb}", query_string={"ticket": list(numbers)})
    assert page.status_code == 200
    return page.text


def send(browser: Browser, verb: str, page: str, **typed: str):
    return browser.post(f"{BULK}/{verb}", data=hidden_fields(page) | {"ticket": CHOSEN.findall(page)} | typed)


def test_the_list_offers_a_box_for_each_row_and_what_the_role_may(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket().number
    for who, verbs in (
        ("supervisor", {"assign", "priority", "note", "dismiss", "macro", "print"}),
        ("verifier", {"priority", "note", "dismiss", "macro", "print"}),
        ("operator", {"priority", "note", "macro", "print"}),
        ("auditor", {"print"}),
    ):
        page = visit(app, getattr(cast, who)).get("/admin/tickets/").text
        assert f'form="bulk" name="ticket" value="{number}"' in page
        assert set(re.findall(r'formaction="/admin/tickets/bulk/(\w+)"', page)) == verbs


def test_three_are_assigned_in_one_step(app: Flask, cast: Cast, make_ticket: Make) -> None:
    listed = [make_ticket() for _ in range(3)]
    browser = visit(app, cast.supervisor)
    page = look(browser, "assign", *(ticket.number for ticket in listed))
    answer = send(browser, "assign", page, assignee=str(cast.verifier.id))
    assert answer.status_code == 302
    assert {db.session.get_one(Ticket, ticket.id).assignee_id for ticket in listed} == {cast.verifier.id}
    assert "3 aduan ditugaskan kepada Verifier." in browser.get("/admin/tickets/").text


def test_the_preview_says_who_is_refused_and_why_and_goes_on_without(app: Flask, cast: Cast, make_ticket: Make) -> None:
    fine, closed, elsewhere = make_ticket(), bring_to("closed", make_ticket(), cast), make_ticket(region="6571")
    page = look(visit(app, cast.supervisor), "dismiss", fine.number, closed.number, elsewhere.number)
    assert [one.partition(":")[0] for one in CHOSEN.findall(page)] == [fine.number]
    assert "Hanya aduan terbuka atau sedang diverifikasi" in page
    assert "Tidak ada aduan dengan nomor ini yang dapat Anda lihat." in page
    assert "Tutup tanpa koreksi: lanjutkan dengan 1 aduan" in page


def test_one_that_changed_meanwhile_stops_all_and_what_was_typed_stays(
    app: Flask, cast: Cast, make_ticket: Make
) -> None:
    first, second = make_ticket(), make_ticket()
    browser = visit(app, cast.supervisor)
    page = look(browser, "priority", first.number, second.number)
    move(second, "take", cast.verifier)
    answer = send(browser, "priority", page, priority="2", reason="Rapat pagi")
    assert answer.status_code == 409
    assert "Tidak ada yang berubah." in answer.text
    assert 'value="Rapat pagi"' in answer.text
    assert db.session.get_one(Ticket, first.id).priority == 0
    assert send(browser, "priority", answer.text, priority="2").status_code == 302
    assert [db.session.get_one(Ticket, t.id).priority for t in (first, second)] == [2, 0]
    assert db.session.scalar(select(Event).where(Event.action == "access.refused")) is not None


def test_a_form_that_is_not_filled_in_changes_nothing(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser, ticket = visit(app, cast.supervisor), make_ticket()
    for verb in ("priority", "note", "dismiss"):
        assert send(browser, verb, look(browser, verb, ticket.number)).status_code == 422
    assert db.session.get_one(Ticket, ticket.id).last_event_id == ticket.last_event_id


def test_with_nothing_ticked_the_list_says_so(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    for verb in ("assign", "print"):
        assert browser.get(f"{BULK}/{verb}").status_code == 302
    assert "Pilih dulu sedikitnya satu aduan." in browser.get("/admin/tickets/").text


def test_paper_shows_each_complaint_masked_and_says_confidential(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = make_ticket(story="NIK saya 6501056504859012")
    page = html.unescape(look(visit(app, cast.auditor), "print", ticket.number))
    assert "RAHASIA" in page
    assert "6501056504859012" not in page
    assert "081200009391" not in page
    assert "650105••••••9012" in page


def test_no_choice_breaks_the_page(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    for junk in ("", ":", "x" * 5000, "ADU-26-00001A:9999999999999999999", "ADU-26-00001A:-1", "\x00"):
        for verb in ("note", "print"):
            answer = browser.get(f"{BULK}/{verb}", query_string={"ticket": [junk]})
            assert answer.status_code in (200, 302, 400, 404), junk


WAYS = (
    ("status=open&region=6501", "/admin/tickets/?status=open&region=6501"),
    ("", "/admin/tickets/"),
    ("q=6501056504859012", "/admin/tickets/"),
    ("//evil.example/", "/admin/tickets/"),
    ("a=1\r\nSet-Cookie: x=1", "/admin/tickets/"),
)


def test_afterwards_the_list_is_narrowed_as_before(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser = visit(app, cast.supervisor)
    for back, where in WAYS:
        page = browser.get(f"{BULK}/priority", query_string={"ticket": make_ticket().number, "back": back}).text
        form = page[page.index("lk-edit") :]
        assert (f'name="back" value="{html.escape(back)}"' in form) == ("?" in where or "evil" in back)
        assert send(browser, "priority", page, priority="1", back=back).headers["Location"] == where
