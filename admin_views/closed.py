"""The base of every back-office view: shut until ``doors`` opens it."""

from typing import Any, ClassVar

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from flask_admin.theme import Theme

from access.permissions import Permission
from access.policy import allowed, require
from web.actor import current_actor
from web.errors import wants_json

THEME = Theme(folder="loket", base_template="admin/base.html")
"""Our own templates only: Flask-Admin's stock folder is not on the path, so none of its pages can slip in."""


def ask_to_sign_in() -> ResponseReturnValue:
    """Send a stranger's page visit to the sign-in; anything else is 401."""
    if request.method != "GET" or wants_json():
        abort(401)
    return redirect(url_for("security.login", next=request.full_path.rstrip("?")))


class Closed:
    """A view whose every exposed method is named in ``doors`` with its permission, or answers 403."""

    doors: ClassVar[dict[str, Permission]] = {}

    def is_accessible(self) -> bool:
        """Whether Flask-Admin's own menu would show the view; ours is ``web.sidebar``."""
        actor = current_actor()
        return actor.id is not None and any(allowed(actor, permission) for permission in self.doors.values())

    def _handle_view(self, name: str, **_arguments: Any) -> ResponseReturnValue | None:
        actor = current_actor()
        if actor.id is None:
            return ask_to_sign_in()
        if name not in self.doors:
            abort(403)
        require(actor, self.doors[name])
        return None

    def _run_view(self, view: Any, *arguments: Any, **named: Any) -> Any:
        """Run the view once; Flask-Admin's own runs it a second time after any TypeError."""
        return view(self, *arguments, **named)


class ClosedView(Closed, BaseView):
    """Pages of our own in the back office; Flask-Admin's wish for one at "/" is met by the first door."""

    _default_view: str | None

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._default_view = self._default_view or next(iter(self.doors))
        super().__init__(*arguments, **named)
