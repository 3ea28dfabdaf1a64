"""What the machine compares after every step: answer, events, the ticket's columns, and every button of everybody."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine
from sqlalchemy import func, select

from access.actors import Actor
from access.policy import Refusal
from models import Event, Ticket, User, clock, db
from models.database import writing
from tests.conftest import NOON
from tests.desk_text import put_in_force
from tests.workflow.model_beside import EVERYBODY, Desk
from tests.workflow.model_time import Ticket as Told
from workflow import absences, actions, attachments, desk, extra, moves


@dataclass(frozen=True, kw_only=True)
class Stage:
    """What all examples of a run share: the people, both definitions, the desk's free days, what came of it all."""

    people: Mapping[str, Actor]
    texts: tuple[str, str]
    free: set[Any]
    evidence: attachments.Received
    met: Counter[tuple[str, str]] = field(default_factory=Counter)


def told_of(ticket: Told) -> tuple[Any, ...]:
    """The columns of a ticket as the model has them; a change of one is a change of the ticket."""
    waits = [row for row in ticket.asked if row.until is None]
    whom, chase = (waits[0].party, min(row.chase_on for row in waits)) if waits else (None, None)
    return (
        ticket.status, ticket.assignee, ticket.corrector, ticket.outcome, ticket.closed,
        ticket.original and ticket.original.id, ticket.paused, whom, chase, ticket.due, ticket.amber, ticket.dose,
        ticket.fields,
    )  # fmt: skip


def row_of(ticket: Ticket) -> tuple[Any, ...]:
    """The same columns of the real one."""
    return (
        ticket.status, ticket.assignee_id, ticket.corrected_by_id, ticket.outcome, ticket.closed_at,
        ticket.duplicate_of_id, ticket.paused_since, ticket.waits_for, ticket.chase_on, ticket.due_at, ticket.amber_at,
        ticket.dose, extra.texts_of(ticket),
    )  # fmt: skip


def answer_to(act: Callable[[], Any]) -> str:
    """The refusal by name; empty where the desk did it."""
    try:
        with writing():
            act()
    except Refusal as refusal:
        return type(refusal).__name__
    return ""


def real(ticket: Told) -> Ticket:
    return db.session.get_one(Ticket, ticket.id)


class Compared(RuleBasedStateMachine):
    """A desk and its model side by side; the clock is the model's."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage, self.texts, self.people = stage, list(stage.texts), dict(stage.people)
        self.model = Desk(stage.texts[0], NOON, stage.free)
        self.emails = {one.email: one.id for one in self.people.values()}
        self.seen_away: Any = None
        self.published, self.alike = 0, True
        clock.set_clock(lambda: self.model.now)
        if list(desk.current().steps) != list(self.model.moves):
            put_in_force(self.texts[0], self.people["admin"])
        self.last = db.session.scalar(select(func.max(Event.id))) or 0

    def teardown(self) -> None:
        for ticket in self.model.tickets if self.alike else ():
            self.compare(ticket)
        self.model.now = NOON  # where the next example begins, so that nobody is away there
        for row in absences.coming_for(self.people["admin"]):
            answer_to(partial(absences.end, row, actor=self.people["admin"]))
        clock.set_clock(None)

    def actor(self, name: str) -> Actor:
        """Somebody as their next request would know them: with those whom they stand in for today."""
        now = (self.model.today(), tuple(self.model.away))
        if now != self.seen_away:
            self.seen_away = now
            rows = {
                row.id: absences.ids_of(row.stands_for)
                for row in db.session.execute(select(User.id, absences.stood_in_for()))
            }
            self.people = {name: replace(one, stands_for=rows[one.id]) for name, one in self.people.items()}
        return self.people[name]

    def tried(self, what: str, why: str, told: list[str], act: Callable[[], Any], *touched: Told) -> None:
        """Do it on the real desk: it answers ``why``, writes the events ``told``, and the tickets are as modelled."""
        self.alike = False
        answer = answer_to(act)
        self.stage.met[what, answer or "done"] += 1
        assert answer == why, f"{what}: the desk says {answer or 'done'!r}, the model {why or 'done'!r}"
        events = self.new_events()
        assert events == told, f"{what}: events {events}, the model {told}"
        for ticket in touched:
            self.compare(ticket)
        self.alike = True

    def new_events(self) -> list[str]:
        """What was written since the last look, but for the tickets of earlier examples."""
        query = select(Event.id, Event.action, Event.object).where(Event.id > self.last).order_by(Event.id)
        rows = db.session.execute(query).all()
        self.last = rows[-1].id if rows else self.last
        ours = {ticket.number for ticket in self.model.tickets}
        return [row.action for row in rows if row.action != "ticket.recompute" or row.object in ours]

    def compare(self, ticket: Told) -> None:
        row, told = real(ticket), told_of(ticket)
        assert row_of(row) == told, f"{ticket.number}: {row_of(row)}, the model {told}"
        if told != ticket.told:
            ticket.tokens.append(row.last_event_id)
        assert row.last_event_id == ticket.tokens[-1], f"{ticket.number}: its last event is another"
        ticket.told = told
        lines = moves.standing_lines(row)
        assert {line.id for line in lines} == set(ticket.lines)
        for name, one in self.stage.people.items():
            if one.role in EVERYBODY:
                actor = self.actor(name)
                assert buttons(actions.offered(row, actor=actor, lines=lines)) == self.model.offers(ticket, actor), name


def buttons(states: list[actions.ActionState]) -> dict[str, str]:
    return {state.verb: type(state.why).__name__ if state.why else "" for state in states}
