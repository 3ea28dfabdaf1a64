"""Whose record a complaint's NIK or ticket carries instead, and the complaint opened for that other person.

Values go from the sealed record to the sealed ticket: whoever opens it learns no more than they may see, and neither
complaint tells who the other is about.
"""

from collections.abc import Iterator
from datetime import date
from typing import Final

from sqlalchemy import or_, select, true

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from identity import names
from models import Category, Channel, LinkKind, Region, Status, Ticket, TicketLink, clock, db
from registry.compare import PARTLY
from registry.find import Opened, find
from registry.keys import Kind
from registry.told import Subject
from workflow import originals, tickets
from workflow.assignees import works_on
from workflow.drafts import Draft
from workflow.fresh import ensure_fresh, hold
from workflow.refusals import (
    AlreadyPaired,
    BadValue,
    IllegalTransition,
    MissingRequirement,
    NotAssignee,
    Requirement,
)
from workflow.subjects import subject_of

MOST: Final = 20
PROVINCE: Final = "65"
CATEGORY: Final = "other_name"
CHANNEL: Final = "other"
LONGEST_REASON: Final = 500


def others_under(ticket: Ticket) -> list[Opened]:
    """The newest record of each other person that carries the ticket's NIK or vaccine ticket, of any region.

    For the rules: what of it is shown is for ``records_visible_to``.
    """
    subject = subject_of(ticket)
    found: dict[tuple[str, str], Opened] = {}
    for opened in _carrying(subject):
        person = opened.person
        if person is not None and _is_other(subject.name, person.name):
            found.setdefault((names.key(person.name), person.birth_date), opened)
    return list(found.values())


def open_counterpart(
    ticket: Ticket, record_id: int, *, actor: Actor, reason: str, last_event_id: int | None = None
) -> Ticket:
    """File a complaint for the person of one of ``others_under``, in the region of their record, and tie the two.

    It carries name, birth date, sex, phone and the dose of the record, and no NIK: the one on the record is in doubt.
    Raises Forbidden, NotVisible, IllegalTransition, NotAssignee, AlreadyPaired, MissingRequirement, BadValue,
    StaleTicket.
    """
    require(actor, Permission.TICKET_COUNTERPART, on=ticket)
    hold(ticket)
    ensure_fresh(ticket, last_event_id)
    may_open(ticket, actor=actor)
    ensure_unpaired(ticket)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "counterpart")
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    chosen = next((one for one in others_under(ticket) if one.record.id == record_id), None)
    if chosen is None:
        raise BadValue("record", "not_found_now")
    filed = tickets.file_counterpart(_draft(ticket, chosen), actor=actor)
    _tie(ticket, filed, actor=actor, reason=reason)
    return filed


def may_open(ticket: Ticket, *, actor: Actor) -> None:
    """Return when ``actor``, whose role may, can open the counterpart of this ticket now; else raise the refusal."""
    if ticket.status != Status.VERIFYING:
        raise IllegalTransition(ticket.status, "counterpart")
    if not works_on(ticket, actor):
        raise NotAssignee("counterpart")


def ensure_unpaired(ticket: Ticket) -> None:
    """Raise AlreadyPaired where a counterpart of this ticket, or it as another's, stands."""
    either = or_(TicketLink.ticket_id == ticket.id, TicketLink.other_id == ticket.id)
    standing = select(TicketLink.id).where(either, TicketLink.kind == LinkKind.SWAP, TicketLink.withdrawn.is_(False))
    if db.session.scalar(standing.limit(1)) is not None:
        raise AlreadyPaired


def _carrying(subject: Subject) -> Iterator[Opened]:
    for kind, value in ((Kind.NIK, subject.nik), (Kind.TICKET, subject.ticket)):
        if value:
            yield from find([(kind, value)], visible=true(), limit=MOST)


def _is_other(ours: str, theirs: str) -> bool:
    return names.similarity(ours, theirs) < PARTLY and not names.shortened(ours, theirs)


def _draft(ticket: Ticket, chosen: Opened) -> Draft:
    record, person = chosen.record, chosen.person
    assert person is not None  # noqa: S101 - one whose key was destroyed is no other person
    return Draft(
        category=_code(Category, CATEGORY, ticket.category_id),
        channel=_code(Channel, CHANNEL, ticket.channel_id),
        subject_name=person.name,
        region=_region(record.region_code, ticket),
        subject_birth_date=_day(person.birth_date),
        sex=person.sex or None,
        subject_phone=next(iter(person.phones), None),
        facility_text=record.facility,
        dose=record.dose,
        vaccinated_on=record.vaccinated_on,
    )


def _code(kind: type[Category | Channel], wanted: str, own: int) -> str:
    """The code that suits a counterpart where the desk still has it, else the first ticket's own."""
    query = select(kind.code).where(or_(kind.id == own, kind.code == wanted), kind.retired.is_(False))
    codes = db.session.scalars(query).all()
    return wanted if wanted in codes or not codes else codes[0]


def _region(code: str, ticket: Ticket) -> str:
    """The record's region where the desk has it; what could not be placed stays with who found it."""
    known = select(Region.id).where(Region.code == code, Region.retired.is_(False))
    return code if code != PROVINCE and db.session.scalar(known) is not None else ticket.region_code


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _tie(ticket: Ticket, filed: Ticket, *, actor: Actor, reason: str) -> None:
    link = TicketLink(
        ticket_id=ticket.id,
        other_id=filed.id,
        kind=LinkKind.SWAP,
        pair=originals.pair_of(LinkKind.SWAP, ticket, filed),
        reason=reason.strip(),
        decided_by_id=actor.id,
        decided_at=clock.now(),
    )
    with acting(actor, "ticket.counterpart", reason, object=ticket):
        db.session.add(link)
