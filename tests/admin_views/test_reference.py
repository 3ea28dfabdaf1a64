"""An administrator keeps the reference data: rows are added, changed and retired, each with a reason."""

import json
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from markupsafe import escape
from sqlalchemy import func, select

from admin_views.reference import VIEWS
from models import Category, Event, db
from tests.conftest import Cast
from tests.visits import hidden_fields, visit

TABLE = "/admin/reference/categories/"
NEW = {"code": "queue_too_long", "name_id": "Antrean panjang", "name_en": "Long queue", "days": "3", "position": "9"}


@pytest.fixture
def browser(app: Flask, cast: Cast) -> FlaskClient:
    return visit(app, cast.admin)


@pytest.fixture
def address() -> str:
    """Where the first category is edited."""
    return f"{TABLE}edit/?id={db.session.scalar(select(func.min(Category.id)))}"


def filled(browser: FlaskClient, address: str, **changes: str) -> dict[str, str]:
    return NEW | hidden_fields(browser.get(address).text) | {"reason": "Rapat 23 November"} | changes


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.place)
def test_every_table_opens_and_offers_an_empty_form(browser: FlaskClient, view: type) -> None:
    place = f"/admin/reference/{view.place}/"  # type: ignore[attr-defined]

    assert browser.get(place).status_code == 200
    assert 'name="reason"' in browser.get(f"{place}new/").text


def test_a_new_row_is_an_event_with_its_reason(browser: FlaskClient) -> None:
    answer = browser.post(f"{TABLE}new/", data=filled(browser, f"{TABLE}new/"))
    event = db.session.scalars(select(Event).where(Event.object == NEW["code"])).one()

    assert answer.status_code == 302
    assert (event.action, event.reason, event.actor) == ("reference.edit", "Rapat 23 November", "Admin")


def test_without_a_reason_nothing_is_saved(browser: FlaskClient) -> None:
    answer = browser.post(f"{TABLE}new/", data=filled(browser, f"{TABLE}new/", reason="  "))

    assert answer.status_code == 422
    assert "Wajib diisi." in answer.text
    assert db.session.scalar(select(Category).where(Category.code == NEW["code"])) is None


def test_only_the_named_columns_are_written(browser: FlaskClient, address: str) -> None:
    before = db.session.scalar(select(Category.ref).order_by(Category.id))
    forged = {"ref": "forged", "id": "999", "no_such_column": "x"}

    assert browser.post(address, data=filled(browser, address, **forged)).status_code == 302
    assert db.session.scalar(select(Category.ref).order_by(Category.id)) == before


def test_a_form_left_open_shows_what_the_other_changed_and_keeps_what_was_typed(
    browser: FlaskClient, address: str
) -> None:
    old = filled(browser, address, name_id="Milik saya")
    browser.post(address, data=filled(browser, address, name_id="Milik dia"))
    answer = browser.post(address, data=old)

    assert answer.status_code == 409
    assert "Milik dia</del>" in answer.text
    assert "Milik saya</ins>" in answer.text
    assert 'value="Milik saya"' in answer.text


def test_after_the_warning_the_same_form_saves(browser: FlaskClient, address: str) -> None:
    old = filled(browser, address, name_id="Milik saya")
    browser.post(address, data=filled(browser, address, name_id="Milik dia"))
    warned = browser.post(address, data=old)

    assert browser.post(address, data=old | hidden_fields(warned.text)).status_code == 302
    assert db.session.scalar(select(Category.name_id).order_by(Category.id)) == "Milik saya"


def test_a_row_is_retired_not_deleted(browser: FlaskClient, address: str) -> None:
    browser.post(address, data=filled(browser, address, retired="y"))

    assert db.session.scalar(select(Category.retired).order_by(Category.id))
    assert "Tidak dipakai lagi" in browser.get(f"{TABLE}?flt0_0=1").text


def test_a_form_without_its_csrf_token_is_not_accepted(browser: FlaskClient, address: str) -> None:
    form = filled(browser, address)
    del form["csrf_token"]

    assert browser.post(address, data=form).status_code == 400


def test_a_code_in_use_is_refused_in_words(browser: FlaskClient) -> None:
    taken = str(db.session.scalar(select(Category.code).order_by(Category.id)))
    answer = browser.post(f"{TABLE}new/", data=filled(browser, f"{TABLE}new/", code=taken))

    assert answer.status_code == 422
    assert "Sudah ada." in answer.text


def test_what_the_database_refuses_is_told_without_its_sql(
    browser: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flask_admin.contrib.sqla.validators.Unique.__call__", lambda *_: None)
    taken = str(db.session.scalar(select(Category.code).order_by(Category.id)))
    answer = browser.post(f"{TABLE}new/", data=filled(browser, f"{TABLE}new/", code=taken))

    assert answer.status_code == 422
    assert "Nomor galat" in answer.text
    assert "INSERT" not in answer.text
    assert "UNIQUE" not in answer.text.upper().replace("UNIQUE_", "")


def test_a_row_nobody_may_see_is_not_found_and_leaves_an_event(browser: FlaskClient) -> None:
    assert browser.get(f"{TABLE}edit/?id=999999").status_code == 404

    event = db.session.scalars(select(Event).where(Event.action == "access.refused")).one()
    assert event.object == "category 999999"
    assert json.loads(event.body)["facts"]["refusal"] == "NotVisible"


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "</title><svg onload=alert(1)>",
        "{{ 7*7 }}",
        "%(x)s {0}",
        "' onfocus=alert(1) autofocus '",
    ],
)
def test_what_is_typed_stays_text(browser: FlaskClient, address: str, payload: str) -> None:
    browser.post(address, data=filled(browser, address, name_id=payload))

    for page in (browser.get(TABLE).text, browser.get(address).text):
        assert str(escape(payload)) in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "<svg onload" not in page


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.test/",
        "//evil.test/",
        "///evil.test",
        "/\\evil.test",
        "\\\\evil.test",
        "javascript:alert(1)",
        "http:evil.test",
        "%2f%2fevil.test",
        "https:evil.test",
        "\t//evil.test",
        "http://localhost@evil.test/",
    ],
)
def test_no_address_leads_away_from_the_desk(browser: FlaskClient, address: str, elsewhere: str) -> None:
    astray = f"{address}&{urlencode({'url': elsewhere})}"

    assert browser.get(astray).status_code == 400
    assert browser.post(astray, data=filled(browser, address)).status_code == 400


def test_a_saved_form_leads_back_to_the_place_in_the_list(browser: FlaskClient, address: str) -> None:
    place = f"{TABLE}?search=nik&page=1"
    saved = browser.post(f"{address}&{urlencode({'url': place})}", data=filled(browser, address))

    assert saved.headers["Location"] == place
