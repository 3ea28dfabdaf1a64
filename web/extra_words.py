"""The extra fields of a complaint in words: their labels, their values, and the changes of events that hold them."""

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from models import Role, Ticket
from privacy.masks import mask_text
from web.language import language
from web.words import show_date
from workflow import desk, extra
from workflow.definition import Field, FieldKind
from workflow.extra import NAME, SEALED

ROWS: Final = "extra_value:"
HELD: Final = ("value", "secret_sealed")
PROBLEMS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "no_choice": lambda field: _l("%(field)s: choose one of the list.", field=field),
        "no_yes_no": lambda field: _l("%(field)s: say yes or no.", field=field),
        "no_number": lambda field: _l("%(field)s: write a number like 1.250,5.", field=field),
        "no_day": lambda field: _l("%(field)s: write the date like 30-11-2026.", field=field),
        "unknown_field": lambda field: _l("%(field)s is no field that you fill in.", field=field),
    }
)


def label_of(name: str) -> str | None:
    """What the field of this name (``x_needs_for``) is called; None where the desk has none."""
    field = extra.field_called(name)
    return field.label(language()) if field else None


def name_words(name: str) -> str:
    """The same; a field that the desk no longer has by its code."""
    return label_of(name) or name.removeprefix(NAME)


def value_words(field: Field | None, kept: str) -> str:
    """A kept value as people read it; one that its field no longer reads stands as it is."""
    if field is None or not extra.is_readable(field, kept):
        return kept
    if field.kind == FieldKind.CHOICE:
        return next(one.label(language()) for one in field.choices if one.code == kept)
    if field.kind == FieldKind.YES_NO:
        return str(gettext("yes")) if kept == extra.YES else str(gettext("no"))
    if field.kind == FieldKind.DATE:
        return show_date(date.fromisoformat(kept))
    return number_words(kept) if field.kind == FieldKind.NUMBER else kept


def number_words(kept: str) -> str:
    """A number as it is written here: 1.250,5, in English 1,250.5."""
    whole, _, part = kept.partition(".")
    shown = f"{int(whole):,}" + (f".{part}" if part else "")
    shown = f"-{shown}" if whole == "-0" else shown
    return shown.translate(str.maketrans(",.", ".,")) if language() == "id" else shown


def list_words(code: str, kept: str) -> str:
    """A value in a list; a sealed one masked."""
    field = extra.field_called(extra.name_of(code))
    sealed = kept == SEALED or (field is not None and field.masked)
    if not kept:
        return ""
    return mask_text(kept) if sealed else value_words(field, kept)


def masked_value(ticket: Ticket, name: str) -> str:
    """What a complaint holds in the field of this name, as a list shows it."""
    row = extra.by_code(ticket).get(name.removeprefix(NAME))
    return list_words(row.code, SEALED if row.secret_sealed else row.value or "") if row else ""


def typed_form(field: Field, kept: str) -> str:
    """A value as a form holds it, for a person to change."""
    if field.kind == FieldKind.DATE and extra.is_readable(field, kept):
        return f"{date.fromisoformat(kept):%d-%m-%Y}"
    return extra.spelled(field, kept)


def told(event: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event whose changes of extra fields stand under the fields' names, one line a field."""
    changes: Sequence[Mapping[str, Any]] = event.get("changes", ())
    if not any(change["object"].startswith(ROWS) for change in changes):
        return event
    codes = event.get("facts", {}).get("fields", {})
    kept = [_renamed(change, codes) for change in changes if _is_told(change)]
    return {**event, "changes": kept}


def as_seen_by(role: Role, event: Mapping[str, Any]) -> Mapping[str, Any]:
    """An event that was ``told``, without the changes of fields that ``role`` is not shown."""
    seen = {extra.name_of(field.code) for field in extra.seen_by(role)}
    kept = [one for one in event.get("changes", ()) if not is_named(one["field"]) or one["field"] in seen]
    return {**event, "changes": kept}


def _is_told(change: Mapping[str, Any]) -> bool:
    if change["object"].startswith(ROWS):
        return change["field"] in HELD
    return bool(change["field"] != "extra_changes")


def _renamed(change: Mapping[str, Any], codes: Mapping[str, str]) -> Mapping[str, Any]:
    if not change["object"].startswith(ROWS):
        return change
    code = codes.get(change["object"], "")
    return {**change, "field": extra.name_of(code)}


def change_words(name: str, value: Any) -> str:
    """A value of an event under a field's name; masked ones come masked."""
    return value_words(extra.field_called(name), str(value))


def is_named(name: str) -> bool:
    return name.startswith(NAME)


def version() -> int:
    """The number of the definition that says what is shown, for what is kept as drawn."""
    return desk.version_in_force()
