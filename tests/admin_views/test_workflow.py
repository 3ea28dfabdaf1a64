"""The page of the desk definition: read by everybody, drafted by an administrator, published by another."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from access.actors import Actor, actor_of
from models import Role, Ticket, db
from models.database import writing
from tests.conftest import Cast, make_user
from tests.desk_text import ADDED, put_in_force
from tests.visits import Browser, hidden_fields, visit
from workflow import desk, desk_drafts
from workflow.definition import read, shipped_text
from workflow.definition_edit import with_part

HOME, DRAFT = "/admin/workflow/", "/admin/workflow/draft"
TEXT = shipped_text()
CLOSE = {
    "verb": "close", "kind": "", "label_id": "Tutup", "label_en": "Close", "sources": ["corrected"],
    "target": "closed", "roles": ["verifier", "supervisor"], "by": "second_person", "needs": ["told_how", "told_at"],
    "target_days": "2", "within_days": "", "why": "",
}  # fmt: skip
FIELD = {
    "code": "need", "kind": "choice", "label_id": "Keperluan", "label_en": "Need", "required_at": ["correct"],
    "choices": "umrah | Umrah | Umrah\r\nwork | Kerja | Work", "masked": "", "help_id": "Untuk apa", "help_en": "",
}  # fmt: skip
RULE = {
    "name": "Umrah dahulu", "category": ["nik_not_found"], "region": [], "channel": [], "asked": "need = umrah",
    "assign": "", "priority": "high", "note": "",
}  # fmt: skip


@pytest.fixture
def other_admin(cast: Cast) -> Actor:
    with writing():
        return actor_of(make_user("other_admin", Role.ADMIN, ""), session="s", origin="10.0.0.2")


def send(browser: Browser, path: str, **typed: Any) -> TestResponse:
    """Fill in the form of a page and send it."""
    return browser.post(path, data=hidden_fields(browser.get(path).text) | typed)


def tokens(browser: Browser, path: str = f"{DRAFT}/file") -> dict[str, str]:
    return hidden_fields(browser.get(path).text)


def draft_text() -> str:
    standing = desk_drafts.standing()
    assert standing is not None
    return standing.text


def in_force() -> int:
    db.session.rollback()
    return desk_drafts.versions(most=1)[0].number


def test_everybody_reads_what_is_in_force_and_only_an_administrator_changes_it(app: Flask, cast: Cast) -> None:
    for actor in (cast.operator, cast.verifier, cast.supervisor, cast.auditor, cast.admin):
        page = visit(app, actor).get(HOME).text
        assert "Versi 1 berlaku sejak" in page
        assert "Tutup tanpa koreksi" in page
        assert ("/admin/workflow/draft/move/1" in page) is (actor is cast.admin)


def test_the_picture_says_in_words_what_it_draws(app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]) -> None:
    make_ticket()
    page = visit(app, cast.admin).get(HOME).text
    words = re.search(r"<desc[^>]*>(.*?)</desc>", page, re.DOTALL)
    assert words
    assert "Terbuka: 1 aduan." in words[1]
    assert "Dari Dikoreksi ke Ditutup: Tutup." in words[1]
    assert page.count('class="nd"') == 4
    assert "style=" not in page


def test_a_move_is_changed_in_a_form_and_shown_beside_what_it_was(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    assert send(browser, f"{DRAFT}/move/6", **CLOSE).status_code == 302
    page = browser.get(f"{HOME}?lang=id").text
    assert "Draf versi 2" in page
    assert "2 perubahan" in page
    assert '<ins class="lk-new">2 hari kerja</ins>' in page
    assert '<del class="lk-old">Petugas Loket, Verifikator, Penyelia' in page
    assert draft_text() == with_part(TEXT, "move", 6, {"roles": ["verifier", "supervisor"], "target_days": 2})


def test_a_field_and_a_rule_are_added_and_taken_out_again(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    assert send(browser, f"{DRAFT}/field/0", **FIELD).status_code == 302
    assert send(browser, f"{DRAFT}/rule/0", **RULE).status_code == 302
    found = read(draft_text())
    assert [choice.code for choice in found.fields[-1].choices] == ["umrah", "work"]
    assert (found.rules[0].when.fields, found.rules[0].then.priority) == ({"need": ("umrah",)}, 1)
    for part in ("rule/1", "field/3"):
        assert "value=" in browser.get(f"{DRAFT}/{part}").text
        answer = browser.post(f"{DRAFT}/{part}/remove", data=tokens(browser, f"{DRAFT}/{part}"))
        assert answer.status_code == 302
    assert read(draft_text()).steps == read(TEXT).steps
    assert (read(draft_text()).fields, read(draft_text()).rules) == (read(TEXT).fields, ())


def test_deadlines_and_the_second_person_are_changed(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    typed = {"first_response_days": "2", "amber_percent": "75", "working_days": ["mon", "sat"], "opens": "07:30",
             "closes": "15:00"}  # fmt: skip
    assert send(browser, f"{DRAFT}/deadlines/1", **typed).status_code == 302
    assert send(browser, f"{DRAFT}/desk/1", why="Kantor dua orang").status_code == 302
    found = read(draft_text())
    assert (found.deadlines.working_days, found.deadlines.first_response_days) == ((0, 5), 2)
    assert (found.second_person, found.why) == (False, "Kantor dua orang")


def test_a_mistake_stands_at_its_field_and_is_kept_only_when_asked(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    assert 'id="sources-error"' in send(browser, f"{DRAFT}/move/6", **CLOSE | {"sources": ["open"]}).text
    wrong = CLOSE | {"label_en": "", "target_days": "soon"}
    answer = send(browser, f"{DRAFT}/move/6", **wrong)
    assert answer.status_code == 422
    for name in ("label_en", "target_days"):
        assert f'id="{name}-error"' in answer.text
    assert desk_drafts.standing() is None
    assert send(browser, f"{DRAFT}/move/6", **wrong, keep="y").status_code == 302
    page = browser.get(HOME).text
    assert "move[6].target_days" in page
    assert f'href="{DRAFT}/move/6"' in page
    assert "disimpan dalam draf" in browser.get(f"{DRAFT}/move/6").text.lower()


def test_the_text_is_typed_brought_and_taken_along(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    path = f"{DRAFT}/file"
    assert send(browser, path, text="[[move").status_code == 422
    assert send(browser, path, text=ADDED.replace("\n", "\r\n")).status_code == 302
    assert draft_text() == ADDED
    mine = TEXT.replace("# How", "# Ours: how")
    assert send(browser, path, text="", file=(BytesIO(mine.encode()), "desk.toml")).status_code == 302
    assert draft_text() == browser.get(f"{DRAFT}/desk.toml").text == mine
    assert send(browser, path, file=(BytesIO(b"\xff\xfe"), "x.toml")).status_code == 422
    assert send(browser, path, text="[[move", keep="y").status_code == 302
    assert browser.get(f"{DRAFT}/move/1").headers["Location"].endswith("/file")
    assert "Draf belum dapat dibaca utuh" in browser.get(HOME).text


def test_nothing_odd_in_a_draft_breaks_a_page(app: Flask, cast: Cast) -> None:
    browser, path = visit(app, cast.admin), f"{DRAFT}/file"
    odd = b'[desk]\nwhy = "a\x00b"'
    assert send(browser, path, keep="y", file=(BytesIO(odd), "x.toml")).status_code == 422
    assert desk_drafts.standing() is None
    assert send(browser, path, text="[[move", keep="y").status_code == 302
    removal = browser.post(f"{DRAFT}/move/1/remove", data=tokens(browser))
    assert (removal.status_code, removal.headers["Location"].endswith("/file")) == (302, True)


def test_a_form_that_saw_another_draft_is_told(app: Flask, cast: Cast, other_admin: Actor) -> None:
    one, other = visit(app, cast.admin), visit(app, other_admin)
    seen = tokens(one)
    send(other, f"{DRAFT}/file", text=ADDED)
    answer = one.post(f"{DRAFT}/file", data=tokens(one) | seen | {"last_event_id": "", "text": TEXT + "# x\n"})
    assert answer.status_code == 409
    assert draft_text() == ADDED


def test_another_administrator_publishes_after_a_look(
    app: Flask, cast: Cast, other_admin: Actor, make_ticket: Callable[..., Ticket]
) -> None:
    make_ticket()
    author, second = visit(app, cast.admin), visit(app, other_admin)
    text = with_part(with_part(TEXT, "move", 1, {"roles": ["supervisor"]}), "deadlines", 1, {"opens": "07:30"})
    send(author, f"{DRAFT}/file", text=text)
    page = author.get(f"{DRAFT}/publish").text
    assert "Other Admin" in page
    assert 'name="note"' not in page
    page = second.get(f"{DRAFT}/publish").text
    assert '<del class="lk-old">Verifikator, Penyelia</del> <ins class="lk-new">Penyelia</ins>' in page
    assert "Pada 1 aduan (Terbuka) Verifikator tidak dapat lagi memilih Ambil aduan." in page
    assert send(second, f"{DRAFT}/publish", note="").status_code == 422
    assert send(second, f"{DRAFT}/publish", note="Diminta pusat").status_code == 302
    assert in_force() == 2
    assert "Versi 2 berlaku sejak" in second.get(HOME).text
    trail = visit(app, cast.auditor).get("/admin/audit/").text
    assert "Mengubah draf alur kerja: deadlines, take" in trail


def test_a_desk_with_one_administrator_is_told_what_to_do(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    send(browser, f"{DRAFT}/file", text=ADDED)
    assert "Tidak ada Administrator lain" in browser.get(f"{DRAFT}/publish").text
    assert browser.post(f"{DRAFT}/publish", data=tokens(browser) | {"note": "x"}).status_code == 403


def test_a_draft_that_is_behind_shows_what_it_missed(app: Flask, cast: Cast, other_admin: Actor) -> None:
    author, second = visit(app, cast.admin), visit(app, other_admin)
    send(author, f"{DRAFT}/file", text=with_part(TEXT, "move", 6, {"target_days": 2}))
    put_in_force(ADDED, cast.admin)
    page = second.get(f"{DRAFT}/publish").text
    assert "Versi 2 terbit setelah draf ini dimulai." in page
    assert "Koreksi ditolak pusat" in page
    form = tokens(second)
    assert second.post(f"{DRAFT}/publish", data=form | {"note": "x"}).status_code == 409
    author.post(f"{DRAFT}/follow", data=tokens(author, f"{DRAFT}/publish"))
    assert send(second, f"{DRAFT}/publish", note="Sudah dibandingkan").status_code == 302
    assert in_force() == 3


def test_the_history_is_read_compared_downloaded_and_proposed_again(app: Flask, cast: Cast) -> None:
    put_in_force(ADDED, cast.admin)
    browser = visit(app, cast.admin)
    page = browser.get(f"{HOME}versions").text
    assert "Diminta pusat" in page
    assert desk.digest_of(ADDED)[:12] in page
    assert browser.get(f"{HOME}versions/1/desk.toml").text == TEXT
    assert "Koreksi ditolak pusat (rejected_above)" in browser.get(f"{HOME}versions/compare?from=1&to=2").text
    assert browser.get(f"{HOME}versions/9").status_code == 404
    one = browser.get(f"{HOME}versions/1").text
    assert browser.post(f"{DRAFT}/propose/1", data=hidden_fields(one)).status_code == 302
    assert draft_text() == TEXT
    assert send(browser, f"{DRAFT}/discard").status_code == 302
    assert desk_drafts.standing() is None


def test_a_trial_shows_both_and_nothing_of_the_person(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]
) -> None:
    ticket = make_ticket(reporter_name="Agus Salim", address="Jl. Rambutan 5")
    browser = visit(app, cast.admin)
    send(browser, f"{DRAFT}/file", text=with_part(TEXT, "move", 1, {"roles": ["supervisor"]}))
    page = send(browser, f"{DRAFT}/try", number=ticket.number, role="verifier").text
    assert "tidak ditawarkan" in page
    for value in ("Sri Wahyuni", "Agus Salim", "Rambutan", "650105", "0812"):
        assert value not in page
    assert visit(app, cast.supervisor).get(f"{DRAFT}/try").status_code == 403
