"""Two people at one complaint: the second is shown what the first changed, and keeps what they typed."""

import io
from collections.abc import Callable

import pytest
from flask import Flask

from models import Status, Ticket, db
from models.database import writing
from tests.admin_views.desk import open_form, post
from tests.casework import PDF, bring_to, correct_line, move, newest_event
from tests.conftest import Cast
from tests.visits import hidden_fields, visit
from workflow import tickets

Make = Callable[..., Ticket]
FACTS = {
    "category": "nik_not_found", "channel": "counter", "region_code": "6501", "priority": "0", "sex": "",
    "subject_name": "Sri Wahyuni Rahayu",
}  # fmt: skip


def rename(ticket: Ticket, cast: Cast, name: str = "Sri Wahyuningsih") -> None:
    with writing():
        tickets.edit(ticket, {"subject_name": name}, actor=cast.supervisor, reason="Sesuai KTP")


def test_a_stale_edit_is_answered_with_what_the_other_changed(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.operator)
    hidden = open_form(browser, ticket.number, "edit")
    rename(ticket, cast)
    answer = post(browser, ticket.number, "edit", hidden, **FACTS)
    assert answer.status_code == 409
    for words in ("Supervisor", "Sesuai KTP", '<del class="lk-old">Sri Wahyuni</del>', "<ins", "Sri Wahyuningsih"):
        assert words in answer.text
    db.session.rollback()
    assert ticket.subject_name == "Sri Wahyuningsih"


def test_what_was_typed_is_kept_and_can_be_sent_again(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.operator)
    hidden = open_form(browser, ticket.number, "edit")
    rename(ticket, cast)
    answer = post(browser, ticket.number, "edit", hidden, **FACTS)
    assert 'value="Sri Wahyuni Rahayu"' in answer.text
    assert post(browser, ticket.number, "edit", hidden_fields(answer.text), **FACTS).status_code == 302
    db.session.rollback()
    assert ticket.subject_name == "Sri Wahyuni Rahayu"


def test_what_was_only_hung_on_it_is_no_conflict(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    correct_line(ticket, cast.verifier)
    browser = visit(app, cast.verifier)
    hidden = open_form(browser, ticket.number, "edit")
    rename(ticket, cast)
    page = post(browser, ticket.number, "edit", hidden, **FACTS).text
    assert ("Mengubah" in page, "Melampirkan berkas" in page, "Menulis koreksi" in page) == (True, False, False)


def test_personal_values_are_to_be_typed_again(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.operator)
    hidden = open_form(browser, ticket.number, "edit")
    rename(ticket, cast)
    page = post(browser, ticket.number, "edit", hidden, **FACTS, subject_nik="6501056504859099").text
    assert "6501056504859099" not in page
    assert "Perlu diisi lagi: NIK." in page


def test_a_file_is_to_be_chosen_again(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    browser = visit(app, cast.verifier)
    hidden = open_form(browser, ticket.number, "correction")
    rename(ticket, cast)
    fields = {"field": "dose", "before": "satu", "after": "dua", "source": "ktp", "file": (io.BytesIO(PDF), "k.pdf")}
    answer = post(browser, ticket.number, "correction", hidden, **fields)
    assert (answer.status_code, "Perlu diisi lagi: Berkas." in answer.text) == (409, True)
    assert 'value="satu"' in answer.text


def test_a_step_that_is_gone_is_told_and_its_button_rests(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.second_verifier)
    hidden = open_form(browser, ticket.number, "take")
    move(ticket, "take", cast.verifier)
    answer = post(browser, ticket.number, "take", hidden)
    assert answer.status_code == 409
    for words in ("Verifier", "Mengambil aduan", "Langkah ini tidak dapat dilakukan lagi", "disabled"):
        assert words in answer.text
    db.session.rollback()
    assert ticket.assignee_id == cast.verifier.id


@pytest.mark.parametrize("seen", ["", "0", "nonsense", "-1", "9" * 30])
def test_a_form_that_does_not_say_what_it_saw_is_stale(app: Flask, make_ticket: Make, cast: Cast, seen: str) -> None:
    ticket, browser = make_ticket(), visit(app, cast.verifier)
    hidden = open_form(browser, ticket.number, "take") | {"last_event_id": seen}
    assert post(browser, ticket.number, "take", hidden).status_code == 409
    db.session.rollback()
    assert ticket.status == Status.OPEN


def test_a_stale_form_is_an_event(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.operator)
    hidden = open_form(browser, ticket.number, "edit")
    rename(ticket, cast)
    post(browser, ticket.number, "edit", hidden, **FACTS)
    assert newest_event().action == "access.refused"
    assert '"refusal":"StaleTicket"' in newest_event().body


def test_nothing_personal_that_the_other_changed_is_readable(app: Flask, make_ticket: Make, cast: Cast) -> None:
    ticket, browser = make_ticket(), visit(app, cast.operator)
    hidden = open_form(browser, ticket.number, "edit")
    with writing():
        tickets.edit(ticket, {"subject_nik": "6501056504859099", "address": "Jelarai"}, actor=cast.supervisor)
    page = post(browser, ticket.number, "edit", hidden, **FACTS).text
    assert [text for text in ("6501056504859099", "6501056504859012", "Jelarai") if text in page] == []
    assert "650105••••••9099" in page
