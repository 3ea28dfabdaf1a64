"""The queue pages by keyset: nothing twice, nothing lost, in order, and only what the actor sees."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text

from models import Status, Ticket, db
from models.database import writing
from tests.conftest import people, whole
from workflow import queue, tickets
from workflow.lanes import neighbours_of, page_of
from workflow.moves import move
from workflow.queue import Filters

SEVERAL = [
    Filters(region="6501,6571", category="other,nik_not_found"),
    Filters(assignee="me,none,3", channel="phone,counter"),
    Filters(priority="1,2", category="other"),
    Filters(tab="closed", outcome="duplicate,rejected"),
    Filters(received="2026-11-01..2026-11-07", category="other"),
    Filters(received="2026-01-01..2026-11-07"),
    Filters(received="2026-01-01..2026-11-07", category="other"),
    Filters(sort="newest"),
    Filters(tab="closed", sort="oldest"),
    Filters(waiting="facility,dukcapil"),
    Filters(chase=True),
]
INDEXES = {
    Filters(): "ix_ticket_queue",
    Filters(category="other,nik_not_found"): "ix_ticket_queue_category",
    Filters(channel="phone"): "ix_ticket_queue_channel",
    Filters(assignee="me,none", category="other"): "ix_ticket_queue_assignee",
    Filters(priority="2"): "ix_ticket_queue_priority",
    Filters(tab="closed", outcome="duplicate"): "ix_ticket_queue_outcome",
    Filters(received="2026-11-01..2026-11-07", category="other"): "ix_ticket_queue_received",
    Filters(received="2026-01-01..2026-11-07"): "ix_ticket_queue_received",
    Filters(sort="oldest"): "ix_ticket_queue_received",
    Filters(tab="verifying", waiting="facility"): "ix_ticket_queue_waiting",
}
START = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


def forty():
    """The cast and forty complaints in two regions, three of each day."""
    cast = people()
    for n in range(40):
        told = {"region": "6501" if n % 4 else "6571", "subject_name": f"N {n}"}
        with writing():
            tickets.file(whole(**told, received_at=START + timedelta(hours=8 * n)), actor=cast.system)
    return cast


@pytest.fixture
def begun_with(request):
    return forty if "filled" in request.fixturenames else people


@pytest.fixture
def filled(app):
    return list(db.session.scalars(select(Ticket).order_by(Ticket.id)))


def pages(actor, filters, size=7):
    seen, cursor = [], ""
    while True:
        page = queue.page(actor, filters, after=cursor, size=size)
        seen += page.rows
        if page.after is None:
            return seen
        cursor = page.after


def test_the_pages_together_are_the_whole_queue_in_order(filled, cast):
    rows = pages(cast.auditor, Filters())
    assert [(row.due_at, row.id) for row in rows] == sorted((t.due_at, t.id) for t in filled)


def test_a_supervisor_pages_through_their_own_region_alone(filled, cast):
    rows = pages(cast.other_supervisor, Filters())
    assert {row.region_code for row in rows} == {"6571"}
    assert len(rows) == 10


def test_an_administrator_has_no_queue(filled, cast):
    assert queue.lanes_of(cast.admin, Filters(), ["6501"]) == []


def test_going_back_shows_the_page_before(filled, cast):
    first = queue.page(cast.auditor, Filters(), size=7)
    second = queue.page(cast.auditor, Filters(), after=first.after, size=7)
    again = queue.page(cast.auditor, Filters(), before=second.before, size=7)
    assert [row.id for row in again.rows] == [row.id for row in first.rows]
    assert again.before is None


def test_filters_narrow_by_status_and_assignee(filled, cast):
    with writing():
        mine = db.session.get(type(filled[1]), filled[1].id)
        move(mine, "take", actor=cast.verifier)
    assert [row.id for row in pages(cast.verifier, Filters(assignee="me"))] == [filled[1].id]
    assert filled[1].id not in [row.id for row in pages(cast.verifier, Filters(tab="open"))]


@pytest.mark.parametrize("cursor", ["", "x", "💥", "MTIz", "MTIzLjQ1Ni43ODk", "-" * 500, "OTk5OTk5OTk5OTk5OTk5OS4x"])
def test_a_cursor_that_is_none_of_ours_is_the_beginning(filled, cast, cursor):
    assert queue.page(cast.auditor, Filters(), after=cursor, size=3).rows


def test_counters_count_what_the_pages_hold(filled, cast):
    names = {tab: Filters(tab=tab) for tab in queue.TABS} | {"free": Filters(assignee="none")}
    counted = queue.counters(cast.supervisor, names)
    assert counted == {"active": 30, "open": 30, "verifying": 0, "corrected": 0, "closed": 0, "free": 30}


ASKED = [
    Filters(),
    Filters(tab="closed"),
    Filters(tab="open", assignee="none"),
    Filters(assignee="me"),
    Filters(category="other"),
    Filters(channel="phone"),
    Filters(due="late"),
    Filters(due="soon"),
    Filters(due="response"),
    *SEVERAL,
]


def test_neither_a_list_nor_a_count_nor_the_way_on_scans_a_table(filled, cast):
    place = {"place_key": START, "place_id": 1, "size": 51}
    for filters in ASKED:
        lanes = queue.lanes_of(cast.supervisor, filters, [])
        shape, bound = queue.asked_of(cast.supervisor, filters, lanes)
        listed = page_of(queue.dialect_name(), shape, cursor=False, descending=filters.descending)
        beside = neighbours_of(queue.dialect_name(), shape, descending=filters.descending)
        assert scanned(listed, bound | {"size": 51}) == [], filters
        assert scanned(beside, bound | place) == [], filters


def test_each_filter_and_order_has_its_index(filled, cast):
    if queue.dialect_name() != "sqlite":
        pytest.skip("on a small desk PostgreSQL takes any index")
    for filters, index in INDEXES.items():
        lanes = queue.lanes_of(cast.supervisor, filters, [])
        shape, bound = queue.asked_of(cast.supervisor, filters, lanes)
        kept: Any = page_of("sqlite", shape, cursor=False, descending=filters.descending).element
        bound = {name: one.value for name, one in kept._bindparams.items() if one.value is not None} | bound
        plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {kept.text}"), bound | {"size": 51})]
        taken = {found[1] for step in plan if (found := re.search(r"INDEX (ix_ticket_\w+)", step))}
        assert taken == {index}, plan


def test_the_way_on_is_the_list_itself(filled, cast):
    for filters in (Filters(), *SEVERAL):
        rows = pages(cast.auditor, filters, size=50)
        around = [None, *(one.number for one in rows), None]
        for place, row in enumerate(rows[:3]):
            beside = queue.neighbours(cast.auditor, filters, db.session.get(type(filled[0]), row.id))
            assert (beside.previous, beside.next) == (around[place], around[place + 2]), filters
            assert (beside.place, beside.total) == (place + 1, len(rows)), filters


def test_who_has_left_the_list_still_finds_the_next(filled, cast):
    rows = pages(cast.supervisor, Filters(tab="open"))
    left = db.session.get(type(filled[0]), rows[1].id)
    with writing():
        move(left, "take", actor=cast.supervisor)
    beside = queue.neighbours(cast.supervisor, Filters(tab="open"), left)
    assert (beside.previous, beside.next, beside.place) == (rows[0].number, rows[2].number, None)


def test_priority_zero_and_nobody_are_asked_for_apart(filled, cast):
    assert len(pages(cast.supervisor, Filters(priority="0"))) == 30
    assert queue.counters(cast.supervisor, {"a": Filters(assignee="none", priority="0")}) == {"a": 30}


def scanned(statement, bound):
    """The tables that the plan reads from end to end, though an index could have been used."""
    kept = statement.element
    bound = {name: one.value for name, one in kept._bindparams.items() if one.value is not None} | bound
    if queue.dialect_name() == "sqlite":
        plan = [row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {kept.text}"), bound)]
        return [step for step in plan if re.match("SCAN (ticket|user|category|channel|facility|cause)", step)]
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    plan = [row[0] for row in db.session.execute(text(f"EXPLAIN {kept.text}"), bound)]
    return [step for step in plan if re.search("Seq Scan on (ticket|user)", step)]


def test_an_empty_status_is_an_empty_page(cast):
    assert queue.page(cast.supervisor, Filters(tab="closed")) == queue.Page([], None, None)
    assert Status.CLOSED in Filters(tab="closed").statuses
