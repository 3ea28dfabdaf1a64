"""Eight people reach for one ticket at the same moment: one gets it, the others are told, every time."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest
from flask import Flask

from access.actors import Actor
from access.policy import Refusal
from models import Attachment, Correction, Event, Role, Status, Ticket, db
from models.database import writing
from tests.casework import PDF, bring_to, correct_line
from tests.conftest import Cast, make_user
from workflow import attachments, corrections, moves

RACERS, ROUNDS = 8, 200


@pytest.fixture
def racers(cast: Cast) -> list[Actor]:
    with writing():
        users = [make_user(f"racer_{number}", Role.VERIFIER, "6501") for number in range(RACERS)]
        return [replace(cast.verifier, id=user.id, name=user.name, session=f"s{user.id}") for user in users]


def at_once(app: Flask, *acts: Callable[[], None]) -> list[str]:
    """Let every act run at the same moment in a thread of its own; what each came to."""
    db.session.rollback()
    start = Barrier(len(acts))

    def run(act: Callable[[], None]) -> str:
        with app.app_context():
            start.wait()
            try:
                act()
            except Refusal as refusal:
                return type(refusal).__name__
            finally:
                db.session.remove()
            return "done"

    with ThreadPoolExecutor(len(acts)) as threads:
        met = list(threads.map(run, acts))
    db.session.rollback()
    return met


def _takes(number: str, actor: Actor, seen: int) -> Callable[[], None]:
    def take() -> None:
        with writing():
            ticket = db.session.scalar(db.select(Ticket).where(Ticket.number == number))
            moves.move(ticket, "take", actor=actor, last_event_id=seen)

    return take


def test_of_eight_who_take_one_ticket_exactly_one_gets_it_two_hundred_times(
    app: Flask, make_ticket: Callable[..., Ticket], racers: list[Actor]
) -> None:
    tickets = [make_ticket() for _ in range(ROUNDS)]
    met: Counter[str] = Counter()
    for number, seen in [(ticket.number, ticket.last_event_id) for ticket in tickets]:
        outcome = Counter(at_once(app, *(_takes(number, racer, seen) for racer in racers)))
        assert outcome["done"] == 1
        met += outcome
    assert met == {"done": ROUNDS, "StaleTicket": ROUNDS * (RACERS - 1)}
    assert db.session.query(Event).filter(Event.action == "ticket.take").count() == ROUNDS


def test_a_line_withdrawn_at_the_same_moment_leaves_no_corrected_ticket_without_a_correction(
    app: Flask, make_ticket: Callable[..., Ticket], cast: Cast
) -> None:
    for _ in range(20):
        ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
        line = correct_line(ticket, cast.verifier)
        ids = ticket.id, line.id

        def mark(ids: tuple[int, int] = ids) -> None:
            with writing() as session:
                moves.move(session.get_one(Ticket, ids[0]), "correct", actor=cast.verifier)

        def withdraw(ids: tuple[int, int] = ids) -> None:
            with writing() as session:
                corrections.withdraw(session.get_one(Correction, ids[1]), actor=cast.verifier, reason="Salah")

        met = at_once(app, mark, withdraw)
        assert sorted(met) in (["IllegalTransition", "done"], ["MissingRequirement", "done"])
        assert (ticket.status == Status.CORRECTED) != line.withdrawn


def test_two_who_add_the_last_file_leave_no_more_than_there_may_be(
    app: Flask, make_ticket: Callable[..., Ticket], cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attachments, "MAX_FILES", 1)
    ticket_id = make_ticket().id

    def add() -> None:
        with writing() as session:
            attachments.add(session.get_one(Ticket, ticket_id), actor=cast.operator, name="a.pdf", data=PDF)

    assert sorted(at_once(app, add, add, add)) == ["BadValue", "BadValue", "done"]
    assert db.session.query(Attachment).count() == 1
