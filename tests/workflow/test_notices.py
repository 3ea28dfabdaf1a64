"""Notices: who is told of what, that only who still sees the ticket is shown one, and that they end."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select

from access.actors import Actor
from access.policy import Forbidden, NotVisible
from models import Notice, Status, User, clock, db
from models.database import writing
from tests.casework import bring_to, move
from workflow import handoffs, notices, queue, tickets
from workflow.lanes import UNSEEN, UNSEEN_CAP

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def tell(ticket, *who: Actor, kind="mentioned", by=None):
    with writing():
        notices.tell([person.id for person in who], kind, ticket=ticket, event_id=ticket.last_event_id, by=by)


def kinds(actor):
    return [row.kind for row in notices.page(actor)]


def test_a_notice_waits_until_it_is_read(make_ticket, cast):
    ticket = make_ticket()
    tell(ticket, cast.verifier)
    assert (notices.unseen(cast.verifier), notices.unseen(cast.supervisor)) == (1, 0)
    with writing():
        number = notices.see(notices.page(cast.verifier)[0].id, actor=cast.verifier)
    assert (number, notices.unseen(cast.verifier), kinds(cast.verifier)) == (ticket.number, 0, ["mentioned"])


def test_everyone_is_told_once_and_whoever_did_it_not_at_all(make_ticket, cast):
    tell(make_ticket(), cast.verifier, cast.verifier, cast.operator, by=cast.operator)
    assert (notices.unseen(cast.verifier), notices.unseen(cast.operator)) == (1, 0)


def test_a_notice_names_who_did_it(make_ticket, cast):
    ticket = make_ticket()
    with writing():
        tickets.assign(ticket, db.session.get(User, cast.verifier.id), actor=cast.supervisor)
    assert [(row.kind, row.actor) for row in notices.page(cast.verifier)] == [("assigned", "Supervisor")]


def test_assigning_to_whom_it_is_assigned_already_tells_nobody(make_ticket, cast):
    ticket = make_ticket()
    for _ in range(2):
        with writing():
            tickets.assign(ticket, db.session.get(User, cast.verifier.id), actor=cast.supervisor)
    assert notices.unseen(cast.verifier) == 1


@pytest.mark.parametrize(("status", "verb"), [(Status.CORRECTED, "send_back"), (Status.CLOSED, "reopen")])
def test_whoever_works_on_it_is_told_of_a_step_back(make_ticket, cast, status, verb):
    move(bring_to(status, make_ticket(), cast), verb, cast.supervisor)
    assert kinds(cast.verifier) == ["sent_back" if verb == "send_back" else "reopened"]


def test_whoever_works_on_it_is_told_that_the_answer_came(make_ticket, cast):
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    with writing():
        handoffs.hand_off(ticket, actor=cast.verifier, party="complainant", asked="Foto KTP")
    row = handoffs.open_of(ticket)[0]
    with writing():
        handoffs.answer(row, actor=cast.supervisor, result="other", answer="Terlampir")
    assert kinds(cast.verifier) == ["answered"]


def test_nobody_is_shown_a_notice_of_a_ticket_they_no_longer_see(make_ticket, cast):
    tell(make_ticket(), cast.verifier)
    tell(make_ticket(region="6571"), cast.verifier)
    assert (notices.unseen(cast.verifier), len(notices.page(cast.verifier))) == (1, 1)


def test_a_notice_of_somebody_else_is_not_there(make_ticket, cast):
    tell(make_ticket(), cast.verifier)
    theirs = db.session.scalar(select(Notice.id))
    with pytest.raises(NotVisible), writing():
        notices.see(theirs, actor=cast.supervisor)
    assert notices.unseen(cast.verifier) == 1


def test_an_administrator_has_no_notices(make_ticket, cast, statements):
    tell(make_ticket(), cast.admin)
    with statements() as sent:
        assert notices.unseen(cast.admin) == 0
    assert sent == []
    with pytest.raises(Forbidden):
        notices.page(cast.admin)


def test_all_can_be_marked_as_read_and_those_of_one_ticket(make_ticket, cast):
    one, other = make_ticket(), make_ticket()
    tell(one, cast.verifier, cast.supervisor)
    tell(other, cast.verifier)
    with writing():
        notices.see_of(one.id, actor=cast.verifier)
    assert notices.unseen(cast.verifier) == 1
    with writing():
        notices.see_all(actor=cast.verifier)
    assert (notices.unseen(cast.verifier), notices.unseen(cast.supervisor)) == (0, 1)


def test_the_bell_counts_in_one_statement_and_only_so_far(make_ticket, cast, statements):
    ticket = make_ticket()
    with writing():
        for _ in range(UNSEEN_CAP + 1):
            notices.tell([cast.verifier.id], "mentioned", ticket=ticket, event_id=None)
    with statements() as sent:
        assert notices.unseen(cast.verifier) == UNSEEN_CAP
    assert len(sent) == 1


@pytest.mark.parametrize("who", ["verifier", "outsider", "auditor", "admin"])
def test_the_navigation_counts_the_same_notices_in_its_own_statement(make_ticket, cast, who):
    actor = getattr(cast, who)
    for region in ("6501", "6571", "6501"):
        tell(make_ticket(region=region), actor)
    counted = queue.counters(actor, {"all": queue.Filters()}, unseen=True)
    assert counted[UNSEEN] == notices.unseen(actor)


def test_a_kind_nobody_knows_is_a_mistake_of_ours(make_ticket, cast):
    with pytest.raises(ValueError, match="shouted"):
        tell(make_ticket(), cast.verifier, kind="shouted")


def test_old_notices_are_removed(make_ticket, cast, set_clock):
    set_clock(NOON)
    ticket = make_ticket()
    tell(ticket, cast.verifier)
    set_clock(NOON + timedelta(days=91))
    tell(ticket, cast.verifier)
    with writing():
        notices.forget_old()
    assert db.session.scalars(select(Notice.at)).all() == [clock.now()]
    assert db.session.scalar(select(func.count(Notice.id))) == 1
