"""The steps of an import: columns shown, corrected and remembered; a dry run; all of it or nothing; called off."""

import csv
import io
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import Event, ImportDraft, ImportLayout, Stage, Ticket, db
from tests.admin_views.wizard import IMPORTS, batches, checked, columns, confirm, count, draft, post, upload
from tests.conftest import Cast
from tests.visits import visit


def odd_recap(*rows: tuple[Any, ...]) -> bytes:
    """A recap whose people stand under a header that nobody would take for the name."""
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("No", "Keterangan Orang", "NIK", "Keluhan", "Tanggal Aduan"), *rows])
    return text.getvalue().encode()


ROWS = (
    (1, "Nurhayati", "6501054503859012", "sertifikat belum terbit", "08/11/2021"),
    (2, "Petrus Alang", "6501051104859013", "NIK tidak ditemukan", "08/11/2021"),
)


def actions() -> list[str]:
    query = select(Event.action).where(Event.action.startswith("import.") | Event.action.startswith("layout."))
    return list(db.session.scalars(query.order_by(Event.id)))


def test_an_upload_files_nothing_and_shows_the_columns(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(upload(browser).location).text
    assert (count(), batches(), draft().stage) == (0, 0, Stage.COLUMNS)
    assert columns(page)["c-0-2"] == "name"
    assert columns(page)["c-0-3"] == "nik"
    assert "650105••••••9012" in page
    assert "6501054503859012" not in page


def test_a_dry_run_counts_and_files_nothing(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(f"{checked(browser)}/rows").text
    assert (count(), batches(), draft().stage) == (0, 0, Stage.CHECKED)
    assert "Impor 3 baris" in page
    assert "Nama kosong" in page


def test_a_corrected_column_steers_the_reading(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = upload(browser, odd_recap(*ROWS)).location
    confirm(browser, place, **{"c-0-1": "name"})
    post(browser, f"{place.removesuffix('/columns')}/start", which="all")
    assert sorted(db.session.scalars(select(Ticket.subject_name))) == ["Nurhayati", "Petrus Alang"]


def test_an_ignored_column_is_not_read(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = upload(browser).location
    confirm(browser, place, **{"c-0-4": "ignored"})
    post(browser, f"{place.removesuffix('/columns')}/start", which="all")
    assert {ticket.subject_phone for ticket in db.session.scalars(select(Ticket))} == {None}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"c-0-2": "ignored"}, "Belum ada kolom nama."),
        ({"c-0-4": "name"}, "Dua kolom tidak dapat berisi hal yang sama."),
    ],
)
def test_columns_that_cannot_be_are_told_beside_them(
    app: Flask, cast: Cast, changed: dict[str, str], words: str
) -> None:
    browser = visit(app, cast.supervisor)
    answer = confirm(browser, upload(browser).location, **changed)
    assert (answer.status_code, words in answer.text, draft().stage) == (422, True, Stage.COLUMNS)
    assert columns(answer.text)["c-0-2"] == changed.get("c-0-2", "name")


def test_a_named_layout_is_used_for_the_next_file_with_that_header_and_says_so(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    confirm(browser, upload(browser, odd_recap(*ROWS)).location, **{"c-0-1": "name", "layout": "Rekap Nunukan"})
    other = visit(app, cast.admin)
    page = other.get(upload(other, odd_recap(ROWS[1]), "lain.csv").location).text
    assert columns(page)["c-0-1"] == "name"
    assert "Susunan “Rekap Nunukan” dipakai" in page


def test_a_layout_corrected_again_is_changed_and_not_doubled(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    for field in ("note", "name"):
        place = upload(browser, odd_recap(*ROWS)).location
        confirm(browser, place, **{"c-0-1": field, "c-0-0": "reporter", "layout": "Rekap Nunukan"})
    layout = db.session.scalars(select(ImportLayout)).one()
    assert '"1": "name"' in layout.columns


def test_layouts_are_listed_renamed_and_retired(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    confirm(browser, upload(browser, odd_recap(*ROWS)).location, **{"c-0-1": "name", "layout": "Rekap"})
    layout = db.session.scalars(select(ImportLayout)).one().ref
    post(browser, f"{IMPORTS}layouts/{layout}/rename", name="Rekap Malinau")
    assert "Rekap Malinau" in browser.get(f"{IMPORTS}layouts/").text
    post(browser, f"{IMPORTS}layouts/{layout}/retire")
    page = browser.get(upload(browser, odd_recap(*ROWS)).location).text
    assert columns(page)["c-0-1"] != "name"
    assert {"layout.keep", "layout.rename", "layout.retire"} <= set(actions())


def test_only_the_rows_without_a_remark_may_be_wanted(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    post(browser, f"{checked(browser)}/start", which="ready")
    assert list(db.session.scalars(select(Ticket.subject_name))) == ["Nurhayati"]


def test_every_step_is_an_event(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    post(browser, f"{checked(browser)}/start", which="all")
    assert actions() == [
        "import.stage", "import.columns", "import.checked", "import.start", "import.take", "import.complaints",
        "import.done",
    ]  # fmt: skip


def test_what_was_called_off_leaves_nothing_and_goes_no_further(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    assert post(browser, f"{place}/cancel").location == IMPORTS
    assert (draft().stage, draft().mends_sealed, count()) == (Stage.CANCELLED, None, 0)
    assert list((app.config["LOKET"].home / "import-files").glob(f"{draft().ref}.file")) == []
    assert post(browser, f"{place}/start").status_code == 409


def test_nothing_is_imported_twice_from_one_draft(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    post(browser, f"{place}/start", which="all")
    assert post(browser, f"{place}/start", which="all").status_code == 409
    assert (count(), batches()) == (3, 1)


def test_a_file_that_fails_while_it_is_imported_leaves_nothing(
    app: Flask, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)

    def breaks(*_: Any, **__: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("intake.load._remember", breaks)
    page = browser.get(browser.get(post(browser, f"{place}/start").location).location).text
    assert (count(), batches(), draft().stage) == (0, 0, Stage.FAILED)
    assert "Mulai lagi" in page
    monkeypatch.undo()
    post(browser, f"{place}/start", which="all")
    assert (count(), draft().stage) == (3, Stage.DONE)


def test_an_administrator_imports_and_reads_no_name(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    place = checked(browser)
    pages = [browser.get(f"{place}/{page}").text for page in ("rows", "columns", "problem/nik_short", "import")]
    assert not any(name in page for page in pages for name in ("Nurhayati", "Petrus", "081200006628"))
    assert any("P•••• A••••" in page for page in pages)


def test_nobody_reads_a_nik_by_calling_its_column_a_dose(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    place = upload(browser).location
    confirm(browser, place, **{"c-0-3": "dose", "c-0-2": "facility", "c-0-5": "name"})
    page = browser.get(place).text
    assert "6501054503859012" not in page
    assert "Nurhayati" not in page


def test_a_colleague_sees_the_file_masked(app: Flask, cast: Cast) -> None:
    place = checked(visit(app, cast.supervisor))
    page = visit(app, cast.other_supervisor).get(f"{place}/rows").text
    assert "Impor 3 baris" in page
    assert "Petrus" not in page


def test_the_rows_with_one_problem_are_shown_on_a_page_of_their_own(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    assert "Petrus Alang" in browser.get(f"{place}/problem/nik_short").text
    assert browser.get(f"{place}/problem/nonsense").status_code == 404


def test_a_draft_whose_file_is_gone_says_so(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = upload(browser).location
    for file in (app.config["LOKET"].home / "import-files").glob("*.file"):
        file.unlink()
    assert "Berkas tidak lagi disimpan." in browser.get(place).text


def test_the_progress_tells_where_to_go_on(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = checked(browser)
    assert browser.get(f"{place}/progress").json == {"busy": False, "percent": 0, "there": f"{place}/rows"}


def test_unknown_kinds_are_not_there(app: Flask, cast: Cast) -> None:
    assert upload(visit(app, cast.supervisor), kind="people").status_code == 404
    assert count(ImportDraft) == 0
