"""After signing in one goes to a page of this desk, whatever the address asked for."""

import pytest
from flask import Flask

from tests.conftest import Cast
from tests.visits import look_in
from tests.web.signing import give_password, type_in
from web.next_page import safe_next

ELSEWHERE = [
    "https://evil.example/",
    "http://evil.example",
    "//evil.example/",
    "///evil.example/",
    "////evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "\\/\\/evil.example",
    "/%5cevil.example",
    "/%2fevil.example",
    "/%2F/evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https:\\evil.example",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    " https://evil.example",
    "\thttps://evil.example",
    "/\t/evil.example",
    "/\r\nLocation: https://evil.example",
    "http://[evil.example",
    "evil.example",
    "@evil.example",
    "/" + "a" * 2001,
    "/\u2028/evil.example",
    "",
]
OURS = ["/admin/", "/admin/tickets/?status=open&q=a%2Fb", "/admin/tickets/ADU-26-00147K#catatan", "/a?next=https://x"]


@pytest.mark.parametrize("asked", ELSEWHERE)
def test_an_address_elsewhere_is_ignored(asked: str) -> None:
    assert safe_next(asked) is None


@pytest.mark.parametrize("asked", OURS)
def test_a_page_of_the_desk_is_kept(asked: str) -> None:
    assert safe_next(asked) == asked


@pytest.mark.parametrize("how", ["address", "form"])
def test_signing_in_goes_home_where_the_page_asked_for_is_elsewhere(app: Flask, cast: Cast, how: str) -> None:
    give_password(cast.operator)
    browser = look_in(app)
    for asked in ELSEWHERE:
        form = {"next": asked} if how == "form" else {}
        query = {"next": asked} if how == "address" else {}
        assert type_in(browser, cast.operator.email, form=form, query_string=query).location == "/admin/"
        browser.delete_cookie("loket")


def test_signing_in_goes_on_to_the_page_that_was_asked_for(app: Flask, cast: Cast) -> None:
    give_password(cast.operator)
    answer = type_in(look_in(app), cast.operator.email, query_string={"next": OURS[1]})
    assert answer.location == OURS[1]


def test_whoever_is_signed_in_is_not_asked_again(app: Flask, cast: Cast) -> None:
    give_password(cast.operator)
    browser = look_in(app)
    type_in(browser, cast.operator.email)
    assert browser.get("/login?next=//evil.example").location == "/admin/"
