"""The registry outside that this desk may ask, if one is configured, and the entry to it on a complaint's page."""

from urllib.parse import urlsplit

from flask import Flask, current_app

from access.actors import Actor
from access.permissions import Permission
from access.policy import Refusal, allowed
from config import Settings
from models import Ticket
from registry.outside import Registry
from registry.satusehat import Satusehat
from workflow import outside
from workflow.actions import ActionState

KEPT = "loket.outside"
VERB = "outside"


def registry_outside() -> Registry | None:
    """The registry to ask; None where none is configured, and nothing of it is shown."""
    registry: Registry | None = current_app.extensions.get(KEPT)
    return registry


def host_outside() -> str:
    """The host that a NIK would be sent to, for people to read."""
    settings: Settings = current_app.config["LOKET"]
    return urlsplit(settings.outside.url).hostname or "" if settings.outside else ""


def outside_state(ticket: Ticket, actor: Actor) -> ActionState | None:
    """Whether ``actor`` may ask about ``ticket`` now, and why not; None where there is nothing to offer."""
    if registry_outside() is None or not allowed(actor, Permission.OUTSIDE_QUERY):
        return None
    try:
        outside.may_ask(ticket, actor=actor)
    except Refusal as refusal:
        return ActionState(VERB, allowed=False, why=refusal)
    return ActionState(VERB, allowed=True)


def init_app(app: Flask) -> None:
    """Make the client of this process, where one is configured."""
    settings: Settings = app.config["LOKET"]
    if settings.outside is not None:
        app.extensions[KEPT] = Satusehat(settings.outside)
    app.jinja_env.globals["outside_state"] = outside_state
