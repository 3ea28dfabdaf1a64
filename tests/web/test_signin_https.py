"""Over HTTPS the cookies carry the prefix by which a browser ties them to this host alone."""

import pytest
from flask import Flask

from tests.conftest import Cast
from tests.visits import Browser, look_in
from tests.web.signing import give_password, type_in

HERE = "https://aduan.example.go.id"


@pytest.fixture
def browser(app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Browser:
    monkeypatch.setitem(app.config, "SESSION_COOKIE_NAME", "__Host-loket")
    monkeypatch.setitem(app.config, "SESSION_COOKIE_SECURE", True)
    give_password(cast.operator)
    return look_in(app)


def test_every_cookie_is_bound_to_this_host(browser: Browser, cast: Cast) -> None:
    headers = {"Referer": f"{HERE}/login"}
    cookies = type_in(browser, cast.operator.email, base_url=HERE, headers=headers).headers.getlist("Set-Cookie")
    assert sorted(cookie.partition("=")[0] for cookie in cookies) == ["__Host-loket", "__Host-loket-device"]
    assert all("Secure" in cookie and "Path=/" in cookie and "Domain" not in cookie for cookie in cookies)


def test_a_form_sent_from_another_site_is_refused(browser: Browser, cast: Cast, app: Flask, monkeypatch) -> None:
    monkeypatch.setitem(app.config, "WTF_CSRF_SSL_STRICT", True)
    headers = {"Referer": "https://evil.example/login"}
    assert type_in(browser, cast.operator.email, base_url=HERE, headers=headers).status_code == 400
