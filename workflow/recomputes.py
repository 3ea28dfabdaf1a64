"""Computes the deadlines of open tickets anew when the calendar or a target changed, in parts that are kept.

An order is a row: what it has done is committed with how far it has come, so a worker that is killed costs a part.
"""

from typing import Final

from sqlalchemy import Select, func, literal, select, text

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Category, RecomputeOrder, Ticket, clock, db
from models.ticket import ACTIVE
from workflow import deadlines

PART: Final = 200
SMALL: Final = 500
LONGEST_WHY: Final = 300
DESK: Final = system_actor("Loket", origin="server")
_IS_ACTIVE = text(f"ticket.{ACTIVE}")


def order(why: str, *, actor: Actor, event_id: int | None = None) -> RecomputeOrder:
    """Order that every open ticket gets its deadlines anew; ``why`` names what changed, ``event_id`` is its event.

    A desk with few open tickets has it done at once, in the same unit of work. Raises Forbidden.
    """
    require(actor, Permission.REFERENCE_EDIT)
    made = RecomputeOrder(why=why[:LONGEST_WHY], event_id=event_id, ordered_at=clock.now(), after_id=0, changed=0)
    db.session.add(made)
    db.session.flush()
    if _is_small():
        while work(made.id, actor=DESK):
            pass
    return made


def left_to_do() -> list[int]:
    """The orders that are not done, oldest first."""
    open_ones = select(RecomputeOrder.id).where(RecomputeOrder.done_at.is_(None))
    return list(db.session.scalars(open_ones.order_by(RecomputeOrder.id)))


def work(order_id: int, *, actor: Actor) -> bool:
    """Do the next part of an order; whether some of it is left. Within a unit of work. Raises Forbidden."""
    require(actor, Permission.TICKET_DEADLINE)
    held = db.session.get_one(RecomputeOrder, order_id, with_for_update=True, populate_existing=True)
    if held.done_at is not None:
        return False
    tickets = list(db.session.scalars(_part_after(held.after_id), execution_options={"populate_existing": True}))
    held.changed += _written(tickets, held, actor)
    held.after_id = tickets[-1].id if tickets else held.after_id
    held.done_at = None if len(tickets) == PART else clock.now()
    db.session.flush()
    return held.done_at is None


def _is_small() -> bool:
    few = select(literal(1)).select_from(Ticket).where(_IS_ACTIVE).limit(SMALL).subquery()
    return (db.session.scalar(select(func.count()).select_from(few)) or 0) < SMALL


def _part_after(after_id: int) -> Select[Ticket]:
    query = select(Ticket).where(_IS_ACTIVE, Ticket.id > after_id).order_by(Ticket.id).limit(PART)
    return query.with_for_update()


def _written(tickets: list[Ticket], why: RecomputeOrder, actor: Actor) -> int:
    """Write the times that differ, each ticket under an event of its own; how many there were."""
    desk, pauses = deadlines.calendar(), deadlines.pauses_of(tickets)
    days = {row.id: row.days for row in db.session.execute(select(Category.id, Category.days))}
    facts = {"event": why.event_id} if why.event_id else {}
    changed = 0
    for ticket in tickets:
        with acting(actor, "ticket.recompute", why.why, object=ticket, facts=facts):
            changed += deadlines.write(ticket, days[ticket.category_id], desk, pauses.get(ticket.id, ()))
    return changed
