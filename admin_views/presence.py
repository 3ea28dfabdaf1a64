"""What browsers say and ask every few seconds: who is at a complaint. Answers are JSON, for scripts alone."""

from typing import Any, ClassVar

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.ticket_acting import NUMBER
from web.actor import current_actor
from web.presence_words import told_by_number, told_people
from web.saved import saved
from workflow import notices, presence
from workflow.presence import Doing


class PresenceView(ClosedView):
    """Who is where just now."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(("in_list", "at_ticket"), Permission.TICKET_READ)

    @expose("/")  # type: ignore[untyped-decorator]
    def in_list(self) -> ResponseReturnValue:
        """Who is at the complaints of a list; the numbers are parted by commas."""
        numbers = request.args.get("numbers", "")[: presence.MOST * 20].split(",")
        return jsonify(told_by_number(presence.others_in(numbers, actor=current_actor())))

    @expose(NUMBER, methods=("POST",))  # type: ignore[untyped-decorator]
    def at_ticket(self, number: str) -> ResponseReturnValue:
        """Note that the person is here, and answer who else is; the first word reads the notices of the complaint."""
        actor, told = current_actor(), dict[str, Any]()
        doing = Doing.EDIT if request.form.get("doing") == Doing.EDIT else Doing.OPEN
        with saved():
            ticket = presence.beat(number, doing, actor=actor)
            told["people"] = told_people(presence.others_at(ticket, actor=actor))
            if "first" in request.form:
                notices.see_of(ticket.id, actor=actor)
                told["unread"] = notices.unseen(actor)
        return jsonify(told)


def views() -> list[ClosedView]:
    """The views of this room."""
    return [PresenceView(name=_l("Complaints"), endpoint="presence", url="/admin/presence")]
