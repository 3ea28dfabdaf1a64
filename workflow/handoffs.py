"""Hand-offs: asking somebody outside about a ticket, chasing them, and what they answered.

Several parties may be asked at once; the clock stands still while at least one has not answered.
"""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from identity.workdays import add_working_days
from models import HandOff, HandOffResult, Ticket, WaitsFor, clock
from workflow import deadlines, notices, waiting
from workflow.assignees import works_on
from workflow.fresh import hold
from workflow.moves import move
from workflow.refusals import (
    BadValue,
    IllegalTransition,
    MissingRequirement,
    NotAssignee,
    Requirement,
)
from workflow.waiting import open_of

__all__ = ["answer", "change", "chase_day", "chased", "hand_off", "may_change", "may_remind", "open_of", "withdraw"]

CHASE_DAYS: Final[Mapping[WaitsFor, int]] = MappingProxyType(
    {
        WaitsFor.COMPLAINANT: 10,
        WaitsFor.FACILITY: 5,
        WaitsFor.DUKCAPIL: 5,
        WaitsFor.NATIONAL_HELPDESK: 5,
        WaitsFor.ANOTHER_OFFICE: 5,
    }
)
COMPLETE_WITHIN: Final = 30
"""Days in which a reporter completes the file, else the complaint counts as withdrawn (UU 25/2009 art. 44)."""


def chase_day(party: WaitsFor) -> date:
    """The day on which ``party`` is chased first where nobody says otherwise: working days from today."""
    desk = deadlines.calendar()
    return add_working_days(clock.today(), CHASE_DAYS[party], desk.holidays, desk.weekdays)


def hand_off(  # noqa: PLR0913 - what was asked of whom has this many parts
    ticket: Ticket,
    *,
    actor: Actor,
    party: str,
    asked: str,
    chase_on: date | None = None,
    facility_id: int | None = None,
    office: str = "",
    reference: str = "",
    last_event_id: int | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Ask ``party`` something; the clock stands still until they answer.

    Raises what ``moves.move`` raises; BadValue for a party that is none or was asked already.
    """
    known = party in set(WaitsFor)
    facts: dict[str, Any] = {"party": party, "asked": asked, "facility_id": facility_id, "office": office}
    facts |= {"reference": reference, "chase_on": chase_on or (chase_day(WaitsFor(party)) if known else None)}
    facts |= {"fields": fields}
    move(ticket, "hand_off", actor=actor, last_event_id=last_event_id, **facts)


def answer(  # noqa: PLR0913 - an answer has this many parts
    row: HandOff,
    *,
    actor: Actor,
    result: str,
    answer: str = "",
    reference: str = "",
    theirs_on: date | None = None,
    reason: str = "",
    last_event_id: int | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Record the answer of a party; who asked is told of it, as the assignee is by the move.

    Raises HandOffEnded for one that has answered, and what ``moves.move`` raises.
    """
    facts: dict[str, Any] = {"hand_off": row, "result": result, "answer": answer, "reference": reference}
    facts |= {"fields": fields, "theirs_on": theirs_on}
    move(row.ticket, "answer", actor=actor, reason=reason, last_event_id=last_event_id, **facts)
    if row.opened_by_id != row.ticket.assignee_id:
        told = [row.opened_by_id]
        notices.tell(told, notices.Kind.ANSWERED, ticket=row.ticket, event_id=row.last_event_id, by=actor)


def withdraw(row: HandOff, *, actor: Actor, reason: str) -> None:
    """Take a question back: nobody waits for its answer any longer. Raises HandOffEnded, MissingRequirement."""
    _hold_open(row, actor, "withdraw_hand_off")
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "withdraw_hand_off")
    with acting(actor, "handoff.withdraw", reason, object=row.ticket):
        waiting.end(row, HandOffResult.WITHDRAWN, actor)
        waiting.settle(row.ticket, [one for one in open_of(row.ticket) if one is not row])


def change(row: HandOff, *, actor: Actor, chase_on: date, reference: str = "") -> None:
    """Set another day to chase, or the reference that they gave. Raises HandOffEnded, BadValue."""
    _hold_open(row, actor, "change_hand_off")
    _check(row, chase_on, reference)
    with acting(actor, "handoff.change", object=row.ticket):
        row.reference = reference.strip()
        _chase_later(row, chase_on)


def chased(row: HandOff, *, actor: Actor, chase_on: date | None = None, reference: str = "") -> None:
    """Somebody reminded the party, and chases them again on ``chase_on``; not the assignee alone may.

    Raises Forbidden, NotVisible, HandOffEnded, BadValue.
    """
    require(actor, Permission.TICKET_HAND_OFF, on=row.ticket)
    hold(row.ticket)
    waiting.ensure_open(row)
    day = chase_on or chase_day(row.party)
    if day <= clock.today():
        raise BadValue("chase_on", "in_past")
    _check(row, day, reference)
    with acting(actor, "handoff.chase", object=row.ticket):
        row.chased, row.chased_at = row.chased + 1, clock.now()
        row.reference = reference.strip() or row.reference
        _chase_later(row, day)


def may_change(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can change or withdraw hand-offs of this ticket now; else refuse."""
    may_remind(ticket, actor=actor)
    if not works_on(ticket, actor):
        raise NotAssignee("change_hand_off")


def may_remind(ticket: Ticket, *, actor: Actor) -> None:  # noqa: ARG001 - asked like every other action
    """Return while somebody outside is waited for; else raise the refusal."""
    if ticket.paused_since is None:
        raise IllegalTransition(ticket.status, "change_hand_off")


def _hold_open(row: HandOff, actor: Actor, verb: str) -> None:
    require(actor, Permission.TICKET_HAND_OFF, on=row.ticket)
    hold(row.ticket)
    waiting.ensure_open(row)
    if not works_on(row.ticket, actor):
        raise NotAssignee(verb)


def _check(row: HandOff, chase_on: date, reference: str) -> None:
    if chase_on != row.chase_on:
        waiting.check_chase(chase_on)
    if len(reference) > waiting.LONGEST_PLAIN:
        raise BadValue("reference", "too_long")


def _chase_later(row: HandOff, day: date) -> None:
    row.chase_on = day
    waiting.settle(row.ticket, open_of(row.ticket))
