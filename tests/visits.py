"""Browsers of people who have signed in or have not, and the forms they find."""

import html
import re
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from access.actors import Actor
from models import User, clock, db
from models.database import writing
from web import sessions
from workflow import signins

HIDDEN = re.compile(r'<input[^>]*name="(csrf_token|last_event_id)"[^>]*value="([^"]*)"')


class Browser(FlaskClient):
    """A browser whose every request begins anew, also while a test holds the application's context open.

    What the test had read is forgotten, so that it sees afterwards what the request has changed.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        db.session.rollback()
        with self.application.app_context():
            return super().open(*args, **kwargs)


def look_in(app: Flask) -> Browser:
    """A browser in which nobody has signed in."""
    return Browser(app, app.response_class, use_cookies=True)


def visit(app: Flask, actor: Actor) -> Browser:
    """A browser in which ``actor`` has signed in."""
    browser = look_in(app)
    with writing():
        user = db.session.get_one(User, actor.id)
        token, known = signins.begin(user, origin="127.0.0.1"), user.get_id()
    with browser.session_transaction() as cookie:
        cookie["_user_id"] = known
        cookie[sessions.TOKEN] = token
        cookie[sessions.SEEN] = int(clock.now().timestamp())
    return browser


def hidden_fields(page: str) -> dict[str, str]:
    """The token against forged requests and the one against lost updates, as they stand in a page's main form."""
    main = page[page.index("<main") :]
    return {name: html.unescape(value) for name, value in HIDDEN.findall(main)}
