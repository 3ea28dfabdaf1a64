"""The button that takes back what was done a moment ago."""

from typing import ClassVar

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.ticket_acting import list_address, page_address
from web.actor import current_actor
from web.asked_numbers import event_of
from web.saved import saved
from workflow import undo


class UndoView(ClosedView):
    """One POST, from the message that says what was done; the rule asks for the right of the act itself."""

    doors: ClassVar[dict[str, Permission]] = {"take_back": Permission.TICKET_EDIT}

    @expose("/take-back", methods=("POST",))  # type: ignore[untyped-decorator]
    def take_back(self) -> ResponseReturnValue:
        first, last = (event_of(request.form.get(name, "")) for name in ("first", "last"))
        with saved():
            held = undo.take_back(first, last, actor=current_actor())
            numbers, count = [ticket.number for ticket in held], len(held)
        flash(ngettext("Taken back on %(num)d complaint.", "Taken back on %(num)d complaints.", count), "success")
        back = request.form.get("back", "")
        return redirect(page_address(back) if [back] == numbers else list_address("" if back in numbers else back))


def views() -> list[ClosedView]:
    """The views of this room."""
    return [UndoView(name=_l("Undo this"), endpoint="undo", url="/admin/tickets/undo")]
