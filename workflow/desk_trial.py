"""Tries two desk definitions out on one ticket: what each would offer to whom, and when it would be due.

Nothing is written but the event that somebody tried. The answer holds statuses, moves, refusals and times; nothing of
the person and nothing that was typed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require
from audit.recorder import note_event
from models import Category, Correction, Role, Status, Ticket, User, db
from workflow import deadlines, desk, moves, numbers
from workflow.actions import ActionState, offered
from workflow.definition import Definition
from workflow.definition_fields import SEERS

ROLES: Final = tuple(role for role in SEERS if role != Role.AUDITOR)
ASSIGNEE, CORRECTOR, ANOTHER = "assignee", "corrector", "another"
NOBODYS_ID: Final = -1


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What holds under one definition: by person, each move; and the times."""

    version: int
    offers: Mapping[str, Mapping[str, ActionState]]
    times: Mapping[str, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One ticket under the definition in force and under another."""

    number: str
    status: Status
    role: Role
    now: Under
    then: Under


def try_out(number: str, role: Role, other: Definition, *, actor: Actor) -> Trial:
    """What people of ``role`` would be offered on a ticket under ``other``, beside what they are offered now.

    Raises Forbidden, MistypedNumber, NotVisible.
    """
    require(actor, Permission.DESK_PUBLISH)
    spelled = numbers.parse(number)
    ticket = db.session.scalar(select(Ticket).where(Ticket.number == spelled)) if spelled else None
    if ticket is None or role not in ROLES:
        raise NotVisible(number[:16])
    lines = moves.standing_lines(ticket)
    people = _people(ticket, role, lines)
    note_event(actor, "desk.try", label=ticket.number, on=[ticket], facts={"role": role.value})
    now, then = (_under(one, ticket, people, lines) for one in (desk.current(), other))
    return Trial(number=ticket.number, status=ticket.status, role=role, now=now, then=then)


def _people(ticket: Ticket, role: Role, lines: Sequence[Correction]) -> dict[str, Actor]:
    """Who of the role may stand in which relation to the ticket: its assignee, who corrected, anybody else."""
    correctors = moves.correctors_of(ticket, lines)
    ids = {one for one in (ticket.assignee_id, *correctors) if one is not None}
    theirs = set(db.session.scalars(select(User.id).where(User.id.in_(ids), User.role == role))) if ids else set()
    people = {}
    if ticket.assignee_id in theirs:
        people[ASSIGNEE] = _one(ticket, role, ticket.assignee_id)
    others = sorted(theirs & correctors - {ticket.assignee_id or 0})
    if others:
        people[CORRECTOR] = _one(ticket, role, others[0])
    return people | {ANOTHER: _one(ticket, role, NOBODYS_ID)}


def _one(ticket: Ticket, role: Role, person: int | None) -> Actor:
    return Actor(id=person, name="-", role=role, regions=frozenset({ticket.region_code}))


def _under(definition: Definition, ticket: Ticket, people: Mapping[str, Actor], lines: Sequence[Correction]) -> Under:
    steps = tuple(definition.steps.values())
    offers = {
        who: {state.verb: state for state in offered(ticket, actor=actor, lines=lines, steps=steps)}
        for who, actor in people.items()
    }
    return Under(version=definition.version, offers=offers, times=_times(ticket, definition))


def _times(ticket: Ticket, definition: Definition) -> Mapping[str, datetime]:
    days = db.session.get_one(Category, ticket.category_id).days
    calendar = deadlines.calendar_of(definition.deadlines)
    pauses = deadlines.pauses_of([ticket]).get(ticket.id, ())
    return MappingProxyType(
        deadlines.times_of(ticket.received_at, days, calendar, pauses, targets=definition.deadlines)
    )


def starting(status: Status, *offers: Mapping[str, ActionState]) -> list[str]:
    """The moves that start from a status under any of the definitions: of the others there is nothing to compare."""
    states = [state for offer in offers for state in offer.values()]
    return list(dict.fromkeys(state.verb for state in states if state.step and status in state.step.sources))
