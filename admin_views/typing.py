"""Keeps what is typed into a form while it is typed, and offers it again. Answers are JSON, for the form's script."""

import json
from datetime import datetime
from typing import Any, ClassVar

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import generate_csrf

from access.permissions import Permission
from admin_views.closed import ClosedView
from models import clock
from web.actor import current_actor
from web.saved import saved
from web.words import show_clock, show_near
from workflow import typing_drafts
from workflow.refusals import BadValue


class TypingView(ClosedView):
    """What one is typing."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(("offer", "keep", "discard"), Permission.TICKET_READ)

    @expose("/", methods=("GET",))  # type: ignore[untyped-decorator]
    def offer(self) -> ResponseReturnValue:
        """What is kept for a form, whose session this is, and the token that its forms need now."""
        actor = current_actor()
        told: dict[str, Any] = {"me": actor.id, "token": generate_csrf()}
        found = typing_drafts.offered(request.args.get("place", ""), actor=actor) if "place" in request.args else None
        if found:
            told |= {
                "fields": json.loads(found.text),
                "said": gettext("A draft of %(time)s is here.", time=_when(found.saved_at)),
            }
        return jsonify(told)

    @expose("/keep", methods=("POST",))  # type: ignore[untyped-decorator]
    def keep(self) -> ResponseReturnValue:
        """Keep the fields of a form, in place of those kept before."""
        fields = _fields(request.form.get("fields", ""))
        with saved():
            at = typing_drafts.keep(
                request.form.get("place", ""), json.dumps(fields, ensure_ascii=False), actor=current_actor()
            )
        return jsonify(said=gettext("Draft kept %(time)s", time=_when(at)))

    @expose("/discard", methods=("POST",))  # type: ignore[untyped-decorator]
    def discard(self) -> ResponseReturnValue:
        """Throw away what is kept for a form."""
        with saved():
            typing_drafts.drop(request.form.get("place", ""), actor=current_actor())
        return jsonify(said=gettext("Draft thrown away"))


def _fields(text: str) -> dict[str, list[str]]:
    """The fields of a form: lists of texts by name. Raises BadValue for anything else."""
    try:
        given = json.loads(text)
        json.dumps(given, ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise BadValue("text", "unknown_field") from None
    if not isinstance(given, dict) or not all(_is_texts(values) for values in given.values()):
        raise BadValue("text", "unknown_field")
    return given


def _is_texts(values: object) -> bool:
    return isinstance(values, list) and all(isinstance(value, str) for value in values)


def _when(moment: datetime) -> str:
    """The hour of a moment of today, else the day as well."""
    is_today = moment.astimezone(clock.WITA).date() == clock.today()
    return show_clock(moment) if is_today else show_near(moment)


def views() -> list[ClosedView]:
    """The views of this room."""
    return [TypingView(name=_l("Drafts"), endpoint="typing", url="/admin/drafts")]
