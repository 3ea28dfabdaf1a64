"""The forms of a ticket's actions: nothing but their fields is read, and each has its limit."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from admin_views import ticket_words as words
from models.clock import WITA
from web.asked_numbers import event_of
from web.quality_words import SATISFACTION

LONGEST_REASON: Final = 500
WHY: Final = _l("It is kept in the audit trail.")


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """What a field offers: values with their words."""
    return [SelectChoice(value, words) for value, words in pairs]


class ActForm(FlaskForm):
    """What every action carries: the event the person last saw of the ticket."""

    last_event_id = HiddenField(validators=[Length(max=20)])

    @property
    def seen(self) -> int:
        """The event the form knew; what is no number is older than every event."""
        return event_of(self.last_event_id.data)


class ReasonedForm(ActForm):
    """An action that asks why."""

    reason = TextAreaField(
        _l("Reason"), description=WHY, validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)]
    )


def satisfaction_field(unasked: Any = None) -> RadioField:
    """How satisfied the reporter is, the best answer first; ``unasked`` is what may stand for no answer."""
    answers = [(str(score), said) for score, said in SATISFACTION.items()]
    must = () if unasked else (InputRequired(_l("Choose what the reporter answered.")),)
    offered = choices([("", unasked), *answers] if unasked else answers)
    return RadioField(_l("How satisfied is the reporter?"), choices=offered, default="" if unasked else None,
                      validators=must)  # fmt: skip


class RateForm(ActForm):
    satisfaction = satisfaction_field()
    satisfaction_words = StringField(_l("What the reporter added"), validators=[Length(max=1000)])


class CloseForm(ActForm):
    told_how = RadioField(
        _l("How was the reporter told?"),
        choices=choices(words.TOLD_HOW),
        validators=[InputRequired(_l("Choose how the reporter was told."))],
    )
    told_at = DateTimeLocalField(
        _l("When? (WITA)"),
        format="%Y-%m-%dT%H:%M",
        validators=[InputRequired(_l("Say when the reporter was told."))],
    )

    message = TextAreaField(
        _l("What were they told?"),
        description=_l("Kept as a message to the reporter, if you write it."),
        validators=[Length(max=4000)],
    )
    satisfaction = satisfaction_field(_l("Not asked yet"))
    satisfaction_words = StringField(_l("What the reporter added"), validators=[Length(max=1000)])

    def told_moment(self) -> datetime:
        moment: datetime = self.told_at.data
        return moment.replace(tzinfo=WITA)


class DismissForm(ReasonedForm):
    outcome = RadioField(
        _l("How does it end?"),
        choices=choices((key.value, said) for key, said in words.OUTCOMES.items() if key != "corrected"),
        validators=[InputRequired(_l("Choose how the complaint ends."))],
    )
    original = StringField(
        _l("Number of the first complaint"),
        description=_l("For a duplicate: the complaint that this one repeats, such as ADU-26-00147K."),
        validators=[Length(max=20)],
    )


class AssignForm(ActForm):
    assignee = SelectField(_l("Assignee"))
    reason = StringField(_l("Reason"), description=WHY, validators=[Length(max=LONGEST_REASON)])


class WithdrawForm(ReasonedForm):
    line = HiddenField(validators=[Length(max=36)])


class NoteForm(ActForm):
    text = TextAreaField(_l("Note"), validators=[DataRequired(_l("Write the note.")), Length(max=4000)])
    to_reporter = RadioField(
        _l("Kind of note"),
        choices=choices((("0", _l("Internal note")), ("1", _l("Message to the reporter")))),
        default="0",
        validators=[InputRequired()],
    )


class WhyForm(ActForm):
    """An action on something personal: a reason of a short list, in one's own words where it is another."""

    why = RadioField(_l("Reason"), choices=choices(words.WHY_REVEAL), default="compare", validators=[InputRequired()])
    detail = StringField(_l("Explanation"), validators=[Length(max=200)])

    def validate_detail(self, field: StringField) -> None:
        if self.why.data == "other" and not (field.data or "").strip():
            raise ValidationError(gettext("Explain the other reason."))

    @property
    def reason(self) -> str:
        """The reason as the trail keeps it."""
        said = next((str(one.label) for one in self.why.choices if one.value == self.why.data), "")
        detail = (self.detail.data or "").strip()
        if self.why.data == "other":
            return detail
        return f"{said}: {detail}" if detail else said


class RevealForm(WhyForm):
    field = HiddenField(validators=[Length(max=40)])


class OpenForm(WhyForm):
    how = RadioField(_l("How"), choices=choices(words.HOW_OPEN), default="view", validators=[InputRequired()])
    why = RadioField(_l("Reason"), choices=choices(words.WHY_OPEN), default="compare", validators=[InputRequired()])
    file = HiddenField(validators=[Length(max=36)])
