"""The record beside the complaint on its page: who sees it, what of it, and what a verifier does there."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from intake.registry import load_registry
from models import Correction, ImportBatch, Match, Status, Ticket, db
from models.database import writing
from tests.admin_views.desk import address, post, send
from tests.casework import PDF, bring_to, newest_event
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from tests.visits import hidden_fields, visit
from workflow import registry_batches

SLIPPED = row(NIK="6501056504859021", Nama_Lengkap="Sri Wahyuny", Status_Sertifikat="BELUM TERBIT")
SECOND = row(
    NIK="6501056504859021", Nama_Lengkap="Sri Wahyuny", Dosis="2", No_Tiket="PC777000112", No_HP="",
    Tanggal_Vaksinasi="2021-08-20", Tanggal_Input="2021-08-20", Status_Sertifikat="BELUM TERBIT",
)  # fmt: skip
STRANGER = row(Nama_Lengkap="Paulus Lawai", Tanggal_Lahir="1971-02-03", No_HP="081355557788", No_Tiket="PC888000999",
               Jenis_Kelamin="L")  # fmt: skip
CANARIES = ("6501056504859012", "6501056504859021", "81200009391", "81355557788", "1985-04-25", "25-04-1985",
            "1971", "PC777000111", "PC888000999", "CERT9900123")  # fmt: skip
TOLD = {"subject_birth_date": date(1985, 4, 25)}


@pytest.fixture
def verifying(make_ticket: Any, cast: Cast) -> Ticket:
    load_registry(csv_file(SLIPPED, SECOND, STRANGER), "registri.csv", actor=cast.system)
    ticket: Ticket = bring_to(Status.VERIFYING, make_ticket(**TOLD), cast)
    return ticket


def page_of(app: Flask, who: Any, ticket: Ticket, query: str = "") -> str:
    return str(visit(app, who).get(address(ticket.number) + query).text)


def section(page: str, name: str = "match") -> str:
    """One section of the page, as text with its marks."""
    found = re.search(rf'<section[^>]*id="{name}">.*?</section>', page, re.DOTALL)
    return re.sub(r"\s+", " ", found[0]) if found else ""


def plain(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize(("who", "sees"), [("verifier", True), ("second_verifier", True), ("supervisor", True),
                                           ("auditor", True), ("operator", False)])  # fmt: skip
def test_records_are_compared_for_those_who_may_read_them(app, verifying, cast, who, sees) -> None:
    page = page_of(app, getattr(cast, who), verifying)
    assert ("Pencocokan data" in page) is sees
    assert [canary for canary in CANARIES if canary in page] == []


def test_of_the_nik_only_the_digits_that_differ_are_shown(app, verifying, cast) -> None:
    shown = section(page_of(app, cast.verifier, verifying))
    assert "Angka ke-15 dan ke-16 tertukar" in shown
    assert re.findall(r'<mark class="lk-x">(\w+)</mark>', shown) == ["12", "21", "i", "y"]
    assert "Cocok kuat" in shown


def test_an_auditor_sees_the_finding_and_neither_digit_nor_name(app, verifying, cast) -> None:
    shown = section(page_of(app, cast.auditor, verifying))
    assert "Angka ke-15 dan ke-16 tertukar" in shown
    assert "<mark" not in shown
    assert "S•••• W••••" in shown
    assert "Wahyuny" not in shown


def test_the_doses_of_one_person_stand_together_and_people_one_by_one(app, verifying, cast) -> None:
    first = section(page_of(app, cast.verifier, verifying))
    assert "Kandidat 1 dari 2" in first
    assert re.findall(r"<b>(Dosis \d, [^<]*)</b>", first) == ["Dosis 1, 1 Jul 2021", "Dosis 2, 20 Agu 2021"]
    second = section(page_of(app, cast.verifier, verifying, "?candidate=2"))
    assert "NIK dipakai orang lain" in second
    assert "Paulus Lawai" in second


@pytest.mark.parametrize("asked", ["0", "99", "-1", "x", "9" * 30])
def test_a_candidate_that_is_not_there_is_another_one(app, verifying, cast, asked) -> None:
    assert re.search(r"Kandidat [12] dari 2", page_of(app, cast.verifier, verifying, f"?candidate={asked}"))


def test_that_nothing_was_found_is_said_to_be_an_answer(app, make_ticket, cast) -> None:
    shown = plain(section(page_of(app, cast.verifier, bring_to(Status.VERIFYING, make_ticket(), cast))))
    assert "jawaban yang sering dan benar" in shown
    assert "Minta faskes" in shown


def test_another_regions_record_is_not_shown(app, make_ticket, cast) -> None:
    load_registry(csv_file(row(Kode_Kab_Kota="6571")), "registri.csv", actor=cast.system)
    ticket = make_ticket()
    assert "Tidak ada data vaksinasi" in section(page_of(app, cast.verifier, ticket))
    assert "Kandidat 1 dari 1" in section(page_of(app, cast.auditor, ticket))


def choose(app: Flask, verifying: Ticket, cast: Cast) -> Any:
    """Press the button of the first dose, as it stands on the page."""
    browser = visit(app, cast.verifier)
    page = browser.get(address(verifying.number)).text
    record = re.search(r'name="record" value="(\d+)"', page)
    assert record
    return post(browser, verifying.number, "choose", hidden_fields(page), record=record[1])


def test_choosing_is_one_press_and_says_who_chose(app, verifying, cast) -> None:
    answer = choose(app, verifying, cast)
    assert (answer.status_code, answer.location) == (302, f"/admin/tickets/{verifying.number}#match")
    assert "Dipilih Verifier" in page_of(app, cast.supervisor, verifying)
    assert "Susun koreksi" in page_of(app, cast.verifier, verifying)


def test_what_is_less_than_strong_asks_for_a_reason(app, verifying, cast) -> None:
    browser = visit(app, cast.verifier)
    page = browser.get(address(verifying.number) + "?candidate=2").text
    query = re.search(r'/choose(\?record=\d+)"', page)
    assert query
    record = query[1].partition("=")[2]
    assert send(browser, verifying.number, "choose", query=query[1], record=record).status_code == 422
    answer = send(browser, verifying.number, "choose", query=query[1], record=record, reason="NIK-nya dipakai.")
    assert answer.status_code == 302
    assert db.session.scalars(select(Match.tier)).all() == ["nik_used_by_other"]


def test_that_none_fits_is_kept_with_its_reason_and_a_choice_takes_it_back(app, verifying, cast) -> None:
    browser = visit(app, cast.verifier)
    assert send(browser, verifying.number, "none_fits").status_code == 422
    assert send(browser, verifying.number, "none_fits", reason="NIK 6501056504859012 lain").status_code == 302
    shown = plain(section(page_of(app, cast.verifier, verifying)))
    assert "menurut Verifier" in shown
    assert "650105••••••9012" in shown
    choose(app, verifying, cast)
    assert db.session.scalars(select(Match.withdrawn).order_by(Match.id)).all() == [True, False]


@pytest.mark.parametrize("record", ["", "x", "999999", "١"])
def test_a_record_that_was_not_found_is_not_chosen(app, verifying, cast, record) -> None:
    browser = visit(app, cast.verifier)
    hidden = hidden_fields(browser.get(address(verifying.number)).text)
    answer = post(browser, verifying.number, "choose", hidden, record=record)
    assert (answer.status_code, db.session.scalars(select(Match)).all()) == (422, [])


@pytest.mark.parametrize("who", ["second_verifier", "supervisor", "auditor", "operator"])
def test_nobody_else_finds_a_button_to_decide_with(app, verifying, cast, who) -> None:
    page = page_of(app, getattr(cast, who), verifying)
    assert not re.search(r"/(choose|none_fits|cause|draft)\b", page[page.index("<main") :])


def test_a_suggested_cause_is_confirmed_and_what_follows_is_told_to_everybody(app, verifying, cast) -> None:
    browser = visit(app, cast.verifier)
    page = browser.get(address(verifying.number)).text
    assert "NIK salah ketik saat entri" in section(page, "cause")
    answer = post(browser, verifying.number, "cause", hidden_fields(page), cause="nik_mistyped")
    assert (answer.status_code, newest_event().action) == (302, "ticket.cause")
    for who in (cast.operator, cast.supervisor):
        shown = plain(section(page_of(app, who, verifying), "cause"))
        assert "Perbaiki NIK di P-Care" in shown
        assert "Faskes" in shown


def test_another_cause_can_be_picked(app, verifying, cast) -> None:
    browser = visit(app, cast.verifier)
    assert send(browser, verifying.number, "cause").status_code == 422
    assert send(browser, verifying.number, "cause", cause="network", reason="Kata faskes").status_code == 302
    assert "Gangguan jaringan" in page_of(app, cast.operator, verifying)


def test_the_correction_is_taken_over_without_the_nik_being_read(app, verifying, cast) -> None:
    choose(app, verifying, cast)
    browser = visit(app, cast.verifier)
    form = browser.get(address(verifying.number, "draft")).text
    assert [canary for canary in CANARIES if canary in form] == []
    answer = send(browser, verifying.number, "draft", lines="nik", source="ktp", file=(BytesIO(PDF), "ktp.pdf"))
    assert (answer.status_code, answer.location.rpartition("#")[2]) == (302, "s-lines")
    line = db.session.scalars(select(Correction)).one()
    assert (line.field, line.before, line.after) == ("nik", "6501056504859021", "6501056504859012")


def test_a_draft_without_evidence_keeps_what_was_typed(app, verifying, cast) -> None:
    choose(app, verifying, cast)
    answer = send(visit(app, cast.verifier), verifying.number, "draft", lines="name", after_name="Sri W", source="ktp")
    assert (answer.status_code, db.session.scalars(select(Correction)).all()) == (422, [])
    assert "Sri W" in answer.text


def test_a_record_that_was_mended_since_is_said_to_be_no_longer_current(app, verifying, cast) -> None:
    choose(app, verifying, cast)
    mended = row(NIK="6501056504859021", Nama_Lengkap="Sri Wahyuni", Status_Sertifikat="BELUM TERBIT")
    load_registry(csv_file(mended), "registri.csv", actor=cast.system)
    assert "tidak berlaku lagi" in section(page_of(app, cast.verifier, verifying))


def test_a_chosen_record_of_a_file_that_was_taken_back_stays_as_evidence(app, verifying, cast) -> None:
    choose(app, verifying, cast)
    batch = db.session.scalars(select(ImportBatch)).one()
    with writing():
        registry_batches.take_back(batch, reason="Berkas keliru.", actor=cast.supervisor)
    shown = section(page_of(app, cast.verifier, verifying))
    assert "tidak berlaku lagi" in shown
    assert "Tidak ada data vaksinasi" in shown
    assert db.session.scalars(select(Match.record_id)).one() is not None
