"""The page of a complaint: who sees it, what stays masked, what it says, and what it costs."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from intake.registry import load_registry
from models import Event, Status, Ticket, db
from models.database import writing
from tests.admin_views.desk import address
from tests.casework import attach, bring_to, correct_line, newest_event
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from tests.visits import visit
from workflow import notes

Make = Callable[..., Ticket]
Counting = Callable[[], AbstractContextManager[list[str]]]
SECRETS = {
    "subject_nik": "6501056504859012",
    "subject_phone": "081200009391",
    "reporter_phone": "081255557788",
    "subject_birth_date": date(1985, 4, 25),
    "address": "Jalan Jelarai Nomor Lima",
    "story": "NIK saya 6501056504859012, telepon 081255557788.",
}
CANARIES = ("6501056504859012", "81200009391", "1200-0093", "81255557788", "5555-7788", "25 Apr 1985", "1985-04-25",
            "25-04-1985", "Jelarai")  # fmt: skip
SEERS = ("operator", "verifier", "second_verifier", "supervisor", "auditor")


@pytest.fixture
def verifying(make_ticket: Make, cast: Cast) -> Ticket:
    """A ticket in hand, with everything that can hang on one."""
    ticket = bring_to(Status.VERIFYING, make_ticket(reporter_name="Agus Salim", **SECRETS), cast)
    correct_line(ticket, cast.verifier, field="nik", before="6501056504589012", after="6501056504859012")
    attach(ticket, cast.verifier, name="ktp 6501056504859012.pdf")
    with writing():
        notes.add(ticket, actor=cast.operator, text="NIK 6501056504859012 sudah dicocokkan")
    return ticket


@pytest.mark.parametrize(
    ("person", "status"),
    [*((person, 200) for person in SEERS), ("admin", 403), ("outsider", 404), ("other_supervisor", 404)],
)
def test_a_complaint_is_seen_by_those_of_its_region_and_the_auditor(
    app: Flask, verifying: Ticket, cast: Cast, person: str, status: int
) -> None:
    assert visit(app, getattr(cast, person)).get(address(verifying.number)).status_code == status
    action = "ticket.read" if status == 200 else "access.refused"
    assert (newest_event().action, newest_event().actor_id) == (action, getattr(cast, person).id)


def test_a_stranger_is_asked_to_sign_in(app: Flask, verifying: Ticket) -> None:
    answer = app.test_client().get(address(verifying.number))
    assert (answer.status_code, "/login" in answer.location) == (302, True)


@pytest.mark.parametrize("person", SEERS)
def test_nothing_personal_is_readable_on_the_page(app: Flask, verifying: Ticket, cast: Cast, person: str) -> None:
    page = visit(app, getattr(cast, person)).get(address(verifying.number)).text
    assert [canary for canary in CANARIES if canary in page] == []
    assert "650105••••••9012" in page
    assert "0812••••7788" in page


def test_of_a_corrected_nik_only_the_figures_that_differ_are_shown(app: Flask, verifying: Ticket, cast: Cast) -> None:
    page = visit(app, cast.supervisor).get(address(verifying.number)).text
    shown = [re.sub("<[^>]+>", "", part) for part in re.findall(r"<(?:del|ins)[^>]*>.*?</(?:del|ins)>", page)]
    assert shown == ["••••••••••58••••", "••••••••••85••••"]


@pytest.mark.parametrize("given", ["adu-26-00001{}", "ADU26-00001{}", "ADU-26-00001{}"])
def test_a_number_is_found_however_it_is_spelled(app: Flask, verifying: Ticket, cast: Cast, given: str) -> None:
    letter = verifying.number[-1]
    assert visit(app, cast.verifier).get(address(given.format(letter.lower()))).status_code == 200


@pytest.mark.parametrize(
    ("number", "status"), [("ADU-26-00001{}", 422), ("ADU-26-99999M", 422), ("nothing-like-it", 404)]
)
def test_a_mistyped_number_is_told_from_one_that_is_none(
    app: Flask, verifying: Ticket, cast: Cast, number: str, status: int
) -> None:
    other = "A" if verifying.number[-1] != "A" else "B"
    assert visit(app, cast.verifier).get(address(number.format(other))).status_code == status


def test_the_way_to_a_new_complaint_stays_open(app: Flask, cast: Cast) -> None:
    assert visit(app, cast.operator).get("/admin/tickets/new").status_code == 200


@pytest.mark.parametrize(
    ("status", "person", "says"),
    [
        (Status.VERIFYING, "verifier", "Tuliskan dahulu"),
        (Status.VERIFYING, "second_verifier", "Hanya petugas"),
        (Status.CORRECTED, "verifier", "Yang membuat koreksi"),
    ],
)
def test_a_resting_button_says_why(
    app: Flask, make_ticket: Make, cast: Cast, status: Status, person: str, says: str
) -> None:
    ticket = bring_to(status, make_ticket(), cast)
    page = visit(app, getattr(cast, person)).get(address(ticket.number)).text
    told = re.search(r'id="why-not">(.*?)</p>', page, re.DOTALL)
    assert told
    assert says in told[1]
    assert re.search(r'<button type="button" class="btn btn-primary" disabled aria-describedby="why-not">', page)


@pytest.mark.parametrize(
    ("person", "verb"), [("verifier", "take"), ("supervisor", "take"), ("operator", None), ("auditor", None)]
)
def test_the_one_primary_button_is_the_next_step(
    app: Flask, make_ticket: Make, cast: Cast, person: str, verb: str | None
) -> None:
    number = make_ticket().number
    page = visit(app, getattr(cast, person)).get(address(number)).text
    main = page[page.index("<main") :]
    assert re.findall(r'class="btn btn-primary" href="[^"]*/(\w+)" data-key="D"', main) == ([verb] if verb else [])


def test_an_auditor_finds_nothing_to_write_with(app: Flask, verifying: Ticket, cast: Cast) -> None:
    page = visit(app, cast.auditor).get(address(verifying.number)).text
    assert 'method="post"' not in page[page.index("<main") : page.index("</main>")]


PAYLOADS = ("<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'-alert(1)-'", "{{7*7}}", "</textarea><b>")


def test_what_was_typed_stays_text(app: Flask, make_ticket: Make, cast: Cast) -> None:
    for payload in PAYLOADS:
        fields = ("reporter_name", "relation", "dose", "facility_text", "vaccine_ticket")
        ticket = make_ticket(**dict.fromkeys(fields, payload[:20]), story=payload)
        with writing():
            notes.add(ticket, actor=cast.operator, text=payload)
        page = visit(app, cast.operator).get(address(ticket.number)).text
        assert [text for text in ("<script>alert", "<img src=x", "</textarea><b>", "49") if f">{text}" in page] == []


def test_notes_and_events_tell_the_story_in_words(app: Flask, verifying: Ticket, cast: Cast) -> None:
    page = visit(app, cast.supervisor).get(address(verifying.number)).text
    story = re.sub(r"<[^>]+>|\s+", " ", page[page.index('id="story"') :])
    for words in ("mengambil aduan", "menulis koreksi", "melampirkan berkas", "menulis catatan", "sudah dicocokkan"):
        assert words in story


def test_reading_a_complaint_does_not_fill_its_story(app: Flask, verifying: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    before = browser.get(address(verifying.number)).text.count("<li data-kind")
    assert browser.get(address(verifying.number)).text.count("<li data-kind") == before
    assert len(db.session.scalars(select(Event).where(Event.action == "ticket.read")).all()) == 2


def test_another_complaint_of_the_same_person_is_named(
    app: Flask, verifying: Ticket, make_ticket: Make, cast: Cast
) -> None:
    other = make_ticket(**SECRETS).number
    assert other in visit(app, cast.verifier).get(address(verifying.number)).text


def test_the_page_costs_twenty_statements_however_much_hangs_on_it(
    app: Flask, verifying: Ticket, make_ticket: Make, cast: Cast, statements: Counting
) -> None:
    load_registry(csv_file(row(), row(Dosis="2", No_Tiket="PC2")), "registri.csv", actor=cast.system)
    number, browser = verifying.number, visit(app, cast.verifier)
    browser.get(address(number))
    with statements() as few:
        browser.get(address(number))
    load_registry(csv_file(*(row(No_Tiket=f"PC3{n}", Dosis="3") for n in range(5))), "lain.csv", actor=cast.system)
    for _ in range(5):
        correct_line(verifying, cast.verifier, field="dose", before="1", after="2")
        make_ticket(**SECRETS)
    with statements() as many:
        browser.get(address(number))
    assert len(few) == len(many), "\n".join(many)
    assert len(many) <= 20, "\n".join(many)


def test_every_word_is_there_in_english(app: Flask, verifying: Ticket, cast: Cast) -> None:
    page = visit(app, cast.verifier).get(f"{address(verifying.number)}?lang=en").text
    assert "The complaint as told" in page
    assert "Laporan warga" not in page
