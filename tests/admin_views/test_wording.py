"""Ready texts and macros on the pages: kept by supervisors, offered where a text is asked, applied after a look."""

import html
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import CannedText, Event, Macro, Note, Status, Ticket, db
from tests.admin_views.desk import address
from tests.casework import bring_to
from tests.conftest import Cast
from tests.visits import hidden_fields, visit

Make = Callable[..., Ticket]
TEXTS, MACROS = "/admin/reference/texts/", "/admin/reference/macros/"
NEW = {"code": "own", "title": "Sendiri", "purpose": "note", "text_id": "Aduan {nomor}", "text_en": "", "position": "9"}
NEW_MACRO = {"code": "own", "title": "Sendiri", "takes": "y", "priority": "2", "assignee_id": "", "note_code": "",
             "message_code": "received", "position": "9"}  # fmt: skip
CHOSEN = re.compile(r'<input type="hidden" name="ticket" value="([^"]+)">')


@pytest.mark.parametrize("who", ["supervisor", "admin"])
def test_a_supervisor_and_an_administrator_keep_them(app: Flask, cast: Cast, who: str) -> None:
    browser = visit(app, getattr(cast, who))
    for place, typed, kind in ((TEXTS, NEW, CannedText), (MACROS, NEW_MACRO, Macro)):
        form = typed | hidden_fields(browser.get(f"{place}new/").text) | {"reason": "Rapat"}
        assert browser.post(f"{place}new/", data=form).status_code == 302
        row: Any = db.session.scalars(select(kind).where(kind.code == "own")).one()
        assert browser.get(f"{place}edit/?id={row.id}").status_code == 200
        assert "Sendiri" in browser.get(place).text
    assert db.session.query(Event).filter(Event.action == "reference.edit").count() == 2


def test_a_supervisor_sees_no_other_table(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(TEXTS).text
    assert set(re.findall(r'href="(/admin/reference/\w+/)"', page)) == {TEXTS, MACROS}
    assert browser.get("/admin/reference/categories/").status_code == 403
    assert "/admin/reference/categories/" in visit(app, cast.admin).get(TEXTS).text


WRONG = (
    (TEXTS, {"text_id": "NIK {nik}"}, "Tidak ada isian untuk {nik}."),
    (TEXTS, {"text_en": "{0.__class__}"}, "Tidak ada isian untuk {0.__class__}."),
    (TEXTS, {"purpose": "dismiss", "text_id": "x" * 400}, "Terlalu panjang untuk kegunaannya."),
    (TEXTS, {"purpose": "none"}, ""),
    (MACROS, {"takes": "", "priority": "", "message_code": ""}, "Isi sedikitnya satu hal"),
    (MACROS, {"to_me": "y", "assign_by": "turn"}, "Pilih salah satu saja."),
    (MACROS, {"to_me": "y", "assignee_id": "2"}, "Pilih salah satu saja."),
)


def test_what_cannot_work_is_not_saved(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    for place, wrong, said in WRONG:
        typed = (NEW if place == TEXTS else NEW_MACRO) | wrong
        form = typed | hidden_fields(browser.get(f"{place}new/").text) | {"reason": "Rapat"}
        form = {name: value for name, value in form.items() if (name, value) != ("takes", "")}
        answer = browser.post(f"{place}new/", data=form)
        assert answer.status_code == 422, wrong
        assert said in html.unescape(answer.text)


@pytest.mark.parametrize(
    ("verb", "code", "status", "begins"),
    [
        ("note", "received", "open", "Terima kasih, aduan Bapak/Ibu Sri Wahyuni"),
        ("note", "checked_registry", "open", "Sudah dicek di data vaksinasi untuk aduan ADU-"),
        ("dismiss", "no_reply_30_days", "open", "Pelapor tidak melengkapi berkas"),
        ("send_back", "evidence_unreadable", "corrected", "Bukti koreksi tidak terbaca."),
        ("hand_off", "ask_facility", "verifying", "Mohon periksa dan perbaiki entri P-Care"),
    ],
)
def test_a_text_comes_filled_without_scripts(
    app: Flask, cast: Cast, make_ticket: Make, verb: str, code: str, status: Status, begins: str
) -> None:
    number = bring_to(status, make_ticket(), cast).number
    actor = cast.verifier if verb == "hand_off" else cast.supervisor
    page = visit(app, actor).get(f"{address(number, verb)}?canned={code}").text
    filled = re.search(r"<textarea[^>]*>\s*([^<]*)</textarea>", page)
    assert filled is not None
    assert html.unescape(filled[1]).startswith(begins)
    assert (code == "received") == bool(re.search(r'name="to_reporter"[^>]*value="1"[^>]*checked', page))


def test_a_text_of_another_place_or_of_none_fills_nothing(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser, number = visit(app, cast.supervisor), make_ticket().number
    for code in ("no_reply_30_days", "nonsense", "%s", "{nomor}"):
        page = browser.get(address(number, "note"), query_string={"canned": code}).text
        assert re.search(r"<textarea[^>]*>\s*</textarea>", page), code


def test_the_composer_offers_notes_and_messages_filled(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket().number
    page = html.unescape(visit(app, cast.operator).get(address(number)).text)
    assert f"sudah kami terima dengan nomor {number}" in page
    assert 'data-canned="note-text"' in page


def test_one_text_on_many_is_filled_for_each(app: Flask, cast: Cast, make_ticket: Make) -> None:
    listed = [make_ticket().number for _ in range(2)]
    browser = visit(app, cast.supervisor)
    page = browser.get("/admin/tickets/bulk/note", query_string={"ticket": listed, "canned": "received"}).text
    assert "{nomor}" in page
    form = hidden_fields(page) | {"ticket": CHOSEN.findall(page), "to_reporter": "1", "text": "Nomor {nomor}"}
    assert browser.post("/admin/tickets/bulk/note", data=form).status_code == 302
    assert {note.text for note in db.session.scalars(select(Note))} == {f"Nomor {number}" for number in listed}


def test_a_macro_is_chosen_looked_at_and_applied(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = make_ticket()
    browser, place = visit(app, cast.verifier), "/admin/tickets/bulk/macro"
    assert f"{place}?ticket={ticket.number}" in browser.get(address(ticket.number)).text
    assert "Ambil, tandai mendesak" in browser.get(place, query_string={"ticket": ticket.number}).text
    page = browser.get(place, query_string={"ticket": ticket.number, "macro": "take_urgent"}).text
    assert "Prioritas: mendesak" in page
    form = hidden_fields(page) | {"ticket": CHOSEN.findall(page), "macro": "take_urgent"}
    answer = browser.post(place, data=form)
    assert answer.headers["Location"].endswith(address(ticket.number))
    kept = db.session.get_one(Ticket, ticket.id)
    assert (kept.status, kept.priority, kept.assignee_id) == (Status.VERIFYING, 2, cast.verifier.id)
    again = browser.get(place, query_string={"ticket": ticket.number, "macro": "take_urgent"}).text
    assert "Hanya aduan terbuka yang dapat diambil." in again
    assert CHOSEN.findall(again) == []
