"""Whose work a correction is: nobody closes, sends back or praises their own."""

from collections.abc import Sequence

from sqlalchemy import select

from models import Correction, Ticket, db


def standing_lines(ticket: Ticket) -> Sequence[Correction]:
    """The lines of correction that were not withdrawn."""
    lines = select(Correction).where(Correction.ticket_id == ticket.id, Correction.withdrawn.is_(False))
    return db.session.scalars(lines).all()


def correctors_of(ticket: Ticket, lines: Sequence[Correction]) -> set[int]:
    """Everybody whose work the correction is: who marked it corrected, and who wrote its lines."""
    people = {line.added_by_id for line in lines} | {ticket.corrected_by_id}
    return {person for person in people if person is not None}
