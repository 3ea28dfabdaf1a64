"""The headers that go with every answer."""

import re

import pytest
from flask import Flask, abort
from flask.testing import FlaskClient

from web import headers


@pytest.fixture
def browser() -> FlaskClient:
    """A desk of three pages: one that works, one that is refused, one that breaks."""
    app = Flask(__name__, static_folder="../../static")
    app.config["PROPAGATE_EXCEPTIONS"] = False
    app.add_url_rule("/page", "page", lambda: f"{headers.csp_nonce()} {headers.csp_nonce()}")
    app.add_url_rule("/refused", "refused", lambda: abort(403))
    app.add_url_rule("/broken", "broken", lambda: str(1 // 0))
    headers.init_app(app)
    return app.test_client()


@pytest.mark.parametrize("path", ["/page", "/refused", "/broken", "/nowhere"])
def test_every_answer_carries_the_security_headers(browser: FlaskClient, path: str) -> None:
    answer = browser.get(path)

    assert {name: answer.headers[name] for name in headers.FIXED} == headers.FIXED
    assert "Content-Security-Policy" in answer.headers


@pytest.mark.parametrize("path", ["/page", "/refused", "/broken", "/nowhere", "/static/nothing.css?v=1"])
def test_no_page_is_kept_by_a_browser_or_a_proxy(browser: FlaskClient, path: str) -> None:
    assert browser.get(path).headers["Cache-Control"] == "no-store"


def test_a_file_of_ours_is_kept_for_a_year_under_an_address_with_its_version(browser: FlaskClient) -> None:
    with browser.get("/static/loket.css?v=1") as named, browser.get("/static/loket.css") as plain:
        assert "immutable" in named.headers["Cache-Control"]
        assert "must-revalidate" in plain.headers["Cache-Control"]


def test_the_nonce_of_the_page_is_the_one_in_the_policy_and_never_the_same_twice(browser: FlaskClient) -> None:
    first, second = browser.get("/page"), browser.get("/page")
    nonce, again = first.text.split()

    assert nonce == again
    assert f"'nonce-{nonce}'" in first.headers["Content-Security-Policy"]
    assert second.text != first.text


def test_the_policy_allows_no_inline_script_no_inline_style_and_no_other_host(browser: FlaskClient) -> None:
    policy = browser.get("/page").headers["Content-Security-Policy"]

    assert "unsafe" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert "object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'" in policy


def test_a_browser_is_bound_to_https_only_where_it_came_by_https(browser: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in browser.get("/page").headers
    assert "max-age=" in browser.get("/page", base_url="https://loket.test").headers["Strict-Transport-Security"]
