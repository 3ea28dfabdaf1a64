"""The page of two complaints: who sees it, what stays masked, what is decided there, and what it costs."""

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import Outcome, Status, Ticket, TicketLink, db
from models.database import writing
from tests.admin_views.desk import address, send
from tests.casework import bring_to, move, newest_event
from tests.conftest import Cast
from tests.visits import Browser, visit
from workflow import pairs

Make = Callable[..., Ticket]
Counting = Callable[[], AbstractContextManager[list[str]]]
ONE: dict[str, Any] = {
    "subject_name": "Sri Wahyuni", "subject_nik": "6501054412859012", "subject_birth_date": date(1985, 12, 4),
    "subject_phone": "081200009391", "address": "Jalan Jelarai Lima", "story": "NIK saya 6501054412859012.",
}  # fmt: skip
OTHER = ONE | {"subject_name": "Sri Wahyuny", "subject_nik": "6501054412589012", "story": "Telepon 081200009391."}
CANARIES = ("6501054412859012", "6501054412589012", "44128590", "81200009391", "1985-12-04", "4 Des 1985", "Jelarai")
HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|last_event_id|other_event_id)"[^>]*value="([^"]*)"')


@pytest.fixture
def pair(make_ticket: Make, cast: Cast) -> tuple[str, str]:
    """The numbers of the newer and of the older one, both in the verifier's hands."""
    older, newer = (bring_to(Status.VERIFYING, make_ticket(**told), cast).number for told in (OTHER, ONE))
    return newer, older


def where(one: str, other: str, query: str = "") -> str:
    return f"{address(one)}/compare/{other}{query}"


def decide(browser: Browser, pair: tuple[str, str], **fields: str) -> Any:
    main = browser.get(where(*pair)).text
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(main[main.index("<main") :])}
    return browser.post(where(*pair), data=hidden | {"reason": "Orang yang sama."} | fields)


def plain(page: str) -> str:
    return " ".join(re.sub("<[^>]+>", " ", page[page.index("<main") :]).split())


@pytest.mark.parametrize(
    ("person", "status"),
    [
        ("operator", 200), ("verifier", 200), ("second_verifier", 200), ("supervisor", 200), ("auditor", 200),
        ("admin", 403), ("outsider", 404), ("other_supervisor", 404),
    ],
)  # fmt: skip
def test_a_pair_is_seen_by_who_sees_both(app: Flask, pair: Any, cast: Cast, person: str, status: int) -> None:
    assert visit(app, getattr(cast, person)).get(where(*pair)).status_code == status


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "outsider", "other_supervisor"])
def test_a_pair_of_two_regions_is_not_there_for_who_sees_one(
    app: Flask, make_ticket: Make, cast: Cast, person: str
) -> None:
    pair = make_ticket(**ONE).number, make_ticket(**(OTHER | {"region": "6571"})).number
    browser = visit(app, getattr(cast, person))
    assert [browser.get(where(*way)).status_code for way in (pair, pair[::-1])] == [404, 404]
    assert visit(app, cast.auditor).get(where(*pair)).status_code == 200


def test_a_complaint_is_not_compared_with_itself(app: Flask, pair: Any, cast: Cast) -> None:
    assert visit(app, cast.supervisor).get(where(pair[0], pair[0])).status_code == 404


@pytest.mark.parametrize("person", ["operator", "verifier", "supervisor", "auditor"])
def test_nothing_personal_is_readable_on_the_page(app: Flask, pair: Any, cast: Cast, person: str) -> None:
    page = visit(app, getattr(cast, person)).get(where(*pair)).text
    assert [canary for canary in CANARIES if canary in plain(page) + page] == []
    assert newest_event().action == "ticket.read"


@pytest.mark.parametrize(("person", "opened"), [("verifier", True), ("supervisor", True), ("operator", False),
                                                ("auditor", False)])  # fmt: skip
def test_the_digits_that_differ_are_shown_to_who_may_open_a_nik(
    app: Flask, pair: Any, cast: Cast, person: str, opened: Any
) -> None:
    page = visit(app, getattr(cast, person)).get(where(*pair)).text
    cells = [re.sub("<[^>]+>", "", cell) for cell in re.findall(r'<td[^>]*class="lk-mono"[^>]*>(.*?)</td>', page)]
    shown = ["650105••••859012", "650105••••589012"] if opened else ["650105••••••9012"] * 2
    assert cells[:2] == shown
    assert ('<mark class="lk-x">85</mark>' in page) is opened


def test_names_are_marked_where_they_differ_and_dates_told_in_words(app: Flask, pair: Any, cast: Cast) -> None:
    page = visit(app, cast.auditor).get(where(*pair)).text
    assert 'Sri Wahyun<mark class="lk-x">i</mark>' in page
    assert "Angka ke-11 dan ke-12 tertukar" in plain(page)


def test_a_duplicate_is_closed_from_the_page_and_each_shows_the_other(app: Flask, pair: Any, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    answer = decide(browser, pair, decision="repeats")
    assert (answer.status_code, answer.location) == (302, address(pair[0]))
    ticket = db.session.scalars(select(Ticket).where(Ticket.number == pair[0])).one()
    assert (ticket.status, ticket.outcome) == (Status.CLOSED, Outcome.DUPLICATE)
    assert f"{pair[0]} Sri Wahyuni · Mengulang aduan ini" in plain(browser.get(address(pair[1])).text)
    assert f"{pair[1]} Sri Wahyuny · Diulang oleh aduan ini" in plain(browser.get(address(pair[0])).text)


def test_a_duplicate_is_taken_back_from_its_page(app: Flask, pair: Any, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    decide(browser, pair, decision="repeats")
    assert "Bukan duplikat lagi" in browser.get(address(pair[0])).text
    send(browser, pair[0], "undo_duplicate", reason="Dua orang.")
    ticket = db.session.scalars(select(Ticket).where(Ticket.number == pair[0])).one()
    assert (ticket.status, ticket.assignee_id) == (Status.VERIFYING, cast.verifier.id)


def test_what_is_no_duplicate_is_told_no_more_and_can_be_taken_back(app: Flask, pair: Any, cast: Cast) -> None:
    browser = visit(app, cast.second_verifier)
    assert "Mungkin duplikat" in browser.get(address(pair[0])).text
    decide(browser, pair, decision="apart", reason="Dua orang: 6501054412859012.")
    page = browser.get(address(pair[0])).text
    assert "Mungkin duplikat" not in page
    assert "1 diputuskan bukan duplikat" in page
    compared = plain(browser.get(where(*pair)).text)
    assert "Second Verifier memutuskan" in compared
    assert "6501054412859012" not in compared
    decide(browser, pair, decision="again", reason="Keliru.")
    assert "Mungkin duplikat" in browser.get(address(pair[0])).text


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "apart", "reason": " "}, "Tulis alasannya."),
        ({"decision": "lost"}, "Apa hubungan keduanya?"),
        ({}, "Pilih keputusan Anda."),
    ],
)
def test_a_mistake_is_pointed_at(app: Flask, pair: Any, cast: Cast, fields: dict[str, str], words: str) -> None:
    answer = decide(visit(app, cast.verifier), pair, **fields)
    assert (answer.status_code, words in answer.text) == (422, True)
    assert db.session.scalars(select(TicketLink)).all() == []


@pytest.mark.parametrize("person", ["operator", "auditor"])
def test_who_may_not_decide_finds_no_form_and_is_refused(app: Flask, pair: Any, cast: Cast, person: str) -> None:
    browser = visit(app, getattr(cast, person))
    page = browser.get(where(*pair)).text
    assert 'name="decision"' not in page
    token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', page)
    answer = browser.post(where(*pair), data={"decision": "apart", "reason": "x", "csrf_token": token and token[1]})
    assert answer.status_code in (400, 403, 422)
    assert db.session.scalars(select(TicketLink)).all() == []


def test_a_page_left_open_shows_what_the_others_did(app: Flask, pair: Any, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    page = browser.get(where(*pair)).text
    hidden = {name: html.unescape(value) for name, value in HIDDEN.findall(page[page.index("<main") :])}
    other = db.session.scalars(select(Ticket).where(Ticket.number == pair[1])).one()
    move(other, "dismiss", cast.supervisor)
    answer = browser.post(where(*pair), data=hidden | {"decision": "apart", "reason": "Dua orang."})
    assert answer.status_code == 409
    assert "Supervisor" in plain(answer.text)
    assert pair[1] in answer.text


@pytest.mark.parametrize(
    ("wanted", "number", "checked"),
    [("merge", 0, "repeats"), ("merge", 1, "repeated"), ("apart", 0, "apart"), ("x", 0, "")],
)
def test_a_link_of_the_rail_chooses_what_it_says(
    app: Flask, pair: Any, cast: Cast, wanted: str, number: int, checked: str
) -> None:
    one, other = pair if number == 0 else pair[::-1]
    page = visit(app, cast.verifier).get(where(one, other, f"?decision={wanted}")).text
    assert re.findall(r'value="(\w+)" checked', page) == ([checked] if checked else [])


def test_the_page_costs_a_fixed_number_of_statements(
    app: Flask, pair: Any, make_ticket: Make, cast: Cast, statements: Counting
) -> None:
    browser = visit(app, cast.verifier)
    browser.get(where(*pair))
    with statements() as few:
        browser.get(where(*pair))
    for _ in range(5):
        make_ticket(**ONE)
    with statements() as many:
        browser.get(where(*pair))
    assert len(few) == len(many) <= 14, "\n".join(many)


def test_another_offices_complaint_is_told_without_its_number(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ours, theirs = make_ticket(**ONE), make_ticket(**(OTHER | {"region": "6571"}))
    with writing():
        ticket = db.session.get_one(Ticket, ours.id)
        everywhere = replace(cast.supervisor, regions=frozenset({"6501", "6571"}))
        pairs.decide("repeats", ticket, theirs, actor=everywhere, reason="Sama.")
    for person, number, hidden in ((cast.verifier, ours, theirs), (cast.outsider, theirs, ours)):
        page = visit(app, person).get(address(number.number)).text
        assert "Aduan di kantor lain" in page
        assert [word for word in (hidden.number, hidden.subject_name) if word in page] == []
