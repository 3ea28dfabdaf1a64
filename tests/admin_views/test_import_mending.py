"""Rows of a recap mended in the browser before they are imported, read again by the very same reader."""

import io
import json

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from models import Event, Ticket, db
from tests.admin_views.wizard import RECAP, checked, confirm, count, draft, imported, post
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit

VAGUE = """No,Tanggal,Nama,NIK,No HP,Keluhan
1,08/11/2021,Nurhayati,6501054503859012,081200006628,sertipikat zonk terus
2,08/11/2021,Petrus Alang,6501051104859013,081200006629,Sertipikat zonk terus
3,09/11/2021,Yohanes,6501051104859014,081200006630,NIK tidak ditemukan
"""


def row_page(place: str, row: int, sheet: str = "rekap") -> str:
    return f"{place.replace('/draft/', '/mend/')}/row?sheet={sheet}&row={row}"


def values(page: str) -> dict[str, str]:
    """The cells of the form of a row, by the number of their column."""
    parts = [part.partition(">")[0] for part in page.split("<input ") if 'name="c-' in part]
    return {part.split('name="')[1].split('"')[0]: part.split('value="')[1].split('"')[0] for part in parts}


def mend(browser: Browser, address: str, **cells: str) -> None:
    page = browser.get(address).text
    answer = browser.post(address, data=hidden_fields(page) | values(page) | cells)
    assert answer.status_code == 302, answer.text


def names() -> list[str]:
    return sorted(db.session.scalars(select(Ticket.subject_name)))


def test_a_refused_row_is_mended_and_filed(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    mend(browser, row_page(place, 4), **{"c-2": "Maria Lawai"})
    page = browser.get(f"{place}/rows").text
    assert "Baris 4 kini beres." in page
    assert "Nama kosong" not in page
    post(browser, f"{place}/start", which="all")
    assert "Maria Lawai" in names()


def test_what_was_typed_is_judged_like_what_the_file_says(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    mend(browser, row_page(place, 3), **{"c-3": "65010511048590"})
    assert "Baris 3 masih memiliki catatan." in browser.get(f"{place}/rows").text
    mend(browser, row_page(place, 3), **{"c-3": "6501051104859013"})
    post(browser, f"{place}/start", which="ready")
    assert "Petrus Alang" in names()


def test_a_cell_typed_back_is_as_in_the_file_again(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    mend(browser, row_page(place, 4), **{"c-2": "Maria Lawai"})
    assert "Diubah; di berkas: –" in browser.get(row_page(place, 4)).text
    mend(browser, row_page(place, 4), **{"c-2": ""})
    assert "Nama kosong" in browser.get(f"{place}/rows").text


def test_the_event_of_a_mend_tells_the_place_and_never_the_value(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    mend(browser, row_page(checked(browser), 4), **{"c-2": "Maria Lawai", "c-3": "6501051104859099"})
    body = db.session.scalars(select(Event.body).where(Event.action == "import.mend")).one()
    assert json.loads(body)["facts"] == {"rows": ["rekap!4"], "columns": ["C", "D"]}
    assert "Maria" not in body
    assert "6501051104859099" not in body
    assert "Maria" not in (draft().mends_sealed or "")


def test_a_file_sent_again_makes_no_double_of_what_was_mended(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    mend(browser, row_page(place, 3), **{"c-3": "6501051104859013"})
    post(browser, f"{place}/start", which="all")
    before = count()
    imported(browser)
    assert count() == before


def test_one_goes_from_row_to_row(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    address = row_page(place, 3)
    page = browser.get(address).text
    answer = browser.post(address, data=hidden_fields(page) | values(page) | {"next": "1"})
    assert answer.location == row_page(place, 4)


def test_words_without_a_category_are_given_one_for_all_rows(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser, VAGUE.encode())
    page = browser.get(f"{place}/rows").text
    assert "Terapkan ke 2 baris" in page
    fields = {"place": "rekap!2", "category": "not_issued"}
    post(browser, f"{place.replace('/draft/', '/mend/')}/words", f"{place}/rows", **fields)
    assert "Kategori tidak dikenal" not in browser.get(f"{place}/rows").text
    post(browser, f"{place}/start", which="ready")
    found = sorted(ticket.category.code for ticket in db.session.scalars(select(Ticket)))
    assert found == ["nik_not_found", "not_issued", "not_issued"]


def test_a_category_that_does_not_exist_is_refused(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser, VAGUE.encode())
    address = f"{place.replace('/draft/', '/mend/')}/words"
    assert post(browser, address, f"{place}/rows", place="rekap!2", category="x").status_code == 422
    assert post(browser, address, f"{place}/rows", place="rekap!99", category="other").status_code == 404


def test_a_possible_duplicate_is_left_alone_or_imported(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    address = f"{place.replace('/draft/', '/mend/')}/duplicates"
    post(browser, address, f"{place}/rows", shown="rekap!5", skip="rekap!5")
    assert "1 baris dilewati." in browser.get(f"{place}/rows").text
    post(browser, f"{place}/start", which="all")
    assert names() == ["Nurhayati", "Petrus Alang"]


def test_a_choice_about_duplicates_can_be_changed(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    address = f"{place.replace('/draft/', '/mend/')}/duplicates"
    for skip in ({"skip": "rekap!5"}, {}):
        post(browser, address, f"{place}/rows", shown="rekap!5", **skip)
    post(browser, f"{place}/start", which="all")
    assert count() == 3


def test_other_columns_forget_what_was_mended(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    mend(browser, row_page(place, 4), **{"c-2": "Maria Lawai"})
    confirm(browser, f"{place}/columns", **{"c-0-4": "ignored"})
    assert draft().mends_sealed is None


@pytest.mark.parametrize("who", ["admin", "other_supervisor"])
def test_only_whoever_sent_the_file_and_may_mend_opens_a_row(app: Flask, cast: Cast, who: str) -> None:
    place = checked(visit(app, cast.supervisor))
    assert visit(app, getattr(cast, who)).get(row_page(place, 3)).status_code == 403


def test_an_administrator_opens_no_row_of_their_own_file(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    place = checked(browser)
    assert browser.get(row_page(place, 3)).status_code == 403
    assert "Perbaiki" not in browser.get(f"{place}/rows").text


@pytest.mark.parametrize("odd", ["99", "0", "x", "-1", "", "99999999999"])
def test_a_row_that_is_not_there_is_not_found(app: Flask, cast: Cast, odd: str) -> None:
    browser = visit(app, cast.supervisor)
    address = checked(browser).replace("/draft/", "/mend/")
    assert browser.get(f"{address}/row?sheet=rekap&row={odd}").status_code == 404


def test_a_row_of_an_imported_file_is_mended_no_more(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    post(browser, f"{place}/start", which="all")
    assert browser.get(row_page(place, 3)).status_code == 409


def test_the_workbook_of_rows_to_mend_is_mended_and_imported(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = imported(browser, "\n".join((RECAP.splitlines()[0], RECAP.splitlines()[3])).encode())
    book = openpyxl.load_workbook(io.BytesIO(post(browser, f"{place}/rows", place).data))
    page = book["Ditolak"]
    page.cell(2, 3).value = "Maria Lawai"
    mended = io.BytesIO()
    book.save(mended)
    report = browser.get(imported(browser, mended.getvalue(), "baris.xlsx")).text
    story = db.session.scalars(select(Ticket)).one().story
    assert names() == ["Maria Lawai"]
    assert "Semua baris terbaca tanpa catatan." in report
    assert "Alasan" not in story
    assert "rekap!4" not in story


def test_a_large_file_is_read_again_when_it_is_asked_for(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    monkeypatch.setattr("web.import_orders._is_small", lambda _draft: False)
    mend(browser, row_page(place, 4), **{"c-2": "Maria Lawai"})
    assert "Perbaikan terakhir belum dibaca." in browser.get(f"{place}/rows").text
    monkeypatch.undo()
    post(browser, f"{place.replace('/draft/', '/mend/')}/check", f"{place}/rows")
    assert "Nama kosong" not in browser.get(f"{place}/rows").text
