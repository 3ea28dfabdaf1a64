"""The page of vaccination records: who may open it, what it shows, and what it never writes."""

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from access.actors import Actor
from intake.registry import load_registry
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from tests.visits import hidden_fields, look_in, visit

PAGE = "/admin/records/"
FULL = ("6501056504859012", "081200009391", "+6281200009391", "Wahyuni", "1985-04-25", "25-04-1985", "PC777000111")


@pytest.fixture
def registry(cast: Cast) -> None:
    load_registry(csv_file(row(), row(Nama_Lengkap="")), "registri.csv", actor=cast.system)


def look_up(app: Flask, who: Actor, **asked: str) -> TestResponse:
    browser = visit(app, who)
    page = browser.get(PAGE).text
    return browser.post(PAGE, data=hidden_fields(page) | {"by": "nik", "value": "", "born": ""} | asked)


@pytest.mark.parametrize(
    ("who", "status"), [("verifier", 200), ("supervisor", 200), ("auditor", 200), ("operator", 403), ("admin", 403)]
)
def test_the_page_opens_for_who_may_look(app: Flask, cast: Cast, who: str, status: int) -> None:
    assert visit(app, getattr(cast, who)).get(PAGE).status_code == status


def test_a_stranger_is_sent_to_the_sign_in(app: Flask) -> None:
    assert look_in(app).get(PAGE).location == f"/login?next={PAGE}"


@pytest.mark.parametrize(
    "asked",
    [
        {"by": "nik", "value": "6501056504859012"},
        {"by": "ticket", "value": "PC777000111"},
        {"by": "phone", "value": "0812-0000-9391"},
        {"by": "person", "value": "Sri Wahyuni", "born": "25-04-1985"},
    ],
)
def test_a_record_is_shown_masked_and_nothing_in_full(
    app: Flask, cast: Cast, registry: None, asked: dict[str, str]
) -> None:
    answer = look_up(app, cast.verifier, **asked)
    assert (answer.status_code, "650105••••••9012" in answer.text) == (200, True)
    assert [value for value in FULL if value in answer.text] == []


def test_what_does_not_fit_is_told_with_422(app: Flask, cast: Cast) -> None:
    assert look_up(app, cast.verifier, value="12").status_code == 422
    assert look_up(app, cast.verifier, by="person", value="Sri Wahyuni").status_code == 422


def test_nothing_found_is_an_answer(app: Flask, cast: Cast, registry: None) -> None:
    assert "Data tidak ditemukan" in look_up(app, cast.outsider, value="6501056504859012").text


def test_the_files_taken_in_stand_with_their_counts(app: Flask, cast: Cast, registry: None) -> None:
    page = visit(app, cast.auditor).get(PAGE).text
    assert "registri.csv" in page
    assert '<td class="num">2</td><td class="num">1</td><td class="num">0</td><td class="num">0</td>' in page


def test_a_question_in_the_address_is_not_answered(app: Flask, cast: Cast, registry: None) -> None:
    answer = visit(app, cast.verifier).get(f"{PAGE}?by=nik&value=6501056504859012")
    assert "650105••••••9012" not in answer.text
