"""Two people decide about one pair at the same moment: one decision stands, and no ring of duplicates is made."""

from collections.abc import Callable

import pytest
from flask import Flask

from access.actors import Actor
from audit.replay import differences
from models import Status, Ticket, TicketLink, db
from models.database import writing
from tests.casework import bring_to
from tests.conftest import Cast
from tests.workflow.test_race import at_once
from workflow import pairs

ROUNDS = 10
Make = Callable[..., Ticket]


def decides(decision: str, one: str, other: str, actor: Actor) -> Callable[[], None]:
    def decide() -> None:
        with writing():
            pair = pairs.both(one, other, actor=actor)
            pairs.decide(decision, *pair, actor=actor, reason="Sudah dicocokkan")

    return decide


@pytest.mark.parametrize(
    ("first", "second"),
    [("apart", "apart"), ("repeats", "repeated"), ("repeats", "repeats"), ("apart", "repeats"), ("apart", "repeated")],
)
def test_of_two_decisions_at_once_one_stands(
    app: Flask, make_ticket: Make, cast: Cast, first: str, second: str
) -> None:
    for _ in range(ROUNDS):
        one, other = (bring_to(Status.VERIFYING, make_ticket(), cast).number for _ in range(2))
        met = at_once(app, decides(first, one, other, cast.supervisor), decides(second, one, other, cast.verifier))
        assert met.count("done") == 1, met
    assert (
        db.session.query(TicketLink).count()
        + db.session.query(Ticket).filter(Ticket.duplicate_of_id.is_not(None)).count()
        == ROUNDS
    )
    assert not list(differences(db.session.connection()))


def test_the_two_sides_seen_from_both_ends_do_not_wait_for_each_other(
    app: Flask, make_ticket: Make, cast: Cast
) -> None:
    for _ in range(ROUNDS):
        one, other = (bring_to(Status.VERIFYING, make_ticket(), cast).number for _ in range(2))
        met = at_once(
            app, decides("repeats", one, other, cast.supervisor), decides("repeats", other, one, cast.verifier)
        )
        assert met.count("done") == 1, met
