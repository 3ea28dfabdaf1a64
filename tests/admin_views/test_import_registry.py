"""Vaccination data through the same wizard: looked at, tried, taken in whole, and given back where refused."""

import io
import json
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select

from models import Absence, Event, ImportBatch, ImportDraft, Record, Stage, db
from registry import keep
from tests.admin_views.wizard import checked, columns, confirm, count, draft, imported, post, upload
from tests.conftest import Cast
from tests.registry.files import csv_file, row, xlsx_file
from tests.visits import visit
from web import import_progress

TWO = csv_file(row(), row(NIK="6501056504859013", No_Tiket="PC777000112", Nama_Lengkap="Budi Santoso"))
NAMELESS = csv_file(row(), row(NIK="6501056504859013", No_Tiket="PC777000112", Nama_Lengkap=""))
REGISTRY = "registry"


def test_a_registry_is_looked_at_before_it_is_taken_in(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(upload(browser, TWO, "registri.csv", REGISTRY).location).text
    assert (columns(page)["c-0-0"], columns(page)["c-0-1"], count(Record)) == ("nik", "name", 0)
    assert "6501056504859012" not in page
    assert "Sri Wahyuni" not in page
    assert "S•••• W••••" in page


def test_a_dry_run_tells_what_is_new_and_keeps_nothing(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(f"{checked(browser, NAMELESS, 'registri.csv', REGISTRY)}/rows").text
    assert "1 baru, 0 mengubah data yang ada, 0 sudah ada." in page
    assert "Nama kosong." in page
    assert (count(Record), draft().stage) == (0, Stage.CHECKED)


def test_it_is_taken_in_and_reported(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    page = browser.get(imported(browser, TWO, "registri.csv", REGISTRY)).text
    batch = db.session.scalars(select(ImportBatch)).one()
    assert (count(Record), batch.kind, batch.read, batch.new) == (2, "registry", 2, 2)
    assert "2 data baru." in page
    assert db.session.scalars(select(ImportDraft)).one().batch_ref == batch.ref


def test_sending_it_again_makes_no_double(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    imported(browser, TWO, "registri.csv", REGISTRY)
    page = browser.get(imported(browser, TWO, "registri.csv", REGISTRY)).text
    assert (count(Record), "2 sudah ada sebelumnya dan dibiarkan." in page) == (2, True)


def test_a_corrected_column_steers_what_is_taken_in_and_is_remembered(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    data = TWO.replace(b"Nama Lengkap", b"Kolom Bebas")
    place = upload(browser, data, "registri.csv", REGISTRY).location
    assert columns(browser.get(place).text)["c-0-1"] == ""
    confirm(browser, place, **{"c-0-1": "name", "layout": "Ekspor provinsi"})
    post(browser, f"{place.removesuffix('/columns')}/start")
    again = browser.get(upload(browser, data, "lain.csv", REGISTRY).location).text
    assert (count(Record), columns(again)["c-0-1"]) == (2, "name")
    assert "Susunan “Ekspor provinsi” dipakai" in again


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"c-0-1": ""}, "Belum ada kolom nama."),
        (dict.fromkeys(("c-0-0", "c-0-2", "c-0-4", "c-0-6"), ""), "Pilih sedikitnya tiga kolom"),
    ],
)
def test_columns_by_which_nobody_is_found_are_refused(
    app: Flask, cast: Cast, changed: dict[str, str], words: str
) -> None:
    browser = visit(app, cast.admin)
    answer = confirm(browser, upload(browser, TWO, "registri.csv", REGISTRY).location, **changed)
    assert (answer.status_code, words in answer.text, draft().stage) == (422, True, Stage.COLUMNS)


def test_the_workbook_of_refused_rows_is_mended_and_taken_in(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser, NAMELESS, "registri.csv", REGISTRY)
    answer = post(browser, f"{place}/refused", f"{place}/rows")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    page = book.worksheets[0]
    page.cell(2, 2).value = "Budi Santoso"
    mended = io.BytesIO()
    book.save(mended)
    where = upload(browser, mended.getvalue(), "baris.xlsx", REGISTRY).location
    shown = columns(browser.get(where).text)
    assert [shown[f"c-0-{at}"] for at in (0, 1, 15, 16)] == ["nik", "name", "", ""]
    confirm(browser, where)
    post(browser, f"{where.removesuffix('/columns')}/start")
    assert count(Record) == 1


def test_a_workbook_of_the_registry_is_read_like_csv(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    imported(browser, xlsx_file(row()), "registri.xlsx", REGISTRY)
    assert count(Record) == 1


def test_no_event_of_the_wizard_holds_a_personal_value(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    imported(browser, NAMELESS, "registri.csv", REGISTRY)
    bodies = list(db.session.scalars(select(Event.body).where(Event.action.startswith("import."))))
    assert len(bodies) >= 7
    assert not any(word in body for body in bodies for word in ("6501056504859012", "Sri", "PC777", "0812000"))
    facts = [json.loads(body).get("facts", {}) for body in bodies]
    assert {"read": 2, "ready": 1, "new": 1, "changed": 0, "same": 0, "refused": 1} in facts


def test_a_recap_is_no_registry(app: Flask, cast: Cast) -> None:
    answer = upload(visit(app, cast.admin), b"halo\ndunia\n", "x.csv", REGISTRY)
    assert (answer.status_code, count(ImportDraft)) == (422, 0)


def taken_in(app: Flask, cast: Cast) -> str:
    """The report's address of a batch of two records."""
    return imported(visit(app, cast.admin), TWO, "registri.csv", REGISTRY)


def test_a_batch_is_described(app: Flask, cast: Cast) -> None:
    place, browser = taken_in(app, cast), visit(app, cast.admin)
    post(browser, f"{place}/describe", place, description="Ekspor P-Care November", came_from="Dinkes Nunukan")
    batch = db.session.scalars(select(ImportBatch)).one()
    assert (batch.description, batch.came_from) == ("Ekspor P-Care November", "Dinkes Nunukan")
    assert "Ekspor P-Care November" in browser.get("/admin/imports/").text


def test_a_batch_is_taken_back_with_a_reason_and_can_come_again(app: Flask, cast: Cast) -> None:
    place, browser = taken_in(app, cast), visit(app, cast.admin)
    assert post(browser, f"{place}/take_back", place, reason=" ").status_code == 422
    post(browser, f"{place}/take_back", place, reason="Berkas yang salah.")
    page = browser.get(place).text
    assert "Data berkas ini tidak berlaku: ditarik kembali." in page
    assert f'action="{place}/take_back"' not in page
    imported(browser, TWO, "registri.csv", REGISTRY)
    assert [batch.new for batch in db.session.scalars(select(ImportBatch).order_by(ImportBatch.id))] == [2, 2]


def test_a_batch_of_complaints_is_not_taken_back(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    place = imported(browser)
    assert post(browser, f"{place}/take_back", place, reason="Salah.").status_code == 404


def test_an_import_called_off_half_way_leaves_no_batch_waiting(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = visit(app, cast.admin)
    many = csv_file(*[row(NIK=f"65010565048{at:05}", No_Tiket=f"PC{at:06}") for at in range(400)])
    place = checked(browser, many, "registri.csv", REGISTRY)
    monkeypatch.setattr("intake.registry_parts.WHOLE", 10)
    monkeypatch.setattr("intake.registry_parts.FIRST_PART", 200)
    monkeypatch.setattr("web.import_progress.EVERY_SECONDS", 0)
    calls: list[int] = []

    def stop_late(*_: object) -> None:
        calls.append(1)
        if len(calls) == 2:
            import_progress.ask_to_stop(place.rpartition("/")[2])

    monkeypatch.setattr("registry.keep.add", stop_after(stop_late))
    post(browser, f"{place}/start")
    batch = db.session.scalars(select(ImportBatch)).one()
    assert (batch.absent, draft().stage) == (Absence.GIVEN_UP, Stage.RUNNING)


def stop_after(then: Callable[..., None]) -> Callable[..., None]:
    """What keeps rows, and calls ``then`` after each part."""
    keep_rows = keep.add

    def add(*arguments: Any) -> None:
        keep_rows(*arguments)
        then()

    return add
