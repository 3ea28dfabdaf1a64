"""Vaccination records: one exact question asked by POST, masked answers, and the files they came from."""

from typing import Any, ClassVar

from flask import Response, make_response
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from access.permissions import Permission
from admin_views.closed import ClosedView
from web.actor import current_actor
from web.reference_names import reference_names
from web.registry_words import ASKED, SOUGHT
from web.saved import saved
from workflow import records
from workflow.records import By, Found
from workflow.refusals import BadValue


class LookUpForm(FlaskForm):
    """One question to the registry."""

    by = SelectField(_l("Look up by"), choices=[SelectChoice(by.value, words) for by, words in ASKED.items()])
    value = StringField(_l("Number or name"), validators=[DataRequired(_l("Write what to look for.")), Length(max=120)])
    born = StringField(_l("Birth date"), validators=[Length(max=40)], description=_l("With a name only."))

    def refuse(self, refused: BadValue) -> None:
        """Tell at the field what can't be such a value."""
        field = self.born if refused.field == "birth_date" else self.value
        words = {
            "nik": gettext("A NIK has 16 digits."),
            "ticket": gettext("This is no ticket number."),
            "phone": gettext("This is no phone number. It looks like 0812-3456-7890."),
            "name": gettext("Write the full name as on the identity card."),
            "birth_date": gettext("Write the date like 09-03-1962."),
        }
        field.errors = [*field.errors, words[refused.field]]


class RecordsView(ClosedView):
    """The registry as the desk may see it: exact look-ups and the list of its files."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(("index_view", "look_up"), Permission.RECORD_READ)

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """The question, and the files imported so far."""
        return self._page(LookUpForm(formdata=None))

    @expose("/", methods=("POST",))  # type: ignore[untyped-decorator]
    def look_up(self) -> ResponseReturnValue:
        """Answer one question; what was asked is not written out again."""
        form = LookUpForm()
        if not form.validate():
            return self._page(form, status=422)
        try:
            with saved():
                found = records.search(
                    By(form.by.data), form.value.data, born=form.born.data or "", actor=current_actor()
                )
        except BadValue as refused:
            form.refuse(refused)
            return self._page(form, status=422)
        return self._page(LookUpForm(formdata=None, by=form.by.data), found)

    def _page(self, form: LookUpForm, found: Found | None = None, status: int = 200) -> Response:
        facts: dict[str, Any] = {
            "form": form,
            "found": found,
            "sought": SOUGHT[found.by] if found else "",
            "regions": {code: name.name for code, name in reference_names().regions.items()},
            "batches": [
                (batch, sender, records.changed_in(batch)) for batch, sender in records.batches(current_actor())
            ],
            "most": records.MOST_SHOWN,
        }
        return make_response(self.render("admin/records/list.html", **facts), status)


def views() -> list[ClosedView]:
    """The view of this room."""
    return [RecordsView(name=_l("Vaccination records"), endpoint="records", url="/admin/records")]
