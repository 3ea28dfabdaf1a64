"""Turns the changes of a unit of work into events, in the same transaction and before the rows."""

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any, Protocol

from sqlalchemy import event, insert, inspect
from sqlalchemy.orm import RelationshipDirection, Session

from access.actors import Actor
from audit import canonical
from audit.context import Act, NoActor, current_act, shared_facts
from models import Audited, Ticket, clock, db
from models.base import Base, value_before
from models.database import NotWriting, may_write

VERSION = 1
LONGEST_LABEL = 80
SUBSTITUTE_OF = "substitute_of_id"
EVENTS = Base.metadata.tables["event"]
ADD_EVENT = insert(EVENTS).returning(EVENTS.c.id)


TICKET = "ticket:"
_version_in_force: Callable[[], int] = int


class InTrail(Protocol):
    """What an event can be about."""

    @property
    def audit_object(self) -> str: ...


class NeverDeleted(RuntimeError):
    """An audited row is retired, not deleted."""


def watch(session: Any) -> None:
    """Record the flushes of ``session`` (a session, its factory or registry), once, at the start."""
    if not event.contains(session, "before_flush", _record):
        event.listen(session, "before_flush", _record)


def works_by(version_in_force: Callable[[], int]) -> None:
    """Let every event about a ticket name the desk definition it happened under, once, at the start; 0 is none."""
    global _version_in_force  # noqa: PLW0603 - one process, one desk
    _version_in_force = version_in_force


def note_event(
    actor: Actor,
    action: str,
    *,
    label: str = "",
    on: Iterable[InTrail] = (),
    reason: str = "",
    facts: Mapping[str, Any] | None = None,
) -> int:
    """Write an event that changes no row (a read, a refusal, a sign-in); the id it was given."""
    rows = list(on)
    objects = [row.audit_object for row in rows]
    act = Act(actor, action, reason, None, _with_absent(facts or {}, actor, rows))
    return _write(db.session(), act, label=label, objects=objects, changes=[])


def _record(session: Session, _context: object, _instances: object) -> None:
    touched = [row for row in (*session.new, *session.dirty) if isinstance(row, Audited) and _is_changed(session, row)]
    if any(isinstance(row, Audited) for row in session.deleted):
        raise NeverDeleted
    if not touched:
        return
    if not may_write():
        raise NotWriting
    act = current_act()
    if act is None:
        raise NoActor(touched[0].audit_object)
    touched.sort(key=lambda row: row.audit_object)
    for row in touched:
        _fill_keys(row)
        _normalise(row)
    written = _write(
        session,
        replace(act, facts=_with_absent(act.facts, act.actor, [act.object, *touched]) | _parts(touched)),
        label=(act.object or touched[0]).audit_label,
        objects=_objects(act, touched),
        changes=[change for row in touched for change in changes_of(row)],
    )
    for row in touched:
        row.last_event_id = written


def _with_absent(facts: Mapping[str, Any], actor: Actor, rows: Iterable[InTrail | None]) -> dict[str, Any]:
    """The facts of an act, and for whom it was done where ``actor`` stands in for the assignee of its ticket."""
    if not actor.stands_for:
        return dict(facts)
    held = [_assignee_before(row) for row in rows if isinstance(row, Ticket)]
    absent = next((one for one in held if one in actor.stands_for), None)
    return {**facts} if absent is None else {**facts, SUBSTITUTE_OF: absent}


def _parts(touched: Iterable[Audited]) -> dict[str, Any]:
    """Which part each changed row is of what it hangs on, where it says so."""
    parts = {row.audit_object: getattr(row, row.audit_part) for row in touched if row.audit_part}
    return {"fields": parts} if parts else {}


def _assignee_before(ticket: Ticket) -> int | None:
    """Whose the ticket was until this act, which may be the very act by which it becomes somebody else's."""
    held: int | None = value_before(ticket, "assignee_id")
    return held


def _is_changed(session: Session, row: Audited) -> bool:
    return row in session.new or session.is_modified(row, include_collections=False)


def _fill_keys(row: Audited) -> None:
    """A row that was given its parent as an object gets the parent's id now, or no event would tell it."""
    state = inspect(row)
    for relation in state.mapper.relationships:
        added = state.attrs[relation.key].history.added
        if relation.direction is not RelationshipDirection.MANYTOONE or not added:
            continue
        for own, parents in relation.local_remote_pairs or ():
            setattr(row, own.key, getattr(added[0], parents.key) if added[0] is not None else None)


def _normalise(row: Audited) -> None:
    """Text is stored in the one spelling in which an event tells it (NFC)."""
    for attribute in inspect(row).mapper.column_attrs:
        value = row.__dict__.get(attribute.key)
        if isinstance(value, str) and not unicodedata.is_normalized("NFC", value):
            setattr(row, attribute.key, unicodedata.normalize("NFC", value))


def _objects(act: Act, touched: list[Audited]) -> list[str]:
    first = [act.object.audit_object] if act.object is not None else []
    return list(dict.fromkeys([*first, *(row.audit_object for row in touched)]))


def changes_of(row: Audited) -> list[dict[str, Any]]:
    """What a flush will change in ``row``: object, field, and the values before and after where they are told."""
    state = inspect(row)
    found = []
    for attribute in state.mapper.column_attrs:
        kind = attribute.columns[0].info.get("audit")
        history = state.attrs[attribute.key].history
        if kind in (None, "derived") or not history.has_changes():
            continue
        change: dict[str, Any] = {"object": row.audit_object, "field": attribute.key}
        if kind == "value":
            change |= _told("before", history.deleted) | _told("after", history.added)
        found.append(change)
    if state.pending or state.transient:
        found += _defaults(row, {change["field"] for change in found})
    return [change for change in found if len(change) > 2 or _is_withheld(state, change["field"])]


def _is_withheld(state: Any, field: str) -> bool:
    """Whether a change is told by the name of its field alone; of others, nothing to nothing is no change."""
    return bool(state.mapper.column_attrs[field].columns[0].info.get("audit") == "name")


def _told(side: str, values: Any) -> dict[str, Any]:
    value = canonical.plain(values[0]) if values else None
    return {} if value is None else {side: value}


def _defaults(row: Audited, given: set[str]) -> list[dict[str, Any]]:
    """The column defaults a new row will get; they are set here so that the event can tell them."""
    found = []
    for attribute in inspect(row).mapper.column_attrs:
        column = attribute.columns[0]
        if attribute.key in given or column.info.get("audit") != "value" or column.default is None:
            continue
        if getattr(row, attribute.key) is None and column.default.is_scalar:
            setattr(row, attribute.key, column.default.arg)
            after = canonical.plain(column.default.arg)
            found.append({"object": row.audit_object, "field": attribute.key, "after": after})
    return found


def _write(session: Session, act: Act, *, label: str, objects: list[str], changes: list[dict[str, Any]]) -> int:
    if not may_write():
        raise NotWriting
    at = canonical.moment(clock.now())
    desk = _version_in_force() if any(name.startswith(TICKET) for name in objects) else 0
    body = compose(act, at=at, label=label[:LONGEST_LABEL], objects=objects, changes=changes, desk=desk)
    written: int = session.execute(ADD_EVENT, event_row(body)).scalar_one()
    return written


def event_row(body: str) -> dict[str, Any]:
    """The columns of an event: its body, and what is derived from it to query by."""
    return canonical.columns_of(canonical.loads(body)) | {"body": body}


def compose(act: Act, *, at: str, label: str, objects: list[str], changes: list[dict[str, Any]], desk: int = 0) -> str:
    """The canonical text of an event; what is empty is left out. ``desk``: the version of the desk definition."""
    who: dict[str, Any] = {"name": act.actor.name}
    if act.actor.id is not None:
        who["id"] = act.actor.id
    said = {
        "session": act.actor.session,
        "origin": act.actor.origin,
        "object": label,
        "objects": objects,
        "reason": act.reason.strip(),
        "changes": changes,
        "facts": {**shared_facts(), **act.facts},
        "desk": desk,
    }
    body = {"v": VERSION, "at": at, "actor": who, "role": act.actor.role.value, "action": act.action}
    return canonical.dumps(body | {key: value for key, value in said.items() if value})
