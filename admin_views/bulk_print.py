"""Complaints on paper: what each sheet says, every personal value masked."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from audit.masked import mask_numbers
from models import Ticket, User, clock, db
from privacy.masks import mask_nik, mask_phone
from web.due_words import Due, due_of
from web.reference_names import Name, Names, reference_names

UNNAMED = Name(id=0, code="", name="–")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One complaint as it stands on paper."""

    number: str
    name: str
    status: str
    category: str
    channel: str
    region: str
    received: datetime
    due: Due
    assignee: str
    reporter: str
    nik: str
    phone: str
    story: str


def sheets_of(listed: Iterable[Ticket]) -> list[Sheet]:
    """A sheet for each; their people are read in one statement."""
    tickets = list(listed)
    ids = {ticket.assignee_id for ticket in tickets if ticket.assignee_id}
    people = dict(db.session.query(User.id, User.name).filter(User.id.in_(ids)).all()) if ids else {}
    names = reference_names()
    return [_sheet(ticket, people.get(ticket.assignee_id or 0, ""), names) for ticket in tickets]


def _sheet(ticket: Ticket, assignee: str, names: Names) -> Sheet:
    phone = ticket.reporter_phone or ticket.subject_phone
    return Sheet(
        number=ticket.number,
        name=ticket.subject_name,
        status=ticket.status.value,
        category=names.categories.get(ticket.category_id, UNNAMED).name,
        channel=names.channels.get(ticket.channel_id, UNNAMED).name,
        region=names.regions.get(ticket.region_code, UNNAMED).name,
        received=ticket.received_at,
        due=due_of(ticket, clock.now()),
        assignee=assignee or str(gettext("Nobody yet")),
        reporter=" · ".join(filter(None, (ticket.reporter_name, ticket.relation))) or "–",
        nik=mask_nik(ticket.subject_nik) if ticket.subject_nik else "–",
        phone=mask_phone(phone) if phone else "–",
        story=mask_numbers(ticket.story or ""),
    )
