"""Taking back what one has just done: for ten seconds, as a new event, and only while nothing happened since."""

from collections.abc import Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Date, Enum, func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require, tickets_visible_to
from audit import canonical
from audit.context import acting, together
from models import AuditObject, Event, Ticket, clock, db
from models.types import UtcDateTime, new_ref
from workflow import desk, moves, notices, person
from workflow.kinds import Kind
from workflow.refusals import CannotUndo
from workflow.timeline import UNTOLD

SECONDS: Final = 10
GRACE: Final = 5
"""What the way to the server may take; a person is offered SECONDS."""
WIDEST: Final = 5000
"""How far apart the events of one act may lie, other people's between them."""
P = Permission
ACTIONS: Final[Mapping[str, Permission]] = MappingProxyType(
    {"ticket.assign": P.TICKET_ASSIGN, "ticket.edit": P.TICKET_EDIT}
)
"""What can be taken back, and what it asks for; a reveal, a close, an export, a message told cannot be untold.

A take is among them where the desk has a release for whoever took.
"""
KEPT: Final = ("status", "outcome", "closed_at")
"""What no undo writes: only a move does, and of the moves only a take is taken back, by a move."""
SEALED: Final = "_sealed"


@dataclass(frozen=True, slots=True)
class Act:
    """One event that is to be taken back: its id, its action, its ticket's name in the trail, its changes."""

    event: int
    action: str
    object: str
    changes: tuple[Mapping[str, Any], ...]


def offered(first: int, last: int, *, actor: Actor) -> bool:
    """Whether the actor's events from ``first`` to ``last``, just written, can be taken back."""
    try:
        _acts(first, last, actor)
    except CannotUndo:
        return False
    return True


def knows(action: str, *, actor: Actor) -> bool:
    """Whether ``actor`` can take back an act of this name at all."""
    return _needed(action, actor) is not None


def take_back(first: int, last: int, *, actor: Actor) -> list[Ticket]:
    """Put back what the actor's act from event ``first`` to ``last`` changed; all of it or nothing.

    Each ticket gets an event that names the one it takes back. Raises CannotUndo (too late, somebody else's,
    something happened since, nothing of the kind), Forbidden, NotVisible.
    """
    acts = {act.object: act for act in _acts(first, last, actor)}
    for action in {act.action for act in acts.values()}:
        require(actor, _needed(action, actor) or P.TICKET_READ)
    held = _held(acts, actor)
    _ensure_untouched(held, acts, first)
    with _as_one(len(held)):
        for ticket in held:
            _put_back(ticket, acts[ticket.audit_object], actor)
    notices.take_away({ticket.id: acts[ticket.audit_object].event for ticket in held})
    return held


def _acts(first: int, last: int, actor: Actor) -> list[Act]:
    """The events of the act: one, or all of the same go."""
    if not 0 < first <= last < first + WIDEST:
        raise CannotUndo("unknown")
    query = select(Event.id, Event.at, Event.action, Event.body).where(Event.id.between(first, last))
    rows = db.session.execute(query.where(Event.actor_id == actor.id).order_by(Event.id)).all()
    if not rows or rows[0].id != first or rows[-1].id != last:
        raise CannotUndo("unknown")
    bodies = {row.id: canonical.loads(row.body) for row in rows}
    go = _go(bodies[first])
    chosen = [row for row in rows if go == _go(bodies[row.id])] if go else rows[:1]
    if not go and first != last:
        raise CannotUndo("unknown")
    if clock.now() - datetime.fromisoformat(bodies[first]["at"]) > timedelta(seconds=SECONDS + GRACE):
        raise CannotUndo("too_late")
    acts = [_act(row.id, row.action, bodies[row.id], actor) for row in chosen]
    if len({act.object for act in acts}) != len(acts):
        raise CannotUndo("unknown")  # several changes of one ticket: a macro
    return acts


def _go(body: Mapping[str, Any]) -> str:
    return str(body.get("facts", {}).get("bulk", ""))


def _needed(action: str, actor: Actor) -> Permission | None:
    """What taking this back asks for; None where it cannot be."""
    if action not in desk.current().actions_of(Kind.TAKE):
        return ACTIONS.get(action)
    release = desk.current().called(Kind.RELEASE, actor.role)
    return P.TICKET_TAKE if release and actor.role in release.roles else None


def _act(event: int, action: str, body: Mapping[str, Any], actor: Actor) -> Act:
    changes = tuple(body.get("changes", ()))
    objects = {change["object"] for change in changes}
    moved = action not in ACTIONS
    plain = all(_is_plain(change["field"], moved=moved) for change in changes)
    if not knows(action, actor=actor) or len(objects) != 1 or not plain:
        raise CannotUndo("unknown")
    return Act(event, action, objects.pop(), changes)


def _is_plain(field: str, *, moved: bool) -> bool:
    kept = KEPT[1:] if moved else KEPT
    return field in Ticket.__table__.c and field not in kept and not field.endswith(SEALED)


def _held(acts: Mapping[str, Act], actor: Actor) -> list[Ticket]:
    """The tickets of the acts, held in the order of their ids. Raises NotVisible where one is out of sight now."""
    refs = [name.partition(":")[2] for name in acts]
    query = select(Ticket).where(Ticket.ref.in_(refs), tickets_visible_to(actor)).order_by(Ticket.id)
    held = list(db.session.scalars(query.with_for_update().execution_options(populate_existing=True)))
    if len(held) != len(acts):
        raise NotVisible("-")
    return held


def _ensure_untouched(held: list[Ticket], acts: Mapping[str, Act], first: int) -> None:
    """Raise CannotUndo where anything but a look happened to one of the tickets after its act."""
    newest = (
        select(AuditObject.object, func.max(AuditObject.event_id))
        .join(Event, Event.id == AuditObject.event_id)
        .where(AuditObject.object.in_(acts), AuditObject.event_id >= first, Event.action.not_in(UNTOLD))
        .group_by(AuditObject.object)
    )
    told = dict(db.session.execute(newest).all())
    for ticket in held:
        event = acts[ticket.audit_object].event
        if told.get(ticket.audit_object) != event or ticket.last_event_id != event:
            raise CannotUndo("changed")


def _as_one(count: int) -> AbstractContextManager[None]:
    return together(bulk=new_ref()) if count > 1 else nullcontext()


def _put_back(ticket: Ticket, act: Act, actor: Actor) -> None:
    values = {change["field"]: _value(change["field"], change.get("before")) for change in act.changes}
    if values.pop("status", None) is not None:
        moves.untake(ticket, actor=actor, undone=act.event, values=values)
        return
    with acting(actor, "ticket.undo", object=ticket, facts={"undone": act.event}):
        for field, value in values.items():
            setattr(ticket, field, value)
        person.refresh(ticket)


def _value(field: str, told: Any) -> Any:
    """A value of an event as its column holds it."""
    kind = Ticket.__table__.c[field].type
    if told is None:
        return None
    if isinstance(kind, UtcDateTime):
        return datetime.fromisoformat(told)
    if isinstance(kind, Date):
        return date.fromisoformat(told)
    return kind.enum_class(told) if isinstance(kind, Enum) and kind.enum_class else told
