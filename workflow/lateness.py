"""Who holds what is overdue or near its deadline: what a supervisor looks at first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, case, func, or_, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from models import Ticket, User, clock, db
from workflow import deadlines
from workflow.filters import ACTIVE

CAP: Final = 2000
"""So many tickets are looked at, whatever the desk holds; where there are more, the figures are at least so high."""


@dataclass(frozen=True, slots=True)
class Load:
    """How many overdue tickets one person holds, and how many that are near; nobody's have no ``person_id``."""

    person_id: int | None
    name: str
    late: int
    soon: int


def by_person(actor: Actor, *, soon_until: datetime) -> list[Load]:
    """The people of the actor's tickets by what is overdue and due soon, most first; one statement.

    ``soon_until`` is ``deadlines.soon_until``. Raises Forbidden.
    """
    require(actor, Permission.TICKET_ASSIGN)
    now = clock.now()
    columns = (Ticket.assignee_id, Ticket.due_at, Ticket.amber_at, Ticket.paused_since)
    near = select(*columns).where(
        Ticket.status.in_(ACTIVE), tickets_visible_to(actor), Ticket.due_at <= max(soon_until, now)
    )
    found = near.limit(CAP).subquery()
    is_late = found.c.due_at <= func.coalesce(found.c.paused_since, now)
    is_near = or_(found.c.amber_at <= now, found.c.due_at < deadlines.midnight_after(now))
    is_soon = and_(found.c.due_at > now, found.c.paused_since.is_(None), is_near)
    late, soon = (func.sum(case((this, 1), else_=0)) for this in (is_late, is_soon))
    query = select(found.c.assignee_id, User.name, late.label("late"), soon.label("soon"))
    grouped = query.outerjoin(User, User.id == found.c.assignee_id).group_by(found.c.assignee_id, User.name)
    loads = [Load(row.assignee_id, row.name or "", row.late, row.soon) for row in db.session.execute(grouped)]
    return sorted((one for one in loads if one.late or one.soon), key=lambda one: (-one.late, -one.soon, one.name))
