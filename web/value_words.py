"""The words of a refused value of a person's account, and how a form shows them at its field."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from workflow.refusals import BadValue

WORDS: Final[Mapping[tuple[str, str], Any]] = MappingProxyType(
    {
        ("email", "malformed"): _l("This is not an e-mail address."),
        ("email", "taken"): _l("Somebody has this e-mail address already."),
        ("name", "required"): _l("A name is needed."),
        ("name", "malformed"): _l("This name has signs that no name has, or is too long."),
        ("role", "unknown"): _l("There is no such role."),
        ("regions", "required"): _l("This role works for regions; choose one at least."),
        ("regions", "unknown"): _l("There is no such region."),
        ("reason", "required"): _l("Say why; it is kept in the audit trail."),
        ("active", "disabled"): _l("This user is disabled; enable them first."),
        ("locale", "unknown"): _l("There is no such language."),
        ("password", "short"): _l("This password is too short: it needs 15 characters or more."),
        ("password", "long"): _l("This password cannot be used: it is longer than 500 characters."),
        ("password", "obvious"): _l("This password would be guessed early. Add words that belong to nobody."),
        ("current", "wrong"): _l("This is not your present password."),
    }
)


def words_for(refused: BadValue) -> str:
    """What a person is told."""
    return str(WORDS.get((refused.field, refused.problem), f"{refused.field}: {refused.problem}"))


def tell_on(form: FlaskForm, refused: BadValue) -> None:
    """Show the refusal at the field it is about, or above the form where it has none."""
    field = form._fields.get(refused.field)
    if field is None:
        form.form_errors.append(words_for(refused))
    else:
        field.errors = [*field.errors, words_for(refused)]
