"""The base of plain tables in the back office: allow-lists, one row rule, audited saving, no deleting."""

import re
from collections.abc import Callable
from typing import Any, ClassVar

from flask import abort, flash, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_admin.contrib.sqla import ModelView
from flask_babel import gettext
from sqlalchemy import ColumnElement, select, true
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.policy import NotVisible
from admin_views.closed import Closed
from admin_views.forms import ReasonedForm
from audit.context import acting
from models import Audited, Event, db
from web.actor import current_actor
from web.errors import log, new_error_id
from web.next_page import safe_next
from web.saved import saved

ONE_ID = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
LAST_PAGE = 10_000
MOST_TERMS = 5
LONGEST_SEARCH = 100
ALLOW_LISTS = ("doors", "column_list", "form_columns")
NEVER = (
    "can_delete",
    "can_export",
    "column_editable_list",
    "inline_models",
    "form_ajax_refs",
    "fast_mass_delete",
)


class OpenView(TypeError):
    """A table was declared without an allow-list, or with something this desk never offers."""


class StaleForm(Exception):
    """Somebody saved the row after this form was opened."""

    def __init__(self, row_id: int) -> None:
        super().__init__(row_id)
        self.row_id = row_id


def clean_search(text: str | None) -> str | None:
    """Cut a search to what the desk answers: five words, a hundred characters, nothing unprintable."""
    printable = "".join(sign if sign.isprintable() else " " for sign in (text or "")[:LONGEST_SEARCH])
    return " ".join(printable.split()[:MOST_TERMS]) or None


def show_nothing(_view: object, _value: object, _name: str) -> str:
    return "–"


def show_yes_or_no(_view: object, value: bool, _name: str) -> str:  # noqa: FBT001 - Flask-Admin's signature
    return str(gettext("Yes") if value else gettext("No"))


class ClosedModelView(Closed, ModelView):
    """A table of audited rows; subclasses say which columns, who, and (``rows``) which rows."""

    abstract: ClassVar[bool] = True
    action: ClassVar[str] = "reference.edit"
    form_base_class = ReasonedForm
    can_delete = False
    can_export = False
    can_view_details = False
    column_display_actions = False
    page_size = 50
    list_template = "admin/model/list.html"
    create_template = "admin/model/create.html"
    edit_template = "admin/model/edit.html"
    column_type_formatters = {type(None): show_nothing, bool: show_yes_or_no}

    def __init_subclass__(cls, **named: Any) -> None:
        """Refuse a class without allow-lists, or with what is never offered, when it is made."""
        super().__init_subclass__(**named)
        missing = [name for name in ALLOW_LISTS if not getattr(cls, name, None)]
        offered = [name for name in NEVER if getattr(cls, name, None)]
        if offered or (missing and not cls.__dict__.get("abstract")):
            raise OpenView(cls.__name__, *missing, *offered)

    def _handle_view(self, name: str, **arguments: Any) -> ResponseReturnValue | None:
        """Ask the doors, then refuse a way back (``url=``) that is no plain path on this desk."""
        answer = super()._handle_view(name, **arguments)
        onward = request.values.get("url")
        if answer is None and onward and safe_next(onward) is None:
            abort(400)
        return answer

    def rows(self) -> ColumnElement[bool]:
        """Say which rows the person acting may see; feeds list, count and every single row."""
        return true()

    def get_query(self) -> Any:
        return super().get_query().filter(self.rows())

    def get_count_query(self) -> Any:
        return super().get_count_query().filter(self.rows())

    def get_one(self, id: Any) -> Any:  # noqa: A002 - Flask-Admin's name
        """Load one row in sight, or raise NotVisible; what is no id at all is 404."""
        if not isinstance(id, str | int) or not ONE_ID.fullmatch(str(id)):
            abort(404)
        row = db.session.scalar(select(self.model).where(self.model.id == int(id), self.rows()))
        if row is None:
            raise NotVisible(f"{self.model.__tablename__} {id}")
        return row

    def is_action_allowed(self, _name: str) -> bool:
        return False

    def build_new_instance(self) -> Any:
        return self.model()

    def _get_list_extra_args(self) -> Any:
        found = super()._get_list_extra_args()
        page = min(max(found.page or 0, 0), LAST_PAGE)
        return found.clone(page=page, search=clean_search(found.search), sort_desc=bool(found.sort_desc), extra_args={})

    def _get_list_filter_args(self) -> list[tuple[int, str, str]]:
        chosen = []
        for argument, (index, narrowing) in (self._filter_args or {}).items():
            value = request.args.get(f"flt{index}_{argument}", "")
            if value and narrowing.validate(value):
                chosen.append((index, str(narrowing.name), value))
        return chosen

    def _get_filters(self, filters: Any) -> dict[str, str]:
        arguments = {index: argument for argument, (index, _) in (self._filter_args or {}).items()}
        return {f"flt{index}_{arguments[index]}": value for index, _name, value in filters or []}

    @expose("/new/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def create_view(self) -> ResponseReturnValue:
        return _unless_posted(super().create_view())

    @expose("/edit/", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def edit_view(self) -> ResponseReturnValue:
        try:
            return _unless_posted(super().edit_view())
        except StaleForm as stale:
            return self._show_stale(stale.row_id), 409

    def create_model(self, form: Any) -> Any:
        return self._save(form, self.build_new_instance)

    def update_model(self, form: Any, model: Any) -> bool:
        row_id = model.id
        try:
            return bool(self._save(form, lambda: self._unchanged(form, row_id)))
        except StaleDataError as error:
            raise StaleForm(row_id) from error

    def _unchanged(self, form: Any, row_id: int) -> Audited:
        row: Audited = self.get_one(row_id)
        if str(row.last_event_id) != form.last_event_id.data:
            raise StaleForm(row_id)
        return row

    def _save(self, form: Any, load: Callable[[], Audited]) -> Audited | bool:
        """Save in one unit of work under the actor's name; a refusal of the database is told without SQL."""
        try:
            with saved():
                row = load()
                with acting(current_actor(), self.action, form.reason.data, object=row):
                    form.populate_obj(row)
                    db.session.add(row)
                    follow = self.brings_about(row, form.reason.data)
                if follow is not None:
                    follow()
        except (IntegrityError, DataError) as error:
            _tell_contradiction(error)
            return False
        return row

    def brings_about(self, _row: Audited, _reason: str) -> Callable[[], None] | None:
        """Say what the change about to be flushed brings about, to be done after it in the same unit of work."""
        return None

    def _show_stale(self, row_id: int) -> str:
        row = self.get_one(row_id)
        form = self.edit_form(obj=row)
        form.last_event_id.data = str(row.last_event_id)
        return str(
            self.render(
                self.edit_template,
                model=row,
                form=form,
                changed=db.session.get(Event, row.last_event_id),
                differences=self._differences(row, form),
                return_url=self.get_url(".index_view"),
            )
        )

    def _differences(self, row: Audited, form: Any) -> list[tuple[str, Any, Any]]:
        pairs = ((form[name].label.text, getattr(row, name), form[name].data) for name in self.form_columns)
        return [(label, now, typed) for label, now, typed in pairs if now != typed]


def _unless_posted(answer: ResponseReturnValue) -> ResponseReturnValue:
    """Answer 422 where a posted form came back as a page: it was not saved."""
    return (answer, 422) if request.method == "POST" and isinstance(answer, str) else answer


def _tell_contradiction(error: DataError | IntegrityError) -> None:
    error_id = new_error_id()
    log.warning("not saved %s %s: %s", error_id, request.endpoint, type(error).__name__)
    words = gettext(
        "Not saved: it contradicts what is there already, such as a code in use. Error number %(number)s.",
        number=error_id,
    )
    flash(words, "error")
