"""The form of a new complaint: its fields with their limits, and what they say as a draft."""

from datetime import date
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from admin_views import extra_forms
from identity import dates, names, nik, phones
from models import clock
from workflow.drafts import Draft

FIRST_BIRTH: Final = date(1900, 1, 1)
RELATIONS: Final = (
    ("", _l("The person vaccinated")),
    ("suami", _l("Husband")),
    ("istri", _l("Wife")),
    ("anak", _l("Child")),
    ("orang tua", _l("Parent")),
    ("saudara", _l("Brother or sister")),
    ("keluarga", _l("Other relative")),
    ("perangkat desa", _l("Village office")),
    ("perusahaan", _l("Employer")),
    ("lainnya", _l("Somebody else")),
)
DOSES: Final = (
    ("", _l("Not known")),
    ("1", _l("Dose 1")),
    ("2", _l("Dose 2")),
    ("1&2", _l("Doses 1 and 2")),
    ("3", _l("Booster")),
)
SEXES: Final = (("", _l("Not known")), ("P", _l("Female")), ("L", _l("Male")))
DATE_PROBLEMS: Final = {
    dates.Problem.UNREADABLE: _l("Write the date like 09-03-1962."),
    dates.Problem.SEVERAL: _l("Write one date only, like 09-03-1962."),
    dates.Problem.IMPOSSIBLE: _l("This date does not exist. Write it as day, month, year, like 09-03-1962."),
    dates.Problem.FUTURE: _l("This date lies in the future. Check day, month and year."),
}
PHONE_PROBLEMS: Final = {
    phones.Problem.TOO_SHORT: _l("The phone number is too short. It looks like 0812-3456-7890."),
    phones.Problem.TOO_LONG: _l("The phone number is too long. It looks like 0812-3456-7890."),
}


def read_date(text: str | None, earliest: date) -> dates.DateReading:
    return dates.read(text or "", today=clock.today(), earliest=earliest)


def check_date(text: str | None, earliest: date, too_early: Any) -> None:
    """Raise ValidationError with the mend for a date that can't be read, does not exist or can't be."""
    for problem in read_date(text, earliest).problems:
        words = too_early if problem is dates.Problem.TOO_EARLY else DATE_PROBLEMS.get(problem)
        if words:
            raise ValidationError(str(words))


class IntakeForm(FlaskForm):
    """A complaint as the counter takes it in; nothing but these fields is read."""

    channel = RadioField(_l("Channel"), validators=[InputRequired(_l("Choose how the complaint came in."))])
    reporter_name = StringField(_l("Reporter's name"), validators=[Length(max=100)])
    phone = StringField(_l("Phone or WhatsApp"), validators=[Length(max=60)])
    relation = SelectField(_l("Relation"), choices=[SelectChoice(*one) for one in RELATIONS], default="")
    subject_nik = StringField(_l("NIK"), validators=[Length(max=40)])
    nik_as_it_is = BooleanField(_l("The document says so. File it with this NIK as it is."))
    subject_name = StringField(
        _l("Full name as on the identity card"),
        validators=[DataRequired(_l("Write the full name as on the identity card.")), Length(max=100)],
    )
    subject_birth_date = StringField(_l("Birth date"), validators=[Length(max=40)])
    sex = SelectField(_l("Sex"), choices=[SelectChoice(*one) for one in SEXES], default="")
    category = RadioField(_l("Category"), validators=[InputRequired(_l("Choose what the complaint is about."))])
    dose = SelectField(_l("Dose"), choices=[SelectChoice(*one) for one in DOSES], default="")
    vaccinated_on = StringField(_l("Vaccination date"), validators=[Length(max=40)])
    facility_text = StringField(_l("Place of vaccination"), validators=[Length(max=120)])
    vaccine_ticket = StringField(_l("Ticket number"), validators=[Length(max=40)])
    story = TextAreaField(_l("Description"), validators=[Length(max=4000)])
    region = SelectField(_l("Region"), default="")
    privacy = BooleanField(
        _l("The privacy notice was read out and the reporter agrees"),
        validators=[DataRequired(_l("Read the privacy notice out and tick this before you save."))],
    )
    not_duplicate = StringField(validators=[Length(max=400)])

    def validate_subject_name(self, field: StringField) -> None:
        if not names.clean(field.data):
            raise ValidationError(gettext("Write the full name as on the identity card."))

    def validate_subject_birth_date(self, field: StringField) -> None:
        check_date(field.data, FIRST_BIRTH, _l("This date is too long ago. Check the year."))

    def validate_vaccinated_on(self, field: StringField) -> None:
        check_date(field.data, dates.CAMPAIGN_START, _l("Vaccinations began on 13-01-2021. Check the date."))

    def validate_phone(self, field: StringField) -> None:
        reading = phones.read(field.data or "")
        if reading.numbers or reading.problems == (phones.Problem.MISSING,):
            return
        words = next((PHONE_PROBLEMS[problem] for problem in reading.problems if problem in PHONE_PROBLEMS), None)
        raise ValidationError(str(words or gettext("This is no phone number. It looks like 0812-3456-7890.")))

    @property
    def reading(self) -> nik.NikReading:
        """The NIK held against the birth date and the sex that were typed."""
        born = read_date(self.subject_birth_date.data, FIRST_BIRTH).date
        sex = self.sex.data or None
        return nik.read(self.subject_nik.data or "", today=clock.today(), birth_date=born, sex=sex)

    def draft(self) -> Draft:
        """What was typed, as a draft; a phone without a reporter is the person's own."""
        reading = self.reading
        reporter = names.clean(self.reporter_name.data or "") or None
        phone = self.phone.data or None
        return Draft(
            category=self.category.data or "",
            channel=self.channel.data or "",
            region=self.region.data or None,
            subject_name=self.subject_name.data or "",
            subject_nik=reading.nik or reading.digits or _typed(self.subject_nik),
            subject_birth_date=read_date(self.subject_birth_date.data, FIRST_BIRTH).date,
            sex=self.sex.data or reading.sex,
            subject_phone=None if reporter else phone,
            reporter_name=reporter,
            reporter_phone=phone if reporter else None,
            relation=self.relation.data if reporter else None,
            facility_text=_typed(self.facility_text),
            dose=self.dose.data or None,
            vaccinated_on=read_date(self.vaccinated_on.data, dates.CAMPAIGN_START).date,
            vaccine_ticket=_typed(self.vaccine_ticket),
            story=(self.story.data or "").strip(),
            extra=extra_forms.typed(self),
        )


def _typed(field: Any) -> str | None:
    return (field.data or "").strip() or None
