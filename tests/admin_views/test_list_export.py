"""The list taken away: its very rows, masked, harmless, recorded first, and only by whom and of what they see."""

import csv
import io
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

import openpyxl
import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from access.actors import Actor
from audit import canonical
from models import AuditObject, Event, Ticket, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import NOON, Cast
from tests.desk_text import FILLED, WITH_FIELDS, put_in_force
from tests.visits import Browser, visit
from workflow import list_export, queue, tickets, views
from workflow.filters import Filters

Make = Callable[..., Ticket]
Counting = Callable[[], AbstractContextManager[list[str]]]
LIST, EXPORT = "/admin/tickets/", "/admin/tickets/export/"
NIK, PHONE = "6501056504859012", "081200009391"
TOKEN = re.compile(r'name="csrf_token" value="([^"]*)"')


def token(browser: Browser) -> str:
    found = TOKEN.search(browser.get(LIST).text)
    assert found
    return found[1]


def taken(app: Flask, actor: Actor, query: str = "", format_: str = "csv", **more: Any) -> TestResponse:
    browser = visit(app, actor)
    form = {"csrf_token": token(browser), "query": query, "format": format_} | more
    return browser.post(EXPORT, data=form, buffered=True)


def rows_of(answer: TestResponse) -> list[dict[str, str]]:
    assert answer.status_code == 200, answer.status_code
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"), newline="")))


def cells_of(answer: TestResponse) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200, answer.status_code
    return list(openpyxl.load_workbook(io.BytesIO(answer.data)).worksheets[0].iter_rows(values_only=True))


def events() -> list[dict[str, Any]]:
    db.session.rollback()
    found = db.session.scalars(select(Event.body).where(Event.action == "ticket.export").order_by(Event.id))
    return [canonical.loads(body) for body in found]


@pytest.fixture
def in_threes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_export, "BATCH", 3)


@pytest.fixture
def eight(cast: Cast, draft: Any, set_clock: Callable[..., None]) -> None:
    """Eight complaints of two regions; some came in at one moment, so that their ids alone order them."""
    set_clock(NOON)
    with writing():
        for number in range(8):
            told = draft(
                received_at=NOON - timedelta(days=number // 3),
                region="6571" if number % 4 == 3 else "6501",
                category="other" if number % 2 else "nik_not_found",
            )
            tickets.file(told, actor=cast.system)


LISTS = (
    Filters(),
    Filters(sort="newest"),
    Filters(tab="open", category="other"),
    Filters(region="6501", sort="oldest"),
    Filters(received="2026-11-22..2026-11-23"),
    Filters(due="late"),
    Filters(tab="closed"),
)


@pytest.mark.usefixtures("in_threes", "eight")
def test_a_file_has_the_rows_of_the_list_in_its_order(cast: Cast) -> None:
    for who in (cast.auditor, cast.supervisor):
        for filters in LISTS:
            listed = [row.number for row in queue.page(who, filters, size=100).rows]
            looked = list_export.look(filters, "csv", actor=who)
            found = [row.number for rows in list_export.batches(looked) for row in rows]
            looked.connection.close()
            assert (found, looked.count) == (listed, len(listed)), filters


@pytest.mark.usefixtures("in_threes", "eight")
def test_the_file_is_that_of_the_address_and_of_ones_own_regions(app: Flask, cast: Cast) -> None:
    assert len(rows_of(taken(app, cast.auditor))) == 8
    assert len(rows_of(taken(app, cast.supervisor))) == 6
    assert {row["Wilayah"] for row in rows_of(taken(app, cast.auditor, "?region=6571"))} == {"Tarakan"}


@pytest.mark.usefixtures("in_threes", "eight")
def test_a_workbook_says_the_same_with_moments_as_moments(app: Flask, cast: Cast) -> None:
    told = rows_of(taken(app, cast.auditor))
    head, *rows = cells_of(taken(app, cast.auditor, format_="xlsx"))
    assert list(head) == list(told[0])
    assert [row[0] for row in rows] == [row["Nomor"] for row in told]
    due = head.index("Tenggat")
    assert all(isinstance(row[due], datetime) for row in rows)
    assert [f"{row[due]:%Y-%m-%d %H:%M}" for row in rows] == [row["Tenggat"] for row in told]


@pytest.mark.usefixtures("in_threes", "eight")
def test_a_chunk_is_one_statement_and_another_for_the_extra_fields(
    app: Flask, cast: Cast, statements: Counting
) -> None:
    for filters, chunks in ((Filters(region="6571"), 1), (Filters(), 3)):
        looked = list_export.look(filters, "csv", actor=cast.auditor)
        with statements() as sent:
            assert len(list(list_export.batches(looked))) == chunks
        looked.connection.close()
        assert len(sent) == chunks
    counts = []
    for query in ("?region=6571", ""):
        with statements() as sent:
            taken(app, cast.auditor, query)
        counts.append(len(sent))
    assert counts[1] - counts[0] == 2 * (3 - 1)


def test_a_row_that_comes_or_moves_meanwhile_is_not_in_what_was_counted(
    cast: Cast, make_ticket: Make, in_threes: None
) -> None:
    known = {make_ticket().number for _ in range(4)}
    looked = list_export.look(Filters(), "csv", actor=cast.supervisor)
    make_ticket()
    found = [row.number for rows in list_export.batches(looked) for row in rows]
    looked.connection.close()
    assert looked.count == len(found) == 4
    assert set(found) == known


def test_cells_are_masked_and_no_formula(app: Flask, cast: Cast, make_ticket: Make) -> None:
    make_ticket(
        subject_name="=Hyperlink(1)",
        reporter_name=f"@Budi {NIK}",
        relation="ayah",
        reporter_phone=PHONE,
        story="Cerita rahasia",
        address="Jalan Rahasia",
    )
    with writing():
        views.choose_columns("deadline,facility,nik_state,priority", actor=cast.supervisor)
    (row,) = rows_of(taken(app, cast.supervisor))
    assert (row["Nama"], row["Pelapor"], row["Hubungan"]) == ("'=Hyperlink(1)", "'@Budi 650105••••••9012", "ayah")
    assert (row["Prioritas"], "Umur" in row) == ("biasa", False)
    cells = cells_of(taken(app, cast.supervisor, format_="xlsx"))[1]
    assert cells[1:3] == ("'=Hyperlink(1)", "'@Budi 650105••••••9012")
    whole = taken(app, cast.supervisor).text + str(cells)
    assert [one for one in (NIK, PHONE, PHONE[4:], "rahasia", "Rahasia") if one in whole] == []


def test_the_extra_fields_a_role_sees_stand_behind_the_columns(app: Flask, cast: Cast, draft: Any) -> None:
    put_in_force(WITH_FIELDS, cast.admin)
    with writing():
        tickets.file(replace(draft(), extra=FILLED), actor=cast.operator)
    (row,) = rows_of(taken(app, cast.supervisor))
    assert row["Nomor paspor"] == "••••••"
    assert "C1234567" not in str(row)
    assert "Biaya" in rows_of(taken(app, cast.auditor))[0]
    assert list(row)[4:6] == ["Kategori", "Status"]


def test_an_export_is_one_event_with_filters_format_and_count(app: Flask, cast: Cast, make_ticket: Make) -> None:
    make_ticket()
    rows_of(taken(app, cast.supervisor, "?category=nik_not_found&assignee=none&q=Sri"))
    (event,) = events()
    filters = {"tab": "active", "category": "nik_not_found", "assignee": "none"}
    assert event["facts"] == {"format": "csv", "count": 1, "filters": filters}
    assert event["role"] == "supervisor"
    page = visit(app, cast.auditor).get("/admin/audit/").text
    assert "Mengekspor 1 baris sebagai CSV" in page


def test_the_ticked_ones_alone_are_taken_and_each_tells_it(app: Flask, cast: Cast, make_ticket: Make) -> None:
    first, _, third = [make_ticket() for _ in range(3)]
    wanted = [third.number, first.number]
    browser = visit(app, cast.supervisor)
    assert "export/ticked" in browser.get(LIST).text
    page = browser.get(f"{EXPORT}ticked", query_string={"ticket": wanted, "back": "sort=newest"}).text
    assert "2 aduan yang dipilih" in page
    assert [row["Nomor"] for row in rows_of(taken(app, cast.supervisor, ticket=wanted))] == wanted
    (event,) = events()
    assert event["facts"]["count"] == 2
    named = db.session.scalars(select(AuditObject.object).join(Event).where(Event.action == "ticket.export"))
    assert set(named) == {first.audit_object, third.audit_object}
    assert browser.get(f"{EXPORT}ticked").status_code == 302


def test_what_cannot_be_recorded_is_not_given(
    app: Flask, cast: Cast, make_ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = make_ticket().number

    def fail(*_told: object, **_more: object) -> None:
        raise OSError

    monkeypatch.setattr(list_export, "note_event", fail)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = taken(app, cast.supervisor)
    assert answer.status_code == 500
    assert number not in answer.text


def test_who_may_not_is_refused_and_offered_nothing(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket().number
    for who in (cast.operator, cast.verifier):
        assert "/admin/tickets/export" not in visit(app, who).get(LIST).text
        assert taken(app, who).status_code == 403
    assert taken(app, cast.other_supervisor, ticket=[number]).status_code == 404
    assert rows_of(taken(app, cast.other_supervisor)) == []
    assert [event["facts"]["count"] for event in events()] == [0]


def test_too_long_a_list_or_an_unknown_format_is_refused_in_words(
    app: Flask, cast: Cast, make_ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(3):
        make_ticket()
    assert "Paling banyak 200.000 baris, untuk XLSX 50.000." in visit(app, cast.auditor).get(LIST).text
    monkeypatch.setattr(list_export, "MOST", MappingProxyType({"csv": 3, "xlsx": 2}))
    assert len(rows_of(taken(app, cast.auditor))) == 3
    refused = taken(app, cast.auditor, format_="xlsx")
    assert (refused.status_code, "Persempit dulu daftarnya" in refused.text) == (422, True)
    assert taken(app, cast.auditor, format_="pdf").status_code == 422
    assert len(events()) == 1


def test_a_closed_list_keeps_its_columns(app: Flask, cast: Cast, make_ticket: Make) -> None:
    bring_to("closed", make_ticket(), cast)
    with writing():
        views.choose_columns("status,outcome,closed", actor=cast.supervisor)
    (row,) = rows_of(taken(app, cast.supervisor, "?status=closed"))
    assert row["Status"] == "Ditutup"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row["Waktu ditutup"])
