"""The form every audited table is edited with: the token against lost updates, and the reason."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length


class TokenField(HiddenField):
    """What the row's last event was when the form was opened; read, compared, never written to the row."""

    def populate_obj(self, _row: Any, _name: str) -> None:
        return


class ReasonField(StringField):
    """Why the change is made; it goes to the audit trail, not to the row."""

    def populate_obj(self, _row: Any, _name: str) -> None:
        return


class ReasonedForm(FlaskForm):
    """A form with CSRF protection, ``last_event_id`` and ``reason``."""

    last_event_id = TokenField()
    reason = ReasonField(
        _l("Reason for the change"),
        description=_l("It is kept in the audit trail."),
        validators=[DataRequired(), Length(max=200)],
    )

    def __init__(self, formdata: Any = None, obj: Any = None, **kwargs: Any) -> None:
        self._obj = obj  # Flask-Admin's validator of unique values asks for it
        super().__init__(formdata=formdata, obj=obj, **kwargs)
