"""The lost-update token: a form or client says which event it last saw of a ticket."""

from models import Ticket
from workflow.refusals import StaleTicket


def ensure_fresh(ticket: Ticket, last_event_id: int | None) -> None:
    """Raise StaleTicket when the ticket has changed since ``last_event_id``; None asks nothing."""
    if last_event_id is not None and last_event_id != ticket.last_event_id:
        raise StaleTicket(ticket.number, last_event_id, ticket.last_event_id)
