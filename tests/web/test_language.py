"""The language of an answer: asked for, remembered, or the person's own."""

import pytest
from flask import Flask

from tests.visits import look_in
from web.language import language_url

INDONESIAN, ENGLISH = '<html lang="id"', '<html lang="en"'


def test_the_desk_speaks_indonesian(app: Flask) -> None:
    assert INDONESIAN in look_in(app).get("/login").text


def test_a_language_asked_for_is_remembered(app: Flask) -> None:
    browser = look_in(app)

    assert ENGLISH in browser.get("/login?lang=en").text
    assert ENGLISH in browser.get("/login").text


@pytest.mark.parametrize("asked", ["fr", "", "../../etc", "id_ID", "EN"])
def test_an_unknown_language_changes_nothing(app: Flask, asked: str) -> None:
    answer = look_in(app).get("/login", query_string={"lang": asked})

    assert INDONESIAN in answer.text
    assert "loket_lang" not in answer.headers.get("Set-Cookie", "")


def test_a_form_says_what_is_wrong_in_the_language_of_the_page(app: Flask) -> None:
    assert "Formulir ini terlalu lama terbuka" in look_in(app).post("/login", data={}).text
    assert "This form has been open too long" in look_in(app).post("/login?lang=en", data={}).text


def test_the_other_language_of_a_page_keeps_its_filters(app: Flask) -> None:
    with app.test_request_context("/admin/tickets/?status=open&category=a%26b&q=6501&lang=id"):
        assert language_url("en") == "?status=open&category=a%26b&lang=en"
