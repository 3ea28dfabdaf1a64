"""Ready texts and macros as plain tables, which supervisors and administrators keep."""

from typing import Any, ClassVar

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, SelectField, TextAreaField, ValidationError
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from access.permissions import Permission
from admin_views.forms import ReasonedForm
from admin_views.reference import CODE, LABELS, POSITION, ReferenceView, show_standing
from models import Macro, Purpose
from models.wording import CannedText
from web.event_values import CODES
from web.people_words import CHOSEN
from web.reference_names import reference_names
from web.wording_words import PURPOSES
from workflow import wording
from workflow.refusals import BadValue

MORE: dict[str, Any] = {
    "title": _l("Title"),
    "purpose": _l("For what"),
    "text_id": _l("Text in Indonesian"),
    "text_en": _l("Text in English"),
    "takes": _l("Take the complaint on"),
    "priority": _l("Priority"),
    "to_me": _l("Assign to whoever uses it"),
    "assignee_id": _l("Assign to"),
    "assign_by": _l("Assign to the next"),
    "note_code": _l("Write a note"),
    "message_code": _l("Write down a message to the reporter"),
}
PLACES = _l("{nomor}, {nama}, {kategori} and {tenggat} are filled from the complaint.")
LEAVE = _l("Leave as it is")


def check_places(form: Any, field: Any) -> None:
    """Refuse what nothing fills, and what would not fit where it is written."""
    if not field.data:
        return
    try:
        wording.check(field.data, Purpose(form.purpose.data))
    except BadValue as refusal:
        if refusal.problem == "unknown_place":
            unknown = wording.unknown_places(field.data)[0]
            raise ValidationError(gettext("Nothing fills {%(place)s}.", place=unknown)) from None
        raise ValidationError(gettext("Too long for what it is for.")) from None
    except ValueError:
        return  # the purpose is none: its own field says so


def show_purpose(_view: object, _context: object, row: Any, _name: str) -> str:
    return str(PURPOSES[row.purpose])


def _texts_for(purpose: Purpose) -> list[tuple[str, Any]]:
    offered = [text for text in reference_names().texts if text.purpose == purpose]
    return [("", gettext("None")), *((text.code, text.title) for text in offered)]


def note_choices() -> list[tuple[str, Any]]:
    return _texts_for(Purpose.NOTE)


def message_choices() -> list[tuple[str, Any]]:
    return _texts_for(Purpose.MESSAGE)


def worker_choices() -> list[tuple[Any, Any]]:
    return [("", LEAVE), *((worker.id, worker.name) for worker in reference_names().workers)]


def way_choices() -> list[tuple[Any, Any]]:
    return [("", LEAVE), *CHOSEN.items()]


def way_or_nothing(text: Any) -> str | None:
    """The way that was chosen, or None where none was."""
    return None if text in (None, "", "None") else str(text)


def priority_choices() -> list[tuple[Any, Any]]:
    return [("", LEAVE), *CODES["priority"].items()]


def whole_or_nothing(text: Any) -> int | None:
    """The number that was chosen, or None where nothing was."""
    return None if text in (None, "", "None") else int(text)


class CannedTextView(ReferenceView):
    model_class = CannedText
    title = _l("Ready texts")
    place = "texts"
    active = "wording"
    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index_view", "create_view", "edit_view"), Permission.WORDING_EDIT
    )
    column_list = ("code", "title", "purpose", "text_id", "position", "retired")
    form_columns = ("code", "title", "purpose", "text_id", "text_en", "position", "retired")
    column_searchable_list = ("code", "title", "text_id")
    column_default_sort = "position"
    column_labels = LABELS | MORE
    column_descriptions = ReferenceView.column_descriptions | {"text_id": PLACES, "text_en": PLACES}
    column_formatters = {"retired": show_standing, "purpose": show_purpose}
    form_overrides = {"purpose": SelectField, "text_id": TextAreaField, "text_en": TextAreaField}
    checks: ClassVar = {
        "code": CODE,
        "position": POSITION,
        "purpose": {"choices": [SelectChoice(*one) for one in PURPOSES.items()]},
        "text_id": {"validators": [InputRequired(), Length(max=2000), check_places]},
        "text_en": {"validators": [Length(max=2000), check_places]},
    }


class MacroForm(ReasonedForm):
    """A macro does something, and assigns to one person."""

    def validate(self, extra_validators: Any = None) -> bool:
        valid = bool(super().validate(extra_validators))
        if not _does_something(self):
            self.takes.errors = [*self.takes.errors, gettext("Say at least one thing that the macro does.")]
            valid = False
        if sum(map(bool, (self.to_me.data, self.assignee_id.data, self.assign_by.data))) > 1:
            self.assignee_id.errors = [*self.assignee_id.errors, gettext("Choose one of these.")]
            valid = False
        return valid


def _does_something(form: Any) -> bool:
    told = (form.takes, form.to_me, form.assignee_id, form.assign_by, form.note_code, form.message_code)
    return any(field.data for field in told) or form.priority.data is not None


class MacroView(ReferenceView):
    model_class = Macro
    title = _l("Macros")
    place = "macros"
    active = "wording"
    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index_view", "create_view", "edit_view"), Permission.WORDING_EDIT
    )
    form_base_class = MacroForm
    column_list = ("code", "title", "takes", "priority", "note_code", "message_code", "position", "retired")
    form_columns = (
        "code", "title", "takes", "priority", "to_me", "assignee_id", "assign_by", "note_code", "message_code",
        "position", "retired",
    )  # fmt: skip
    column_searchable_list = ("code", "title")
    column_default_sort = "position"
    column_labels = LABELS | MORE
    form_overrides = {
        "takes": BooleanField,
        "to_me": BooleanField,
        "priority": SelectField,
        "assignee_id": SelectField,
        "assign_by": SelectField,
        "note_code": SelectField,
        "message_code": SelectField,
    }
    checks: ClassVar = {
        "code": CODE,
        "position": POSITION,
        "priority": {"choices": priority_choices, "coerce": whole_or_nothing},
        "assignee_id": {"choices": worker_choices, "coerce": whole_or_nothing},
        "assign_by": {"choices": way_choices, "coerce": way_or_nothing},
        "note_code": {"choices": note_choices},
        "message_code": {"choices": message_choices},
    }


VIEWS: tuple[type[ReferenceView], ...] = (CannedTextView, MacroView)


def views() -> list[ReferenceView]:
    """Make both tables' views, for the back office."""
    return [view() for view in VIEWS]
