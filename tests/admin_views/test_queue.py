"""The queue as people at the desk see it: order, tabs, filters, pages, empty lists, and its fixed cost."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from access.actors import Actor
from audit.context import acting
from models import Ticket, User, db
from models.database import writing
from tests.conftest import NOON, Cast, make_user
from tests.visits import Browser, visit
from workflow import moves, tickets

Make = Callable[..., Ticket]
NUMBER = re.compile(r"data-open href=\"(ADU-\d\d-\d{5,}[A-Z])(?:\?from=\w+)?\"")


def listed(browser: Browser, address: str = "") -> list[str]:
    """The numbers of a list in its order; a phone's cards repeat the table's rows."""
    page = browser.get(f"/admin/tickets/{address}", headers={"Accept-Language": "id"})
    assert page.status_code == 200, page.text
    found = NUMBER.findall(page.text)
    assert found[: len(found) // 2] == found[len(found) // 2 :]
    return found[: len(found) // 2]


@pytest.fixture
def days(make_ticket: Make, set_clock: Callable[..., None]) -> list[str]:
    """Three tickets, received on three working days, the latest first."""
    set_clock(NOON)
    return [make_ticket(received_at=NOON - timedelta(days=ago)).number for ago in (0, 3, 4)]


def test_the_nearest_deadline_comes_first(app: Flask, cast: Cast, days: list[str]) -> None:
    assert listed(visit(app, cast.operator)) == days[::-1]


@pytest.mark.parametrize("who", ["operator", "verifier", "supervisor", "auditor"])
def test_everybody_who_reads_tickets_has_the_queue(app: Flask, cast: Cast, days: list[str], who: str) -> None:
    assert len(listed(visit(app, getattr(cast, who)))) == 3


def test_the_administrator_has_no_queue(app: Flask, cast: Cast) -> None:
    assert visit(app, cast.admin).get("/admin/tickets/").status_code == 403


def test_another_regions_tickets_are_nowhere_on_the_page(app: Flask, cast: Cast, days: list[str]) -> None:
    page = visit(app, cast.outsider).get("/admin/tickets/").text
    assert days[0] not in page
    assert "Sri Wahyuni" not in page


def test_a_row_says_who_what_where_and_how_late(app: Flask, cast: Cast, make_ticket: Make, set_clock: Any) -> None:
    set_clock(NOON)
    make_ticket(received_at=NOON - timedelta(days=9), reporter_name="Agus Salim", relation="Suami", priority=2)
    page = visit(app, cast.operator).get("/admin/tickets/").text
    for words in ("Sri Wahyuni", "Oleh Agus Salim (suami)", "NIK tidak ditemukan", "Bulungan", "Belum ada", "9 hari"):
        assert words in page
    assert re.search(r"lk-sla-late.*?Lewat \d hari", page)
    assert "Prioritas mendesak" in page


def test_a_ticket_due_today_says_until_when(app: Flask, cast: Cast, make_ticket: Make, set_clock: Any) -> None:
    set_clock(NOON)
    ticket = make_ticket(received_at=NOON)
    with writing():
        moves.move(ticket, "take", actor=cast.verifier)
    set_clock(ticket.due_at - timedelta(hours=3))
    assert "Hari ini 16.00" in visit(app, cast.operator).get("/admin/tickets/").text


def test_a_closed_ticket_says_how_it_ended(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = make_ticket()
    with writing():
        moves.move(ticket, "dismiss", actor=cast.supervisor, reason="Bukan di sini", outcome="not_our_authority")
    assert "Bukan wewenang" in visit(app, cast.operator).get("/admin/tickets/?status=closed").text


@pytest.mark.parametrize(
    ("address", "count"),
    [
        ("?status=open", 2),
        ("?status=verifying", 1),
        ("?assignee=me", 1),
        ("?assignee=none", 2),
        ("?category=not_issued", 1),
        ("?channel=whatsapp", 1),
        ("?region=6501", 3),
        ("?region=6571", 3),
        ("?overdue=1", 1),
        ("?due=late", 1),
        ("?due=soon", 0),
        ("?due=response", 1),
        ("?due=nonsense", 3),
        ("?category=not_issued&channel=counter", 1),
        ("?category=not_issued&category=nik_not_found", 3),
        ("?category=not_issued,nik_not_found&channel=whatsapp", 1),
        ("?assignee=me,none&status=open", 2),
        ("?priority=0", 3),
        ("?priority=1,2", 0),
        ("?received=today", 2),
        ("?received=2026-10-01..2026-10-31", 1),
        ("?since=2026-11-23", 2),
        ("?since=2026-11-01&until=2026-10-01", 1),
        ("?received=2026-10-01..2026-11-30&category=not_issued", 1),
        ("?received=month&assignee=none&sort=newest", 1),
        ("?outcome=duplicate", 0),
        ("?sort=newest", 3),
        ("?status=nonsense&category=nonsense&assignee=999999&overdue=yes", 3),
    ],
)
def test_filters_narrow_and_nonsense_does_not(
    app: Flask, cast: Cast, make_ticket: Make, set_clock: Any, address: str, count: int
) -> None:
    set_clock(NOON)
    make_ticket(category="not_issued", received_at=NOON - timedelta(days=30))
    make_ticket(channel="whatsapp")
    taken = make_ticket()
    with writing():
        moves.move(taken, "take", actor=cast.verifier)
    assert len(listed(visit(app, cast.verifier), address)) == count


def test_tabs_count_what_they_open(app: Flask, cast: Cast, days: list[str]) -> None:
    page = visit(app, cast.operator).get("/admin/tickets/").text
    tabs = page[page.index("lk-tabs") : page.index("lk-toolbar")]
    assert re.findall(r'class="n"[^>]*>(\d+)<', tabs) == ["3", "3", "0", "0", "0"]


def file_many(cast: Cast, draft: Any, count: int) -> None:
    with writing():
        for number in range(count):
            tickets.file(draft(received_at=NOON - timedelta(minutes=7 * number)), actor=cast.system)


def follow(browser: Browser, rel: str, address: str) -> list[list[str]]:
    """The lists behind ``address``, from one to the next along the links ``rel``."""
    pages = [listed(browser, address)]
    while found := re.search(rf'rel="{rel}" href="([^"]*)"', browser.get(f"/admin/tickets/{address}").text):
        address = found[1].replace("&amp;", "&")
        pages.append(listed(browser, address))
    return pages


def test_pages_show_every_ticket_once_and_lead_back(app: Flask, cast: Cast, draft: Any, set_clock: Any) -> None:
    set_clock(NOON)
    file_many(cast, draft, 120)
    browser = visit(app, cast.operator)
    pages = follow(browser, "next", "")
    assert [len(page) for page in pages] == [50, 50, 20]
    assert len({number for page in pages for number in page}) == 120
    last = browser.get("/admin/tickets/").text
    assert 'rel="prev"' not in last


def test_a_page_leads_back_to_the_one_before(app: Flask, cast: Cast, draft: Any, set_clock: Any) -> None:
    set_clock(NOON)
    file_many(cast, draft, 60)
    browser = visit(app, cast.operator)
    after = re.search(r'rel="next" href="([^"]*)"', browser.get("/admin/tickets/").text)
    assert after
    back = re.search(r'rel="prev" href="([^"]*)"', browser.get(f"/admin/tickets/{after[1]}").text)
    assert back
    assert listed(browser, back[1]) == listed(browser)


EMPTY = {
    "": "Tidak ada aduan aktif",
    "?assignee=me": "Antrean Anda kosong",
    "?due=late": "Tidak ada yang lewat tenggat",
    "?category=other": "Saringan: Keluhan lain.",
    "?status=closed": "Belum ada aduan di sini",
    "?after=MTc2NDAwMDAwMC4x": "Tidak ada lagi setelah ini",
}


@pytest.mark.parametrize(("address", "words"), EMPTY.items())
def test_an_empty_list_says_why(app: Flask, cast: Cast, address: str, words: str) -> None:
    page = visit(app, cast.verifier).get(f"/admin/tickets/{address}").text
    void = page[page.index("lk-void") :]
    assert words in void
    assert void.count('class="btn btn-outline-secondary" href') >= 1


def test_somebody_without_a_region_learns_what_to_do(app: Flask, cast: Cast) -> None:
    with writing():
        user = make_user("nowhere", cast.verifier.role, "")
        actor = Actor(id=user.id, name=user.name, role=user.role, regions=frozenset())
    assert "Anda belum diberi wilayah" in visit(app, actor).get("/admin/tickets/").text


def statements_of(app: Flask, browser: Browser, address: str) -> list[str]:
    """The SQL that one request runs, after one that warmed the caches."""
    browser.get(address)
    seen: list[str] = []
    listen: Any = lambda *told: seen.append(told[2])  # noqa: E731 - SQLAlchemy wants one object to remove again
    event.listen(db.engine, "before_cursor_execute", listen)
    try:
        assert browser.get(address).status_code == 200
    finally:
        event.remove(db.engine, "before_cursor_execute", listen)
    return [text for text in seen if not text.startswith(("BEGIN", "SAVEPOINT"))]


def test_pages_cost_the_same_statements_whatever_the_desk_holds(app: Flask, cast: Cast, draft: Any) -> None:
    browser = visit(app, cast.supervisor)
    addresses = ("/admin/tickets/", "/admin/", "/admin/tickets/?status=open&assignee=none")
    file_many(cast, draft, 60)
    few = [statements_of(app, browser, address) for address in addresses]
    file_many(cast, draft, 300)
    many = [statements_of(app, browser, address) for address in addresses]
    assert few == many
    assert all(len(sent) <= most for sent, most in zip(many, (6, 8, 6), strict=True)), many


ODD = st.text(max_size=60) | st.sampled_from(["1", "-1", "me", "none", "open", "9" * 40, "\x00", "MTIzLi05OTk5OTk5"])
PARAMETERS = (
    "status", "region", "category", "channel", "assignee", "overdue", "due", "after", "before", "lang", "q", "queue",
)  # fmt: skip


@pytest.fixture
def verifiers_browser(app: Flask, cast: Cast) -> Browser:
    return visit(app, cast.verifier)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked=st.dictionaries(st.sampled_from(PARAMETERS), ODD, max_size=4))
def test_no_address_breaks_the_queue(verifiers_browser: Browser, asked: dict[str, str]) -> None:
    assert verifiers_browser.get("/admin/tickets/", query_string=asked).status_code in {200, 302, 400, 422}


def test_names_follow_the_administrators_table(app: Flask, cast: Cast, days: list[str]) -> None:
    browser = visit(app, cast.operator)
    assert "Andini" not in browser.get("/admin/tickets/").text
    with writing(), acting(cast.admin, "user.edit"):
        db.session.get_one(User, cast.verifier.id).name = "Andini"
    assert "Andini" in browser.get("/admin/tickets/").text
