"""Who is asking: the actor of this request, with the role they hold now."""

from dataclasses import dataclass

from flask import request
from flask_login import current_user

from access.actors import Actor, stranger

LONGEST_ORIGIN = 80


@dataclass(frozen=True, slots=True)
class Present:
    """The person of a running session, read once a request; what Flask-Login calls the current user."""

    actor: Actor
    locale: str

    @property
    def is_active(self) -> bool:
        return True

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return self.actor.session


def origin() -> str:
    """The client's address, as far as the trusted proxies tell it."""
    return (request.remote_addr or "-")[:LONGEST_ORIGIN]


def current_actor() -> Actor:
    """The actor of this request; a stranger, who may do nothing, where nobody is signed in."""
    person = current_user._get_current_object()  # noqa: SLF001 - the object behind Flask-Login's proxy
    return person.actor if isinstance(person, Present) else stranger(origin=origin())
