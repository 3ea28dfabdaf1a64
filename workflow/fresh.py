"""Two people at one ticket: a form says what it last saw of it, a rule holds it while it decides."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.orm.exc import StaleDataError

from models import Ticket, db
from workflow.refusals import StaleTicket


def ensure_fresh(ticket: Ticket, last_event_id: int | None) -> None:
    """Raise StaleTicket when the ticket has changed since ``last_event_id``; None asks nothing."""
    if last_event_id is not None and last_event_id != ticket.last_event_id:
        raise StaleTicket(ticket.number, last_event_id, ticket.last_event_id)


@contextmanager
def none_before_us(ticket: Ticket) -> Iterator[None]:
    """Raise StaleTicket where somebody else's change was committed first."""
    number, seen = ticket.number, ticket.last_event_id
    try:
        yield
    except StaleDataError:
        raise StaleTicket(number, seen, seen) from None


def hold_both(one: Ticket, other: Ticket) -> None:
    """Hold two tickets, the older first, so that two people who decide about the pair never wait for each other."""
    for ticket in sorted((one, other), key=lambda held: held.id):
        hold(ticket)


def hold(ticket: Ticket) -> None:
    """Read the ticket again and keep others from changing it until this unit of work ends.

    What a rule asks of its corrections or files then still holds when it writes.
    """
    db.session.refresh(ticket, with_for_update=True)
