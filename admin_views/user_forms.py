"""The forms about users: allow-lists of fields, and what they say in the desk's own terms."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, EmailField, HiddenField, PasswordField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, EqualTo, InputRequired, Length, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from models import Role, User
from web.language import LANGUAGES
from web.words import role_name
from workflow.accounts import ROLES, Account, Standing, regions_offered


def role_choices() -> list[SelectChoice]:
    return [SelectChoice(role.value, role_name(role)) for role in ROLES]


def region_choices() -> list[SelectChoice]:
    return [SelectChoice(code, name) for code, name in regions_offered()]


def printable(text: str | None) -> str:
    """``text`` in one line, without what no keyboard types and no trail keeps."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text or "").split())


class ReasonField(StringField):
    """Why; it goes to the audit trail."""

    def __init__(self, **more: Any) -> None:
        hint = _l("It is kept in the audit trail.")
        rules = [DataRequired(), Length(max=200)]
        super().__init__(_l("Reason"), description=hint, validators=rules, filters=[printable], **more)


class ActForm(FlaskForm):
    """A step that asks for nothing but why; it stands beside another form, so its names are its own."""

    reason = ReasonField()

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="act-", **more)


class PersonForm(FlaskForm):
    """What both the new and the known user have."""

    name = StringField(_l("Full name"), validators=[InputRequired(), Length(max=120)])
    role = SelectField(_l("Role"), choices=role_choices)
    regions = SelectMultipleField(
        _l("Regions"),
        description=_l("For desk officers, verifiers and supervisors. An auditor sees all, an administrator none."),
        choices=region_choices,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )


class NewUserForm(PersonForm):
    """Somebody new."""

    email = EmailField(_l("Work e-mail"), validators=[InputRequired(), Length(max=254)])
    reason = ReasonField()

    def account(self) -> Account:
        return Account(
            email=str(self.email.data),
            name=str(self.name.data),
            role=Role(self.role.data),
            regions=frozenset(self.regions.data or ()),
        )


class StandingForm(PersonForm):
    """A known user's name, role, regions and whether they may sign in."""

    active = BooleanField(_l("May sign in"))
    last_event_id = HiddenField(validators=[Regexp(r"^[0-9]{1,18}\Z")])
    reason = ReasonField()

    def show(self, user: User) -> None:
        """Fill the form with what ``user`` is."""
        self.name.data = user.name
        self.role.data = user.role.value
        self.regions.data = sorted(user.regions)
        self.active.data = user.active
        self.last_event_id.data = str(user.last_event_id)

    def standing(self) -> Standing:
        return Standing(
            name=str(self.name.data),
            role=Role(self.role.data),
            regions=frozenset(self.regions.data or ()),
            active=bool(self.active.data),
        )

    def why(self) -> dict[str, Any]:
        return {"reason": str(self.reason.data), "last_event_id": int(str(self.last_event_id.data))}


class LanguageForm(FlaskForm):
    """The language one reads."""

    locale = SelectField(_l("Language"), choices=[SelectChoice(*language) for language in LANGUAGES])

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="language-", **more)


class OwnPasswordForm(FlaskForm):
    """One's own password: the present one, and the new one twice."""

    current = PasswordField(_l("Present password"), validators=[InputRequired(), Length(max=500)])
    password = PasswordField(
        _l("New password"),
        description=_l("At least 15 characters. Four or five words that belong to nobody are good."),
        validators=[InputRequired(), Length(max=500)],
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[InputRequired(), EqualTo("password", message=_l("The two passwords differ."))],
    )

    def __init__(self, **more: Any) -> None:
        super().__init__(prefix="own-", **more)


def describe(user: User, form: StandingForm) -> list[tuple[str, str, str]]:
    """Where the form and the user differ: label, what is there now, what was typed."""
    regions, roles, standing = dict(regions_offered()), {str(role): role_name(role) for role in ROLES}, form.standing()
    pairs = (
        (form.name, user.name, standing.name),
        (form.role, roles[user.role.value], roles[standing.role.value]),
        (form.regions, _named(user.regions, regions), _named(standing.regions, regions)),
        (form.active, _yes(user.active), _yes(standing.active)),
    )
    return [(str(field.label.text), now, typed) for field, now, typed in pairs if now != typed]


def _named(codes: frozenset[str], regions: dict[str, str]) -> str:
    return ", ".join(regions.get(code, code) for code in sorted(codes)) or "–"


def _yes(standing: bool) -> str:  # noqa: FBT001 - one plain value to put in words
    return str(gettext("Yes") if standing else gettext("No"))
