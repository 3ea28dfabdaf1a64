"""The page of quality: how satisfied reporters are, and how many closings held."""

from datetime import date
from typing import Any, ClassVar

from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views.closed import ClosedView
from web.actor import current_actor
from web.quality_words import GRADES, SATISFACTION
from web.reference_names import reference_names
from workflow import quality_report
from workflow.satisfaction import SCALE


class QualityView(ClosedView):
    """Read only; the figures are counted as tickets are closed."""

    doors: ClassVar[dict[str, Permission]] = {"index": Permission.REPORT_READ}

    @expose("/quality")  # type: ignore[untyped-decorator]
    def index(self) -> ResponseReturnValue:
        return str(self.render("admin/reports/quality.html", **shown(current_actor())))


QualityView._default_view = "index"  # noqa: SLF001 - Flask-Admin wants one, and the list at "/" is to come


def shown(actor: Actor) -> dict[str, Any]:
    """What the page and the card of it show; nothing to whoever may not read it."""
    if not allowed(actor, Permission.REPORT_READ):
        return {"report": None}
    names = reference_names().regions
    return {
        "report": quality_report.report(actor),
        "scale": [(score, SATISFACTION[score]) for score in SCALE],
        "grades": GRADES,
        "month_name": lambda text: format_date(date.fromisoformat(f"{text}-01"), "MMMM y"),
        "region_name": lambda code: names[code].name if code in names else code,
    }


def views() -> list[ClosedView]:
    """The views of this room."""
    return [QualityView(name=_l("Service quality"), endpoint="quality", url="/admin/reports")]
