"""Two people at one ticket: a form says what it last saw of it, a rule holds it while it decides."""

from models import Ticket, db
from workflow.refusals import StaleTicket


def ensure_fresh(ticket: Ticket, last_event_id: int | None) -> None:
    """Raise StaleTicket when the ticket has changed since ``last_event_id``; None asks nothing."""
    if last_event_id is not None and last_event_id != ticket.last_event_id:
        raise StaleTicket(ticket.number, last_event_id, ticket.last_event_id)


def hold(ticket: Ticket) -> None:
    """Read the ticket again and keep others from changing it until this unit of work ends.

    What a rule asks of its corrections or files then still holds when it writes.
    """
    db.session.refresh(ticket, with_for_update=True)
