"""Under whose name, for what and why the changes of this unit of work are made."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from access.actors import Actor
from models import Audited, db


@dataclass(frozen=True, slots=True)
class Act:
    """What the recorder asks: who, which action, why, on what, and facts that no column holds."""

    actor: Actor
    action: str
    reason: str = ""
    object: Audited | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


class NoActor(RuntimeError):
    """An audited row was changed outside ``acting``."""


_act: ContextVar[Act | None] = ContextVar("act", default=None)
_shared: ContextVar[Mapping[str, Any]] = ContextVar("shared", default=MappingProxyType({}))


@contextmanager
def acting(
    actor: Actor,
    action: str,
    reason: str = "",
    *,
    object: Audited | None = None,  # noqa: A002 - the trail's own word
    facts: Mapping[str, Any] | None = None,
) -> Iterator[None]:
    """Everything flushed inside is done by ``actor`` as ``action``; what is left is flushed at the end."""
    db.session.flush()
    token = _act.set(Act(actor, action, reason, object, {} if facts is None else facts))
    try:
        yield
        db.session.flush()
    finally:
        _act.reset(token)


@contextmanager
def together(**facts: Any) -> Iterator[None]:
    """Every event written inside tells ``facts`` as well, so that acts done in one go are found as one."""
    token = _shared.set({**_shared.get(), **facts})
    try:
        yield
    finally:
        _shared.reset(token)


def shared_facts() -> Mapping[str, Any]:
    """What the acts under way have in common."""
    return _shared.get()


def current_act() -> Act | None:
    """The act under way, or None."""
    return _act.get()
