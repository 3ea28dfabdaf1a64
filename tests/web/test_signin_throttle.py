"""Guessing gets slow, by account and by address, and nobody can lock out somebody else."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from models import SignInAttempt, db
from tests.conftest import NOON, Cast
from tests.visits import Browser, look_in
from tests.web.signing import WRONG, events, give_password, type_in
from web.throttle import FREE_BY_ACCOUNT, FREE_BY_ADDRESS, LONGEST_WAIT, wait_after

SetClock = Callable[[datetime], None]


@pytest.fixture
def browser(app: Flask, cast: Cast, set_clock: SetClock) -> Browser:
    """A browser at noon, in front of a desk whose operator and verifier have passwords."""
    set_clock(NOON)
    give_password(cast.operator)
    give_password(cast.verifier)
    return look_in(app)


def guess(browser: Browser, email: str, times: int, address: str = "10.9.9.9") -> list[int]:
    return [type_in(browser, email, WRONG, environ_base={"REMOTE_ADDR": address}).status_code for _ in range(times)]


@pytest.mark.parametrize(
    ("tries", "seconds"), [(0, 0), (4, 0), (5, 15), (6, 30), (7, 60), (8, 120), (9, 240), (10, 300), (10_000, 300)]
)
def test_the_wait_doubles_up_to_five_minutes(tries: int, seconds: int) -> None:
    assert wait_after(tries, FREE_BY_ACCOUNT) == seconds


@pytest.mark.parametrize("email", ["operator@loket.test", "siapa@loket.test"])
def test_an_account_that_is_guessed_at_is_slowed_whether_there_is_one_or_not(browser: Browser, email: str) -> None:
    assert guess(browser, email, FREE_BY_ACCOUNT + 1) == [401] * FREE_BY_ACCOUNT + [429]


def test_whoever_is_slowed_is_told_for_how_long(browser: Browser, cast: Cast) -> None:
    guess(browser, cast.operator.email, FREE_BY_ACCOUNT)
    answer = type_in(browser, cast.operator.email)
    assert "Coba lagi dalam 15 detik" in answer.get_data(as_text=True)
    assert answer.headers["Retry-After"] == "15"


def test_the_right_password_waits_like_a_wrong_one_and_works_afterwards(
    browser: Browser, cast: Cast, set_clock: SetClock
) -> None:
    guess(browser, cast.operator.email, FREE_BY_ACCOUNT)
    assert type_in(browser, cast.operator.email).status_code == 429
    set_clock(NOON + timedelta(seconds=15))
    assert type_in(browser, cast.operator.email).status_code == 302


def test_an_address_that_tries_many_accounts_is_slowed(browser: Browser) -> None:
    found = [code for number in range(FREE_BY_ADDRESS + 1) for code in guess(browser, f"u{number}@loket.test", 1)]
    assert found == [401] * FREE_BY_ADDRESS + [429]


def test_addresses_of_one_ipv6_network_are_one(browser: Browser) -> None:
    tries = [(f"u{number}@loket.test", f"2001:db8:0:1::{number + 1:x}") for number in range(FREE_BY_ADDRESS + 1)]
    assert [guess(browser, email, 1, address)[0] for email, address in tries][-1] == 429


def test_a_stranger_who_hammers_on_an_account_does_not_shut_its_owner_out(
    app: Flask, browser: Browser, cast: Cast
) -> None:
    type_in(browser, cast.operator.email)
    browser.delete_cookie("loket")
    guess(look_in(app), cast.operator.email, FREE_BY_ACCOUNT + 1)
    assert type_in(browser, cast.operator.email).status_code == 302


def test_a_known_browser_is_slowed_by_its_own_guesses(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email)
    browser.delete_cookie("loket")
    assert guess(browser, cast.operator.email, FREE_BY_ACCOUNT + 1)[-1] == 429


def test_a_known_browser_is_known_for_its_own_accounts_only(browser: Browser, cast: Cast) -> None:
    type_in(browser, cast.operator.email)
    browser.delete_cookie("loket")
    guess(browser, cast.verifier.email, FREE_BY_ACCOUNT)
    assert type_in(browser, cast.verifier.email).status_code == 429
    assert type_in(browser, cast.operator.email).status_code == 302


def test_a_forged_device_is_no_device(browser: Browser, cast: Cast) -> None:
    browser.set_cookie("loket-device", "e30.forged")
    assert guess(browser, cast.operator.email, FREE_BY_ACCOUNT + 1)[-1] == 429


def test_signing_in_forgives_what_went_wrong_before(browser: Browser, cast: Cast) -> None:
    guess(browser, cast.operator.email, FREE_BY_ACCOUNT - 1)
    type_in(browser, cast.operator.email, environ_base={"REMOTE_ADDR": "10.9.9.9"})
    kept = [row.key for row in db.session.query(SignInAttempt)]
    assert [key.partition(":")[0] for key in kept] == ["address"] * (FREE_BY_ACCOUNT - 1)


def test_what_is_an_hour_old_counts_no_more(browser: Browser, cast: Cast, set_clock: SetClock) -> None:
    guess(browser, cast.operator.email, FREE_BY_ACCOUNT)
    set_clock(NOON + timedelta(minutes=61))
    assert guess(browser, cast.operator.email, FREE_BY_ACCOUNT) == [401] * FREE_BY_ACCOUNT


def test_a_slowed_try_writes_nothing(browser: Browser, cast: Cast) -> None:
    guess(browser, cast.operator.email, FREE_BY_ACCOUNT + 3)
    assert len(events("signin.failed")) == FREE_BY_ACCOUNT
    assert db.session.query(SignInAttempt).count() == 2 * FREE_BY_ACCOUNT


def test_nobody_waits_longer_than_five_minutes(browser: Browser, cast: Cast, set_clock: SetClock) -> None:
    moment = NOON
    for _ in range(12):
        guess(browser, cast.operator.email, 1)
        moment += timedelta(seconds=LONGEST_WAIT)
        set_clock(moment)
    assert type_in(browser, cast.operator.email).status_code == 302
