"""Brings a ticket to where a test needs it, through the rules and nothing else."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from access.actors import Actor
from models import Attachment, Correction, Event, HandOff, Status, Ticket, clock, db
from models.database import writing
from workflow import attachments, corrections, handoffs, moves

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\ntrailer<</Size 4/Root 1 0 R>>\n%%EOF\n"
)


def attach(ticket: Ticket, actor: Actor, *, name: str = "ktp.pdf", data: bytes = PDF) -> Attachment:
    with writing():
        return attachments.add(ticket, actor=actor, name=name, data=data)


def correct_line(ticket: Ticket, actor: Actor, **changes: Any) -> Correction:
    """One line of correction with its evidence; ``changes`` replace parts of it."""
    known: dict[str, Any] = {"field": "name", "before": "Sri Wahyuny", "after": "Sri Wahyuni", "source": "ktp"}
    with writing():
        evidence = attachments.add(ticket, actor=actor, name="ktp.pdf", data=PDF)
        return corrections.add(ticket, actor=actor, **({"evidence": evidence} | known | changes))


def move(ticket: Ticket, verb: str, actor: Actor, **facts: Any) -> Ticket:
    """Move in a unit of work of its own, with everything the step needs unless ``facts`` say otherwise."""
    with writing():
        moves.move(ticket, verb, actor=actor, **(enough_for(verb) | facts))
    return ticket


def hand_off_to(ticket: Ticket, actor: Actor, *, party: str = "dukcapil", **more: Any) -> HandOff:
    """Ask somebody outside; the ticket must be verifying, and ``actor`` its assignee or a supervisor."""
    with writing():
        handoffs.hand_off(ticket, actor=actor, party=party, **({"asked": "Mohon diperiksa"} | more))
    return handoffs.open_of(ticket)[-1]


def answer_to(row: HandOff, actor: Actor, **more: Any) -> None:
    """Record an answer of somebody outside."""
    with writing():
        handoffs.answer(row, actor=actor, **({"result": "mended"} | more))


def enough_for(verb: str) -> dict[str, Any]:
    """What a step asks for, and a little more."""
    needs: dict[str, dict[str, Any]] = {
        "close": {"told_how": "whatsapp", "told_at": clock.now() - timedelta(minutes=1)},
        "dismiss": {"outcome": "rejected"},
        "hand_off": {"party": "dukcapil", "asked": "Apakah NIK ini terdaftar?", "chase_on": clock.today()},
    }
    return {"reason": "Sudah diperiksa"} | needs.get(verb, {})


def bring_to(status: Status, ticket: Ticket, cast: Any) -> Ticket:
    """Take an open ticket to ``status``: the verifier works on it, the second verifier closes it."""
    if status != Status.OPEN:
        move(ticket, "take", cast.verifier)
    if status in (Status.CORRECTED, Status.CLOSED):
        correct_line(ticket, cast.verifier)
        move(ticket, "correct", cast.verifier)
    if status == Status.CLOSED:
        move(ticket, "close", cast.second_verifier)
    return ticket


def newest_event() -> Event:
    return db.session.scalars(select(Event).order_by(Event.id.desc()).limit(1)).one()
