"""Brings what is overdue before the supervisors of its region: once, by an event and a notice to each of them."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from sqlalchemy import Select, select, text

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Role, Ticket, User, clock, db
from models.ticket import ACTIVE
from workflow import notices

AT_ONCE: Final = 50
OLD: Final = timedelta(days=7)


def escalate(*, actor: Actor) -> int:
    """Escalate what became overdue, the oldest first and at most AT_ONCE; how many. Within a unit of work.

    A ticket that rests is left alone, and so is one that somebody holds just now: the next look finds it. One that was
    overdue for longer than OLD when it is found (an old recap, a desk that was upgraded) is escalated without a notice,
    for hundreds of them would bury the rest. Raises Forbidden.
    """
    require(actor, Permission.TICKET_DEADLINE)
    found = db.session.scalars(_overdue()).all()
    supervisors = _supervisors() if found else {}
    for ticket in found:
        with acting(actor, "ticket.escalate", object=ticket):
            ticket.escalated_at = clock.now()
        if clock.now() - ticket.due_at < OLD:
            told = [person for person, regions in supervisors.items() if ticket.region_code in regions]
            notices.tell(told, notices.Kind.ESCALATED, ticket=ticket, event_id=ticket.last_event_id)
    return len(found)


def _overdue() -> Select[Ticket]:
    """Tickets to escalate, by the index that holds no other; nobody else takes them meanwhile."""
    waiting = (Ticket.escalated_at.is_(None), Ticket.paused_since.is_(None), Ticket.due_at <= clock.now())
    query = select(Ticket).where(text(f"ticket.{ACTIVE}"), *waiting)
    return query.order_by(Ticket.due_at).limit(AT_ONCE).with_for_update(skip_locked=True)


def _supervisors() -> Mapping[int, frozenset[str]]:
    query = select(User.id, User.region_codes).where(User.role == Role.SUPERVISOR, User.active.is_(True))
    return {person: frozenset(codes.split(",")) for person, codes in db.session.execute(query)}
