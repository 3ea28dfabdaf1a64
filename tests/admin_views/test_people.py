"""The pages about people: absences, assignment by turn, satisfaction, quality and merging, as they are used."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Flask

from models import Away, Note, Status, Ticket, User, clock, db
from models.database import writing
from tests.admin_views.desk import address, send
from tests.casework import bring_to, move
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit
from workflow import absences

Make = Callable[..., Ticket]


def is_listed(browser: Browser, number: str) -> bool:
    """Whether the complaint stands in one's own queue."""
    return f'href="{number}' in browser.get("/admin/tickets/?assignee=me").text


def test_a_verifier_enters_an_absence_and_the_substitute_works_on_their_complaints(
    app: Flask, make_ticket: Make, cast: Cast
) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    own, other = visit(app, cast.verifier), visit(app, cast.second_verifier)
    number = ticket.number
    assert not is_listed(other, number)
    page = own.get("/admin/absences/new")
    substitute = db.session.get_one(User, cast.second_verifier.id).ref
    today = clock.today()
    days = {"since": today.isoformat(), "until": (today + timedelta(days=2)).isoformat()}
    answer = own.post("/admin/absences/new", data=hidden_fields(page.text) | days | {"substitute": substitute})
    assert (answer.status_code, answer.location) == (302, "/admin/absences/")
    assert is_listed(other, number)
    assert send(other, number, "edit", dose="2", subject_name="Sri", category="other", channel="counter",
                region_code="6501", priority="0", sex="", cause="").status_code == 302  # fmt: skip
    assert "sebagai pengganti Verifier" in own.get(address(number)).text
    assert "digantikan Second Verifier" in visit(app, cast.admin).get("/admin/users/").text
    assert "Anda menggantikan Verifier" in other.get("/admin/profile/").text
    away = db.session.query(Away).one()
    token = hidden_fields(own.get("/admin/absences/").text)
    assert own.post(f"/admin/absences/{away.ref}/end", data=token).status_code == 302
    assert not is_listed(other, number)


def test_nobody_enters_an_absence_of_somebody_out_of_their_reach(app: Flask, cast: Cast) -> None:
    ref = db.session.get_one(User, cast.verifier.id).ref
    met = {
        person: visit(app, getattr(cast, person)).get(f"/admin/absences/new?person={ref}").status_code
        for person in ("verifier", "supervisor", "admin", "second_verifier", "other_supervisor", "operator")
    }
    assert met == {
        "verifier": 200, "supervisor": 200, "admin": 200, "second_verifier": 403, "other_supervisor": 404,
        "operator": 403,
    }  # fmt: skip


def test_a_supervisor_gives_all_that_somebody_away_has_to_the_substitute(
    app: Flask, make_ticket: Make, cast: Cast
) -> None:
    held = [move(make_ticket(), "take", cast.verifier) for _ in range(2)]
    move(make_ticket(), "take", cast.second_verifier)
    day = clock.today()
    with writing():
        away, substitute = (db.session.get_one(User, one.id) for one in (cast.verifier, cast.second_verifier))
        ref = absences.enter(away, substitute=substitute, since=day, until=day, actor=cast.supervisor).ref
    browser, path = visit(app, cast.supervisor), f"/admin/absences/{ref}/hand-over"
    assert "Serahkan 2 aduan ke pengganti" in browser.get("/admin/absences/").text
    assert "Serahkan" not in visit(app, cast.verifier).get("/admin/absences/").text
    met = [visit(app, getattr(cast, name)).get(path).status_code for name in ("verifier", "admin", "other_supervisor")]
    assert met == [403, 403, 404]
    preview = browser.get(browser.get(path).location)
    assert f'<option selected value="{cast.second_verifier.id}">' in preview.text
    chosen = re.findall(r'name="ticket" value="([^"]+)"', preview.text)
    data = hidden_fields(preview.text) | {"ticket": chosen, "assignee": str(cast.second_verifier.id)}
    assert (len(chosen), browser.post("/admin/tickets/bulk/assign", data=data).status_code) == (2, 302)
    db.session.expire_all()
    assert {ticket.assignee_id for ticket in held} == {cast.second_verifier.id}
    assert "Serahkan" not in browser.get("/admin/absences/").text


def test_the_form_says_who_is_next_and_gives_it_to_them(app: Flask, make_ticket: Make, cast: Cast) -> None:
    number, browser = make_ticket().number, visit(app, cast.supervisor)
    page = browser.get(address(number, "assign")).text
    assert "Berikutnya menurut giliran: Verifier (beban: 0)" in page
    assert send(browser, number, "assign", assignee="turn").status_code == 302
    assert "menugaskan aduan kepada Verifier, menurut giliran" in browser.get(address(number)).text


def test_a_closing_keeps_the_message_and_the_answer(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.CORRECTED, make_ticket(), cast)
    number, browser = ticket.number, visit(app, cast.operator)
    told = {"told_how": "phone", "told_at": "2026-01-01T09:00", "message": "Sudah terbit.", "satisfaction": "4"}
    assert send(browser, number, "close", **told).status_code == 302
    assert "Sangat puas" in browser.get(address(number)).text
    assert [(note.text, note.to_reporter) for note in db.session.query(Note)] == [("Sudah terbit.", True)]
    assert send(browser, number, "rate", satisfaction="2", satisfaction_words="Lama").status_code == 302
    assert "Kurang puas" in browser.get(address(number)).text
    page = visit(app, cast.supervisor).get("/admin/reports/quality").text
    assert "50" in page
    assert "1 jawaban" in page


def test_quality_without_an_answer_shows_no_index(app: Flask, make_ticket: Make, cast: Cast) -> None:
    browser = visit(app, cast.auditor)
    assert "Belum ada aduan yang ditutup" in browser.get("/admin/reports/quality").text
    bring_to(Status.CLOSED, make_ticket(), cast)
    assert "Belum ada jawaban" in browser.get("/admin/reports/quality").text


def pair_of(make_ticket: Make) -> tuple[str, str]:
    return make_ticket(story="Pertama.").number, make_ticket(story="Kedua.", subject_phone="081200001111").number


def tokens(page: str) -> dict[str, str]:
    """The tokens of a form about two complaints."""
    other = re.search(r'name="other_event_id"[^>]*value="(\d+)"', page)
    assert other
    return hidden_fields(page) | {"other_event_id": other.group(1)}


def test_two_complaints_are_merged_and_parted_again(app: Flask, make_ticket: Make, cast: Cast) -> None:
    original, merged = pair_of(make_ticket)
    browser = visit(app, cast.supervisor)
    place = f"/admin/tickets/{merged}/merge/{original}"
    assert place in browser.get(address(merged)).text
    page = browser.get(place)
    fields: dict[str, Any] = {"reason": "Orang yang sama", "keep-story": "merged"}
    assert "1111" not in page.text.replace("••••1111", "")
    answer = browser.post(place, data=tokens(page.text) | fields)
    assert (answer.status_code, answer.location) == (302, address(original))
    said = browser.get(address(original)).text
    assert f"dari {merged}" in said
    assert "Kedua." in said
    assert send(browser, merged, "undo_duplicate", reason="Keliru").status_code == 302
    assert "Pertama." in browser.get(address(original)).text


def test_a_merge_form_left_open_is_refused_with_what_was_typed(app: Flask, make_ticket: Make, cast: Cast) -> None:
    original, merged = pair_of(make_ticket)
    browser = visit(app, cast.supervisor)
    place = f"/admin/tickets/{merged}/merge/{original}"
    hidden = hidden_fields(browser.get(place).text) | {"other_event_id": "1"}
    answer = browser.post(place, data=hidden | {"reason": "Alasan saya", "keep-story": "merged"})
    assert (answer.status_code, "Alasan saya" in answer.text) == (409, True)
    assert visit(app, cast.verifier).get(place).status_code == 403
    move(db.session.query(Ticket).filter_by(number=merged).one(), "dismiss", cast.supervisor)
    assert browser.get(place).status_code == 409
