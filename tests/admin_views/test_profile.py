"""One's own account: language and password, and nothing else."""

import re

import pytest
from flask import Flask

from models import Role, User, db
from tests.conftest import Cast
from tests.visits import Browser, look_in, visit
from tests.web.signing import PASSWORD, WRONG, events, give_password, type_in

PROFILE = "/admin/profile/"
NEW = "dua ekor kerbau makan rumput"


def send(browser: Browser, path: str, prefix: str, **fields: str) -> int:
    page = browser.get(PROFILE).get_data(as_text=True)
    [token] = re.findall(rf'name="{prefix}-csrf_token"[^>]*value="([^"]+)"', page)
    form = {f"{prefix}-{name}": value for name, value in (fields | {"csrf_token": token}).items()}
    return browser.post(PROFILE + path, data=form).status_code


@pytest.fixture
def me(app: Flask, cast: Cast) -> Browser:
    """A browser in which the operator signed in by password."""
    give_password(cast.operator)
    browser = look_in(app)
    type_in(browser, cast.operator.email)
    return browser


@pytest.mark.parametrize("name", ["operator", "verifier", "supervisor", "auditor", "admin"])
def test_everybody_has_an_account_of_their_own(app: Flask, cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    page = visit(app, actor).get(PROFILE).get_data(as_text=True)
    assert f"<dd>{actor.email}</dd>" in page
    assert not re.findall(r'name="[\w-]*(?:role|regions|active|email)"', page)


def test_the_language_one_chooses_is_the_one_one_reads(me: Browser, cast: Cast) -> None:
    assert send(me, "language", "language", locale="en") == 302
    page = me.get(PROFILE).get_data(as_text=True)
    assert '<html lang="en"' in page
    assert events("user.language")[0]["actor"]["id"] == cast.operator.id


def test_a_language_that_is_not_spoken_is_refused(me: Browser) -> None:
    assert send(me, "language", "language", locale="xx") == 422


def test_a_new_password_needs_the_present_one(me: Browser, app: Flask, cast: Cast) -> None:
    assert send(me, "password", "own", current=WRONG, password=NEW, again=NEW) == 422
    assert send(me, "password", "own", current=PASSWORD, password=NEW, again=NEW) == 302
    assert type_in(look_in(app), cast.operator.email, NEW).status_code == 302


def test_changing_the_password_ends_every_session_but_this_one(me: Browser, app: Flask, cast: Cast) -> None:
    elsewhere = look_in(app)
    type_in(elsewhere, cast.operator.email)
    copied = me.get_cookie("loket")
    assert copied is not None
    send(me, "password", "own", current=PASSWORD, password=NEW, again=NEW)
    thief = look_in(app)
    thief.set_cookie("loket", copied.value)
    assert [browser.get(PROFILE).status_code for browser in (me, elsewhere, thief)] == [200, 302, 302]


@pytest.mark.parametrize("new", ["pendek", "operator@loket.test", PASSWORD[:14]])
def test_a_new_password_has_to_be_a_good_one(me: Browser, new: str) -> None:
    assert send(me, "password", "own", current=PASSWORD, password=new, again=new) == 422


def test_guessing_the_present_password_is_slowed_like_a_sign_in(me: Browser) -> None:
    tries = [send(me, "password", "own", current=WRONG, password=NEW, again=NEW) for _ in range(6)]
    assert tries == [422] * 5 + [429]


def test_nobody_gives_themselves_a_role_through_their_account(me: Browser, cast: Cast) -> None:
    send(me, "language", "language", locale="en", role="admin")
    db.session.rollback()
    assert db.session.get_one(User, cast.operator.id).role == Role.OPERATOR
