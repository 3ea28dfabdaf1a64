"""The lines of a correction: what was wrong in a record, what is right, by which source and evidence."""

import enum

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Attachment, Correction, Status, Ticket, clock, db
from workflow.assignees import is_assignee
from workflow.fresh import ensure_fresh, hold
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, NotAssignee, Requirement


class Field(enum.StrEnum):
    """Which field of the vaccination record is mended."""

    NIK = "nik"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    SEX = "sex"
    PHONE = "phone"
    DOSE = "dose"
    VACCINATED_ON = "vaccinated_on"
    VACCINE = "vaccine"
    FACILITY = "facility"
    VACCINE_TICKET = "vaccine_ticket"
    RECORD = "record"


class Source(enum.StrEnum):
    """What the right value was read from."""

    KTP = "ktp"
    FAMILY_CARD = "family_card"
    VACCINE_CARD = "vaccine_card"
    DUKCAPIL = "dukcapil"
    FACILITY = "facility"
    OTHER = "other"


MAX_VALUE = 200


def add(  # noqa: PLR0913 - a line of a correction has this many parts
    ticket: Ticket,
    *,
    actor: Actor,
    field: str,
    before: str,
    after: str,
    source: str,
    evidence: Attachment | None,
    sent_to: str = "",
    last_event_id: int | None = None,
) -> Correction:
    """Write one line of correction. Raises Forbidden, IllegalTransition, NotAssignee, BadValue, StaleTicket."""
    require(actor, Permission.TICKET_CORRECT, on=ticket)
    hold(ticket)
    ensure_fresh(ticket, last_event_id)
    may_write(ticket, actor=actor)
    _check(ticket, field=field, before=before, after=after, source=source, evidence=evidence)
    line = Correction(
        ticket=ticket,
        ticket_id=ticket.id,
        field=Field(field),
        source=Source(source),
        evidence_id=evidence.id if evidence else None,
        sent_to=sent_to[:80],
        added_at=clock.now(),
        added_by_id=actor.id,
        before=before.strip(),
        after=after.strip(),
    )
    with acting(actor, "correction.add", object=ticket):
        db.session.add(line)
    return line


def withdraw(line: Correction, *, actor: Actor, reason: str) -> None:
    """Take a line back; it stays in the trail and no longer counts."""
    require(actor, Permission.TICKET_CORRECT, on=line.ticket)
    hold(line.ticket)
    may_write(line.ticket, actor=actor)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "withdraw")
    with acting(actor, "correction.withdraw", reason, object=line.ticket):
        line.withdrawn = True


def may_write(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can write lines of correction now; else raise the refusal."""
    if ticket.status != Status.VERIFYING:
        raise IllegalTransition(ticket.status, "correction")
    if not is_assignee(ticket, actor):
        raise NotAssignee("correction")


def _check(ticket: Ticket, *, field: str, before: str, after: str, source: str, evidence: Attachment | None) -> None:
    if field not in set(Field):
        raise BadValue("field", "unknown_code")
    if source not in set(Source):
        raise BadValue("source", "unknown_code")
    for name, text in (("before", before), ("after", after)):
        if not text.strip():
            raise BadValue(name, "required")
        if len(text) > MAX_VALUE:
            raise BadValue(name, "too_long")
    if before.strip() == after.strip():
        raise BadValue("after", "unchanged")
    if evidence is None or evidence.ticket_id != ticket.id:
        raise BadValue("evidence", "required")
