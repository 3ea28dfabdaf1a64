"""The screens about people: list, new, edit, one-time link; and who is kept out of them."""

import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event
from werkzeug.test import TestResponse

from access.actors import Actor
from models import Role, User, db
from models.database import writing
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit
from workflow import people
from workflow.accounts import Account
from workflow.roster import PAGE

USERS = "/admin/users/"
ADDRESS = re.compile(r'data-copy="http://127\.0\.0\.1:8080(/link/[\w-]{43})"')
RINA = {"name": "Rina Marlina", "email": "rina@loket.test", "role": "operator", "regions": ["6501"], "reason": "SK 12"}


def row(actor: Actor) -> User:
    db.session.rollback()
    return db.session.get_one(User, actor.id)


def page_of(actor: Actor) -> str:
    return USERS + row(actor).ref


def send(browser: Browser, path: str, form: dict[str, Any], to: str = "") -> TestResponse:
    """Open a form, fill it in and send it."""
    page = browser.get(path).get_data(as_text=True)
    return browser.post(to or path, data=hidden_fields(page) | form)


def standing(actor: Actor, **changes: Any) -> dict[str, Any]:
    """The edit form as it stands, with changes."""
    user = row(actor)
    known = {
        "name": user.name,
        "role": user.role.value,
        "regions": sorted(user.regions),
        "active": "y",
        "reason": "SK 9",
    }
    return known | changes


def rows_of(answer: TestResponse) -> list[str]:
    return re.findall(r"<small>([^<]*@[^<]*)</small>", answer.get_data(as_text=True))


@pytest.fixture
def admin(app: Flask, cast: Cast) -> Browser:
    return visit(app, cast.admin)


@pytest.mark.parametrize("name", ["operator", "verifier", "supervisor", "auditor"])
@pytest.mark.parametrize("path", ["", "new", "{ref}"])
def test_the_screens_are_shut_to_everybody_but_an_administrator(app: Flask, cast: Cast, name: str, path: str) -> None:
    browser = visit(app, getattr(cast, name))
    assert browser.get(USERS + path.format(ref=row(cast.outsider).ref)).status_code == 403


def test_the_list_names_everybody_who_may_sign_in(admin: Browser, cast: Cast) -> None:
    assert len(rows_of(admin.get(USERS))) == 8


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=second", ["second_verifier@loket.test"]),
        ("q=OPERATOR@", ["operator@loket.test"]),
        ("q=%25", []),
        ("q=_", []),
        ("role=auditor", ["auditor@loket.test"]),
        ("standing=disabled", []),
        ("standing=nonsense&role=king&q=admin", ["admin@loket.test"]),
        ("q=" + "a" * 3000, []),
        ("after=' OR 1=1 --", []),
    ],
)
def test_the_list_is_narrowed_by_beginning_role_and_standing(admin: Browser, query: str, found: list[str]) -> None:
    answer = admin.get(f"{USERS}?{query}")
    assert (answer.status_code, rows_of(answer)) == (200, found)


def add_people(cast: Cast, count: int) -> None:
    """Auditors of one name, so that only their order keeps them apart."""
    with writing():
        for number in range(count):
            people.add(Account(email=f"p{number:02}@loket.test", name="Sama", role=Role.AUDITOR), actor=cast.admin)


def test_a_long_list_comes_in_pages_that_leave_nobody_out(admin: Browser, cast: Cast) -> None:
    add_people(cast, PAGE)
    first = admin.get(USERS)
    [onward] = re.findall(r'href="([^"]+)" rel="next"', first.get_data(as_text=True))
    second = admin.get(onward.replace("&amp;", "&"))
    assert len(set(rows_of(first)) | set(rows_of(second))) == PAGE + 8


def test_the_list_costs_the_same_statements_however_long(admin: Browser, cast: Cast) -> None:
    short = statements_of_the_list(admin)
    add_people(cast, PAGE)
    assert len(short) == len(statements_of_the_list(admin)) <= 8


def statements_of_the_list(browser: Browser) -> list[str]:
    seen: list[str] = []

    def note(*told: str) -> None:
        seen.append(told[2])

    event.listen(db.engine, "before_cursor_execute", note)
    browser.get(USERS)
    event.remove(db.engine, "before_cursor_execute", note)
    return seen


def test_a_new_user_gets_a_link_that_is_shown_once(app: Flask, admin: Browser) -> None:
    shown = send(admin, USERS + "new", RINA)
    [path] = ADDRESS.findall(shown.get_data(as_text=True))
    assert path not in admin.get(USERS).get_data(as_text=True)
    assert app.test_client().get(path).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"email": "operator@loket.test"},
        {"email": "x"},
        {"regions": []},
        {"role": "system"},
        {"reason": ""},
        {"name": ""},
    ],
)
def test_a_new_user_that_cannot_be_is_asked_again_and_nothing_is_made(admin: Browser, wrong: dict[str, Any]) -> None:
    assert send(admin, USERS + "new", RINA | wrong).status_code == 422
    assert db.session.query(User).count() == 8


def test_the_form_takes_its_own_fields_and_no_others(admin: Browser, cast: Cast) -> None:
    before = row(cast.operator)
    extra = {"password": "x", "email": "lain@loket.test", "fs_uniquifier": "x", "id": "99", "last_event_id_": "1"}
    send(admin, page_of(cast.operator), standing(cast.operator, name="Baru") | extra)
    after = row(cast.operator)
    assert (after.name, after.email, after.password, after.id) == (
        "Baru",
        cast.operator.email,
        before.password,
        before.id,
    )


def test_a_change_is_saved_with_its_reason(admin: Browser, cast: Cast) -> None:
    answer = send(admin, page_of(cast.operator), standing(cast.operator, role="verifier", regions=["6503", "6571"]))
    assert answer.location == USERS
    assert (row(cast.operator).role, row(cast.operator).region_codes) == (Role.VERIFIER, "6503,6571")


def test_two_administrators_at_one_user_see_what_the_other_changed(admin: Browser, cast: Cast) -> None:
    old = hidden_fields(admin.get(page_of(cast.operator)).get_data(as_text=True))
    send(admin, page_of(cast.operator), standing(cast.operator, name="Pertama"))
    answer = admin.post(page_of(cast.operator), data=old | standing(cast.operator, name="Kedua"))
    page = answer.get_data(as_text=True)
    assert (answer.status_code, row(cast.operator).name) == (409, "Pertama")
    assert '<del class="lk-old">Pertama</del>' in page
    assert 'value="Kedua"' in page
    again = admin.post(page_of(cast.operator), data=hidden_fields(page) | standing(cast.operator, name="Kedua"))
    assert (again.status_code, row(cast.operator).name) == (302, "Kedua")


def test_ones_own_account_is_shown_and_not_changed(admin: Browser, cast: Cast) -> None:
    page = admin.get(page_of(cast.admin)).get_data(as_text=True)
    assert 'name="role"' not in page
    form = hidden_fields(admin.get(page_of(cast.operator)).get_data(as_text=True)) | standing(
        cast.admin, role="auditor"
    )
    assert admin.post(page_of(cast.admin), data=form).status_code == 403
    assert row(cast.admin).role == Role.ADMIN


def test_a_disabled_user_is_gone_from_the_list_and_found_by_filter(admin: Browser, cast: Cast) -> None:
    form = standing(cast.operator)
    del form["active"]
    send(admin, page_of(cast.operator), form)
    assert cast.operator.email not in rows_of(admin.get(USERS))
    assert rows_of(admin.get(f"{USERS}?standing=disabled")) == [cast.operator.email]


@pytest.mark.parametrize("act", ["link", "sign-out"])
def test_a_link_or_a_sign_out_asks_why(admin: Browser, cast: Cast, act: str) -> None:
    path = page_of(cast.operator)
    assert send(admin, path, {"act-reason": ""}, f"{path}/{act}").status_code == 422
    assert send(admin, path, {"act-reason": "Lupa"}, f"{path}/{act}").status_code in (200, 302)


@pytest.mark.parametrize("path", ["new", "{ref}", "{ref}/link", "{ref}/sign-out"])
def test_nothing_is_done_without_the_token_of_the_form(admin: Browser, cast: Cast, path: str) -> None:
    assert admin.post(USERS + path.format(ref=row(cast.operator).ref), data=RINA).status_code == 400


@pytest.mark.parametrize("path", ["0190a0b0-0000-7000-8000-000000000000", "1", "x'--"])
def test_a_user_who_is_not_there_is_not_found(admin: Browser, path: str) -> None:
    assert admin.get(USERS + path).status_code == 404
