"""The one place where a ticket moves: who may, from where, with what, and the only line that writes a status."""

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import attributes

from access.actors import Actor
from access.policy import Forbidden, require
from audit.context import acting
from models import Correction, Outcome, Role, Status, Ticket, clock
from workflow import deadlines, desk, extra, merge_values, notices, originals, person, satisfaction, waiting
from workflow.assignees import is_assignee, is_kept_from
from workflow.correctors import correctors_of, standing_lines
from workflow.fresh import ensure_fresh, hold, hold_both, none_before_us
from workflow.kinds import Kind
from workflow.refusals import (
    AssignedToOther,
    BadValue,
    IllegalTransition,
    MissingRequirement,
    NotAssignee,
    OpenHandOff,
    Requirement,
    SamePerson,
    TooLate,
)
from workflow.steps import Step

__all__ = [
    "StatusWritten", "correctors_of", "has_whole_correction", "may_ever", "may_start", "move", "standing_lines",
    "step_for", "untake",
]  # fmt: skip

_moving: ContextVar[bool] = ContextVar("moving", default=False)


class StatusWritten(RuntimeError):
    """Something other than a move wrote a ticket's status."""


def move(
    ticket: Ticket, verb: str, *, actor: Actor, reason: str = "", last_event_id: int | None = None, **facts: Any
) -> None:
    """Take ``ticket`` along ``verb``, or raise and change nothing.

    ``facts``: ``told_how`` and ``told_at`` for close, and ``satisfaction`` with its words where they were asked;
    ``outcome`` and ``original`` (a Ticket) for dismiss; those of ``workflow.handoffs`` for hand_off and answer;
    ``fields`` for the extra fields that the definition asks for at this move, by code.
    Raises Forbidden, NotVisible, IllegalTransition, NotAssignee, SamePerson, MissingRequirement, TooLate,
    StaleTicket, BadValue, NotTheFirst, OpenHandOff, HandOffEnded.
    """
    step = step_for(ticket, verb, actor)
    may_ever(step, actor, on=ticket)
    _hold(ticket, ticket.duplicate_of if step.back else facts.get("original"))
    ensure_fresh(ticket, last_event_id)
    lines = standing_lines(ticket)
    may_start(ticket, step, actor=actor, lines=lines)
    _check_needs(ticket, step, lines, actor=actor, reason=reason, facts=facts)
    before = originals.before_closing(ticket) if step.back else None
    with none_before_us(ticket), acting(actor, f"ticket.{step.verb}", reason, object=ticket):
        _enter(ticket, before.status if before else step.target)
        if extra.write(ticket, facts.get("fields", {}), actor=actor):
            person.refresh(ticket)
        _EFFECTS[step.kind](ticket, actor, facts | {"before": before, "reason": reason})
        if ticket.status == Status.VERIFYING:
            deadlines.responded(ticket)  # somebody works on it
    notices.after_move(ticket, step.kind, actor=actor)


def untake(ticket: Ticket, *, actor: Actor, undone: int, values: Mapping[str, Any]) -> None:
    """Take back a take of a moment ago, the event ``undone``, by the desk's release; its form is not asked.

    ``values`` are the columns as they stood before; the ticket is held. Raises Forbidden, NotVisible,
    IllegalTransition, NotAssignee, OpenHandOff.
    """
    step = step_for(ticket, Kind.RELEASE, actor)
    may_ever(step, actor, on=ticket)
    may_start(ticket, step, actor=actor, lines=())
    with acting(actor, "ticket.undo", object=ticket, facts={"undone": undone}):
        _enter(ticket, step.target)
        for column, value in values.items():
            setattr(ticket, column, value)


def step_for(ticket: Ticket, verb: str, actor: Actor) -> Step:
    """The move of this name; a built-in name stands for the first move of its kind that the actor's role makes.

    Raises IllegalTransition where the definition has none.
    """
    step = desk.current().called(verb, actor.role)
    if step is None:
        raise IllegalTransition(ticket.status, verb)
    return step


def may_ever(step: Step, actor: Actor, *, on: Ticket | None = None) -> None:
    """Return when the actor's role makes this move at all: the policy allows it, and so does the desk's definition."""
    require(actor, step.permission, on=on)
    if actor.role not in step.roles:
        raise Forbidden(step.permission, actor.role)


def _hold(ticket: Ticket, original: Ticket | None) -> None:
    """Hold the ticket, and the one it is said to repeat: a chain of duplicates is made by two at once or by nobody."""
    if original is None or original is ticket:
        hold(ticket)
    else:
        hold_both(ticket, original)


def may_start(ticket: Ticket, step: Step, *, actor: Actor, lines: Sequence[Correction]) -> None:
    """Return when ``actor``, whose role may, can begin this step now, before its form is filled in; else refuse.

    ``lines`` are the ticket's standing lines of correction.
    """
    if ticket.status not in step.sources:
        raise IllegalTransition(ticket.status, step.verb)
    supervises = step.or_supervisor and actor.role == Role.SUPERVISOR
    nobody_waited_for = step.waiting is True and ticket.paused_since is None
    if nobody_waited_for or (step.of_outcome and ticket.outcome != step.of_outcome):
        raise IllegalTransition(ticket.status, step.verb)
    if step.by_assignee and not supervises and not is_assignee(ticket, actor):
        raise NotAssignee(step.verb)
    if step.second_person and not supervises and actor.persons & correctors_of(ticket, lines):
        raise SamePerson(step.verb)
    if step.kind == Kind.TAKE and is_kept_from(ticket, actor):
        raise AssignedToOther
    if step.within_days and ticket.closed_at and clock.now() - ticket.closed_at > timedelta(days=step.within_days):
        raise TooLate(step.within_days)
    if step.waiting is False and ticket.waits_for and ticket.paused_since:
        raise OpenHandOff(ticket.waits_for, ticket.paused_since)


def _check_needs(
    ticket: Ticket, step: Step, lines: Sequence[Correction], *, actor: Actor, reason: str, facts: dict[str, Any]
) -> None:
    met = {
        Requirement.REASON: bool(reason.strip()),
        Requirement.CORRECTION: has_whole_correction(lines),
        Requirement.TOLD_HOW: bool(facts.get("told_how")),
        Requirement.TOLD_AT: isinstance(facts.get("told_at"), datetime),
        Requirement.OUTCOME: facts.get("outcome") not in (None, ""),
        **waiting.met(facts),
    }
    for need in step.needs:
        if not met[need]:
            raise MissingRequirement(need, step.verb)
    extra.ensure_given(ticket, step.verb, facts.get("fields", {}))
    if step.kind == Kind.DISMISS:
        _check_outcome(ticket, step, actor, facts)
    if step.kind in waiting.CHECKS:
        waiting.CHECKS[step.kind](ticket, facts)
    if step.kind == Kind.CLOSE and facts["told_at"] > clock.now():
        raise BadValue("told_at", "in_future")


def has_whole_correction(lines: Sequence[Correction]) -> bool:
    """Whether at least one correction stands, and each has before, after, source and an evidence file."""
    return bool(lines) and all(
        line.before_sealed and line.after_sealed and line.source and line.evidence_id for line in lines
    )


def _check_outcome(ticket: Ticket, step: Step, actor: Actor, facts: dict[str, Any]) -> None:
    if facts["outcome"] not in set(Outcome) - {Outcome.CORRECTED}:
        raise BadValue("outcome", "not_for_dismiss")
    if facts["outcome"] != Outcome.DUPLICATE:
        return
    original = facts.get("original")
    if original is None:
        raise MissingRequirement(Requirement.ORIGINAL, step.verb)
    originals.check(ticket, original, actor=actor)


def _take(ticket: Ticket, actor: Actor, _facts: dict[str, Any]) -> None:
    ticket.assignee_id = actor.id


def _release(ticket: Ticket, _actor: Actor, _facts: dict[str, Any]) -> None:
    ticket.assignee_id = None


def _correct(ticket: Ticket, actor: Actor, _facts: dict[str, Any]) -> None:
    ticket.corrected_by_id, ticket.corrected_at = actor.id, clock.now()


def _send_back(ticket: Ticket, _actor: Actor, _facts: dict[str, Any]) -> None:
    ticket.corrected_by_id = ticket.corrected_at = None


def _close(ticket: Ticket, _actor: Actor, facts: dict[str, Any]) -> None:
    ticket.told_how, ticket.told_at = facts["told_how"], facts["told_at"]
    ticket.outcome, ticket.closed_at = Outcome.CORRECTED, clock.now()
    if facts.get("satisfaction") is not None:
        satisfaction.write(ticket, facts["satisfaction"], facts.get("satisfaction_words") or "")


def _dismiss(ticket: Ticket, actor: Actor, facts: dict[str, Any]) -> None:
    ticket.outcome, ticket.closed_at = Outcome(facts["outcome"]), clock.now()
    ticket.assignee_id = ticket.assignee_id or actor.id
    if ticket.outcome == Outcome.DUPLICATE:
        ticket.duplicate_of_id = facts["original"].id
    waiting.end_all(ticket, actor)


def _reopen(ticket: Ticket, _actor: Actor, _facts: dict[str, Any]) -> None:
    _open_again(ticket)
    merge_values.let_stand(ticket)


def _undo_duplicate(ticket: Ticket, actor: Actor, facts: dict[str, Any]) -> None:
    _open_again(ticket)
    if facts["before"]:
        ticket.assignee_id = facts["before"].assignee_id
    merge_values.put_back(ticket, actor=actor, reason=facts["reason"])


def _open_again(ticket: Ticket) -> None:
    closed = [(ticket.closed_at, clock.now())] if ticket.closed_at else []
    ticket.outcome = ticket.closed_at = ticket.told_how = ticket.told_at = None
    ticket.corrected_by_id = ticket.corrected_at = ticket.duplicate_of_id = None
    ticket.escalated_at = None
    deadlines.recompute(ticket, closed=closed)
    satisfaction.forget(ticket)


_EFFECTS = {
    Kind.TAKE: _take, Kind.HAND_OFF: waiting.hand_off, Kind.ANSWER: waiting.answer, Kind.CORRECT: _correct,
    Kind.SEND_BACK: _send_back, Kind.CLOSE: _close, Kind.DISMISS: _dismiss, Kind.REOPEN: _reopen,
    Kind.UNDO_DUPLICATE: _undo_duplicate, Kind.RELEASE: _release,
}  # fmt: skip


def _enter(ticket: Ticket, status: Status) -> None:
    """The only line that writes a status."""
    token = _moving.set(True)
    try:
        ticket.status = status
    finally:
        _moving.reset(token)


@event.listens_for(Ticket.status, "set", propagate=True)
def _only_move_writes(ticket: Ticket, value: Status, old: Any, _initiator: Any) -> None:
    is_first = attributes.instance_state(ticket).key is None
    if not _moving.get() and value != old and not (is_first and value == Status.OPEN):
        raise StatusWritten(value)
