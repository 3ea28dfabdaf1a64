"""Sending a recap through the browser: what is filed, what is given back, and files that can't be read."""

import io
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from python_calamine import CalamineWorkbook
from sqlalchemy import func, select

from models import Event, ImportBatch, Ticket, db
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit

IMPORTS = "/admin/imports/"
RECAP = """No,Tanggal,Nama,NIK,No HP,Keluhan
1,08/11/2021,Nurhayati,6501054503859012,081200006628,NIK tidak ditemukan
2,08/11/2021,Petrus Alang,650105110485901,081200006629,sertifikat belum terbit
3,09/11/2021,,6501051104859013,081200006630,sertifikat belum terbit
4,09/11/2021,Nur Hayati,6501054503859012,081200006628,NIK tidak ditemukan
"""


def send(browser: Browser, data: bytes = RECAP.encode(), name: str = "rekap.csv") -> Any:
    token = hidden_fields(browser.get(IMPORTS).text)["csrf_token"]
    sent = {"csrf_token": token, "file": (io.BytesIO(data), name)}
    return browser.post(f"{IMPORTS}upload", data=sent, content_type="multipart/form-data")


def count() -> int:
    return db.session.scalar(select(func.count(Ticket.id))) or 0


def test_a_recap_is_filed_and_reported(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    answer = send(browser)
    batch = db.session.scalars(select(ImportBatch)).one()
    assert (answer.status_code, answer.location) == (302, f"{IMPORTS}{batch.ref}")
    assert (count(), batch.read, batch.new, batch.refused) == (3, 4, 3, 1)
    page = browser.get(answer.location).text
    assert "3 aduan dicatat." in page
    assert "Nama kosong, jadi aduan tidak dapat dicatat." in page
    assert "NIK kurang dari 16 digit." in page


def test_the_report_shows_no_whole_nik(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    page = browser.get(send(browser).location).text
    assert not re.findall(r"(?<!\d)\d{15,16}(?!\d)", page)


def test_a_complaint_known_already_is_shown_beside_the_new_one(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    send(browser, RECAP.splitlines()[0].encode() + b"\n" + RECAP.splitlines()[1].encode() + b"\n")
    first = db.session.scalars(select(Ticket.number)).one()
    changed = RECAP.splitlines()[0] + "\n7,20/11/2021,Nurhayati,6501054503859012,081200006628,masih belum ada\n"
    page = browser.get(send(browser, changed.encode()).location).text
    assert f'href="/admin/tickets/{first}"' in page


def test_sending_a_recap_again_makes_no_double(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    send(browser)
    page = browser.get(send(browser).location).text
    assert count() == 3
    assert "3 sudah ada sebelumnya dan dibiarkan." in page


def test_the_rows_to_mend_come_back_as_a_workbook(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    place = send(browser).location
    token = hidden_fields(browser.get(place).text)["csrf_token"]
    answer = browser.post(f"{place}/rows", data={"csrf_token": token})
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.data))
    assert [len(book.get_sheet_by_name(name).to_python()) > 1 for name in book.sheet_names] == [True, True]
    noted = db.session.scalars(select(Event).where(Event.action == "import.rows")).one()
    assert noted.actor_id == cast.supervisor.id


def test_the_rows_are_for_whoever_sent_the_file(app: Flask, cast: Cast) -> None:
    place = send(visit(app, cast.supervisor)).location
    other = visit(app, cast.admin)
    page = other.get(place).text
    token = hidden_fields(other.get(IMPORTS).text)["csrf_token"]
    assert "Baris hanya ditampilkan kepada pengirim berkas." in page
    assert "lk-prob" not in page
    assert other.post(f"{place}/rows", data={"csrf_token": token}).status_code == 404


UNREADABLE = {
    b"": "Berkas kosong.",
    b"MZ\x90\x00" + b"\x00" * 400: "Berkas ini program",
    b"<html><table><tr><td>Nama</td></tr></table></html>": "halaman web",
    b"PK\x03\x04 not really": "Berkas",
    b"Nama,NIK,Keluhan\n": "Tidak ada aduan dalam berkas",
}


@pytest.mark.parametrize(("data", "words"), UNREADABLE.items())
def test_a_file_that_cannot_be_read_is_told_in_one_sentence(app: Flask, cast: Cast, data: bytes, words: str) -> None:
    answer = send(visit(app, cast.supervisor), data, "rekap.xlsx")
    assert (answer.status_code, count()) == (422, 0)
    fault = answer.text[answer.text.index("invalid-feedback") :].partition("</div>")[0]
    assert words in fault
    assert db.session.scalar(select(func.count(ImportBatch.id))) == 0


def test_no_file_is_asked_for_again(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    token = hidden_fields(browser.get(IMPORTS).text)["csrf_token"]
    answer = browser.post(f"{IMPORTS}upload", data={"csrf_token": token})
    assert (answer.status_code, "Pilih berkas dahulu." in answer.text) == (422, True)


def test_a_file_far_too_large_is_refused_before_it_is_read(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    body = io.BytesIO(b"x" * (27 * 1024 * 1024))
    kind = "multipart/form-data; boundary=b"
    answer = browser.post(f"{IMPORTS}upload", input_stream=body, content_type=kind)
    assert (answer.status_code, count()) == (413, 0)


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor"])
def test_who_may_not_import_has_no_page(app: Flask, cast: Cast, who: str) -> None:
    assert visit(app, getattr(cast, who)).get(IMPORTS).status_code == 403


@pytest.mark.parametrize("ref", ["nonsense", "..%2f..%2fsecret", "0" * 36, "'", "%00"])
def test_a_report_that_does_not_exist_is_not_found(app: Flask, cast: Cast, ref: str) -> None:
    assert visit(app, cast.supervisor).get(f"{IMPORTS}{ref}").status_code == 404


def test_the_kept_report_is_sealed(app: Flask, cast: Cast) -> None:
    send(visit(app, cast.supervisor))
    home: Path = app.config["LOKET"].home
    kept = [path.read_bytes() for path in (home / "import-reports").glob("*.sealed")]
    assert kept
    assert not any(b"081200006628" in data or b"Nurhayati" in data for data in kept)
