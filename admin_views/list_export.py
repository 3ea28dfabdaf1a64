"""The list of complaints as a file: all its rows, or those that were ticked."""

from collections.abc import Iterator
from typing import ClassVar, Final

from flask import Response, flash, redirect, request, stream_with_context
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.queue_filters import arguments_of
from admin_views.queue_page import columns_of, place_of
from admin_views.ticket_acting import list_address, narrowing
from exports.list_file import FORMATS
from models import clock
from web.actor import current_actor
from web.list_cells import cells, columns_with_extra, header
from web.reference_names import reference_names
from web.saved import saved
from workflow import bulk
from workflow.list_export import Looked, batches, look, look_at, take
from workflow.views import LONGEST_QUERY
from workflow.views import shelf as shelf_of

TYPES: Final = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class ListExportView(ClosedView):
    """Gives a list away; the list itself is in ``admin_views.tickets``."""

    doors: ClassVar[dict[str, Permission]] = {
        "export": Permission.TICKET_EXPORT,
        "ticked": Permission.TICKET_EXPORT,
    }

    @expose("/", methods=("POST",))  # type: ignore[untyped-decorator]
    def export(self) -> ResponseReturnValue:
        """Record the export of a list, or of the chosen complaints, then stream it."""
        actor = current_actor()
        shelf = shelf_of(actor)
        place = place_of(_arguments(), reference_names(), actor, shelf)
        columns = columns_with_extra(columns_of(place, shelf, actor), actor.role)
        chosen, format_ = _chosen(), request.form.get("format", "")[:8]
        looked = look_at(chosen, format_, actor=actor) if chosen else look(place.filters, format_, actor=actor)
        try:
            with saved():
                take(looked)
            return _download(looked, columns)
        except BaseException:
            looked.connection.close()
            raise

    @expose("/ticked")  # type: ignore[untyped-decorator]
    def ticked(self) -> ResponseReturnValue:
        """Ask in which form the ticked complaints are wanted."""
        back, chosen = request.args.get("back", ""), _chosen()
        back_to = list_address(back)
        if not chosen:
            flash(gettext("Tick at least one complaint first."), "warning")
            return redirect(back_to)
        query = back if narrowing(back) else ""
        return str(self.render("admin/tickets/export.html", numbers=chosen[: bulk.MOST], query=query, back_to=back_to))


def _arguments() -> MultiDict[str, str]:
    return arguments_of(request.form.get("query", "")[:LONGEST_QUERY].lstrip("?"))


def _chosen() -> list[str]:
    """The numbers that came with the request, each once."""
    return list(dict.fromkeys(text[:40] for text in request.values.getlist("ticket")[: bulk.MOST + 1] if text))


def _download(looked: Looked, columns: tuple[str, ...]) -> Response:
    name = f"aduan-{clock.now().astimezone(clock.WITA):%Y%m%d-%H%M}.{looked.format}"
    answer = Response(stream_with_context(_pieces(looked, columns)), content_type=TYPES[looked.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.call_on_close(looked.connection.close)
    return answer


def _pieces(looked: Looked, columns: tuple[str, ...]) -> Iterator[bytes]:
    """The file's pieces; the view of the database ends with them, whether or not the server says that it is done."""
    with looked.connection:
        rows = cells(batches(looked), reference_names(), columns, looked.connection)
        yield from FORMATS[looked.format](header(columns), rows, gettext("Complaints"))


def views() -> list[ClosedView]:
    """The view of this room."""
    return [ListExportView(name=_l("Export of complaints"), endpoint="list_export", url="/admin/tickets/export")]
