"""The page of a complaint shows what hangs on those merged into it, each marked with where it comes from."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from models import AuditObject, Event, Ticket, db
from models.database import writing
from tests.admin_views.desk import address
from tests.casework import attach, correct_line, move
from tests.conftest import Cast
from tests.visits import visit
from workflow import merges, notes

Make = Callable[..., Ticket]
NOTE = "Pelapor mengirim kartu lewat WA"


@pytest.fixture
def merge_one(original: Ticket, make_ticket: Make, cast: Cast) -> Callable[..., Ticket]:
    """Merge a complaint with a note, a file and a correction into the original."""

    def merge(text: str = NOTE) -> Ticket:
        merged = move(make_ticket(), "take", cast.verifier)
        attach(merged, cast.verifier, name="kartu-vaksin.pdf")
        correct_line(merged, cast.verifier, before="Sri Wahyuny", after="Sri Wahyuni Z")
        with writing():
            notes.add(merged, actor=cast.operator, text=text)
            merges.merge(merged, original, take=(), actor=cast.supervisor, reason="Orang yang sama")
        return merged

    return merge


@pytest.fixture
def original(make_ticket: Make, cast: Cast) -> Ticket:
    return move(make_ticket(), "take", cast.second_verifier)


def page_of(app: Flask, ticket: Ticket, actor: Any) -> str:
    answer = visit(app, actor).get(address(ticket.number))
    assert answer.status_code == 200
    return answer.text


def test_notes_files_and_corrections_of_a_merged_one_are_shown_in_place(
    app: Flask, original: Ticket, merge_one: Callable[..., Ticket], cast: Cast
) -> None:
    merged = merge_one()
    page = page_of(app, original, cast.supervisor)
    story = page.split('id="story"')[1]
    assert re.search(rf'dari {merged.number}</a><div class="box in"><span class="lk-told">{NOTE}', story)
    assert page.count(f"dari {merged.number}") == 4  # the note, the two files, the correction
    assert "Lampiran aduan yang digabungkan" in page
    assert "kartu-vaksin.pdf" in page
    assert "0 baris" in page.split('id="s-lines"')[1][:200]  # what counts for closing is one's own


def test_a_file_of_a_merged_one_is_opened_by_its_own_rights(
    app: Flask, original: Ticket, merge_one: Callable[..., Ticket], cast: Cast
) -> None:
    opens = f"{merge_one().number}/open?file="
    found = {
        name: opens in page_of(app, original, getattr(cast, name))
        for name in ("verifier", "second_verifier", "supervisor", "operator", "auditor")
    }
    assert [name for name, there in found.items() if there] == ["verifier", "supervisor"]  # who had it, and who may all


def test_what_is_undone_is_shown_no_longer(
    app: Flask, original: Ticket, merge_one: Callable[..., Ticket], cast: Cast
) -> None:
    move(merge_one(), "undo_duplicate", cast.supervisor)
    page = page_of(app, original, cast.supervisor)
    assert (NOTE in page, "kartu-vaksin.pdf" in page) == (False, False)


def test_reading_the_page_is_told_on_both(
    app: Flask, original: Ticket, merge_one: Callable[..., Ticket], cast: Cast
) -> None:
    merged = merge_one()
    page_of(app, original, cast.auditor)
    event = db.session.scalars(select(Event).where(Event.action == "ticket.read").order_by(Event.id.desc())).first()
    assert event is not None
    objects = db.session.scalars(select(AuditObject.object).where(AuditObject.event_id == event.id)).all()
    assert sorted(objects) == sorted([original.audit_object, merged.audit_object])


def test_it_costs_one_statement_more_however_many_were_merged(
    app: Flask, original: Ticket, merge_one: Callable[..., Ticket], cast: Cast, statements: Any
) -> None:
    counts = []
    for wanted in (1, 2):
        for number in range(wanted):
            merge_one(f"catatan {wanted} {number}")
        browser = visit(app, cast.verifier)
        browser.get(address(original.number))
        with statements() as sent:
            browser.get(address(original.number))
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 22, "\n".join(sent)
