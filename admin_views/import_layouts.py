"""The layouts of columns that were kept: listed, renamed, retired."""

from typing import Any, ClassVar

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from admin_views.closed import ClosedView
from intake import layouts
from models import ImportLayout
from web.actor import current_actor
from web.import_kinds import KINDS, fields_of
from web.saved import saved


class ImportLayoutsView(ClosedView):
    """What the desk remembers of the columns of earlier files."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(("index_view", "rename", "retire"), Permission.IMPORT_RUN)

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """Every layout with its columns."""
        rows = [_shown(layout) for layout in layouts.listed()]
        return str(self.render("admin/imports/layouts.html", layouts=rows, kinds=KINDS))

    @expose("/<ref>/rename", methods=("POST",))  # type: ignore[untyped-decorator]
    def rename(self, ref: str) -> ResponseReturnValue:
        """Give a layout another name."""
        with saved():
            layouts.rename(layouts.by_ref(ref), request.form.get("name", ""), actor=current_actor())
        return redirect(url_for(".index_view"))

    @expose("/<ref>/retire", methods=("POST",))  # type: ignore[untyped-decorator]
    def retire(self, ref: str) -> ResponseReturnValue:
        """Use a layout no longer."""
        with saved():
            layouts.retire(layouts.by_ref(ref), actor=current_actor())
        return redirect(url_for(".index_view"))


def _shown(layout: ImportLayout) -> dict[str, Any]:
    kind, headers = KINDS[layout.kind], layouts.headers_in(layout)
    columns = [
        (headers.get(at, "–"), fields_of(kind).get(field, field))
        for at, field in sorted(layouts.columns_in(layout).items())
        if field != kind.ignored
    ]
    return {"layout": layout, "kind": kind, "columns": columns}


def views() -> list[ClosedView]:
    """The view of this room."""
    return [ImportLayoutsView(name=_l("Layouts of columns"), endpoint="import_layouts", url="/admin/imports/layouts")]
