"""Giving a ticket to somebody, and who can be given one."""

from collections.abc import Mapping
from typing import Any

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Status, Ticket, User
from workflow import assignment, notices
from workflow.assignees import WORKERS
from workflow.fresh import ensure_fresh, hold, none_before_us
from workflow.refusals import BadValue, IllegalTransition


def assign(
    ticket: Ticket, assignee: User | None, *, actor: Actor, reason: str = "", last_event_id: int | None = None
) -> None:
    """Give the ticket to a verifier or supervisor of its region, or to nobody while it is open."""
    require(actor, Permission.TICKET_ASSIGN, on=ticket)
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "assign")
    ensure_fresh(ticket, last_event_id)
    may_be_given(ticket, assignee)
    _give(ticket, assignee, actor, reason)


def assign_next(ticket: Ticket, how: str, *, actor: Actor, reason: str = "", last_event_id: int | None = None) -> None:
    """Give the ticket to whom the ``turn`` or the ``load`` says. Raises as ``assign``."""
    require(actor, Permission.TICKET_ASSIGN, on=ticket)
    hold(ticket)
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "assign")
    ensure_fresh(ticket, last_event_id)
    choice = assignment.next_for(ticket.region_code, how)
    if choice is None:
        raise BadValue("assignee", "nobody_here")
    may_be_given(ticket, choice.user)
    _give(ticket, choice.user, actor, reason, facts=choice.facts)


def give_new(ticket: Ticket, *, origin: str) -> None:
    """Give a new ticket to whom its region's setting says; it stays nobody's where nobody is at work."""
    how = assignment.setting_of(ticket.region_code) if ticket.assignee_id is None else None
    choice = assignment.next_for(ticket.region_code, how) if how else None
    if choice is not None:
        _give(ticket, choice.user, system_actor("Loket", origin=origin), facts=choice.facts)


def _give(
    ticket: Ticket, assignee: User | None, actor: Actor, reason: str = "", facts: Mapping[str, Any] | None = None
) -> None:
    seen = ticket.last_event_id
    with none_before_us(ticket), acting(actor, "ticket.assign", reason, object=ticket, facts=facts):
        ticket.assignee_id = assignee.id if assignee else None
    if ticket.last_event_id != seen:
        notices.tell([ticket.assignee_id], "assigned", ticket=ticket, event_id=ticket.last_event_id, by=actor)


def may_be_given(ticket: Ticket, assignee: User | None) -> None:
    """Return when this person (None: nobody) can be the ticket's assignee as it stands, else raise BadValue."""
    if assignee is None and ticket.status != Status.OPEN:
        raise BadValue("assignee", "required")
    if assignee is not None and not can_work_on(assignee, ticket):
        raise BadValue("assignee", "cannot_work_here")


def can_work_on(user: User, ticket: Ticket) -> bool:
    """Whether ``user`` may be the assignee: active, a verifier or supervisor, of this region."""
    return user.active and user.role in WORKERS and ticket.region_code in user.regions
