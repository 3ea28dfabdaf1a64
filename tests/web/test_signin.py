"""Signing in and out: who gets in, what is told, what is noted, and when a session is over."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import event

from models import User, UserSession, db
from models.database import writing
from tests.conftest import NOON, Cast
from tests.visits import Browser, hidden_fields, look_in
from tests.web.signing import PASSWORD, WRONG, events, give_password, sign_out, type_in
from workflow import people

HOME = "/admin/profile/"
SHOWN = re.compile(r'role="alert">.*?</div></div>', re.DOTALL)


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Browser:
    """A browser in front of a desk whose operator has a password."""
    give_password(cast.operator)
    return look_in(app)


def disable(cast: Cast) -> None:
    with writing():
        people.disable(db.session.get_one(User, cast.operator.id), actor=cast.admin, reason="Pindah tugas")


def test_the_right_password_opens_the_desk(browser: Browser, cast: Cast) -> None:
    assert type_in(browser, cast.operator.email).location == "/admin/"
    assert browser.get(HOME).status_code == 200


def test_an_address_is_read_however_it_is_written(browser: Browser, cast: Cast) -> None:
    assert type_in(browser, f"  {cast.operator.email.upper()} ").status_code == 302


@pytest.mark.parametrize("typed", [PASSWORD + " ", PASSWORD.upper(), PASSWORD[:-1], " " + PASSWORD])
def test_a_password_is_compared_exactly_as_typed(browser: Browser, cast: Cast, typed: str) -> None:
    assert type_in(browser, cast.operator.email, typed).status_code == 401


def test_every_failure_is_told_in_the_same_words(browser: Browser, cast: Cast) -> None:
    without_password, nobody = cast.verifier.email, "siapa@loket.test"
    tries = [(cast.operator.email, WRONG), (without_password, WRONG), (nobody, WRONG), (nobody, "")]
    answers = [type_in(browser, email, password) for email, password in tries]
    disable(cast)
    answers.append(type_in(browser, cast.operator.email, PASSWORD))
    told = {tuple(SHOWN.findall(answer.get_data(as_text=True))) for answer in answers}
    assert (len(told), {answer.status_code for answer in answers}) == (1, {401})


def test_a_known_and_an_unknown_address_cost_the_same_statements(browser: Browser, cast: Cast) -> None:
    counts = [statements_of(browser, email) for email in (cast.operator.email, "siapa@loket.test")]
    assert counts[0] == counts[1]


def statements_of(browser: Browser, email: str) -> list[str]:
    """The statements of one failed try, in order."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement.split(maxsplit=1)[0] + str(re.findall(r'(?:FROM|INTO) "?(\w+)', statement)))

    page = hidden_fields(browser.get("/login").get_data(as_text=True))
    event.listen(db.engine, "before_cursor_execute", note)
    browser.post("/login", data=page | {"email": email, "password": WRONG})
    event.remove(db.engine, "before_cursor_execute", note)
    return seen


def test_a_sign_in_is_an_event_of_whoever_signed_in(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email, environ_base={"REMOTE_ADDR": "10.1.2.3"})
    [noted] = events("signin.ok")
    assert (noted["actor"]["id"], noted["role"], noted["origin"]) == (cast.operator.id, "operator", "10.1.2.3")


def test_a_failed_sign_in_is_an_event_without_what_was_typed(browser: Browser, cast: Cast) -> None:
    type_in(browser, "sandi-di-kolom-surel@loket.test", WRONG)
    [noted] = events("signin.failed")
    assert (noted["role"], noted["actor"]) == ("stranger", {"name": "-"})
    assert not {"sandi-di-kolom-surel", WRONG} & set(re.split(r'[@"]', str(noted)))
    assert re.fullmatch(r"[0-9a-f]{64}", noted["facts"]["account"])


def test_failures_on_a_known_account_are_part_of_its_story(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email, WRONG)
    assert events("signin.failed")[0]["objects"] == [db.session.get_one(User, cast.operator.id).audit_object]


def test_signing_out_is_an_event_and_ends_the_row(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email)
    sign_out(browser)
    [noted] = events("signin.ended")
    row = db.session.query(UserSession).filter_by(ref=noted["session"]).one()
    assert row.ended_at is not None


def test_a_cookie_copied_before_sign_out_opens_nothing_afterwards(app: Flask, browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email)
    copied = browser.get_cookie("loket")
    assert copied is not None
    sign_out(browser)
    thief = look_in(app)
    thief.set_cookie("loket", copied.value)
    assert thief.get(HOME).location == "/login?next=/admin/profile/"
    assert thief.get(HOME, headers={"Accept": "application/json"}).status_code == 401


def test_a_disabled_user_is_out_at_the_next_step(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email)
    disable(cast)
    assert browser.get(HOME).status_code == 302


@pytest.mark.parametrize(("minutes", "status"), [(29, 200), (31, 302)])
def test_a_session_ends_after_half_an_hour_without_activity(
    browser: Browser, cast: Cast, set_clock: Callable[[datetime], None], minutes: int, status: int
) -> None:
    set_clock(NOON)
    type_in(browser, cast.operator.email)
    set_clock(NOON + timedelta(minutes=minutes))
    assert browser.get(HOME).status_code == status


def test_a_session_ends_after_twelve_hours_however_busy(
    browser: Browser, cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(NOON)
    type_in(browser, cast.operator.email)
    answers = []
    for minutes in range(20, 12 * 60 + 21, 20):
        set_clock(NOON + timedelta(minutes=minutes))
        answers.append(browser.get(HOME).status_code)
    assert (set(answers[:-2]), answers[-1]) == ({200}, 302)


def test_each_sign_in_has_a_token_of_its_own_and_only_its_digest_is_kept(
    app: Flask, browser: Browser, cast: Cast
) -> None:
    tokens = []
    for window in (browser, look_in(app)):
        type_in(window, cast.operator.email)
        with window.session_transaction() as cookie:
            tokens.append(cookie["token"])
    assert len(set(tokens)) == 2
    assert not set(tokens) & {row.digest for row in db.session.query(UserSession)}


def test_what_a_browser_held_before_signing_in_is_worth_nothing_after(browser: Browser, cast: Cast) -> None:
    planted = hidden_fields(browser.get("/login").get_data(as_text=True))["csrf_token"]
    type_in(browser, cast.operator.email)
    assert browser.post("/logout", data={"csrf_token": planted}).status_code == 400


@pytest.mark.parametrize("path", ["/login", "/logout"])
def test_no_form_is_taken_without_its_token(browser: Browser, cast: Cast, path: str) -> None:
    type_in(browser, cast.operator.email)
    assert browser.post(path, data={"email": "a@b.co", "password": PASSWORD}).status_code == 400


def test_nobody_is_signed_out_by_following_a_link(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email)
    assert browser.get("/logout").status_code == 405
    assert browser.get(HOME).status_code == 200


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(browser: Browser, cast: Cast) -> None:
    cookies = type_in(browser, cast.operator.email).headers.getlist("Set-Cookie")
    assert all("HttpOnly" in cookie and "SameSite=Lax" in cookie and "Domain" not in cookie for cookie in cookies)


def test_of_flask_security_no_page_of_its_own_is_open(app: Flask) -> None:
    ours = {
        "/login": "web.signin",
        "/logout": "web.signin",
        "/link/<token>": "web.links",
        "/link/first/<token>": "web.links",
    }
    found = {
        rule.rule: app.view_functions[rule.endpoint].__module__
        for rule in app.url_map.iter_rules()
        if rule.rule in ours or app.view_functions[rule.endpoint].__module__.startswith("flask_security")
    }
    assert found == ours
