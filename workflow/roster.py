"""The list of the desk's people: filtered, in pages, with what an administrator wants to know of each."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import Role, Status, Ticket, User, db
from workflow.signins import last_signins

PAGE = 50
STANDINGS = ("active", "waiting", "disabled", "all")
WORKED_ON = (Status.OPEN, Status.VERIFYING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which people: the beginning of a name or address, a role, a standing, and after whom."""

    text: str = ""
    role: Role | None = None
    standing: str = "active"
    after: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One user of the list."""

    user: User
    tickets: int
    last_signin: datetime | None

    @property
    def waiting(self) -> bool:
        """Whether they have never set a password."""
        return self.user.active and self.user.password is None


@dataclass(frozen=True, slots=True)
class Page:
    lines: list[Line]
    next: str | None


def page(wanted: Wanted, *, actor: Actor) -> Page:
    """A page of people by name; its cursor is the ref of the last one."""
    require(actor, Permission.USER_MANAGE)
    found = list(db.session.scalars(_query(wanted).limit(PAGE + 1)))
    shown = found[:PAGE]
    ids = [user.id for user in shown]
    tickets, signins = _tickets_of(ids), last_signins(ids)
    lines = [Line(user, tickets.get(user.id, 0), signins.get(user.id)) for user in shown]
    return Page(lines, shown[-1].ref if len(found) > PAGE else None)


def of_ref(ref: str, *, actor: Actor) -> User | None:
    """The user of a ref."""
    require(actor, Permission.USER_MANAGE)
    return db.session.scalar(select(User).where(User.ref == ref))


def line_of(user: User) -> Line:
    """What an administrator wants to know of one user."""
    ids = [user.id]
    return Line(user, _tickets_of(ids).get(user.id, 0), last_signins(ids).get(user.id))


def counts_by_role() -> dict[Role, int]:
    """How many active people hold each role."""
    rows = db.session.execute(select(User.role, func.count().label("people")).where(User.active).group_by(User.role))
    return {row.role: row.people for row in rows}


def _query(wanted: Wanted) -> Select[User]:
    query = select(User).where(*_conditions(wanted)).order_by(User.name, User.id).limit(PAGE + 1)
    if not wanted.after:
        return query
    last = select(User.name, User.id).where(User.ref == wanted.after).subquery()
    return query.where(tuple_(User.name, User.id) > select(last.c.name, last.c.id).scalar_subquery())


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if wanted.text:
        begins = wanted.text.lower()
        names = func.lower(User.name)
        found.append(or_(names.startswith(begins, autoescape=True), User.email.startswith(begins, autoescape=True)))
    if wanted.role:
        found.append(User.role == wanted.role)
    if wanted.standing in ("active", "waiting"):
        found.append(User.active.is_(True))
    if wanted.standing == "waiting":
        found.append(User.password.is_(None))
    if wanted.standing == "disabled":
        found.append(User.active.is_(False))
    return found


def _tickets_of(ids: list[int]) -> dict[int, int]:
    """How many tickets each of these users is working on."""
    rows = db.session.execute(
        select(Ticket.assignee_id, func.count())
        .where(Ticket.assignee_id.in_(ids), Ticket.status.in_(WORKED_ON))
        .group_by(Ticket.assignee_id)
    )
    return {assignee: count for assignee, count in rows if assignee is not None}
