"""Files of a complaint in the browser: limits said before, seen with a watermark, handed out so that nothing runs."""

import io
import re
from collections.abc import Callable

import pytest
from flask import Flask

from models import Attachment, Event, Status, Ticket, db
from tests.admin_views.desk import address, send
from tests.casework import PDF, attach, bring_to, newest_event
from tests.conftest import Cast
from tests.visits import Browser, visit

NIK = "6501056504859012"


@pytest.fixture
def verifying(make_ticket: Callable[..., Ticket], cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


@pytest.fixture
def kept(verifying: Ticket, cast: Cast) -> Attachment:
    return attach(verifying, cast.operator, name=f"ktp {NIK}.pdf")


def open_file(browser: Browser, kept: Attachment, how: str = "view"):
    return send(browser, kept.ticket.number, "open", file=kept.ref, why="compare", how=how)


def where(kept: Attachment, verb: str, more: str = "") -> str:
    return f"{address(kept.ticket.number)}/{verb}?file={kept.ref}{more}"


def test_a_file_is_seen_page_by_page_after_a_reason(app: Flask, kept: Attachment, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    answer = open_file(browser, kept)
    assert (answer.status_code, answer.headers["Location"]) == (302, where(kept, "file"))
    page = browser.get(where(kept, "file")).text
    assert re.findall(r'<img src="([^"]*picture[^"]*)"', page) == [where(kept, "picture", "&amp;page=1")]
    assert NIK not in page


def test_a_picture_comes_under_a_policy_of_its_own_and_is_an_event(app: Flask, kept: Attachment, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    open_file(browser, kept)
    answer = browser.get(where(kept, "picture", "&page=1"))
    assert (answer.status_code, answer.mimetype, answer.data[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Content-Disposition"].startswith(f'inline; filename="{kept.ticket.number}-')
    assert NIK not in str(answer.headers)
    assert (newest_event().action, newest_event().reason) == ("attachment.view", "Memeriksa bukti koreksi")


@pytest.mark.parametrize("verb", ["file", "picture"])
def test_without_a_reason_it_is_asked_first(app: Flask, kept: Attachment, cast: Cast, verb: str) -> None:
    answer = visit(app, cast.verifier).get(where(kept, verb))
    assert (answer.status_code, answer.headers["Location"]) == (303, where(kept, "open"))
    assert not db.session.query(Event).filter(Event.action == "attachment.view").count()


@pytest.mark.parametrize("verb", ["file", "picture"])
@pytest.mark.parametrize(("person", "status"), [("second_verifier", 403), ("outsider", 404), ("auditor", 403)])
def test_others_see_neither_page_nor_picture(
    app: Flask, kept: Attachment, cast: Cast, person: str, status: int, verb: str
) -> None:
    assert visit(app, getattr(cast, person)).get(where(kept, verb)).status_code == status


def test_a_page_that_is_not_there_is_refused(app: Flask, kept: Attachment, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    open_file(browser, kept)
    assert [browser.get(where(kept, "picture", f"&page={page}")).status_code for page in ("0", "x", "2")] == [422] * 3


@pytest.mark.parametrize("verb", ["attach", "correction"])
def test_limits_are_said_before_anything_is_sent(app: Flask, kept: Attachment, cast: Cast, verb: str) -> None:
    page = visit(app, cast.verifier).get(f"{address(kept.ticket.number)}/{verb}").text
    assert "paling besar 10 MB; PDF paling banyak 20 halaman. Aduan ini masih dapat menampung 19 berkas." in page
    assert re.search(r'name="photo"[^>]*accept="image/jpeg"|accept="image/jpeg"[^>]*name="photo"', page)
    assert 'capture="environment"' in page


def test_a_photo_taken_now_is_kept_like_a_file(app: Flask, verifying: Ticket, cast: Cast) -> None:
    answer = send(visit(app, cast.verifier), verifying.number, "attach", photo=(io.BytesIO(PDF), "image.pdf"))
    assert (answer.status_code, db.session.query(Attachment).count()) == (302, 1)


def test_of_a_file_and_a_photo_at_once_neither_is_dropped_unsaid(app: Flask, verifying: Ticket, cast: Cast) -> None:
    both = {"file": (io.BytesIO(PDF), "a.pdf"), "photo": (io.BytesIO(PDF), "b.pdf")}
    answer = send(visit(app, cast.verifier), verifying.number, "attach", **both)
    assert (answer.status_code, "Kirim salah satu" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("foto.jpg", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        ("scan.pdf", PDF[:40], "rusak"),
        ("foto.png", b"RIFF\x10\0\0\0WEBPVP8 ", "WebP"),
        ("ktp.pdf.exe", PDF, "berakhiran"),
        ("<b>.exe", PDF, "berakhiran"),
    ],
)
def test_a_file_that_is_refused_is_told_why_and_how_to_mend_it(
    app: Flask, verifying: Ticket, cast: Cast, name: str, data: bytes, said: str
) -> None:
    answer = send(visit(app, cast.verifier), verifying.number, "attach", file=(io.BytesIO(data), name))
    assert (answer.status_code, 'id="file-error"' in answer.text, said in answer.text) == (422, True, True)
    assert "<b>.exe" not in answer.text
