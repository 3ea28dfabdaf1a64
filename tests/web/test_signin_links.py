"""The one-time link: it sets a password once, within a day, and the first one makes an administrator."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from cli.users import first_admin_link
from models import Role, User, UserSession, db
from models.database import writing
from tests.conftest import NOON, Cast
from tests.visits import Browser, hidden_fields, look_in
from tests.web.signing import PASSWORD, WRONG, events, give_password, type_in
from workflow import people

ME = {"name": "Yusuf Kurniawan", "email": "Yusuf@Loket.test"}


def fill_in(
    browser: Browser, path: str, password: str = PASSWORD, again: str | None = None, **more: str
) -> TestResponse:
    page = browser.get(path)
    if page.status_code != 200:
        return page
    form = {"password": password, "again": password if again is None else again} | more
    return browser.post(path, data=hidden_fields(page.get_data(as_text=True)) | form)


@pytest.fixture
def link(cast: Cast) -> str:
    """The path of a link that an administrator gave the operator."""
    with writing():
        user = db.session.get_one(User, cast.operator.id)
        return f"/link/{people.renew_link(user, actor=cast.admin, reason='Lupa kata sandi').token}"


def test_a_link_sets_the_password_one_signs_in_with(app: Flask, link: str, cast: Cast) -> None:
    assert fill_in(look_in(app), link).location == "/login"
    assert type_in(look_in(app), cast.operator.email).status_code == 302


def test_a_link_works_once(app: Flask, link: str) -> None:
    fill_in(look_in(app), link)
    assert fill_in(look_in(app), link, WRONG).status_code == 404


def test_of_two_people_with_one_link_open_the_first_wins(app: Flask, link: str, cast: Cast) -> None:
    late = look_in(app)
    form = hidden_fields(late.get(link).get_data(as_text=True))
    fill_in(look_in(app), link)
    assert late.post(link, data=form | {"password": WRONG, "again": WRONG}).status_code == 404
    assert type_in(look_in(app), cast.operator.email).status_code == 302


@pytest.mark.parametrize(("hours", "status"), [(23, 302), (24, 404)])
def test_a_link_works_for_a_day(
    app: Flask, cast: Cast, set_clock: Callable[[datetime], None], hours: int, status: int
) -> None:
    set_clock(NOON)
    with writing():
        user = db.session.get_one(User, cast.operator.id)
        token = people.renew_link(user, actor=cast.admin, reason="Lupa").token
    set_clock(NOON + timedelta(hours=hours))
    assert fill_in(look_in(app), f"/link/{token}").status_code == status


def test_a_newer_link_replaces_the_older_one(app: Flask, link: str, cast: Cast) -> None:
    with writing():
        people.renew_link(db.session.get_one(User, cast.operator.id), actor=cast.admin, reason="Hilang")
    assert look_in(app).get(link).status_code == 404


def test_a_link_that_never_was_one_is_told_like_a_spent_one(app: Flask) -> None:
    assert look_in(app).get("/link/tidak-pernah-ada").status_code == 404


@pytest.mark.parametrize(
    ("password", "again"), [("pendek", "pendek"), (PASSWORD, PASSWORD + "!"), ("password12345678", "password12345678")]
)
def test_a_password_that_will_not_do_leaves_the_link_unspent(app: Flask, link: str, password: str, again: str) -> None:
    assert fill_in(look_in(app), link, password, again).status_code == 422
    assert fill_in(look_in(app), link).status_code == 302


def test_a_new_password_ends_the_sessions_of_the_old_one(app: Flask, link: str, cast: Cast) -> None:
    give_password(cast.operator, WRONG)
    browser = look_in(app)
    type_in(browser, cast.operator.email, WRONG)
    fill_in(look_in(app), link)
    assert browser.get("/admin/profile/").status_code == 302


def test_the_trail_tells_that_a_password_was_set_and_never_which(app: Flask, link: str, cast: Cast) -> None:
    fill_in(look_in(app), link)
    [noted] = events("user.password")
    assert {change["field"] for change in noted["changes"]} >= {"password", "link_digest"}
    assert not any({"before", "after"} & change.keys() for change in noted["changes"])
    assert noted["actor"]["id"] == cast.operator.id


def test_an_empty_desk_has_a_link_for_its_first_administrator(app: Flask) -> None:
    browser = look_in(app)
    assert fill_in(browser, path_of(app), **ME).location == "/login"
    assert type_in(browser, ME["email"]).status_code == 302
    assert [(user.email, user.role) for user in db.session.query(User)] == [("yusuf@loket.test", Role.ADMIN)]


def test_the_first_link_is_spent_once_the_desk_has_a_user(app: Flask) -> None:
    path = path_of(app)
    fill_in(look_in(app), path, **ME)
    assert fill_in(look_in(app), path, **ME | {"email": "lain@loket.test"}).status_code == 404
    assert first_admin_link(app) is None


def test_a_forged_or_old_first_link_opens_nothing(app: Flask, set_clock: Callable[[datetime], None]) -> None:
    set_clock(NOON)
    path = path_of(app)
    assert look_in(app).get(path[:-3] + "abc").status_code == 404
    set_clock(NOON + timedelta(hours=24))
    assert look_in(app).get(path).status_code == 404


def test_a_first_administrator_with_a_broken_address_is_asked_again(app: Flask) -> None:
    assert fill_in(look_in(app), path_of(app), **ME | {"email": "bukan-surel"}).status_code == 422
    assert people.desk_is_empty()


def path_of(app: Flask) -> str:
    """The path of the first administrator's link."""
    link = first_admin_link(app)
    assert link is not None
    assert link.startswith("http://127.0.0.1:8080/link/first/")
    return link.removeprefix("http://127.0.0.1:8080")


def test_a_link_signs_nobody_in(app: Flask, link: str) -> None:
    browser = look_in(app)
    fill_in(browser, link)
    assert db.session.query(UserSession).count() == 0
    assert browser.get("/admin/profile/").status_code == 302
