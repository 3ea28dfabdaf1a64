"""Filing a complaint, editing what is known of it, and giving it to somebody."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require, tickets_visible_to
from audit.context import acting
from models import Category, Channel, Role, Status, Ticket, clock, db
from models.keyring import fresh_wrapped_key
from models.types import new_ref
from workflow import assigning, deadlines, desk_rules, extra, facilities, facts, matching, numbers, person
from workflow.assignees import is_assignee
from workflow.assigning import assign, assign_next, can_work_on, may_be_given
from workflow.drafts import Draft
from workflow.fresh import ensure_fresh, none_before_us
from workflow.refusals import BadValue, IllegalTransition, NotAssignee
from workflow.subjects import subject_of

__all__ = [
    "assign",
    "assign_next",
    "by_number",
    "can_work_on",
    "edit",
    "file",
    "file_counterpart",
    "may_be_given",
    "may_edit",
]
EDITABLE = (
    "category", "channel", "cause", "facility_text", "region_code", "priority", "subject_name", "sex", "reporter_name",
    "relation", "dose", "vaccinated_on", "vaccine_ticket", "subject_nik", "subject_birth_date", "subject_phone",
    "reporter_phone", "address", "story",
)  # fmt: skip


def by_number(number: str, *, actor: Actor) -> Ticket:
    """The ticket of this number as ``actor`` may see it. Raises NotVisible, MistypedNumber, Forbidden."""
    require(actor, Permission.TICKET_READ)
    spelled = numbers.parse(number)
    query = select(Ticket).where(Ticket.number == spelled, tickets_visible_to(actor))
    ticket = db.session.scalar(query) if spelled else None
    if ticket is None:
        raise NotVisible(number[:16])
    return ticket


def file(draft: Draft, *, actor: Actor) -> Ticket:
    """File a complaint: an open ticket with its number, deadline and first event.

    Raises Forbidden, BadValue, MissingRequirement for an extra field that the filing asks for.
    """
    require(actor, Permission.TICKET_FILE)
    extra.ensure_filed(draft.extra, actor)
    ticket = _written(draft, actor)
    _place(ticket, draft, actor)
    return _filed(ticket, draft, actor)


def file_counterpart(draft: Draft, *, actor: Actor) -> Ticket:
    """File a complaint for whose record another's NIK carries, in the region of the draft, whoever's that is.

    ``workflow.counterparts`` alone calls it, with values that come from a record. Raises Forbidden, BadValue.
    """
    require(actor, Permission.TICKET_COUNTERPART)
    return _filed(_written(draft, actor), draft, actor)


def _written(draft: Draft, actor: Actor) -> Ticket:
    """A ticket that holds the draft, not added yet."""
    category = facts.coded(Category, draft.category, "category")
    channel = facts.coded(Channel, draft.channel, "channel")
    received = min(draft.received_at or clock.now(), clock.now())
    ref = new_ref()
    ticket = Ticket(
        ref=ref,
        wrapped_key=fresh_wrapped_key(ref),
        number=numbers.next_number(received.astimezone(clock.WITA).year),
        category_id=category.id,
        channel_id=channel.id,
        received_at=received,
        filed_at=clock.now(),
        filed_by_id=actor.id,
        **deadlines.times_of(received, category.days, deadlines.calendar()),
        **_plain_fields(draft),
    )
    person.write_down(ticket, draft)
    return ticket


def _filed(ticket: Ticket, draft: Draft, actor: Actor) -> Ticket:
    with acting(actor, "ticket.file", object=ticket, facts=matching.desk_knows(subject_of(ticket))):
        db.session.add(ticket)
    if any(draft.extra.values()):
        _fill_in(ticket, draft.extra, actor)
    desk_rules.filed(ticket, draft.category, draft.channel, origin=actor.origin, fields=extra.texts_of(ticket))
    assigning.give_new(ticket, origin=actor.origin)
    return ticket


def _fill_in(ticket: Ticket, values: Mapping[str, str], actor: Actor) -> None:
    """The extra fields of a ticket just filed: its row must be there before theirs."""
    with acting(actor, "ticket.fields", object=ticket):
        if extra.write(ticket, values, actor=actor):
            person.refresh(ticket)


def edit(
    ticket: Ticket,
    changes: Mapping[str, Any],
    *,
    actor: Actor,
    reason: str = "",
    last_event_id: int | None = None,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Change what is known of a complaint; ``fields`` are its extra fields by code.

    Raises Forbidden, IllegalTransition, NotAssignee, StaleTicket, BadValue.
    """
    require(actor, Permission.TICKET_EDIT, on=ticket)
    may_edit(ticket, actor=actor)
    ensure_fresh(ticket, last_event_id)
    unknown = set(changes) - set(EDITABLE)
    if unknown:
        raise BadValue(min(unknown), "unknown_field")
    told: dict[str, Any] = {}
    stood = desk_rules.standing(ticket, {*changes, *map(extra.name_of, fields)})
    with none_before_us(ticket), acting(actor, "ticket.edit", reason, object=ticket, facts=told):
        before = subject_of(ticket)
        for field, value in changes.items():
            facts.write(ticket, field, value)
        extra.write(ticket, fields, actor=actor)
        person.refresh(ticket)
        if subject_of(ticket) != before:
            told |= matching.desk_knows(subject_of(ticket))
    desk_rules.changed(ticket, stood, origin=actor.origin)


def may_edit(ticket: Ticket, *, actor: Actor) -> None:
    """Return when the ticket's facts may be changed now by ``actor``, else raise the refusal."""
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "edit")
    if actor.role == Role.OPERATOR and ticket.status != Status.OPEN:
        raise IllegalTransition(ticket.status, "edit")
    if actor.role == Role.VERIFIER and not is_assignee(ticket, actor):
        raise NotAssignee("edit")


def _place(ticket: Ticket, draft: Draft, actor: Actor) -> None:
    """A person files into one of their own regions: the NIK's where it is theirs, else where they sit."""
    if actor.role == Role.SYSTEM or ticket.region_code in actor.regions:
        return
    if draft.region or not actor.regions:
        raise BadValue("region_code", "not_yours")
    ticket.region_code = min(actor.regions)
    person.refresh(ticket)


def _plain_fields(draft: Draft) -> dict[str, Any]:
    return {
        "facility_text": draft.facility_text or "",
        "facility_id": facilities.find(draft.facility_text),
        "priority": draft.priority,
        "reporter_name": draft.reporter_name or "",
        "relation": draft.relation or "",
        "dose": draft.dose or "",
        "vaccinated_on": draft.vaccinated_on,
        "vaccine_ticket": draft.vaccine_ticket or "",
        "import_fingerprint": draft.import_fingerprint,
        "source_row": draft.source_row or "",
        "handled_by": draft.handled_by or "",
    }
