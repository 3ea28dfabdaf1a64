"""The times of a complaint at the desk: done, near, answered; what counts as the first response; what lists show."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest

from models import Status, Ticket, db
from models.clock import WITA
from models.database import writing
from tests.casework import answer_to, bring_to, hand_off_to, move
from tests.conftest import Cast
from web.due_words import standing
from workflow import deadlines, notes, queue, tickets
from workflow.queue import Filters

Make = Callable[..., Ticket]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


RECEIVED = local("2021-11-08 09:00")


@pytest.fixture
def monday(set_clock: Callable[[datetime], None]) -> None:
    """Monday, 8 November 2021, nine o'clock."""
    set_clock(RECEIVED)


@pytest.mark.parametrize(
    ("category", "due", "amber"),
    [
        ("nik_not_found", "2021-11-15 16:00", "2021-11-12 16:00"),
        ("other_name", "2021-11-26 16:00", "2021-11-24 09:36"),
    ],
)
def test_filing_says_when_it_is_due_near_and_to_be_answered(
    monday: None, make_ticket: Make, category: str, due: str, amber: str
) -> None:
    ticket = make_ticket(category=category)
    assert (ticket.due_at, ticket.amber_at) == (local(due), local(amber))
    assert ticket.response_due_at == local("2021-11-11 16:00")
    assert (ticket.responded_at, ticket.escalated_at) == (None, None)


def test_another_category_has_other_times(monday: None, make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    with writing():
        tickets.edit(ticket, {"category": "other_name"}, actor=cast.operator)
    assert ticket.due_at == local("2021-11-26 16:00")


def note(ticket: Ticket, cast: Cast, *, to_reporter: bool) -> None:
    with writing():
        notes.add(ticket, actor=cast.operator, text="Sudah kami terima.", to_reporter=to_reporter)


@pytest.mark.parametrize(
    ("act", "answers"),
    [
        (lambda *_: None, False),
        (lambda ticket, cast: note(ticket, cast, to_reporter=False), False),
        (lambda ticket, cast: note(ticket, cast, to_reporter=True), True),
        (lambda ticket, cast: move(ticket, "take", cast.verifier), True),
        (lambda ticket, cast: move(ticket, "dismiss", cast.supervisor), False),
    ],
    ids=["filed alone", "internal note", "message", "taken", "dismissed"],
)
def test_a_response_is_a_message_or_somebody_at_work(
    monday: None, make_ticket: Make, cast: Cast, act: Callable[[Ticket, Cast], Any], answers: Any
) -> None:
    ticket = make_ticket()
    act(ticket, cast)
    assert ticket.responded_at == (RECEIVED if answers else None)


def test_only_the_first_response_counts(monday: None, make_ticket: Make, cast: Cast, set_clock: Any) -> None:
    ticket = make_ticket()
    move(ticket, "take", cast.verifier)
    set_clock(RECEIVED + timedelta(hours=2))
    note(ticket, cast, to_reporter=True)
    assert ticket.responded_at == RECEIVED


def test_a_reopened_complaint_follows_the_calendar_of_now_and_can_be_escalated_again(
    monday: None, make_ticket: Make, cast: Cast
) -> None:
    ticket = bring_to(Status.CLOSED, make_ticket(), cast)
    move(ticket, "reopen", cast.supervisor)
    assert (ticket.due_at, ticket.escalated_at) == (local("2021-11-15 16:00"), None)


def numbers(cast: Cast, due: str) -> list[str]:
    return [row.number for row in queue.page(cast.auditor, Filters(due=due)).rows]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2021-11-11 15:59", {"soon": "", "late": "", "response": ""}),
        ("2021-11-11 16:01", {"soon": "", "late": "", "response": "5 14"}),
        ("2021-11-12 15:59", {"soon": "", "late": "", "response": "5 14"}),
        ("2021-11-12 16:01", {"soon": "5 taken", "late": "", "response": "5 14"}),
        ("2021-11-15 15:59", {"soon": "5 taken", "late": "", "response": "5 14"}),
        ("2021-11-15 16:01", {"soon": "", "late": "5 taken", "response": "5 14"}),
        ("2021-11-24 09:37", {"soon": "14", "late": "5 taken", "response": "5 14"}),
        ("2021-11-26 16:01", {"soon": "", "late": "5 taken 14", "response": "5 14"}),
    ],
)
def test_within_a_minute_of_its_hour_a_complaint_changes_its_list(
    monday: None, make_ticket: Make, cast: Cast, set_clock: Any, now: str, expected: dict[str, str]
) -> None:
    made = {"5": make_ticket(), "taken": make_ticket(), "14": make_ticket(category="other_name")}
    move(made["taken"], "take", cast.verifier)
    names = {ticket.number: name for name, ticket in made.items()}
    set_clock(local(now))
    assert {due: " ".join(names[one] for one in numbers(cast, due)) for due in expected} == expected


def test_the_words_of_a_row_agree_with_the_list_that_holds_it(
    monday: None, make_ticket: Make, cast: Cast, set_clock: Any, app: Any
) -> None:
    for hours in range(0, 200, 9):
        ticket = make_ticket(received_at=RECEIVED - timedelta(hours=hours), category=["other", "other_name"][hours % 2])
        move(ticket, "take", cast.verifier)
    with app.test_request_context():
        for hours in range(0, 60, 7):
            now = RECEIVED + timedelta(hours=hours)
            set_clock(now)
            rows = queue.page(cast.auditor, Filters()).rows
            kinds = {row.number: standing("id", row, now).kind for row in rows}
            assert sorted(numbers(cast, "soon")) == sorted(one for one, kind in kinds.items() if kind == "near")


def test_what_is_used_is_working_time(monday: None, make_ticket: Make) -> None:
    ticket, desk = make_ticket(), deadlines.calendar()
    used = [deadlines.used_of(ticket, 5, local(f"2021-11-{moment}"), desk) for moment in
            ("08 12:00", "09 08:00", "09 12:00", "12 16:00", "14 12:00", "15 15:59", "16 09:00")]  # fmt: skip
    assert used == [0, 0, 10, 80, 80, 99, 100]


def test_a_ticket_of_before_is_judged_by_its_deadline_alone(monday: None, make_ticket: Make, app: Any) -> None:
    old = Ticket(status=make_ticket().status, due_at=local("2021-11-15 16:00"))
    with app.test_request_context():
        moments = [local(f"2021-11-{moment}") for moment in ("13 09:00", "15 09:00", "15 16:00")]
        kinds = [standing("id", old, moment).kind for moment in moments]
    db.session.expunge_all()
    assert kinds == ["safe", "near", "late"]


def test_the_clock_stands_still_until_the_last_answer(
    monday: None, make_ticket: Make, cast: Cast, set_clock: Any
) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    set_clock(local("2021-11-09 15:00"))
    first = hand_off_to(ticket, cast.verifier)
    set_clock(local("2021-11-10 09:00"))
    second = hand_off_to(ticket, cast.verifier, party="complainant")
    set_clock(local("2021-11-10 10:00"))
    answer_to(first, cast.verifier)
    assert ticket.due_at == local("2021-11-15 16:00")
    set_clock(local("2021-11-10 12:00:40"))
    answer_to(second, cast.verifier)
    assert (ticket.due_at, ticket.amber_at) == (local("2021-11-16 13:00"), local("2021-11-15 13:00"))


def test_what_was_late_when_it_began_to_wait_stays_late(
    monday: None, make_ticket: Make, cast: Cast, set_clock: Any
) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    set_clock(local("2021-11-16 09:00"))
    row = hand_off_to(ticket, cast.verifier)
    set_clock(local("2021-11-18 09:00"))
    answer_to(row, cast.verifier)
    assert ticket.due_at == local("2021-11-15 16:00")
