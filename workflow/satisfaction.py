"""How satisfied the reporter is, 1 to 4 as PermenPANRB 14/2017 asks: told at the closing, or asked afterwards."""

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Outcome, Status, Ticket, clock
from workflow.correctors import correctors_of, standing_lines
from workflow.fresh import ensure_fresh, hold, none_before_us
from workflow.refusals import BadValue, IllegalTransition, SamePerson

SCALE = (4, 3, 2, 1)
LONGEST_WORDS = 1000


def rate(ticket: Ticket, score: int, *, actor: Actor, words: str = "", last_event_id: int | None = None) -> None:
    """Write down what the reporter of a closed ticket said; a second answer takes the place of the first.

    Raises Forbidden, NotVisible, IllegalTransition, SamePerson, StaleTicket, BadValue.
    """
    require(actor, Permission.TICKET_CLOSE, on=ticket)
    hold(ticket)
    ensure_fresh(ticket, last_event_id)
    may_rate(ticket, actor=actor)
    with none_before_us(ticket), acting(actor, "ticket.rate", object=ticket):
        write(ticket, score, words)


def may_rate(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can write down now how satisfied the reporter is.

    Not whoever corrected: nobody writes the praise of their own work. A duplicate is answered by its original.
    """
    if ticket.status != Status.CLOSED or ticket.outcome == Outcome.DUPLICATE:
        raise IllegalTransition(ticket.status, "rate")
    if ticket.outcome == Outcome.CORRECTED and actor.persons & correctors_of(ticket, standing_lines(ticket)):
        raise SamePerson("rate")


def write(ticket: Ticket, score: int, words: str = "") -> None:
    """Put an answer on the ticket, inside an act. Raises BadValue."""
    if score not in SCALE:
        raise BadValue("satisfaction", "unknown_code")
    if len(words) > LONGEST_WORDS:
        raise BadValue("satisfaction_words", "too_long")
    ticket.satisfaction, ticket.satisfaction_at = score, clock.now()
    ticket.satisfaction_words = words.strip() or None


def forget(ticket: Ticket) -> None:
    """Take the answer off a ticket that is opened again; the month it was given in keeps it, and so does the trail."""
    ticket.satisfaction = ticket.satisfaction_at = None
    ticket.satisfaction_words = None
