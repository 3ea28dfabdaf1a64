"""Importing a recap through the browser: what is filed, what is given back, and files that can't be read."""

import io
import re
from pathlib import Path

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from models import Event, ImportBatch, Ticket, db
from tests.admin_views.wizard import IMPORTS, RECAP, batches, count, imported, post, upload
from tests.conftest import Cast
from tests.visits import hidden_fields, visit


def test_a_recap_is_filed_and_reported(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = imported(browser)
    batch = db.session.scalars(select(ImportBatch)).one()
    assert place == f"{IMPORTS}{batch.ref}"
    assert (count(), batch.read, batch.new, batch.refused) == (3, 4, 3, 1)
    page = browser.get(place).text
    assert "3 aduan dicatat." in page
    assert "Nama kosong, jadi aduan tidak dapat dicatat." in page
    assert "NIK kurang dari 16 digit." in page


def test_the_report_shows_no_whole_nik(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(imported(browser)).text
    assert not re.findall(r"(?<!\d)\d{15,16}(?!\d)", page)


def test_a_complaint_known_already_is_shown_beside_the_new_one(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    imported(browser, "\n".join(RECAP.splitlines()[:2]).encode())
    first = db.session.scalars(select(Ticket.number)).one()
    changed = RECAP.splitlines()[0] + "\n7,20/11/2021,Nurhayati,6501054503859012,081200006628,masih belum ada\n"
    page = browser.get(imported(browser, changed.encode())).text
    assert f'href="/admin/tickets/{first}"' in page


def test_sending_a_recap_again_makes_no_double(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    imported(browser)
    page = browser.get(imported(browser)).text
    assert count() == 3
    assert "3 sudah ada sebelumnya dan dibiarkan." in page


def test_the_rows_to_mend_come_back_as_a_workbook(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = imported(browser)
    answer = post(browser, f"{place}/rows", place)
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert [len(book.get_sheet_by_name(name).to_python()) > 1 for name in book.sheet_names] == [True, True]
    noted = db.session.scalars(select(Event).where(Event.action == "import.rows")).one()
    assert noted.actor_id == cast.supervisor.id


def test_the_rows_are_for_whoever_sent_the_file(app: Flask, cast: Cast) -> None:
    place = imported(visit(app, cast.supervisor))
    other = visit(app, cast.admin)
    page = other.get(place).text
    assert "Baris hanya ditampilkan kepada pengirim berkas." in page
    assert "lk-prob" not in page
    assert post(other, f"{place}/rows").status_code == 404


UNREADABLE = {
    b"": "Berkas kosong.",
    b"MZ\x90\x00" + b"\x00" * 400: "Berkas ini program",
    b"<html><p>Silakan masuk dahulu.</p></html>": "halaman web",
    b"PK\x03\x04 not really": "Berkas",
    b"halo\ndunia\n": "Judul kolom tidak ditemukan",
}


@pytest.mark.parametrize(("data", "words"), UNREADABLE.items())
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(app: Flask, cast: Cast, data: bytes, words: str) -> None:
    answer = upload(visit(app, cast.supervisor), data, "rekap.xlsx")
    assert (answer.status_code, count(), batches()) == (422, 0, 0)
    fault = answer.text[answer.text.index("invalid-feedback") :].partition("</div>")[0]
    assert words in fault
    assert list((app.config["LOKET"].home / "import-files").glob("*")) == []


def test_no_file_is_asked_for_again(app: Flask, cast: Cast) -> None:
    answer = post(visit(app, cast.supervisor), f"{IMPORTS}upload/complaints")
    assert (answer.status_code, "Pilih berkas dahulu." in answer.text) == (422, True)


@pytest.mark.parametrize(("kind", "megabytes"), [("complaints", 27), ("registry", 258)])
def test_a_file_far_too_large_is_refused_before_it_is_read(app: Flask, cast: Cast, kind: str, megabytes: int) -> None:
    browser = visit(app, cast.supervisor)
    length = str(megabytes * 1024 * 1024)
    answer = browser.post(
        f"{IMPORTS}upload/{kind}",
        input_stream=io.BytesIO(b"x"),
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": length},
    )
    assert (answer.status_code, count()) == (413, 0)


def test_a_stranger_sends_nothing_large(app: Flask) -> None:
    answer = app.test_client().post(
        f"{IMPORTS}upload/registry",
        input_stream=io.BytesIO(b"x"),
        content_type="multipart/form-data; boundary=b",
        environ_overrides={"CONTENT_LENGTH": str(100 * 1024 * 1024)},
    )
    assert answer.status_code == 413


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor"])
def test_who_may_not_import_has_no_page(app: Flask, cast: Cast, who: str) -> None:
    assert visit(app, getattr(cast, who)).get(IMPORTS).status_code == 403


@pytest.mark.parametrize("ref", ["nonsense", "..%2f..%2fsecret", "0" * 36, "'", "%00"])
@pytest.mark.parametrize("room", ["", "draft/"])
def test_what_does_not_exist_is_not_found(app: Flask, cast: Cast, room: str, ref: str) -> None:
    assert visit(app, cast.supervisor).get(f"{IMPORTS}{room}{ref}").status_code == 404


def test_nothing_personal_lies_readable_on_the_disk(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    upload(browser)
    imported(browser)
    home: Path = app.config["LOKET"].home
    kept = [path for folder in ("import-reports", "import-files") for path in (home / folder).iterdir()]
    assert len(kept) >= 3
    assert not any(word in path.read_bytes() for path in kept for word in (b"081200006628", b"Nurhayati", b"6501"))
    assert all(path.stat().st_mode & 0o077 == 0 for path in kept if path.suffix in {".sealed", ".file"})


def test_a_form_without_its_token_imports_nothing(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = upload(browser).location
    assert hidden_fields(browser.get(place).text)
    assert browser.post(place).status_code == 400
