"""Offers the colleagues who can be named in a note, as JSON for the script of the note."""

from typing import ClassVar

from flask import jsonify
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.ticket_acting import NUMBER
from web.actor import current_actor
from web.words import role_name
from workflow import mentions, tickets


class MentionsView(ClosedView):
    """Who can be named."""

    doors: ClassVar[dict[str, Permission]] = {"people": Permission.TICKET_NOTE}

    @expose(NUMBER)  # type: ignore[untyped-decorator]
    def people(self, number: str) -> ResponseReturnValue:
        """Everybody else who sees the complaint, by name."""
        actor = current_actor()
        found = mentions.offered(tickets.by_number(number, actor=actor), actor=actor)
        typed = mentions.typed_for(found, actor=actor)
        return jsonify(
            [{"name": person.name, "role": role_name(person.role), "typed": typed[person.id]} for person in found]
        )


def views() -> list[ClosedView]:
    """The views of this room."""
    return [MentionsView(name=_l("Colleagues"), endpoint="mentions", url="/admin/mentions")]
