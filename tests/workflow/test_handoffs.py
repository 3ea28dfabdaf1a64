"""Asking somebody outside: the clock stands still, nobody is asked twice, and what they answer moves nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

import pytest
from sqlalchemy import select

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Facility, HandOff, HandOffResult, Outcome, Status, Ticket, WaitsFor, clock, db
from models.database import writing
from tests.casework import answer_to, bring_to, correct_line, hand_off_to, move, newest_event
from tests.conftest import Cast
from workflow import handoffs, notices, queue
from workflow.actions import beside
from workflow.handoffs import open_of
from workflow.queue import Filters
from workflow.refusals import (
    BadValue,
    HandOffEnded,
    IllegalTransition,
    MissingRequirement,
    NotAssignee,
    OpenHandOff,
)

MONDAY = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
Make = Callable[..., Ticket]


@pytest.fixture
def verifying(make_ticket: Make, cast: Cast, set_clock: Any) -> Ticket:
    """A complaint that the verifier works on, on a Monday at noon."""
    set_clock(MONDAY)
    return bring_to(Status.VERIFYING, make_ticket(), cast)


def facility() -> int:
    return db.session.scalars(select(Facility.id).order_by(Facility.id)).first() or 0


def test_while_somebody_is_waited_for_the_ticket_says_since_when_and_whom(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier, party="facility", facility_id=facility())
    assert (verifying.status, verifying.paused_since, verifying.waits_for) == (Status.VERIFYING, MONDAY, "facility")
    assert (row.chase_on, verifying.chase_on) == (date(2026, 11, 30), date(2026, 11, 30))
    assert newest_event().action == "ticket.hand_off"


def test_an_answer_lets_the_clock_go_on_and_moves_nothing(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    answer_to(row, cast.verifier, result="right_already", answer="NIK sudah benar", reference="470/12")
    assert (verifying.status, verifying.paused_since, verifying.waits_for) == (Status.VERIFYING, None, None)
    assert (row.result, row.answer, row.reference) == (HandOffResult.RIGHT_ALREADY, "NIK sudah benar", "470/12")
    assert (newest_event().action, row.answered_by_id) == ("ticket.answer", cast.verifier.id)


def test_nobody_has_answered_tomorrow(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    with pytest.raises(BadValue) as refused:
        answer_to(row, cast.verifier, theirs_on=clock.today() + timedelta(days=1))
    assert (refused.value.field, refused.value.problem) == ("theirs_on", "in_future")
    answer_to(row, cast.verifier, theirs_on=clock.today())


def test_whoever_asked_and_the_assignee_are_told_of_an_answer_once(verifying: Ticket, cast: Cast) -> None:
    asked = hand_off_to(verifying, cast.supervisor), hand_off_to(verifying, cast.verifier, party="complainant")
    answer_to(asked[0], cast.verifier)
    answer_to(asked[1], cast.supervisor)
    assert (notices.unseen(cast.supervisor), notices.unseen(cast.verifier)) == (1, 1)


def test_the_clock_goes_on_when_the_last_of_several_has_answered(
    verifying: Ticket, cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    first = hand_off_to(verifying, cast.verifier, party="dukcapil", chase_on=date(2026, 12, 1))
    set_clock(MONDAY + timedelta(days=1))
    second = hand_off_to(verifying, cast.supervisor, party="complainant", chase_on=date(2026, 11, 25))
    assert (verifying.paused_since, verifying.waits_for, verifying.chase_on) == (MONDAY, "dukcapil", date(2026, 11, 25))
    answer_to(first, cast.verifier)
    assert (verifying.paused_since, verifying.waits_for) == (MONDAY, "complainant")
    answer_to(second, cast.supervisor)
    assert (verifying.paused_since, verifying.chase_on, open_of(verifying)) == (None, None, [])


WRONG: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"party": "the_neighbour"}, "party"),
    ({"party": "facility"}, "facility"),
    ({"party": "facility", "facility_id": 9_999_999}, "facility"),
    ({"party": "another_office", "office": " "}, "office"),
    ({"chase_on": date(2026, 11, 22)}, "chase_on"),
    ({"chase_on": date(2029, 1, 1)}, "chase_on"),
    ({"reference": "x" * 81}, "reference"),
    ({"asked": "x" * 2001}, "asked"),
)


def test_what_cannot_be_asked_is_refused(verifying: Ticket, cast: Cast) -> None:
    known = {"party": "dukcapil", "asked": "Mohon diperiksa", "chase_on": date(2026, 11, 30)}
    told = []
    for change, _ in WRONG:
        with pytest.raises(BadValue) as refused, writing():
            handoffs.hand_off(verifying, actor=cast.verifier, **(known | change))
        told.append((change, refused.value.field))
    assert (tuple(told), verifying.paused_since) == (WRONG, None)


def test_nobody_is_asked_twice_before_they_have_answered(verifying: Ticket, cast: Cast) -> None:
    office = {"party": "another_office", "office": "Dinkes Berau"}
    row = hand_off_to(verifying, cast.verifier, **office)
    with pytest.raises(BadValue, match="asked_already"):
        hand_off_to(verifying, cast.verifier, **(office | {"office": " dinkes berau"}))
    hand_off_to(verifying, cast.verifier, **(office | {"office": "Dinkes Paser"}))
    answer_to(row, cast.verifier)
    assert len(open_of(verifying)) == 1
    hand_off_to(verifying, cast.verifier, **office)


def test_nothing_is_corrected_while_somebody_is_waited_for(verifying: Ticket, cast: Cast) -> None:
    correct_line(verifying, cast.verifier)
    row = hand_off_to(verifying, cast.verifier)
    with pytest.raises(OpenHandOff) as refused:
        move(verifying, "correct", cast.verifier)
    assert (refused.value.party, refused.value.since) == (WaitsFor.DUKCAPIL, MONDAY)
    answer_to(row, cast.verifier)
    assert move(verifying, "correct", cast.verifier).status == Status.CORRECTED


def test_a_ticket_that_is_dismissed_waits_for_nobody(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier, party="complainant")
    move(verifying, "dismiss", cast.verifier, outcome="withdrawn")
    assert (verifying.status, verifying.outcome, verifying.paused_since) == (Status.CLOSED, Outcome.WITHDRAWN, None)
    assert row.result == HandOffResult.WITHDRAWN


def test_an_answer_is_one_that_somebody_outside_can_give(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    wrong = {("other", " "): BadValue, ("withdrawn", ""): BadValue, ("", ""): MissingRequirement}
    for (result, answer), refusal in wrong.items():
        with pytest.raises(refusal):
            answer_to(row, cast.verifier, result=result, answer=answer)
    answer_to(row, cast.verifier, result="mended", answer="")


def test_an_answer_is_recorded_once(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    hand_off_to(verifying, cast.verifier, party="complainant")
    answer_to(row, cast.verifier)
    for again in (answer_to, remind, take_back):
        with pytest.raises(HandOffEnded):
            again(row, cast.verifier)


def remind(row: HandOff, actor: Actor, day: date | None = None) -> None:
    with writing():
        handoffs.chased(row, actor=actor, chase_on=day)


def take_back(row: HandOff, actor: Actor, reason: str = "Salah alamat") -> None:
    with writing():
        handoffs.withdraw(row, actor=actor, reason=reason)


def test_a_reminder_moves_the_day_and_anybody_of_the_region_may_give_it(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier, chase_on=date(2026, 11, 23))
    remind(row, cast.second_verifier)
    assert (row.chased, row.chased_at, row.chase_on) == (1, MONDAY, date(2026, 11, 30))
    assert (verifying.chase_on, newest_event().action) == (date(2026, 11, 30), "handoff.chase")
    with pytest.raises(BadValue):
        remind(row, cast.second_verifier, date(2026, 11, 23))


def test_nobody_else_reminds(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    for person, refusal in (("operator", Forbidden), ("auditor", Forbidden), ("outsider", NotVisible)):
        with pytest.raises(refusal):
            remind(row, getattr(cast, person))


def test_a_question_is_taken_back_by_its_assignee_or_a_supervisor_with_a_reason(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    with pytest.raises(NotAssignee):
        take_back(row, cast.second_verifier)
    with pytest.raises(MissingRequirement):
        take_back(row, cast.verifier, " ")
    take_back(row, cast.supervisor)
    assert (row.result, verifying.paused_since, newest_event().reason) == ("withdrawn", None, "Salah alamat")


def test_day_and_reference_are_changed_without_a_reminder(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier)
    with writing():
        handoffs.change(row, actor=cast.verifier, chase_on=date(2026, 12, 4), reference="119-2026-7")
    assert (row.chase_on, row.reference, row.chased) == (date(2026, 12, 4), "119-2026-7", 0)
    assert verifying.chase_on == date(2026, 12, 4)


def test_what_was_asked_and_answered_is_sealed_and_the_trail_shows_neither(verifying: Ticket, cast: Cast) -> None:
    row = hand_off_to(verifying, cast.verifier, asked="Mohon cek Sri Wahyuni")
    answer_to(row, cast.verifier, answer="Sri sudah benar")
    assert (row.asked, row.answer) == ("Mohon cek Sri Wahyuni", "Sri sudah benar")
    assert "Sri" not in f"{row.asked_sealed}{row.answer_sealed}{newest_event().body}"


def test_what_rests_is_overdue_only_if_it_was_before(
    verifying: Ticket, make_ticket: Make, cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    late = bring_to(Status.VERIFYING, make_ticket(received_at=MONDAY - timedelta(days=40)), cast)
    for ticket in (late, verifying):
        hand_off_to(ticket, cast.verifier)
    make_ticket()
    set_clock(MONDAY + timedelta(days=30))
    rows = queue.page(cast.verifier, Filters(due="late")).rows
    assert late.id in [row.id for row in rows]
    assert verifying.id not in [row.id for row in rows]
    assert queue.counters(cast.verifier, {"late": Filters(due="late")}) == {"late": len(rows)} == {"late": 2}


def test_the_list_is_narrowed_to_whom_is_waited_for_and_what_is_to_be_chased(verifying: Ticket, cast: Cast) -> None:
    hand_off_to(verifying, cast.verifier, chase_on=clock.today())
    asked = {"dukcapil": Filters(waiting="dukcapil"), "facility": Filters(waiting="facility")}
    asked |= {"chase": Filters(tab="verifying", chase=True)}
    assert queue.counters(cast.verifier, asked) == {"dukcapil": 1, "facility": 0, "chase": 1}
    assert queue.counters(cast.outsider, asked) == {"dukcapil": 0, "facility": 0, "chase": 0}
    assert [row.id for row in queue.page(cast.verifier, asked["dukcapil"]).rows] == [verifying.id]


def test_hand_offs_are_changed_only_while_somebody_is_waited_for(verifying: Ticket, cast: Cast) -> None:
    states = beside(verifying, actor=cast.verifier)
    assert isinstance(states["change_hand_off"].why, IllegalTransition)
    hand_off_to(verifying, cast.verifier)
    assert {verb for verb, state in beside(verifying, actor=cast.second_verifier).items() if state.allowed} >= {
        "remind"
    }
    assert not beside(verifying, actor=cast.second_verifier)["change_hand_off"].allowed
    assert beside(verifying, actor=cast.verifier)["change_hand_off"].allowed
