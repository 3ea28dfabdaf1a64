"""Complaints on paper: what each sheet says, every personal value masked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext

from access.actors import Actor
from audit.masked import mask_numbers
from models import Ticket, User, clock, db
from privacy.masks import mask_nik, mask_phone
from web.due_words import Due, due_of
from web.extra_words import list_words
from web.language import language
from web.reference_names import Name, Names, reference_names
from workflow import extra
from workflow.definition import Field

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
    extra: list[tuple[str, str]]


def sheets_of(listed: Iterable[Ticket], actor: Actor) -> list[Sheet]:
    """A sheet for each; their people are read in one statement, and so are the extra fields that the actor sees."""
    tickets = list(listed)
    ids = {ticket.assignee_id for ticket in tickets if ticket.assignee_id}
    people = dict(db.session.query(User.id, User.name).filter(User.id.in_(ids)).all()) if ids else {}
    names = reference_names()
    fields = extra.seen_by(actor.role)
    held = extra.of_rows([ticket.id for ticket in tickets], [field.code for field in fields])
    return [
        _sheet(ticket, people.get(ticket.assignee_id or 0, ""), names, _extra(fields, held.get(ticket.id, {})))
        for ticket in tickets
    ]


def _extra(fields: Iterable[Field], held: Mapping[str, str]) -> list[tuple[str, str]]:
    """The fields that are filled in, masked where they are personal."""
    told = ((field.label(language()), list_words(field.code, held.get(field.code, ""))) for field in fields)
    return [(label, mask_numbers(words)) for label, words in told if words]


def _sheet(ticket: Ticket, assignee: str, names: Names, more: list[tuple[str, str]]) -> Sheet:
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
        extra=more,
    )
