"""Complaints that may be about the same person: what they share, who sees them, and at what cost."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, select

from access.policy import Forbidden
from models import Event, Ticket, db
from models.database import writing
from tests.conftest import Cast
from workflow import duplicates
from workflow.drafts import Draft

Make = Callable[..., Ticket]
BORN = date(1985, 4, 25)
SHARED: dict[str, dict[str, Any]] = {
    "nik": {"subject_nik": "6501056504859012"},
    "person": {"subject_name": "Sri Wahyuni", "subject_birth_date": BORN},
    "phone": {"reporter_phone": "0812-0000-9391"},
}
STRANGER: dict[str, Any] = {
    "subject_name": "Petrus Alang",
    "subject_nik": "6571011104859013",
    "subject_phone": None,
    "subject_birth_date": None,
}


def reasons(draft: Draft, cast: Cast, who: str = "operator") -> list[list[str]]:
    found = duplicates.possible(draft, actor=getattr(cast, who))
    return [[reason.value for reason in one.reasons] for one in found]


@pytest.mark.parametrize("reason", SHARED)
def test_each_thing_shared_is_found_and_named(make_ticket: Make, cast: Cast, draft: Any, reason: str) -> None:
    make_ticket(subject_birth_date=BORN)
    assert reasons(draft(**(STRANGER | SHARED[reason])), cast) == [[reason]]


def test_a_stranger_resembles_nobody(make_ticket: Make, cast: Cast, draft: Any) -> None:
    make_ticket(subject_birth_date=BORN)
    assert reasons(draft(**STRANGER), cast) == []


def test_a_name_alone_is_no_reason(make_ticket: Make, cast: Cast, draft: Any) -> None:
    make_ticket()
    assert reasons(draft(subject_nik=None, subject_phone=None), cast) == []


def test_what_shares_more_surely_comes_first(make_ticket: Make, cast: Cast, draft: Any) -> None:
    make_ticket(subject_phone=None)
    make_ticket(subject_nik="6571011104859013")
    assert reasons(draft(), cast) == [["nik"], ["name_phone"]]


def test_at_most_ten_are_shown(make_ticket: Make, cast: Cast, draft: Any) -> None:
    for _ in range(12):
        make_ticket()
    assert len(reasons(draft(), cast)) == 10


def test_another_regions_tickets_stay_out_of_sight(make_ticket: Make, cast: Cast, draft: Any) -> None:
    make_ticket()
    assert reasons(draft(), cast, "outsider") == []


def test_who_reads_no_tickets_asks_for_none(cast: Cast, draft: Any) -> None:
    with pytest.raises(Forbidden):
        duplicates.possible(draft(), actor=cast.admin)


def test_a_ticket_is_not_its_own_duplicate(make_ticket: Make, cast: Cast) -> None:
    first, second = make_ticket(), make_ticket()
    assert [one.number for one in duplicates.possible(first, actor=cast.operator)] == [second.number]


def test_it_takes_one_statement(make_ticket: Make, cast: Cast, draft: Any) -> None:
    make_ticket()
    whole, seen = replace(draft(), subject_birth_date=BORN, reporter_phone="081200001111"), []
    listen: Any = lambda *told: seen.append(told[2])  # noqa: E731 - SQLAlchemy wants one object to remove again
    event.listen(db.engine, "before_cursor_execute", listen)
    duplicates.possible(whole, actor=cast.operator)
    event.remove(db.engine, "before_cursor_execute", listen)
    assert len([text for text in seen if not text.startswith("BEGIN")]) == 1


def test_a_look_that_finds_somebody_is_an_event_and_one_in_vain_is_none(
    make_ticket: Make, cast: Cast, draft: Any
) -> None:
    number = make_ticket().number
    with writing():
        duplicates.look_up(draft(**STRANGER), actor=cast.operator)
        duplicates.look_up(draft(), actor=cast.operator)
    noted = db.session.scalars(select(Event).where(Event.action == "ticket.duplicates")).one()
    assert number in noted.body
    assert "6501056504859012" not in noted.body
