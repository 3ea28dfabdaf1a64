"""The receipt a reporter takes home: the number, the deadline, and nothing that names the person in full."""

from dataclasses import dataclass

from flask import render_template
from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from audit.recorder import note_event
from models import Ticket
from models.clock import WITA
from privacy.masks import DOT, mask_phone
from web.reference_names import reference_names
from web.saved import saved
from workflow import tickets

DOSES = {"1": _l("Dose 1"), "2": _l("Dose 2"), "1&2": _l("Doses 1 and 2"), "3": _l("Booster")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What stands on the paper."""

    number: str
    received: str
    filed_by: str
    name: str
    nik: str
    subject: str
    reporter: str
    due: str
    phone: str


def receipt(number: str, *, actor: Actor) -> str:
    """The page of a receipt; printing one is an event. Raises NotVisible, MistypedNumber, Forbidden."""
    with saved():
        ticket = tickets.by_number(number, actor=actor)
        note_event(actor, "ticket.receipt", label=ticket.number, on=[ticket])
        return render_template("admin/tickets/receipt.html", receipt=receipt_of(ticket))


def receipt_of(ticket: Ticket) -> Receipt:
    """The receipt of ``ticket``, every personal value cut to what its owner recognises."""
    received, nik = ticket.received_at.astimezone(WITA), ticket.subject_nik or ""
    about = (reference_names().categories[ticket.category_id].name, str(DOSES.get(ticket.dose, "")))
    return Receipt(
        number=ticket.number,
        received=f"{format_date(received.date(), 'EEE, d MMM y')}, {received:%H.%M} WITA",
        filed_by=ticket.filed_by.name if ticket.filed_by else "–",
        name=ticket.subject_name[:1] + DOT * 8,
        nik=DOT * 12 + nik[-4:] if len(nik) == 16 else "",
        subject=", ".join(filter(None, about)),
        reporter=_reporter(ticket),
        due=format_date(ticket.due_at.astimezone(WITA).date(), "EEEE, d MMMM y"),
        phone=mask_phone(ticket.reporter_phone or ticket.subject_phone or ""),
    )


def _reporter(ticket: Ticket) -> str:
    first = ticket.reporter_name.partition(" ")[0]
    return f"{first} ({ticket.relation})" if first and ticket.relation else first
