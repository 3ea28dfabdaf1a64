"""Somebody who types e-mail and password at the sign-in, and what the trail says of it."""

import re
from typing import Any

from sqlalchemy import select
from werkzeug.test import TestResponse

from access.actors import Actor, system_actor
from audit import canonical
from audit.context import acting
from models import Event, User, db
from models.database import writing
from tests.visits import Browser, hidden_fields
from web.passwords import digest_of

PASSWORD = "kuda besi terbang sore"
WRONG = "gajah kayu berenang pagi"
SIGN_OUT = re.compile(r'action="/logout"><input type="hidden" name="csrf_token" value="([^"]+)"')


def give_password(actor: Actor, password: str = PASSWORD) -> Actor:
    """Let one of the cast sign in with ``password``."""
    digest = digest_of(password)
    with writing(), acting(system_actor("Tests", origin="tests"), "user.password"):
        db.session.get_one(User, actor.id).password = digest
    return actor


def type_in(browser: Browser, email: str, password: str = PASSWORD, **more: Any) -> TestResponse:
    """Open the sign-in, fill it in, send it."""
    form = {"email": email, "password": password} | more.pop("form", {})
    page = browser.get("/login", **more).get_data(as_text=True)
    return browser.post("/login", data=hidden_fields(page) | form, **more)


def sign_out(browser: Browser) -> TestResponse:
    """Use the button of the account menu."""
    [token] = SIGN_OUT.findall(browser.get("/admin/profile/").get_data(as_text=True))
    return browser.post("/logout", data={"csrf_token": token})


def events(action: str) -> list[dict[str, Any]]:
    """The bodies of the events of one kind, oldest first."""
    db.session.rollback()
    bodies = db.session.scalars(select(Event.body).where(Event.action == action).order_by(Event.id))
    return [canonical.loads(body) for body in bodies]
