"""What concerns the reader: notices, newest first, each a way to its complaint."""

from typing import ClassVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.tickets import ticket_address
from web.actor import current_actor
from web.asked_numbers import whole
from web.notice_words import shown_notice
from web.saved import saved
from workflow import notices


class NoticesView(ClosedView):
    """The page behind the bell."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index_view", "open_one", "read_all"), Permission.TICKET_READ
    )

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """The newest notices; ``before`` one reads on."""
        before = whole(request.args.get("before"))
        rows = [shown_notice(row) for row in notices.page(current_actor(), before=before)]
        older = rows[-1].id if len(rows) == notices.PAGE else None
        return str(self.render("admin/notices.html", rows=rows, older=older, before=before))

    @expose("/<int:number>")  # type: ignore[untyped-decorator]
    def open_one(self, number: int) -> ResponseReturnValue:
        """Go to the complaint that a notice speaks of; the notice is read by that."""
        with saved():
            ticket = notices.see(min(number, 2**62), actor=current_actor())
        return redirect(f"{ticket_address(ticket)}#story")

    @expose("/read", methods=("POST",))  # type: ignore[untyped-decorator]
    def read_all(self) -> ResponseReturnValue:
        """Mark everything as read."""
        with saved():
            notices.see_all(actor=current_actor())
        flash(gettext("All notices are marked as read."), "success")
        return redirect(f"{request.script_root}/admin/notices/")


def views() -> list[ClosedView]:
    """The views of this room."""
    return [NoticesView(name=_l("Notices"), endpoint="notices", url="/admin/notices")]
