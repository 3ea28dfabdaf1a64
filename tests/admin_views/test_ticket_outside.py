"""Asking the national registry from a complaint: what would leave is said first, the answer is shown once, masked."""

import json
import logging
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from access.actors import system_actor
from audit.recorder import note_event
from intake.registry import RegistryReport
from models import Event, Status, Ticket, db
from models.database import writing
from registry.outside import Answer, not_found
from tests.admin_views.desk import address, send
from tests.casework import bring_to, newest_event
from tests.conftest import Cast
from tests.fhir_answers import NIK, bundle, immunization, outcome, patient
from tests.fhir_server import SECRET, TOKEN, FhirServer, Say
from tests.outside_desk import asking
from tests.registry.conftest import taken_in
from tests.registry.files import csv_file, row
from tests.registry.test_canaries import stored
from tests.visits import Browser, visit
from web.outside import KEPT
from workflow import outside

__all__ = ["taken_in"]

Make = Callable[..., Ticket]
NOT_ABSENT = "Ini tidak berarti orangnya tidak ditemukan."


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FhirServer]:
    with asking(app, monkeypatch) as made:
        made.keeps(NIK, patient(name="Kenaripertama Wahyuni"), immunization(1), immunization(2))
        yield made


@pytest.fixture
def verifying(make_ticket: Make, cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


@pytest.fixture
def browser(app: Flask, cast: Cast) -> Browser:
    return visit(app, cast.verifier)


def ask(browser: Browser, ticket: Ticket, **changes: Any) -> TestResponse:
    return send(browser, ticket.number, "outside", **({"why": "elsewhere"} | changes))


def told() -> list[tuple[str, dict[str, Any]]]:
    """The events of the talk, oldest first, with their facts."""
    query = select(Event).where(Event.action.startswith("record.")).order_by(Event.id)
    return [(event.action, json.loads(event.body)["facts"]) for event in db.session.scalars(query)]


def test_nothing_of_it_is_there_unless_it_is_configured(browser: Browser, verifying: Ticket) -> None:
    assert browser.get(address(verifying.number, "outside")).status_code == 404
    assert "/outside" not in browser.get(address(verifying.number)).text


@pytest.mark.parametrize(
    ("person", "entry"),
    [("verifier", "link"), ("supervisor", "link"), ("second_verifier", "resting"), ("operator", ""), ("auditor", "")],
)
def test_the_menu_offers_it_to_whom_it_may(
    app: Flask, server: FhirServer, verifying: Ticket, cast: Cast, person: str, entry: str
) -> None:
    page = visit(app, getattr(cast, person)).get(address(verifying.number)).text
    assert (f'{verifying.number}/outside"' in page) is (entry == "link")
    assert ("Tanyakan ke registri nasional" in page) is (entry != "")


def test_what_leaves_and_where_to_is_said_before_anything_is_sent(
    server: FhirServer, browser: Browser, verifying: Ticket
) -> None:
    page = browser.get(address(verifying.number, "outside")).text
    assert "NIK 650105••••••9012 dari aduan ini dikirim ke SATUSEHAT (localhost)" in page
    assert (NIK in page, server.seen, told()) == (False, [], [])


def test_the_answer_lays_person_and_doses_beside_the_complaint_and_the_import(
    server: FhirServer, browser: Browser, verifying: Ticket, taken_in: Callable[..., RegistryReport]
) -> None:
    taken_in(csv_file(row(Tanggal_Vaksinasi="2021-07-01")))
    page = ask(browser, verifying).text
    assert "SATUSEHAT mengenal NIK ini, dengan 2 dosis." in page
    assert ("K•••• W••••" in page, "Kenaripertama" in page, NIK in page) == (True, False, False)
    assert ("Tanggal sama" in page, "Tidak ada dalam data impor" in page) == (True, True)
    assert ("B31391" in page, "B31398" in page, "Puskesmas Bunyu" in page) == (True, True, True)


def test_question_answer_and_look_up_are_events_in_this_order(
    server: FhirServer, browser: Browser, verifying: Ticket
) -> None:
    ask(browser, verifying, why="other", detail="Diminta pelapor")
    (asked, sent), (answered, facts), (own, _) = told()
    assert (asked, answered, own) == ("record.outside.ask", "record.outside.answer", "record.search")
    assert sent == {"registry": "satusehat", "sent": "subject_nik"}
    assert (facts["result"], facts["people"], facts["doses"]) == ("found", 1, 2)


def test_who_is_not_there_is_said_to_be_not_there(server: FhirServer, browser: Browser, verifying: Ticket) -> None:
    server.people.clear()
    page = ask(browser, verifying).text
    assert "SATUSEHAT tidak memuat siapa pun dengan NIK ini." in page
    assert "Data impor tidak memuat siapa pun" in page


@pytest.mark.parametrize(
    ("say", "words"),
    [
        (Say(b"oops", 500), "Melaporkan gangguan pada sistemnya sendiri."),
        (Say(outcome(), 403), "Menolak client id atau secret kantor ini."),
        (Say(b"<html>"), "Jawabannya tidak dapat dibaca."),
        (Say(bundle(patient("6501056504859013", name="Orang Lain"))), "Jawabannya tentang orang lain."),
    ],
)
def test_not_available_is_never_told_as_not_found(
    server: FhirServer, browser: Browser, verifying: Ticket, say: Say, words: str
) -> None:
    server.says("Patient", say)
    answer = ask(browser, verifying)
    assert (answer.status_code, words in answer.text, NOT_ABSENT in answer.text) == (200, True, True)
    assert ("SATUSEHAT tidak memuat" in answer.text, "Orang Lain" in answer.text) == (False, False)


def test_two_people_under_one_nik_are_shown_as_two(server: FhirServer, browser: Browser, verifying: Ticket) -> None:
    server.keeps(NIK, patient(name="Budi", ihs="P02"), immunization(3, ihs="P02"))
    page = ask(browser, verifying).text
    assert "SATUSEHAT memuat 2 orang dengan NIK ini." in page
    assert "Orang ke-2" in page


def test_a_registry_that_rests_is_not_asked_and_the_page_says_from_when(
    server: FhirServer, browser: Browser, verifying: Ticket
) -> None:
    server.says("Patient", Say(b"oops", 500))
    answers = [ask(browser, verifying) for _ in range(3)]
    assert "Coba lagi pukul" in answers[-1].text
    sent = server.asked("Patient")
    again = ask(browser, verifying)
    assert (again.status_code, server.asked("Patient")) == (409, sent)
    assert ("Coba lagi pukul" in again.text, NOT_ABSENT in again.text, "disabled" in again.text) == (True, True, True)
    assert newest_event().action == "access.refused"


@pytest.mark.parametrize("given", [{"why": "other", "detail": " "}, {"why": "nonsense"}, {"why": ""}])
def test_nothing_is_sent_without_a_reason(
    server: FhirServer, browser: Browser, verifying: Ticket, given: dict[str, str]
) -> None:
    assert ask(browser, verifying, **given).status_code == 422
    assert (server.seen, told()) == ([], [])


def test_nothing_is_sent_when_its_event_cannot_be_written(
    app: Flask, server: FhirServer, browser: Browser, verifying: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(outside, "note_event", fail)
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    assert ask(browser, verifying).status_code == 500
    assert server.seen == []


@pytest.mark.parametrize(("person", "status"), [("second_verifier", 403), ("outsider", 404), ("operator", 403)])
def test_whose_complaint_it_is_not_sends_nothing(
    app: Flask, server: FhirServer, verifying: Ticket, cast: Cast, person: str, status: int
) -> None:
    assert visit(app, getattr(cast, person)).get(address(verifying.number, "outside")).status_code == status
    assert (server.seen, newest_event().action) == ([], "access.refused")


def test_others_work_on_while_one_waits(
    app: Flask, server: FhirServer, browser: Browser, verifying: Ticket, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Slow:
        name = "slow"

        def ask(self, _nik: str) -> Answer:
            assert not db.session().in_transaction()
            other = Thread(target=write)
            other.start()
            other.join(10)
            return not_found()

    def write() -> None:
        with app.app_context(), writing():
            note_event(system_actor("Tests", origin="tests"), "record.search", facts={"found": 77})

    monkeypatch.setitem(app.extensions, KEPT, Slow())
    ask(browser, verifying)
    assert [action for action, facts in told() if facts.get("found") != 0] == [
        "record.outside.ask", "record.search", "record.outside.answer"]  # fmt: skip


def test_no_canary_is_kept_or_written_anywhere(
    app: Flask, server: FhirServer, browser: Browser, verifying: Ticket, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    server.keeps(NIK, patient(name="Kenarikedua", ihs="P02"))
    pages = ask(browser, verifying).text + browser.get(address(verifying.number)).text
    server.says("Patient", Say(outcome(f"Kenarikedua {NIK}"), 500))
    pages += ask(browser, verifying).text
    db.session.rollback()
    kept = b"".join(stored(app))
    for canary in (NIK, SECRET, TOKEN, "Kenaripertama", "Kenarikedua", "B31391"):
        assert (canary in caplog.text, canary.encode() in kept) == (False, False), canary
    assert [canary for canary in (NIK, SECRET, TOKEN, "Kenari") if canary in pages] == []
