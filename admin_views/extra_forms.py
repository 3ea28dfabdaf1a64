"""The extra fields of the desk definition in forms: which a form asks for, and what was typed into them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field as FormField
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, ValidationError

from access.actors import Actor
from models import Ticket
from web.errors import why
from web.extra_words import typed_form
from web.language import language
from workflow import desk, extra
from workflow.definition import Field, FieldKind
from workflow.definition_parts import FILING
from workflow.refusals import BadValue

if TYPE_CHECKING:
    from admin_views.ticket_acts import Act

F = TypeVar("F", bound=FlaskForm)
LISTED: Final = (FieldKind.CHOICE, FieldKind.YES_NO)
EDIT: Final = "edit"


def filing(form: type[F], actor: Actor) -> type[F]:
    """The form of a new complaint with the fields that the actor sees."""
    return _with(form, extra.seen_by(actor.role), FILING)


def asking(act: "Act", verb: str, actor: Actor) -> "Act":
    """An action with the extra fields it asks for: a change with all, a move with those it requires and lacks."""
    seen = extra.seen_by(actor.role)
    asked = seen if verb == EDIT else tuple(one for one in desk.current().required_at(verb) if one in seen)
    if not asked:
        return act
    prepare = partial(_show_kept, act) if verb == EDIT else partial(_ask_the_rest, act)
    return replace(act, form=_with(act.form, asked, verb), prepare=prepare)


def typed(form: FlaskForm) -> dict[str, str]:
    """What was typed, by code; a masked field left empty on a form that shows none of it is kept."""
    found = [one for one in of(form) if one.data or not getattr(one, "masked_before", False)]
    return {one.short_name.removeprefix(extra.NAME): (one.data or "").strip() for one in found}


def of(form: FlaskForm) -> list[Any]:
    """The extra fields of a form, in the order of the definition."""
    return [one for one in form if one.short_name.startswith(extra.NAME)]


def forget_secrets(form: FlaskForm) -> list[str]:
    """Empty the masked fields, and name those that were typed."""
    again = []
    for one in of(form):
        field = extra.field_called(one.short_name)
        if field and field.masked and one.data:
            again.append(str(one.label.text))
            one.data = ""
    return again


def _with(form: type[F], fields: Iterable[Field], verb: str) -> type[F]:
    made = {extra.name_of(one.code): _form_field(one, required=verb in one.required_at) for one in fields}
    together: type[F] = type(form.__name__, (form,), made) if made else form
    return together


def _form_field(field: Field, *, required: bool) -> Any:
    told = {"label": field.label(language()), "description": field.help(language())}
    checks: list[Any] = [DataRequired(gettext("Fill this in."))] if required else []
    checks.append(_reads(field))
    if field.kind in LISTED:
        return SelectField(**told, choices=_choices(field), validators=checks, validate_choice=False, default="")
    shown = {"placeholder": gettext("dd-mm-yyyy")} if field.kind == FieldKind.DATE else {}
    shown |= {"inputmode": "decimal"} if field.kind == FieldKind.NUMBER else {}
    shown |= {"autocomplete": "off"}
    longest = extra.LONGEST if field.kind == FieldKind.TEXT else 40
    return StringField(**told, validators=[*checks, Length(max=longest)], render_kw=shown)


def _choices(field: Field) -> list[SelectChoice]:
    nothing = SelectChoice("", gettext("Not known"))
    if field.kind == FieldKind.YES_NO:
        return [nothing, SelectChoice(extra.YES, gettext("yes")), SelectChoice(extra.NO, gettext("no"))]
    return [nothing, *(SelectChoice(one.code, one.label(language())) for one in field.choices)]


def _reads(field: Field) -> Any:
    """A check that the value can be read; what is kept already may stay, though its field no longer reads it."""

    def check(_form: FlaskForm, it: FormField) -> None:
        if it.data == getattr(it, "kept", None):
            return
        try:
            extra.read(field, it.data or "")
        except BadValue as refusal:
            raise ValidationError(why(refusal)) from None

    return check


def _show_kept(act: "Act", form: Any, ticket: Ticket, actor: Actor) -> None:
    act.prepare(form, ticket, actor)
    kept = extra.texts_of(ticket)
    for it in of(form):
        field = extra.field_called(it.short_name)
        value = kept.get(it.short_name.removeprefix(extra.NAME), "")
        if field is None or not value:
            continue
        if field.masked:
            _keep_masked(it)
        else:
            _show(it, field, value, first=not form.is_submitted())


def _show(it: Any, field: Field, value: str, *, first: bool) -> None:
    it.kept = typed_form(field, value)
    if field.kind in LISTED and value not in {one.value for one in it.choices}:
        it.choices = [*it.choices, SelectChoice(value, value)]
    if first:
        it.data = it.kept


def _keep_masked(it: Any) -> None:
    """A masked value is only written, and kept where its field is left empty."""
    it.masked_before = True
    it.description = gettext("Filled in. Leave it empty to keep it.")
    it.validators = [one for one in it.validators if not isinstance(one, DataRequired)]
    it.flags.required = False


def _ask_the_rest(act: "Act", form: Any, ticket: Ticket, actor: Actor) -> None:
    """What is filled in already is not asked again."""
    act.prepare(form, ticket, actor)
    kept = extra.texts_of(ticket)
    for it in of(form):
        if kept.get(it.short_name.removeprefix(extra.NAME)):
            del form[it.short_name]
