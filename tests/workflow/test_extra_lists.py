"""Lists narrowed by extra fields: the index of values gives them in order, whatever else the desk holds."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import text

from models import Ticket, db
from models.database import writing
from tests.casework import move
from tests.conftest import Cast
from tests.desk_text import WITH_FIELDS, put_in_force
from workflow import queue, tickets
from workflow.filters import Filters
from workflow.lanes import counts_of, neighbours_of, page_of

UMRAH = (("needs_for", "umrah"),)
JOURNEY = (("travel_on", "2026-11-01..2026-11-30"),)
LISTS = (
    Filters(extra=UMRAH),
    Filters(extra=(("needs_for", "umrah,work"),)),
    Filters(extra=JOURNEY),
    Filters(extra=(*UMRAH, *JOURNEY)),
    Filters(extra=UMRAH, priority="2"),
    Filters(extra=UMRAH, assignee="none"),
    Filters(extra=UMRAH, received="today", sort="newest"),
    Filters(extra=JOURNEY, tab="closed"),
)


@pytest.fixture
def filled(app: Flask, cast: Cast, draft: Callable[..., Any]) -> list[Ticket]:
    """Eight complaints: even ones for umrah, every third with a day of travel; the last is closed."""
    put_in_force(WITH_FIELDS, cast.admin)
    made = []
    for number in range(8):
        values = {"needs_for": "work" if number % 2 else "umrah"}
        values |= {"travel_on": f"{20 + number}-11-2026"} if number % 3 == 0 else {}
        with writing():
            made.append(tickets.file(replace(draft(), extra=values), actor=cast.operator))
    move(made[6], "dismiss", cast.supervisor)
    return made


def numbers(actor: Any, filters: Filters) -> list[str]:
    """The numbers of a list, page by page of two, and backwards the same."""
    found, cursor = [], ""
    while True:
        page = queue.page(actor, filters, after=cursor, size=2)
        found += [row.number for row in page.rows]
        if not page.after:
            return found
        cursor = page.after


def test_a_list_holds_those_with_the_value_in_its_order(filled: list[Ticket], cast: Cast) -> None:
    def listed(*places: int) -> list[str]:
        return [filled[place].number for place in places]

    assert [sorted(numbers(cast.supervisor, one)) for one in LISTS] == [
        listed(0, 2, 4), listed(0, 1, 2, 3, 4, 5, 7), listed(0, 3), listed(0), listed(0, 2, 4), listed(0, 2, 4),
        listed(0, 2, 4), listed(6),
    ]  # fmt: skip
    with writing():
        tickets.edit(filled[0], {}, actor=cast.supervisor, fields={"needs_for": "work"})
    assert filled[0].number not in numbers(cast.supervisor, LISTS[0])


def test_the_figures_and_the_way_on_are_those_of_the_list(filled: list[Ticket], cast: Cast) -> None:
    counted = queue.counters(cast.supervisor, {f"v{place}": one for place, one in enumerate(LISTS)})
    for place, one in enumerate(LISTS):
        found = numbers(cast.supervisor, one)
        assert counted[f"v{place}"] == len(found)
        middle = db.session.query(Ticket).filter_by(number=found[len(found) // 2]).one()
        beside = queue.neighbours(cast.supervisor, one, middle)
        assert beside is not None
        assert (beside.place, beside.total) == (len(found) // 2 + 1, len(found)), one


def plan(statement: Any, bound: dict[str, Any]) -> str:
    kept = statement.element
    bound = {name: one.value for name, one in kept._bindparams.items() if one.value is not None} | bound
    if queue.dialect_name() == "sqlite":
        return "\n".join(row[3] for row in db.session.execute(text(f"EXPLAIN QUERY PLAN {kept.text}"), bound))
    db.session.execute(text("SET LOCAL enable_seqscan = off"))
    db.session.execute(text("SET LOCAL enable_sort = off"))
    return "\n".join(row[0] for row in db.session.execute(text(f"EXPLAIN {kept.text}"), bound))


@pytest.mark.parametrize("filters", [LISTS[0], LISTS[1], LISTS[2], LISTS[4], LISTS[7]])
def test_each_list_is_led_by_the_index_of_values(filled: list[Ticket], cast: Cast, filters: Filters) -> None:
    lanes = queue.lanes_of(cast.supervisor, filters, [])
    shape, bound = queue.asked_of(cast.supervisor, filters, lanes)
    told = plan(page_of(queue.dialect_name(), shape, cursor=False, descending=filters.descending), bound | {"size": 51})
    assert "ix_extra_place_queue" in told
    assert not re.search(r"ix_ticket_queue|Seq Scan on (ticket|extra)|SCAN (ticket|extra)", told), told
    if filters in (LISTS[0], LISTS[1], LISTS[4]) and queue.dialect_name() == "sqlite":
        assert not re.search(r"SEARCH extra_place.*\n(SEARCH .*\n)*USE TEMP", told), told


def test_a_figure_and_the_way_on_are_read_from_the_same_index(filled: list[Ticket], cast: Cast) -> None:
    filters = LISTS[0]
    lanes = queue.lanes_of(cast.supervisor, filters, [])
    shape, bound = queue.asked_of(cast.supervisor, filters, lanes)
    beside = bound | {"place_key": filled[0].due_at, "place_id": filled[0].id}
    counted = queue.asked_of(cast.supervisor, filters, lanes, "v_")[1]
    for told in (
        plan(neighbours_of(queue.dialect_name(), shape, descending=False), beside),
        plan(counts_of(queue.dialect_name(), (("v", shape),)), counted),
    ):
        assert "ix_extra_place_queue" in told
        assert not re.search(r"ix_ticket_queue|Seq Scan on (ticket|extra)|SCAN (ticket|extra)", told), told
