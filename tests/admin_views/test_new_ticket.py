"""A new complaint at the counter: filing it, what is refused with its mend, and the warnings that never block."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import Event, NikState, Ticket, db
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit

NEW = "/admin/tickets/new"
DECODE = "/admin/tickets/decode-nik"
TYPED = {
    "channel": "counter",
    "reporter_name": "Hendra Gunawan",
    "phone": "0812-0000-6628",
    "relation": "anak",
    "subject_nik": "6501 0545 0385 9012",
    "subject_name": "Nurhayati",
    "subject_birth_date": "5-3-1985",
    "sex": "",
    "category": "nik_not_found",
    "dose": "2",
    "vaccinated_on": "21-07-2021",
    "facility_text": "Puskesmas Karang Rejo",
    "vaccine_ticket": "T-778",
    "story": "Sertifikat dosis 2 tidak muncul.",
    "region": "",
    "privacy": "y",
}
Make = Callable[..., Ticket]


def send(browser: Browser, address: str = NEW, **changes: str) -> Any:
    """The form, sent with what a person typed."""
    fields = {name: value for name, value in (TYPED | changes).items() if value}
    token = hidden_fields(browser.get(NEW).text)["csrf_token"]
    return browser.post(address, data=fields, headers={"X-CSRFToken": token})


def filed() -> Ticket:
    return db.session.scalars(select(Ticket)).one()


def count() -> int:
    return db.session.scalar(select(func.count(Ticket.id))) or 0


def test_a_complaint_is_filed_and_its_receipt_opened(app: Flask, cast: Cast) -> None:
    answer = send(visit(app, cast.operator))
    ticket = filed()
    assert (answer.status_code, answer.location) == (302, f"/admin/tickets/{ticket.number}/receipt")
    assert (ticket.subject_name, ticket.reporter_name, ticket.relation) == ("Nurhayati", "Hendra Gunawan", "anak")
    assert (ticket.subject_nik, ticket.sex, ticket.nik_state) == ("6501054503859012", "P", NikState.FITS)
    assert (ticket.subject_birth_date, str(ticket.vaccinated_on)) == ("1985-03-05", "2021-07-21")
    assert (ticket.reporter_phone, ticket.subject_phone) == ("+6281200006628", None)
    assert (ticket.region_code, ticket.dose, ticket.vaccine_ticket) == ("6501", "2", "T-778")


def test_only_saving_leads_to_the_ticket(app: Flask, cast: Cast) -> None:
    assert send(visit(app, cast.operator), only_save="1").location == f"/admin/tickets/{filed().number}"


def test_the_receipt_has_the_number_and_the_deadline_but_no_whole_name_or_nik(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.operator)
    page = browser.get(send(browser).location).text
    assert filed().number in page
    assert re.search(r"Selesai paling lambat<b>\w+, \d+ \w+ \d{4}</b>", page)
    for whole in ("Nurhayati", "Gunawan", "6501054503859012", "0812-0000-6628", "+6281200006628"):
        assert whole not in page
    assert db.session.scalars(select(Event).where(Event.action == "ticket.receipt")).one()


def test_another_regions_receipt_does_not_exist(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket(region="6571").number
    assert visit(app, cast.operator).get(f"/admin/tickets/{number}/receipt").status_code == 404


def test_a_phone_without_a_reporter_is_the_persons_own(app: Flask, cast: Cast) -> None:
    send(visit(app, cast.operator), reporter_name="", relation="")
    assert (filed().subject_phone, filed().reporter_phone) == ("+6281200006628", None)


@pytest.mark.parametrize("who", ["verifier", "auditor", "admin"])
def test_roles_without_the_counter_have_no_form(app: Flask, cast: Cast, who: str) -> None:
    browser = visit(app, getattr(cast, who))
    assert browser.get(NEW).status_code == 403


def test_nothing_is_filed_without_the_token(app: Flask, cast: Cast) -> None:
    assert visit(app, cast.operator).post(NEW, data=TYPED).status_code == 400
    assert count() == 0


MENDS = {
    ("subject_name", ""): "Tulis nama lengkap sesuai KTP.",
    ("category", ""): "Pilih kategori aduan.",
    ("category", "nonsense"): "",
    ("channel", ""): "Pilih kanal aduan.",
    ("privacy", ""): "Bacakan pemberitahuan privasi",
    ("subject_birth_date", "31-02-1985"): "Tanggal ini tidak ada.",
    ("subject_birth_date", "entah"): "Tulis tanggal seperti 09-03-1962.",
    ("subject_birth_date", "5-3-2085"): "Tanggal ini belum terjadi.",
    ("vaccinated_on", "21-07-2019"): "Vaksinasi dimulai 13-01-2021.",
    ("phone", "0812"): "Nomor telepon terlalu pendek.",
    ("phone", "nomor istri saya"): "Nomor telepon tidak terbaca.",
    ("subject_nik", "650105450385901"): "NIK baru 15 angka. Kurang 1 angka.",
    ("subject_nik", "65010545038590123"): "NIK berisi 17 angka. Lebih 1 angka.",
    ("subject_nik", "6501059913859012"): "Angka 9–10 terbaca bulan 13.",
    ("story", "x" * 4001): "",
    ("region", "6571"): "",
}


@pytest.mark.parametrize(("field", "typed", "mend"), [(*place, mend) for place, mend in MENDS.items()])
def test_a_mistake_is_pointed_at_and_nothing_typed_is_lost(
    app: Flask, cast: Cast, field: str, typed: str, mend: str
) -> None:
    answer = send(visit(app, cast.operator), **{field: typed})
    assert (answer.status_code, count()) == (422, 0)
    assert mend in answer.text
    assert "Hendra Gunawan" in answer.text
    assert "T-778" in answer.text


def test_a_nik_that_stands_so_in_the_document_is_filed_as_it_is(app: Flask, cast: Cast) -> None:
    send(visit(app, cast.operator), subject_nik="650105450385901", nik_as_it_is="y")
    assert (filed().nik_state, filed().subject_nik) == (NikState.REFUSED, "650105450385901")


def test_a_complaint_without_a_nik_is_filed(app: Flask, cast: Cast) -> None:
    send(visit(app, cast.operator), subject_nik="")
    assert filed().nik_state == NikState.MISSING


def test_fields_that_are_no_part_of_the_form_change_nothing(app: Flask, cast: Cast) -> None:
    send(visit(app, cast.operator), status="closed", assignee_id="1", number="ADU-26-99999A", priority="2")
    assert (filed().status, filed().assignee_id, filed().priority) == ("open", None, 0)
    assert filed().number != "ADU-26-99999A"


def test_a_likely_duplicate_warns_once_and_never_blocks(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.operator)
    send(browser)
    again = send(browser, subject_name="Nur Hayati")
    assert (again.status_code, count()) == (422, 1)
    assert "NIK sama" in again.text
    number = filed().number
    assert send(browser, subject_name="Nur Hayati", not_duplicate=number).status_code == 302
    assert count() == 2


def test_confirming_one_duplicate_does_not_confirm_another(app: Flask, cast: Cast, make_ticket: Make) -> None:
    browser = visit(app, cast.operator)
    known = make_ticket(subject_nik=TYPED["subject_nik"]).number
    make_ticket(subject_nik=TYPED["subject_nik"])
    assert send(browser, not_duplicate=known).status_code == 422


def test_another_regions_duplicate_is_not_shown(app: Flask, cast: Cast, make_ticket: Make) -> None:
    make_ticket(subject_nik=TYPED["subject_nik"], region="6571")
    assert send(visit(app, cast.operator)).status_code == 302


def test_the_nik_is_told_while_it_is_typed(app: Flask, cast: Cast) -> None:
    told = send(visit(app, cast.operator), DECODE).json
    assert (told["verdict"], told["title"]) == ("fits", "Struktur NIK sesuai")
    assert (told["region"], told["birth_date"], told["sex"]) == ("6501", "05-03-1985", "P")
    assert told["birth_date_fits"]
    assert "Tanjung Selor, Kab. Bulungan" in told["nik_html"]
    assert "Perempuan" in told["nik_html"]


@pytest.mark.parametrize(
    ("nik", "verdict", "words"),
    [
        ("65010545", "refused", "NIK baru 8 angka. Kurang 8 angka."),
        ("6404054503859012", "warned", "Kode wilayahnya dari sebelum 2012."),
        ("9901054503859012", "refused", "bukan kode provinsi"),
        ("6501054503850000", "refused", "tidak pernah 0000"),
        ("65010545o3859012", "warned", "Huruf yang mirip angka"),
        ("6501054603859012", "warned", "Menurut NIK lahir 6 Mar 1985"),
        ("", "", ""),
    ],
)
def test_what_is_wrong_with_a_nik_is_told_in_words(app: Flask, cast: Cast, nik: str, verdict: str, words: str) -> None:
    told = send(visit(app, cast.operator), DECODE, subject_nik=nik).json
    assert told["verdict"] == verdict
    assert words in told["nik_html"]


def test_possible_duplicates_are_told_while_typing_and_noted(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket(subject_nik=TYPED["subject_nik"]).number
    told = send(visit(app, cast.operator), DECODE).json
    assert told["duplicates"] == [number]
    event = db.session.scalars(select(Event).where(Event.action == "ticket.duplicates")).one()
    assert (event.actor_id, TYPED["subject_nik"] in event.body) == (cast.operator.id, False)


@pytest.mark.parametrize("who", ["verifier", "auditor", "admin"])
def test_only_the_counter_may_ask_while_typing(app: Flask, cast: Cast, who: str) -> None:
    browser = visit(app, getattr(cast, who))
    token = hidden_fields(browser.get("/admin/").text).get("csrf_token", "")
    page = browser.get("/admin/").text
    found = re.search(r'name="csrf_token" value="([^"]*)"', page)
    token = found[1] if found else token
    assert browser.post(DECODE, data=TYPED, headers={"X-CSRFToken": token}).status_code == 403
    assert browser.get(DECODE).status_code == 405


def test_the_form_says_until_when_a_complaint_should_be_done(app: Flask, cast: Cast) -> None:
    page = visit(app, cast.operator).get(NEW).text
    assert re.search(r'data-due="Tenggat: \w+, \d+ \w+ \d{4} \(5 hari kerja\)"', page)
    assert [f'data-key="{key}"' in page for key in range(1, 7)] == [True] * 6
