"""The forms of what is done to many complaints at once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from admin_views import ticket_forms as forms
from admin_views import ticket_words as words
from models import Outcome, Status, Ticket, User, db
from web.event_values import CODES
from web.reference_names import reference_names

ENDINGS: Final = [outcome for outcome in words.OUTCOMES if outcome not in (Outcome.CORRECTED, Outcome.DUPLICATE)]


class AssignForm(FlaskForm):
    assignee = SelectField(_l("Assignee"))
    reason = StringField(_l("Reason"), description=forms.WHY, validators=[Length(max=forms.LONGEST_REASON)])


class PriorityForm(FlaskForm):
    priority = RadioField(
        _l("Priority"),
        choices=forms.choices(CODES["priority"].items()),
        coerce=int,
        validators=[InputRequired(_l("Choose the priority."))],
    )
    reason = StringField(_l("Reason"), description=forms.WHY, validators=[Length(max=forms.LONGEST_REASON)])


class NoteForm(forms.NoteForm):
    """A note on each of them."""


class DismissForm(forms.ReasonedForm):
    outcome = RadioField(
        _l("How does it end?"),
        description=_l("A duplicate is closed on its own page, for it names the complaint that it repeats."),
        choices=forms.choices((key.value, words.OUTCOMES[key]) for key in ENDINGS),
        validators=[InputRequired(_l("Choose how the complaint ends."))],
    )


class MacroForm(FlaskForm):
    """Nothing is asked: the macro says all of it."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One act on many: its form, what the form offers for these tickets, and the facts that it gives."""

    form: type[FlaskForm]
    facts: Callable[[Any], dict[str, Any]]
    prepare: Callable[[Any, list[Ticket]], None] = lambda _form, _tickets: None


def _offer_workers(form: AssignForm, listed: list[Ticket]) -> None:
    workers = reference_names().workers_in(ticket.region_code for ticket in listed)
    nobody: list[tuple[str, Any]] = [("", _l("Nobody yet"))] if all(t.status == Status.OPEN for t in listed) else []
    form.assignee.choices = forms.choices([*nobody, *((str(worker.id), worker.name) for worker in workers)])


def _assignee(form: AssignForm) -> dict[str, Any]:
    chosen = form.assignee.data
    return {"assignee": db.session.get(User, int(chosen)) if chosen else None, "reason": form.reason.data or ""}


ASKS: Final[Mapping[str, Ask]] = MappingProxyType(
    {
        "assign": Ask(AssignForm, _assignee, _offer_workers),
        "priority": Ask(PriorityForm, lambda form: {"priority": form.priority.data, "reason": form.reason.data or ""}),
        "note": Ask(NoteForm, lambda form: {"text": form.text.data, "to_reporter": form.to_reporter.data == "1"}),
        "dismiss": Ask(DismissForm, lambda form: {"outcome": form.outcome.data, "reason": form.reason.data}),
        "macro": Ask(MacroForm, lambda _form: {}),
    }
)
