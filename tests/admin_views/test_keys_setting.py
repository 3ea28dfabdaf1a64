"""The one-letter keys are switched off for a person, not for a browser."""

import re

import pytest

from models.database import writing
from tests.visits import look_in, visit
from workflow import settings
from workflow.refusals import BadValue

PROFILE = "/admin/profile/"


def switch(browser, **fields: str):
    found = re.search(r'name="csrf_token" value="([^"]*)"', browser.get(PROFILE).text)
    assert found
    return browser.post(f"{PROFILE}keys", data=fields, headers={"X-CSRFToken": found[1]})


def kept(browser):
    cookie = browser.get_cookie("loket_keys")
    return cookie.value if cookie else None


def is_ticked(browser):
    return bool(re.search(r'name="keys" value="on" checked', browser.get(PROFILE).text))


def test_keys_are_on_until_somebody_switches_them_off_and_on_again(app, cast):
    browser = visit(app, cast.operator)
    assert is_ticked(browser)
    assert switch(browser).status_code == 302
    assert (is_ticked(browser), kept(browser)) == (False, "off")
    switch(browser, keys="on")
    assert (is_ticked(browser), kept(browser)) == (True, "on")


def test_another_browser_of_the_same_person_follows_and_another_person_does_not(app, cast):
    switch(visit(app, cast.operator))
    assert not is_ticked(visit(app, cast.operator))
    assert is_ticked(visit(app, cast.verifier))


def test_a_setting_nobody_knows_is_refused(cast):
    for name, value in (("keys", "maybe"), ("colour", "on")):
        with pytest.raises(BadValue), writing():
            settings.choose(name, value, actor=cast.operator)


def test_a_stranger_sets_nothing(app):
    assert look_in(app).post(f"{PROFILE}keys").status_code in (400, 401)
