"""Reference data: categories, causes, channels, facilities, regions and holidays as plain tables."""

from typing import Any, ClassVar

from flask_admin.contrib.sqla.filters import BooleanEqualFilter
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Regexp

from access.permissions import Permission
from access.policy import allowed
from admin_views.closed_model import ClosedModelView
from admin_views.holiday_fill import FilledByYear, MovesDeadlines
from models import db
from models.reference import Category, Cause, Channel, Facility, Holiday, Region
from web.actor import current_actor
from web.cause_words import PARTIES

LABELS: dict[str, Any] = {
    "code": _l("Code"),
    "name_id": _l("Name in Indonesian"),
    "name_en": _l("Name in English"),
    "name": _l("Name"),
    "days": _l("Working days"),
    "position": _l("Position in lists"),
    "mended_by": _l("Who exactly"),
    "party": _l("Who can mend it"),
    "ask_id": _l("What to ask for, in Indonesian"),
    "ask_en": _l("What to ask for, in English"),
    "icon": _l("Icon"),
    "aliases": _l("Other spellings"),
    "region_code": _l("Region"),
    "day": _l("Day"),
    "retired": _l("Standing"),
}
HINTS: dict[str, Any] = {
    "code": _l("Lower-case letters, digits and underscores. Imports and the trail speak of it; change it rarely."),
    "days": _l("Within how many working days such a complaint should be done."),
    "position": _l("Smaller numbers come first."),
    "aliases": _l("As they stand in spreadsheets, separated by semicolons."),
    "mended_by": _l("As the desk calls them, such as the ward or the telephone service."),
    "ask_id": _l("Shown beside the complaint once this cause is confirmed."),
    "retired": _l("A retired row is kept for old complaints and no longer offered for new ones."),
}
CODE = {"validators": [Regexp(r"^[a-z0-9_]{1,32}\Z", message=_l("Lower-case letters, digits and underscores only."))]}
ICON = {"validators": [Regexp(r"^[a-z0-9-]{1,40}\Z", message=_l("A name from Bootstrap Icons, such as telephone."))]}
PARTY = {"choices": [SelectChoice(*one) for one in PARTIES.items()]}
REGION_CODE = {"validators": [Regexp(r"^[0-9]{2}([0-9]{2})?\Z", message=_l("Two or four digits."))]}
ASSIGN_WORDS: dict[str, Any] = {"": _l("by hand"), "turn": _l("by turn"), "load": _l("by load")}
ASSIGN = {"choices": [SelectChoice(*one) for one in ASSIGN_WORDS.items()], "filters": [lambda value: value or None]}
ASK = {"validators": [Length(max=400)]}
DAYS = {"validators": [InputRequired(), NumberRange(min=1, max=365)]}
POSITION = {"validators": [InputRequired(), NumberRange(min=0, max=999)]}


def show_standing(_view: object, _context: object, row: Any, _name: str) -> str:
    return str(gettext("Retired") if row.retired else gettext("In use"))


def show_party(_view: object, _context: object, row: Any, _name: str) -> str:
    return str(PARTIES.get(row.party, "–"))


def show_assign(_view: object, _context: object, row: Any, _name: str) -> str:
    return str(ASSIGN_WORDS[row.assign or ""])


def region_choices() -> list[tuple[str, str]]:
    """List the regions a facility can stand in, by name."""
    found = db.session.execute(select(Region.code, Region.name).order_by(Region.name))
    return [(code, f"{name} ({code})") for code, name in found]


class ReferenceView(ClosedModelView):
    """One table of reference data; rows are retired, never deleted."""

    abstract: ClassVar[bool] = True
    model_class: ClassVar[Any]
    title: ClassVar[Any]
    place: ClassVar[str]
    checks: ClassVar[dict[str, Any]] = {}
    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index_view", "create_view", "edit_view"), Permission.REFERENCE_EDIT
    )
    column_labels = LABELS
    column_descriptions = HINTS
    column_formatters = {"retired": show_standing}

    def __init__(self) -> None:
        standing = (("0", _l("In use")), ("1", _l("Retired")))
        self.column_filters = (BooleanEqualFilter(self.model_class.retired, _l("Standing"), options=standing),)
        self.form_args = {**self.checks, "retired": {"label": _l("Retired")}}
        url = f"reference/{self.place}"
        super().__init__(self.model_class, db, name=self.title, endpoint=f"reference_{self.place}", url=url)

    def tabs(self) -> list[tuple[str, str, bool]]:
        """List the sibling tables that the person may open: name, address, whether it is this one."""
        actor = current_actor()
        return [
            (str(view.title), self.get_url(f"reference_{view.place}.index_view"), isinstance(self, view))
            for view in ReferenceView.__subclasses__()
            if allowed(actor, view.doors["index_view"])
        ]


class CategoryView(MovesDeadlines, ReferenceView):
    model_class = Category
    title = _l("Categories")
    place = "categories"
    column_list = ("code", "name_id", "name_en", "days", "position", "retired")
    form_columns = column_list
    column_searchable_list = ("code", "name_id", "name_en")
    column_default_sort = "position"
    checks: ClassVar = {"code": CODE, "days": DAYS, "position": POSITION}


class CauseView(ReferenceView):
    model_class = Cause
    title = _l("Causes")
    place = "causes"
    column_list = ("code", "name_id", "name_en", "party", "mended_by", "retired")
    form_columns = ("code", "name_id", "name_en", "party", "mended_by", "ask_id", "ask_en", "retired")
    column_searchable_list = ("code", "name_id", "name_en")
    column_default_sort = "code"
    column_formatters = {"retired": show_standing, "party": show_party}
    form_overrides = {"party": SelectField, "ask_id": TextAreaField, "ask_en": TextAreaField}
    checks: ClassVar = {
        "code": CODE,
        "party": PARTY,
        "ask_id": ASK,
        "ask_en": ASK,
    }


class ChannelView(ReferenceView):
    model_class = Channel
    title = _l("Channels")
    place = "channels"
    column_list = ("code", "name_id", "name_en", "icon", "position", "retired")
    form_columns = column_list
    column_searchable_list = ("code", "name_id", "name_en")
    column_default_sort = "position"
    checks: ClassVar = {"code": CODE, "icon": ICON, "position": POSITION}


class FacilityView(ReferenceView):
    model_class = Facility
    title = _l("Facilities")
    place = "facilities"
    column_list = ("code", "name", "aliases", "region_code", "retired")
    form_columns = column_list
    column_searchable_list = ("code", "name", "aliases")
    column_default_sort = "name"
    form_overrides = {"region_code": SelectField}
    checks: ClassVar = {"code": CODE, "region_code": {"choices": region_choices}}


class RegionView(ReferenceView):
    model_class = Region
    title = _l("Regions")
    place = "regions"
    column_list = ("code", "name", "assign", "retired")
    form_columns = column_list
    column_searchable_list = column_list[:2]
    column_default_sort = "code"
    column_labels = LABELS | {"assign": _l("New complaints are assigned")}
    column_descriptions = HINTS | {"code": _l("The Ministry's code: two or four digits.")}
    column_formatters = {"retired": show_standing, "assign": show_assign}
    form_overrides = {"assign": SelectField}
    checks: ClassVar = {
        "assign": ASSIGN,
        "code": {"validators": [Regexp(r"^[0-9]{2}([0-9]{2})?\Z", message=_l("Two or four digits."))]},
    }


class HolidayView(FilledByYear, MovesDeadlines, ReferenceView):
    model_class = Holiday
    title = _l("Holidays")
    place = "holidays"
    column_list = ("day", "name", "retired")
    form_columns = column_list
    column_searchable_list = ("name",)
    column_default_sort = ("day", True)
    list_template = "admin/reference/holidays.html"
    doors: ClassVar = ReferenceView.doors | {"fill": Permission.REFERENCE_EDIT}
    checks: ClassVar = {"name": {"validators": [Length(max=120)]}}


VIEWS: tuple[type[ReferenceView], ...] = (
    CategoryView, CauseView, ChannelView, FacilityView, RegionView, HolidayView,
)  # fmt: skip


def views() -> list[ReferenceView]:
    """Make every table's view, for the back office."""
    return [view() for view in VIEWS]
