"""What the forms of a desk definition's parts are made of: fields that carry any value of the file, and the form.

They judge nothing; the checker of the definition does, and its mistakes come back to the fields.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Final

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.validators import Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from web.definition_words import told
from workflow.refusals import Mistake

Values = dict[str, Any]
MOST: Final = 2000


class Several(SelectMultipleField):
    """Check boxes; a value that is not offered but stands in the file is offered as well."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, validate_choice=False, **more)

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        known = dict(choices)
        self.choices = list({**known, **{one: one for one in self.data or () if one not in known}}.items())


class One(SelectField):
    """A choice; what stands in the file and is not offered is offered as well."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, validate_choice=False, **more)

    def offer(self, choices: Iterable[tuple[str, Any]]) -> None:
        known = dict(choices)
        self.choices = list(
            {**known, **({self.data: self.data} if self.data and self.data not in known else {})}.items()
        )


class Text(StringField):
    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, validators=[Length(max=MOST)], **more)


class Seen(FlaskForm):
    """A form that knows which draft its reader saw; empty where there was none."""

    last_event_id = HiddenField(validators=[Optional(), Regexp(r"^[0-9]{1,18}\Z")])

    @property
    def seen(self) -> int | None:
        return int(self.last_event_id.data) if self.last_event_id.data else None


class PartForm(Seen):
    """One part of the definition. ``keys``: the key of the file for each field."""

    keys: ClassVar[Mapping[str, str]] = {}
    fixed: ClassVar[str] = ""
    keep = BooleanField(_l("Keep it in the draft although it has mistakes"))

    def show(self, raw: Values) -> None:
        """Fill the fields with what stands in the file."""
        for name, key in self.keys.items():
            self[name].data = shown(raw.get(key), self[name])

    def offer(self, _verbs: Mapping[str, str]) -> None:
        """Say what can be chosen; ``_verbs`` are the moves of the draft by name."""

    def values(self, raw: Values) -> Values:
        """What is to stand in the file; None takes a key out."""
        typed = {key: written(self[name]) for name, key in self.keys.items()}
        if self.fixed and raw.get(self.fixed):
            typed[self.fixed] = raw[self.fixed]
        return {key: value for key, value in typed.items() if value is not None or key in raw}

    def accuse(self, mistakes: Iterable[Mistake], place: str) -> list[Mistake]:
        """Put each mistake at its field; give back those of elsewhere."""
        others = []
        for mistake in mistakes:
            name = self.field_of(mistake.key.removeprefix(place).removeprefix("."))
            if not mistake.key.startswith(place) or name is None:
                others.append(mistake)
                continue
            words = told(mistake)
            self[name].errors = [*self[name].errors, f"{words.what} {words.mend}"]
        return others

    def field_of(self, key: str) -> str | None:
        """The field in which a key is typed."""
        plain = re.split(r"[.\[]", key)[0]
        return next((name for name, known in self.keys.items() if known in (key, plain)), None)


def shown(value: Any, field: Any) -> Any:
    """A value of the file as its field shows it, whatever it is."""
    if isinstance(field, Several):
        return [str(one) for one in value] if isinstance(value, list) else []
    if isinstance(field, BooleanField):
        return value is True
    return "" if value is None else str(value)


def written(field: Any) -> Any:
    """What was typed as a value of the file: a whole number where it is one, nothing where nothing was."""
    if isinstance(field, BooleanField):
        return bool(field.data)
    if isinstance(field, Several):
        return list(field.data or ()) or None
    text = (field.data or "").strip()
    is_whole = isinstance(field, Days) and text.isascii() and text.isdigit() and len(text) < 10
    return (int(text) if is_whole else text) or None


class Days(StringField):
    """A whole number; the checker says where it is none."""

    def __init__(self, label: Any, **more: Any) -> None:
        super().__init__(label, validators=[Length(max=20)], render_kw={"inputmode": "numeric"}, **more)
