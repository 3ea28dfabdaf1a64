"""Who gets the next complaint: in turn, by load, past whoever is away, and fairly when many come at once."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import Actor
from access.policy import Refusal
from audit import canonical
from audit.context import acting
from audit.replay import differences
from models import Event, Region, Role, Status, Ticket, User, clock, db
from models.database import writing
from tests.casework import bring_to, move
from tests.conftest import Cast, make_user
from tests.workflow.test_race import at_once
from workflow import absences, assignment, tickets

Make = Callable[..., Ticket]


@pytest.fixture
def third(cast: Cast) -> int:
    """A third verifier of the region, by id."""
    with writing():
        return make_user("third", Role.VERIFIER, "6501").id


def set_way(cast: Cast, how: str | None, region: str = "6501") -> None:
    with writing(), acting(cast.admin, "reference.edit"):
        db.session.scalars(select(Region).where(Region.code == region)).one().assign = how


def names(*filed: Ticket) -> list[str]:
    db.session.rollback()
    return [ticket.assignee.name if ticket.assignee else "-" for ticket in filed]


def away(who: int | None, substitute: int | None, actor: Actor) -> None:
    with writing():
        user, other = (db.session.get_one(User, one) for one in (who, substitute))
        today = clock.today()
        absences.enter(user, substitute=other, since=today, until=today + timedelta(days=1), actor=actor)


def last_facts() -> dict[str, Any]:
    assigned = select(Event.body).where(Event.action == "ticket.assign").order_by(Event.id.desc())
    facts: dict[str, Any] = canonical.loads(db.session.scalars(assigned).first() or "{}").get("facts", {})
    return facts


def test_by_hand_a_new_complaint_is_nobodys(make_ticket: Make) -> None:
    assert names(make_ticket()) == ["-"]


def test_by_turn_new_complaints_go_round(make_ticket: Make, cast: Cast, third: int) -> None:
    set_way(cast, "turn")
    assert names(*(make_ticket() for _ in range(4))) == ["Verifier", "Second Verifier", "Third", "Verifier"]
    assert last_facts() == {"chosen": "turn"}
    assert not list(differences(db.session.connection()))


def test_by_load_a_new_complaint_goes_to_whoever_has_the_fewest(make_ticket: Make, cast: Cast) -> None:
    bring_to(Status.VERIFYING, make_ticket(), cast)
    bring_to(Status.CORRECTED, make_ticket(), cast)
    set_way(cast, "load")
    assert names(*(make_ticket() for _ in range(3))) == ["Second Verifier", "Verifier", "Second Verifier"]


@pytest.mark.parametrize("how", assignment.WAYS)
def test_the_substitute_takes_the_turn_of_whoever_is_away(make_ticket: Make, cast: Cast, third: int, how: str) -> None:
    away(cast.verifier.id, cast.second_verifier.id, cast.admin)
    away(cast.second_verifier.id, third, cast.admin)
    set_way(cast, how)
    assert names(make_ticket()) == ["Third"]
    assert last_facts() == {"chosen": how, "in_place_of_id": cast.verifier.id}


def test_where_nobody_is_at_work_the_complaint_stays_nobodys(make_ticket: Make, cast: Cast) -> None:
    set_way(cast, "turn", "6504")
    assert names(make_ticket(region="6504")) == ["-"]


def test_a_supervisor_gives_by_turn_and_a_verifier_does_not(make_ticket: Make, cast: Cast) -> None:
    ticket = make_ticket()
    with writing():
        tickets.assign_next(ticket, "turn", actor=cast.supervisor)
    assert names(ticket) == ["Verifier"]
    for actor in (cast.verifier, cast.operator, cast.other_supervisor):
        with pytest.raises(Refusal):
            tickets.assign_next(ticket, "turn", actor=actor)


def test_looking_who_is_next_uses_nobodys_turn_and_costs_three_statements(cast: Cast, statements: Any) -> None:
    with statements() as sent:
        first = assignment.proposed("6501", "turn")
    assert len(sent) == 3
    again = assignment.proposed("6501", "turn")
    assert first is not None
    assert again is not None
    assert first.user.id == again.user.id == cast.verifier.id


@pytest.mark.parametrize("how", assignment.WAYS)
def test_many_filed_at_once_are_shared_out_evenly(
    app: Flask, cast: Cast, third: int, draft: Callable[..., Any], how: str
) -> None:
    set_way(cast, how)

    def file() -> None:
        for _ in range(3):
            with writing():
                tickets.file(draft(), actor=cast.system)

    assert at_once(app, *[file] * 4) == ["done"] * 4
    assert sorted(Counter(names(*db.session.query(Ticket).all())).values()) == [4, 4, 4]


def test_what_is_assigned_by_turn_is_kept_for_that_person(make_ticket: Make, cast: Cast) -> None:
    set_way(cast, "turn")
    ticket = make_ticket()
    with pytest.raises(Refusal):
        move(ticket, "take", cast.second_verifier)
    assert move(ticket, "take", cast.verifier).status == Status.VERIFYING
