"""Who counts as the assignee of a ticket: whom it was given to, and whoever stands in for them today."""

from access.actors import Actor
from models import Role, Ticket

WORKERS = (Role.VERIFIER, Role.SUPERVISOR)
"""The roles that can be given a ticket."""


def is_assignee(ticket: Ticket, actor: Actor) -> bool:
    """Whether ``actor`` may do with the ticket what its assignee may."""
    return ticket.assignee_id is not None and ticket.assignee_id in actor.persons


def works_on(ticket: Ticket, actor: Actor) -> bool:
    """Whether the ticket's files and personal values are open to ``actor``: its assignee, or a supervisor."""
    return actor.role == Role.SUPERVISOR or is_assignee(ticket, actor)


def is_kept_from(ticket: Ticket, actor: Actor) -> bool:
    """Whether an open ticket is kept for somebody else; a supervisor takes any."""
    return ticket.assignee_id is not None and not works_on(ticket, actor)
