"""Seals what stands plain in the extra fields that a new definition masks, in parts that are kept.

What is left to do are the rows themselves: a sealed one is found no more, so a worker that is killed costs a part.
"""

from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import ExtraValue, ResealOrder, Ticket, clock, db
from workflow import extra, person
from workflow.definition import Definition

PART: Final = 200
SMALL: Final = 500
LONGEST_WHY: Final = 300
SETTLED: Final = timedelta(minutes=5)
"""So long an order stays open: who began to write before it came into force may still leave a value plain."""
DESK: Final = system_actor("Loket", origin="server")


def masks_anew(before: Definition | None, after: Definition) -> bool:
    """Whether ``after`` masks a field that ``before`` did not; one that cannot be read masked nothing."""
    return bool(_masked(after) - (_masked(before) if before else set()))


def order(why: str, *, actor: Actor, event_id: int | None = None) -> ResealOrder:
    """Order that what the definition in force masks is sealed; ``why`` names it, ``event_id`` is its event.

    Where few values stand plain it is done at once, in the same unit of work. Raises Forbidden.
    """
    require(actor, Permission.REFERENCE_EDIT)
    made = ResealOrder(why=why[:LONGEST_WHY], event_id=event_id, ordered_at=clock.now(), changed=0)
    db.session.add(made)
    db.session.flush()
    if _is_small():
        while work(made.id, actor=DESK):
            pass
    return made


def left_to_do() -> list[int]:
    """The orders that are not done, oldest first."""
    open_ones = select(ResealOrder.id).where(ResealOrder.done_at.is_(None))
    return list(db.session.scalars(open_ones.order_by(ResealOrder.id)))


def work(order_id: int, *, actor: Actor) -> bool:
    """Seal the next part; whether there may be more of it. Within a unit of work. Raises Forbidden."""
    require(actor, Permission.REFERENCE_EDIT)
    held = db.session.get_one(ResealOrder, order_id, with_for_update=True, populate_existing=True)
    if held.done_at is not None:
        return False
    tickets = _next_part()
    for ticket in tickets:
        _seal(ticket, held, actor)
    held.changed += len(tickets)
    if not tickets and clock.now() - held.ordered_at >= SETTLED:
        held.done_at = clock.now()
    db.session.flush()
    return bool(tickets)


def _masked(definition: Definition) -> set[str]:
    return {field.code for field in definition.fields if field.masked}


def _plain() -> Select[Any]:
    """The tickets with a plain value in a masked field, from the index of plain values."""
    masked = extra.masked_codes()
    return select(ExtraValue.ticket_id).where(ExtraValue.code.in_(sorted(masked)), ExtraValue.value.is_not(None))


def _is_small() -> bool:
    few = _plain().limit(SMALL).subquery()
    return (db.session.scalar(select(func.count()).select_from(few)) or 0) < SMALL


def _next_part() -> list[Ticket]:
    """Tickets in which something stands plain, held; their values are read when nobody else writes them."""
    ids = set(db.session.scalars(_plain().limit(PART)))
    query = select(Ticket).where(Ticket.id.in_(ids)).order_by(Ticket.id).with_for_update()
    query = query.options(selectinload(Ticket.extra_values))
    return list(db.session.scalars(query, execution_options={"populate_existing": True})) if ids else []


def _seal(ticket: Ticket, why: ResealOrder, actor: Actor) -> None:
    """Seal the values of a ticket under an event of its own; where its key was destroyed they are gone."""
    facts, masked = {"event": why.event_id} if why.event_id else {}, extra.masked_codes()
    rows = [row for row in ticket.extra_values if row.code in masked and row.value is not None]
    if not rows:
        return
    with acting(actor, "ticket.reseal", why.why, object=ticket, facts=facts):
        for row in rows:
            row.secret, row.value = row.value if ticket.seal_key() else None, None
        ticket.extra_changes = (ticket.extra_changes or 0) + 1
        person.refresh_words(ticket)
