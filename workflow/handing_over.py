"""What somebody who is away still has in hand, for a supervisor to give to the substitute through ``workflow.bulk``."""

from collections.abc import Iterable

from sqlalchemy import func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from models import Away, Ticket, clock, db
from workflow import bulk
from workflow.filters import ACTIVE
from workflow.refusals import BadValue


def held_by(people: Iterable[int], *, actor: Actor) -> dict[int, int]:
    """How many active tickets that ``actor`` sees each of ``people`` has; one statement. Raises Forbidden."""
    require(actor, Permission.TICKET_ASSIGN)
    held = (Ticket.assignee_id.in_(list(people)), Ticket.status.in_(ACTIVE), tickets_visible_to(actor))
    query = select(Ticket.assignee_id, func.count()).where(*held).group_by(Ticket.assignee_id)
    return {person: count for person, count in db.session.execute(query) if person is not None}


def numbers_of(away: Away, *, actor: Actor) -> list[str]:
    """The active tickets of somebody who is away today, the nearest deadline first, as many as go in one act.

    Raises Forbidden, BadValue for an absence that does not last today.
    """
    require(actor, Permission.TICKET_ASSIGN)
    if away.withdrawn or not away.since <= clock.today() <= away.until:
        raise BadValue("absence", "over")
    held = (Ticket.assignee_id == away.user_id, Ticket.status.in_(ACTIVE), tickets_visible_to(actor))
    return list(db.session.scalars(select(Ticket.number).where(*held).order_by(Ticket.due_at).limit(bulk.MOST)))
