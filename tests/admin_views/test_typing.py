"""What a form's script asks and says: a draft kept, offered again, thrown away, and gone when the form is done."""

import json
from typing import Any

import pytest

from tests.admin_views.desk import open_form, post, send
from tests.admin_views.test_new_ticket import send as send_intake
from tests.visits import look_in, visit

DRAFTS = "/admin/drafts/"


def ask(browser, query="") -> Any:
    return browser.get(DRAFTS + query).json


def keep(browser, place, token=None, **fields: str):
    token = token or ask(browser)["token"]
    body = {"place": place, "fields": json.dumps({name: [value] for name, value in fields.items()})}
    return browser.post(f"{DRAFTS}keep", data=body, headers={"X-CSRFToken": token, "Accept": "application/json"})


def offered(browser, place):
    return ask(browser, f"?place={place}").get("fields")


def test_what_is_typed_is_kept_and_offered_again(app, cast):
    browser = visit(app, cast.operator)
    answer: Any = keep(browser, "intake", subject_name="Nurhayati").json
    assert answer["said"].startswith("Draf tersimpan ")
    told = ask(browser, "?place=intake")
    assert told["fields"] == {"subject_name": ["Nurhayati"]}
    assert told["said"].endswith("tersedia.")
    assert told["me"] == cast.operator.id


def test_the_longest_story_fits_in_any_script(app, cast):
    browser = visit(app, cast.operator)
    assert keep(browser, "intake", story="語" * 4000, subject_name="ꦱ" * 100).status_code == 200
    assert offered(browser, "intake")["story"] == ["語" * 4000]


def test_a_draft_thrown_away_is_gone(app, cast):
    browser = visit(app, cast.operator)
    keep(browser, "intake", subject_name="Nurhayati")
    token = ask(browser)["token"]
    browser.post(f"{DRAFTS}discard", data={"place": "intake"}, headers={"X-CSRFToken": token})
    assert offered(browser, "intake") is None


def test_a_filed_complaint_leaves_no_draft_and_a_refused_one_does(app, cast):
    browser = visit(app, cast.operator)
    keep(browser, "intake", subject_name="Nurhayati")
    assert send_intake(browser, subject_name="").status_code == 422
    assert offered(browser, "intake")
    assert send_intake(browser).status_code == 302
    assert offered(browser, "intake") is None


def test_an_act_that_is_done_leaves_no_draft(app, cast, make_ticket):
    number, browser = make_ticket().number, visit(app, cast.verifier)
    keep(browser, f"note:{number}", text="Setengah")
    keep(browser, f"dismiss:{number}", reason="Setengah")
    assert send(browser, number, "note", text="Utuh", to_reporter="0").status_code == 302
    assert (offered(browser, f"note:{number}"), offered(browser, f"dismiss:{number}")) == (
        None,
        {"reason": ["Setengah"]},
    )


@pytest.mark.parametrize("fields", ["", "no json", "[]", '{"a": "b"}', '{"a": [1]}', '{"a": ["\\ud800"]}', "[" * 9000])
def test_what_are_no_fields_is_refused(app, cast, fields):
    browser = visit(app, cast.operator)
    token = ask(browser)["token"]
    body = {"place": "intake", "fields": fields}
    assert browser.post(f"{DRAFTS}keep", data=body, headers={"X-CSRFToken": token}).status_code == 422


def test_an_ended_session_is_told_from_a_fault(app, cast):
    assert keep(look_in(app), "intake", token="x").status_code in (400, 401)
    asked = look_in(app).get(f"{DRAFTS}?place=intake", headers={"Accept": "application/json"})
    assert asked.status_code == 401


def test_forms_name_their_place_and_those_that_show_something_personal_have_none(app, cast, make_ticket):
    number, browser = make_ticket().number, visit(app, cast.supervisor)
    for verb in ("dismiss", "assign", "edit", "note"):
        assert f'data-draft="{verb}:{number}"' in browser.get(f"/admin/tickets/{number}/{verb}").text
    assert f'data-draft="note:{number}"' in browser.get(f"/admin/tickets/{number}").text
    assert 'data-draft="intake"' in browser.get("/admin/tickets/new").text
    send(browser, number, "take")
    assert "data-draft=" not in browser.get(f"/admin/tickets/{number}/reveal?field=subject_nik").text


def test_a_stale_form_keeps_its_draft(app, cast, make_ticket):
    number, browser = make_ticket().number, visit(app, cast.supervisor)
    keep(browser, f"dismiss:{number}", reason="Setengah")
    opened = open_form(browser, number, "dismiss")
    send(browser, number, "take")
    assert post(browser, number, "dismiss", opened, outcome="rejected", reason="Utuh").status_code == 409
    assert offered(browser, f"dismiss:{number}")
