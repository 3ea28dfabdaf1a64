"""The form that takes a correction over from the chosen record: lines to tick, values that may be typed otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from access.actors import Actor
from admin_views.match_cells import Parts, plain
from admin_views.match_rows import sides_of
from admin_views.ticket_acts import offer_files
from admin_views.ticket_forms import choices
from admin_views.ticket_upload import UploadForm, file_of, keep
from admin_views.ticket_words import RECORD_FIELDS, SOURCES
from models import Ticket
from registry.match import Candidate
from registry.tiers import Field as Compared
from workflow import correction_draft
from workflow.cause_rules import Seen
from workflow.correction_draft import Line
from workflow.corrections import MAX_VALUE, Field
from workflow.subjects import subject_of

HIDDEN: Final = frozenset({Field.NIK, Field.PHONE, Field.BIRTH_DATE})
"""What the page does not write out: it is taken over unseen, or typed anew."""


def _after() -> StringField:
    return StringField(_l("Right value"), validators=[Length(max=MAX_VALUE)])


class DraftForm(UploadForm):
    lines = SelectMultipleField(
        _l("What is wrong in the record"),
        option_widget=CheckboxInput(),
        widget=ListWidget(),
        validators=[InputRequired(_l("Tick one line at least."))],
    )
    after_nik = _after()
    after_name = _after()
    after_birth_date = _after()
    after_sex = _after()
    after_phone = _after()
    after_vaccine_ticket = _after()
    after_dose = _after()
    after_vaccinated_on = _after()
    source = SelectField(_l("Source checked"), choices=choices(SOURCES.items()))
    evidence = SelectField(_l("Evidence file"), default="")
    sent_to = StringField(_l("Sent to"), validators=[Length(max=80)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """A line as the page shows it: masked where it must be, with the box to tick and the value to type."""

    label: Any
    before: Parts
    after: Parts
    mono: bool
    hidden: bool
    tick: Any
    typed: Any


def prepare_draft(form: DraftForm, ticket: Ticket, actor: Actor) -> None:
    """Offer the lines, ticked where the record is likely what is wrong, and the values that may be read."""
    offer_files(form, ticket, actor)
    lines = _lines(ticket, actor)
    form.lines.choices = choices((line.field.value, RECORD_FIELDS[line.field]) for line in lines)
    if form.is_submitted():
        return
    form.lines.data = [line.field.value for line in lines if line.likely]
    form.sent_to.data = (ticket.cause.mended_by if ticket.cause else "")[:80]
    for line in lines:
        if line.field not in HIDDEN:
            form[f"after_{line.field}"].data = line.after


def drafted(form: DraftForm, ticket: Ticket, actor: Actor) -> list[Drafted]:
    """The lines of the draft beside their fields of the form."""
    chosen = correction_draft.chosen_for(ticket, actor=actor)
    ticks = {option.data: option for option in form.lines}
    if chosen is None:
        return []
    sides = sides_of(subject_of(ticket), Seen(chosen, frozenset()), opened=True)
    lines = correction_draft.lines_of(ticket, chosen)
    return [_drafted(line, sides, ticks[line.field.value], form) for line in lines if line.field.value in ticks]


def draft_act(ticket: Ticket, form: DraftForm, actor: Actor) -> None:
    """Write the ticked lines with one source and one evidence file, in one unit of work."""
    evidence = keep(ticket, form, actor) or file_of(ticket, form.evidence.data)
    correction_draft.take_over(
        ticket,
        {field: form[f"after_{field}"].data or "" for field in form.lines.data or ()},
        actor=actor,
        source=form.source.data,
        evidence=evidence,
        sent_to=(form.sent_to.data or "").strip(),
        last_event_id=form.seen,
    )


def _lines(ticket: Ticket, actor: Actor) -> list[Line]:
    chosen: Candidate | None = correction_draft.chosen_for(ticket, actor=actor)
    return correction_draft.lines_of(ticket, chosen) if chosen else []


def _drafted(line: Line, sides: Mapping[Compared, tuple[Parts, Parts]], tick: Any, form: DraftForm) -> Drafted:
    compared = Compared(line.field.value)
    apart = compared in (Compared.DOSE, Compared.VACCINATED_ON)
    after, before = (plain(line.after), plain(line.before)) if apart else sides[compared]
    return Drafted(
        label=RECORD_FIELDS[line.field],
        before=before,
        after=after,
        mono=line.field in HIDDEN,
        hidden=line.field in HIDDEN,
        tick=tick,
        typed=form[f"after_{line.field}"],
    )
