"""Asking a registry outside about the NIK of a complaint: with a reason, an event before and one after, never silently.

The NIK leaves the house, so its question is written down before it is sent; no transaction is open while it is away.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final

from sqlalchemy import func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit import canonical
from audit.recorder import note_event
from models import Event, Status, Ticket, clock, db
from registry.imported import Imported
from registry.outside import Answer
from registry.satusehat import MADE_UP_NIK
from workflow.assignees import works_on
from workflow.breaker import ANSWERED, ASKED, ensure_awake
from workflow.records import records_visible_to
from workflow.refusals import IllegalTransition, MissingRequirement, NotAssignee, Requirement, TooOften

LIMIT_AN_HOUR: Final = 30
FOR_THE_NIK: Final = "subject_nik"
FOR_A_CHECK: Final = "made_up_nik"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question that has been written down and may now be sent, once; ``ticket_id`` is None for a check."""

    registry: str
    event: int
    ticket_id: int | None
    nik: str = field(repr=False)


def may_ask(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can ask about this ticket now.

    Raises NotAssignee, IllegalTransition for a closed one, MissingRequirement where it has no NIK of sixteen digits.
    """
    if not works_on(ticket, actor):
        raise NotAssignee("outside")
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "outside")
    if not _is_whole(ticket.subject_nik or ""):
        raise MissingRequirement(Requirement.WHOLE_NIK, "outside")


def ask(ticket: Ticket, *, actor: Actor, reason: str, registry: str) -> Question:
    """Write down that ``registry`` is asked by the ticket's NIK; to be sent when that is committed.

    Raises Forbidden, NotVisible, what ``may_ask`` raises, TooOften, RegistryResting.
    """
    require(actor, Permission.OUTSIDE_QUERY, on=ticket)
    may_ask(ticket, actor=actor)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "outside")
    if _questions_of(actor) >= LIMIT_AN_HOUR:
        raise TooOften(LIMIT_AN_HOUR, 60)
    ensure_awake(registry)
    facts = {"registry": registry, "sent": FOR_THE_NIK}
    written = note_event(actor, ASKED, label=ticket.number, on=[ticket], reason=reason, facts=facts)
    return Question(registry=registry, event=written, ticket_id=ticket.id, nik=ticket.subject_nik)


def check(*, actor: Actor, registry: str) -> Question:
    """Write down that ``registry`` is asked about nobody, to see whether it answers, resting or not; or Forbidden."""
    require(actor, Permission.OUTSIDE_QUERY)
    written = note_event(actor, ASKED, facts={"registry": registry, "sent": FOR_A_CHECK})
    return Question(registry=registry, event=written, ticket_id=None, nik=MADE_UP_NIK)


def answered(question: Question, answer: Answer, *, actor: Actor, milliseconds: int) -> None:
    """Write down what became of ``question``: its result, and nothing that was told of a person."""
    ticket = db.session.get(Ticket, question.ticket_id) if question.ticket_id else None
    told = {"people": len(answer.people), "doses": answer.doses, "why": answer.why, "pause": answer.pause}
    facts = {"registry": question.registry, "asked": question.event, "result": answer.result, "ms": milliseconds}
    note_event(
        actor,
        ANSWERED,
        label=ticket.number if ticket else "",
        on=[ticket] if ticket else [],
        facts=facts | {name: value for name, value in told.items() if value},
    )


def imported(question: Question, *, actor: Actor) -> Answer:
    """What the imported registry tells ``actor`` of the same NIK, to be laid beside it; a look-up as every other."""
    require(actor, Permission.RECORD_READ)
    answer = Imported(records_visible_to(actor)).ask(question.nik)
    note_event(actor, "record.search", facts={"kind": "nik", "found": answer.doses})
    return answer


def _is_whole(nik: str) -> bool:
    return len(nik) == 16 and nik.isascii() and nik.isdigit()


def _questions_of(actor: Actor) -> int:
    since = canonical.moment(clock.now() - timedelta(hours=1))
    query = select(func.count()).where(Event.action == ASKED, Event.actor_id == actor.id, Event.at > since)
    return db.session.scalar(query) or 0
