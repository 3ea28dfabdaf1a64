"""The sign-in of a browser: its cookie holds a random token, its row decides whether that still counts."""

from typing import Any, Final, cast

from flask import g, request, session
from flask_login import current_user
from flask_security import login_user

from access.actors import Actor
from models import User, clock
from web import key_cookie
from web.actor import Present, origin
from workflow import signins
from workflow.absences import ids_of

TOKEN: Final = "token"  # noqa: S105 - the name of a field of the cookie
SEEN: Final = "seen"
IDLE_SECONDS: Final = 30 * 60
NOTED_EVERY_SECONDS: Final = 60
BY_ITSELF: Final = (
    "presence.at_ticket",
    "presence.in_list",
    "views.counts",
)  # asked by a page that nobody may be sitting at


def begin(user: User) -> None:
    """Sign ``user`` in, inside a unit of work; what the browser held before is forgotten."""
    forget()
    login_user(cast("Any", user))  # not a UserMixin: the five things it asks for are there
    session[TOKEN] = signins.begin(user, origin=origin())
    session[SEEN] = _now()
    key_cookie.follow(user.id)


def forget() -> None:
    """Empty the cookie, and with it the token of its forms."""
    session.clear()
    g.pop("csrf_token", None)


def present(_user_id: str) -> Present | None:
    """The person whose session this is, for Flask-Login; files of ours are the same for everyone."""
    token = session.get(TOKEN)
    if token is None or (request.endpoint or "").endswith("static") or _idle():
        return None
    row = signins.holder_of(token)
    if row is None:
        return None
    actor = Actor(
        id=row.id,
        name=row.name,
        role=row.role,
        regions=frozenset(filter(None, row.region_codes.split(","))),
        session=row.ref,
        origin=origin(),
        email=row.email,
        stands_for=ids_of(row.stands_for),
    )
    return Present(actor, row.locale)


def signed_in() -> bool:
    return bool(current_user.is_authenticated)


def _idle() -> bool:
    """Whether nothing came from this browser for half an hour; the cookie is signed, so its clock is ours."""
    now, seen = _now(), int(session.get(SEEN, 0))
    if now - seen > IDLE_SECONDS:
        return True
    if now - seen > NOTED_EVERY_SECONDS and request.endpoint not in BY_ITSELF:
        session[SEEN] = now
    return False


def _now() -> int:
    return int(clock.now().timestamp())
