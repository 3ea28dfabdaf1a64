"""The form that changes the facts of a complaint, and what it changes."""

from datetime import date
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, ValidationError

from access.actors import Actor
from admin_views import ticket_words as words
from admin_views.intake_form import FIRST_BIRTH, PHONE_PROBLEMS, check_date, read_date
from admin_views.ticket_forms import LONGEST_REASON, WHY, ActForm, choices
from audit.masked import mask_numbers
from identity import dates, names, nik, phones
from models import Cause, Ticket, clock, db
from web.event_values import CODES
from web.language import language
from web.nik_words import nik_words
from web.reference_names import offered, reference_names
from workflow.person import phone_of

SECRET: Final = ("subject_nik", "subject_birth_date", "subject_phone", "reporter_phone", "address")
PLAIN: Final = ("subject_name", "reporter_name", "relation", "dose", "facility_text", "vaccine_ticket")


class EditForm(ActForm):
    """The facts of a complaint; a personal field is only written, and kept where it is left empty."""

    category = SelectField(_l("Category"))
    channel = SelectField(_l("Channel"))
    region_code = SelectField(_l("Region"))
    cause = SelectField(_l("Cause"), default="")
    priority = SelectField(_l("Priority"))
    subject_name = StringField(
        _l("Name of the vaccinated person"), validators=[DataRequired(_l("Write the name.")), Length(max=100)]
    )
    sex = SelectField(_l("Sex"), choices=choices([("", _l("Not known")), *words.SEXES.items()]))
    subject_nik = StringField(_l("NIK"), validators=[Length(max=40)])
    nik_as_it_is = BooleanField(_l("The document says so. Keep this NIK as it is."))
    subject_birth_date = StringField(_l("Birth date"), validators=[Length(max=40)])
    subject_phone = StringField(_l("Phone of the vaccinated person"), validators=[Length(max=60)])
    reporter_name = StringField(_l("Name of the reporter"), validators=[Length(max=100)])
    relation = StringField(_l("Relation"), validators=[Length(max=40)])
    reporter_phone = StringField(_l("Phone of the reporter"), validators=[Length(max=60)])
    dose = StringField(_l("Dose"), validators=[Length(max=20)])
    vaccinated_on = StringField(_l("Date of vaccination"), validators=[Length(max=40)])
    facility_text = StringField(_l("Place of vaccination"), validators=[Length(max=120)])
    vaccine_ticket = StringField(_l("Vaccine ticket"), validators=[Length(max=40)])
    address = StringField(_l("Address"), validators=[Length(max=300)])
    story = TextAreaField(_l("Story"), validators=[Length(max=4000)])
    reason = StringField(_l("Reason for the change"), description=WHY, validators=[Length(max=LONGEST_REASON)])

    def validate_subject_name(self, field: StringField) -> None:
        if not names.clean(field.data or ""):
            raise ValidationError(gettext("Write the name."))

    def validate_subject_nik(self, field: StringField) -> None:
        reading = nik.read(field.data or "", today=clock.today())
        if not (field.data or "").strip() or reading.verdict is not nik.Verdict.REFUSED or self.nik_as_it_is.data:
            return
        told = nik_words(reading, today=clock.today())
        raise ValidationError(" ".join(told.problems) if told else gettext("The structure of the NIK does not fit"))

    def validate_subject_birth_date(self, field: StringField) -> None:
        check_date(field.data, FIRST_BIRTH, _l("This date is too long ago. Check the year."))

    def validate_vaccinated_on(self, field: StringField) -> None:
        check_date(field.data, dates.CAMPAIGN_START, _l("Vaccinations began on 13-01-2021. Check the date."))

    def validate_subject_phone(self, field: StringField) -> None:
        _check_phone(field.data)

    def validate_reporter_phone(self, field: StringField) -> None:
        _check_phone(field.data)

    def changes(self) -> dict[str, Any]:
        """What was typed, for ``workflow.tickets.edit``; a personal field left empty is left out."""
        born = read_date(self.subject_birth_date.data, FIRST_BIRTH).date
        secret = {
            "subject_nik": _typed(self.subject_nik),
            "subject_birth_date": born.isoformat() if born else None,
            "subject_phone": phone_of(_typed(self.subject_phone)),
            "reporter_phone": phone_of(_typed(self.reporter_phone)),
            "address": _typed(self.address),
            "story": _typed(self.story),
        }
        plain = {name: (self[name].data or "").strip() for name in PLAIN}
        for name in ("subject_name", "reporter_name"):
            plain[name] = names.clean(plain[name])
        return {
            **plain,
            **{name: value for name, value in secret.items() if value},
            "category": self.category.data,
            "channel": self.channel.data,
            "region_code": self.region_code.data,
            "cause": self.cause.data or None,
            "priority": int(self.priority.data),
            "sex": self.sex.data or None,
            "vaccinated_on": read_date(self.vaccinated_on.data, dates.CAMPAIGN_START).date,
        }


def prepare(form: EditForm, ticket: Ticket, actor: Actor) -> None:
    """Offer what may be chosen, and on the first visit write what is there, all but the personal values."""
    known = reference_names()
    category, channel = known.categories[ticket.category_id].code, known.channels[ticket.channel_id].code
    form.category.choices = choices((name.code, name.name) for name in offered(known.categories, category))
    form.channel.choices = choices((name.code, name.name) for name in offered(known.channels, channel))
    form.priority.choices = choices((str(one), str(said).capitalize()) for one, said in CODES["priority"].items())
    regions = {ticket.region_code, *actor.regions}
    form.region_code.choices = choices((code, name.name) for code, name in known.regions.items() if code in regions)
    form.cause.choices = choices([("", _l("Not determined yet")), *causes(ticket)])
    for name in SECRET:
        if getattr(ticket, f"{name}_sealed"):
            form[name].description = _l("Filled in. Leave it empty to keep it.")
    if form.is_submitted():
        return
    for name in PLAIN:
        form[name].data = getattr(ticket, name)
    form.category.data, form.channel.data = category, channel
    form.region_code.data, form.priority.data, form.sex.data = (
        ticket.region_code,
        str(ticket.priority),
        ticket.sex or "",
    )
    form.vaccinated_on.data = _day(ticket.vaccinated_on)
    form.cause.data = ticket.cause.code if ticket.cause else ""
    _show_story(form, ticket)


def causes(ticket: Ticket) -> list[tuple[str, str]]:
    """The causes in use, and the one the ticket has, each by code and name."""
    found = db.session.scalars(select(Cause).where(or_(~Cause.retired, Cause.id == ticket.cause_id)).order_by(Cause.id))
    return [(cause.code, cause.name_id if language() == "id" else cause.name_en) for cause in found]


def _show_story(form: EditForm, ticket: Ticket) -> None:
    """The story is shown where it names no number that the page would mask."""
    story = ticket.story or ""
    if mask_numbers(story) == story:
        form.story.data = story
    else:
        form.story.description = _l("It holds personal numbers. Leave it empty to keep it.")


def _day(day: date | None) -> str:
    return f"{day:%d-%m-%Y}" if day else ""


def _typed(field: Any) -> str | None:
    return (field.data or "").strip() or None


def _check_phone(text: str | None) -> None:
    reading = phones.read(text or "")
    if reading.numbers or reading.problems == (phones.Problem.MISSING,):
        return
    said = next((PHONE_PROBLEMS[problem] for problem in reading.problems if problem in PHONE_PROBLEMS), None)
    raise ValidationError(str(said or gettext("This is no phone number. It looks like 0812-3456-7890.")))
