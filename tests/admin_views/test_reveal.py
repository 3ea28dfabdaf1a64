"""Seeing a personal value in full: with a reason, for five minutes, as an event; and files likewise."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from models import Status, Ticket, clock
from tests.admin_views.desk import address, send
from tests.casework import attach, bring_to, newest_event
from tests.conftest import Cast
from tests.visits import Browser, visit

Make = Callable[..., Ticket]
NIK = "6501056504859012"


@pytest.fixture
def verifying(make_ticket: Make, cast: Cast) -> Ticket:
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def reveal(browser: Browser, ticket: Ticket, field: str = "subject_nik", **changes: Any) -> Any:
    given = {"field": field, "why": "compare"} | changes
    return send(browser, ticket.number, "reveal", query=f"?field={field}", **given)


def test_a_revealed_value_is_on_the_page_with_its_time(app: Flask, verifying: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.verifier)
    assert reveal(browser, verifying).status_code == 302
    page = browser.get(address(verifying.number)).text
    assert NIK in page
    assert 'data-until="' in page
    assert "650105••••••9012" in page  # what paper shows, and the page when the time is over


@pytest.mark.parametrize(("later", "shown"), [(timedelta(minutes=4), True), (timedelta(minutes=5), False)])
def test_it_is_masked_again_after_five_minutes(
    app: Flask, verifying: Ticket, cast: Cast, set_clock: Callable[[datetime], None], later: timedelta, shown: Any
) -> None:
    browser = visit(app, cast.verifier)
    reveal(browser, verifying)
    set_clock(clock.now() + later)
    assert (NIK in browser.get(address(verifying.number)).text) is shown


def test_one_field_is_opened_and_no_other(app: Flask, verifying: Ticket, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    reveal(browser, verifying, "subject_phone")
    page = browser.get(address(verifying.number)).text
    assert ("0812-0000-9391" in page, NIK in page) == (True, False)


def test_a_reveal_is_an_event_with_its_reason(app: Flask, verifying: Ticket, cast: Cast) -> None:
    reveal(visit(app, cast.verifier), verifying, why="other", detail="Diminta Dukcapil")
    event = newest_event()
    assert (event.action, event.object, event.reason) == ("personal.reveal", verifying.number, "Diminta Dukcapil")
    assert NIK not in event.body


def test_another_reason_is_explained(app: Flask, verifying: Ticket, cast: Cast) -> None:
    answer = reveal(visit(app, cast.verifier), verifying, why="other", detail=" ")
    assert (answer.status_code, 'id="detail-error"' in answer.text) == (422, True)
    assert newest_event().action != "personal.reveal"


@pytest.mark.parametrize("field", ["wrapped_key", "story", "nik_index", ""])
def test_only_masked_fields_can_be_asked_for(app: Flask, verifying: Ticket, cast: Cast, field: str) -> None:
    assert reveal(visit(app, cast.verifier), verifying, field).status_code == 422


def test_what_one_session_opened_another_does_not_see(app: Flask, verifying: Ticket, cast: Cast) -> None:
    reveal(visit(app, cast.verifier), verifying)
    assert NIK not in visit(app, cast.verifier).get(address(verifying.number)).text


def test_a_file_comes_as_a_download_that_no_browser_runs(app: Flask, verifying: Ticket, cast: Cast) -> None:
    kept = attach(verifying, cast.operator, name=f"ktp {NIK}.pdf")
    fields = {"file": kept.ref, "why": "compare", "how": "download"}
    answer = send(visit(app, cast.verifier), verifying.number, "open", **fields)
    assert (answer.status_code, answer.data[:5], answer.mimetype) == (200, b"%PDF-", "application/pdf")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert NIK not in str(answer.headers)
    assert (newest_event().action, newest_event().reason) == ("attachment.download", "Memeriksa bukti koreksi")


def test_a_file_of_another_complaint_is_not_found(app: Flask, verifying: Ticket, make_ticket: Make, cast: Cast) -> None:
    kept = attach(make_ticket(), cast.operator)
    fields = {"file": kept.ref, "why": "compare", "how": "view"}
    answer = send(visit(app, cast.verifier), verifying.number, "open", **fields)
    assert answer.status_code == 404
