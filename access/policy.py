"""May this actor do this, on this row? The one place that answers."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, false, literal, select, true

from access.actors import Actor
from access.permissions import Permission, granted
from models import Role, Ticket, User, db


class Refusal(Exception):
    """The desk says no; the type and its fields say why, ``web/errors.py`` has the words."""


class Forbidden(Refusal):
    """The role does not hold the permission."""

    def __init__(self, permission: Permission, role: Role) -> None:
        super().__init__(permission, role)
        self.permission = permission
        self.role = role


class NotVisible(Refusal):
    """The row is outside what the actor may see; told as if it did not exist."""

    def __init__(self, label: str) -> None:
        super().__init__(label)
        self.label = label


class OwnAccount(Refusal):
    """Nobody changes their own role, regions or standing."""


def require(actor: Actor, permission: Permission, *, on: Ticket | User | None = None) -> None:
    """Return when ``actor`` may; otherwise raise Forbidden, or NotVisible for a row out of sight."""
    if not granted(actor.role, permission):
        raise Forbidden(permission, actor.role)
    if isinstance(on, Ticket) and not sees(actor, on):
        raise NotVisible(on.number)
    if isinstance(on, User) and on.id == actor.id:
        raise OwnAccount


def allowed(actor: Actor, permission: Permission) -> bool:
    """Whether the role holds the permission; for menus and buttons, never instead of ``require``."""
    return granted(actor.role, permission)


def tickets_visible_to(actor: Actor, ticket: type[Ticket] = Ticket) -> ColumnElement[bool]:
    """The row rule, once, in SQL: an auditor sees every ticket, an administrator none, others their regions."""
    if actor.role in (Role.AUDITOR, Role.SYSTEM):
        return true()
    if actor.role == Role.ADMIN:
        return false()
    return ticket.region_code.in_(sorted(actor.regions))


def sees(actor: Actor, ticket: Ticket) -> bool:
    """The row rule asked of the database for one ticket, or of the expression where it has no row yet."""
    if ticket.id is None:
        return db.session.scalar(select(_on_region(actor, ticket.region_code))) or False
    found = select(literal(1)).where(Ticket.id == ticket.id, tickets_visible_to(actor))
    return db.session.scalar(found) is not None


def who_see(ticket: Ticket, people: Iterable[User]) -> list[User]:
    """Those of ``people`` who see the ticket: the row rule turned round; a test holds the two together."""
    return [person for person in people if person.role == Role.AUDITOR or _is_in(person, ticket)]


def _is_in(person: User, ticket: Ticket) -> bool:
    return person.role != Role.ADMIN and ticket.region_code in person.regions


def _on_region(actor: Actor, region: str) -> Any:
    if actor.role in (Role.AUDITOR, Role.SYSTEM):
        return true()
    return literal(region).in_(sorted(actor.regions)) if actor.role != Role.ADMIN else false()
