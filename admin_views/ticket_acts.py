"""The actions of a ticket as a table: the form of each, what it offers, and the one rule it calls."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask import Response
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from access.actors import Actor
from access.policy import NotVisible
from admin_views import extra_forms, ticket_edit, ticket_upload
from admin_views import ticket_forms as forms
from admin_views.assign_choices import next_ones, with_load
from admin_views.ticket_upload import CorrectionForm, UploadForm, file_of, files_of, keep, receive
from audit.masked import mask_numbers
from models import Correction, Ticket, User, db
from web.reference_names import reference_names
from workflow import assignment, corrections, notes, reveals, tickets
from workflow.assignment import WAYS

Perform = Callable[[Ticket, Any, Actor], Response | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One action: its form, what fills it, the rule it calls.

    ``asks`` names the standing it needs where that is another action's; ``fresh`` whether a stale form is refused;
    ``lands`` the part of the complaint's page that is shown afterwards; ``ready`` what takes long, done before it.
    """

    form: type[forms.ActForm]
    perform: Perform
    prepare: Callable[[Any, Ticket, Actor], None] = lambda _form, _ticket, _actor: None
    ready: Callable[[Any], None] = lambda _form: None
    asks: str = ""
    fresh: bool = True
    lands: str = ""


def _assign(ticket: Ticket, form: forms.AssignForm, actor: Actor) -> None:
    chosen = form.assignee.data
    if chosen in WAYS:
        reason = form.reason.data or ""
        tickets.assign_next(ticket, chosen, actor=actor, reason=reason, last_event_id=form.seen)
        return
    user = db.session.get(User, int(chosen)) if chosen else None
    tickets.assign(ticket, user, actor=actor, reason=form.reason.data or "", last_event_id=form.seen)


def _edit(ticket: Ticket, form: ticket_edit.EditForm, actor: Actor) -> None:
    known: dict[str, Any] = {
        "reason": form.reason.data or "",
        "last_event_id": form.seen,
        "fields": extra_forms.typed(form),
    }
    tickets.edit(ticket, form.changes(), actor=actor, **known)


def _correction(ticket: Ticket, form: CorrectionForm, actor: Actor) -> None:
    evidence = keep(ticket, form, actor) or file_of(ticket, form.evidence.data)
    corrections.add(
        ticket,
        actor=actor,
        field=form.field.data,
        before=form.before.data or "",
        after=form.after.data or "",
        source=form.source.data,
        evidence=evidence,
        sent_to=(form.sent_to.data or "").strip(),
        last_event_id=form.seen,
    )


def _withdraw(ticket: Ticket, form: forms.WithdrawForm, actor: Actor) -> None:
    line = db.session.scalar(
        select(Correction).where(Correction.ref == form.line.data, Correction.ticket_id == ticket.id)
    )
    if line is None:
        raise NotVisible(ticket.number)
    corrections.withdraw(line, actor=actor, reason=form.reason.data)


def _note(ticket: Ticket, form: forms.NoteForm, actor: Actor) -> None:
    notes.add(ticket, actor=actor, text=form.text.data, to_reporter=form.to_reporter.data == "1")


def _reveal(ticket: Ticket, form: forms.RevealForm, actor: Actor) -> None:
    reveals.reveal(ticket, form.field.data or "", actor=actor, reason=form.reason)


def _offer_workers(form: forms.AssignForm, ticket: Ticket, _actor: Actor) -> None:
    workers = reference_names().workers_in([ticket.region_code])
    nobody: list[tuple[str, Any]] = [("", _l("Nobody yet"))] if ticket.status == "open" else []
    loads = {user.id: load for user, load in assignment.loads_in(ticket.region_code)}
    known = ((str(worker.id), with_load(worker.name, loads.get(worker.id))) for worker in workers)
    form.assignee.choices = forms.choices([*next_ones(ticket.region_code), *nobody, *known])
    if not form.is_submitted():
        form.assignee.data = str(ticket.assignee_id or "")


def offer_files(form: Any, ticket: Ticket, _actor: Actor) -> None:
    """Let a form's ``evidence`` be one of the ticket's files, or another."""
    ticket_upload.tell_limits(form, ticket)
    kept = [(file.ref, mask_numbers(file.name or "–")) for file in files_of(ticket)]
    form.evidence.choices = forms.choices([("", _l("Choose a file")), *kept])


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "assign": Act(form=forms.AssignForm, perform=_assign, prepare=_offer_workers),
        "edit": Act(form=ticket_edit.EditForm, perform=_edit, prepare=ticket_edit.prepare),
        "correction": Act(form=CorrectionForm, perform=_correction, prepare=offer_files, ready=receive),
        "withdraw": Act(form=forms.WithdrawForm, perform=_withdraw, asks="correction", fresh=False),
        "note": Act(form=forms.NoteForm, perform=_note, fresh=False),
        "attach": Act(
            form=UploadForm,
            perform=ticket_upload.attach,
            prepare=ticket_upload.offer_upload,
            ready=receive,
            fresh=False,
        ),
        "open": Act(form=forms.OpenForm, perform=ticket_upload.open_file, fresh=False),
        "reveal": Act(form=forms.RevealForm, perform=_reveal, fresh=False),
    }
)
