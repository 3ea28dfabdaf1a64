"""What one desk definition says otherwise than another: value by value, not line by line."""

import enum
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final

from workflow.definition import Definition
from workflow.definition_parts import DeskRule

NOT_COMPARED: Final = ("verb", "code", "name", "version")


class How(enum.StrEnum):
    """What became of a part."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One value that differs; of a part that was added or removed, the part itself.

    ``part``: desk, deadlines, move, field or rule; ``name``: its verb, code or name, empty where there is one only;
    ``key``: the key as the file has it, empty for a whole part.
    """

    part: str
    how: How
    name: str = ""
    key: str = ""
    before: Any = None
    after: Any = None


def between(old: Definition, new: Definition) -> tuple[Change, ...]:
    """Everything by which ``new`` differs from ``old``, in the order of the file."""
    return tuple(_differences(old, new))


def _differences(old: Definition, new: Definition) -> Iterator[Change]:
    desk_before, desk_after = ({"second_person": one.second_person, "why": one.why} for one in (old, new))
    yield from _values("desk", "", desk_before, desk_after)
    yield from _values("deadlines", "", _told(old.deadlines), _told(new.deadlines))
    yield from _parts("move", old.steps, new.steps)
    yield from _parts("field", {one.code: one for one in old.fields}, {one.code: one for one in new.fields})
    yield from _parts("rule", {one.name: one for one in old.rules}, {one.name: one for one in new.rules})


def _parts(part: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for name, after in new.items():
        if name not in old:
            yield Change(part=part, how=How.ADDED, name=name, after=after)
        else:
            yield from _values(part, name, _told(old[name]), _told(after))
    for name in (one for one in old if one not in new):
        yield Change(part=part, how=How.REMOVED, name=name, before=old[name])
    before, after = _common(old, new), _common(new, old)
    if before != after:
        yield Change(part=part, how=How.MOVED, before=before, after=after)


def _common(one: Iterable[str], other: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(name for name in one if name in other)


def _values(part: str, name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in dict.fromkeys([*old, *new]):
        before, after = old.get(key), new.get(key)
        if _plain(before) != _plain(after):
            yield Change(part=part, how=How.CHANGED, name=name, key=key, before=before, after=after)


def _plain(value: Any) -> Any:
    """A value as it is compared: of a list it matters what is in it; choices keep their order."""
    is_list = isinstance(value, tuple) and all(isinstance(one, str | int) for one in value)
    return frozenset(value) if is_list else value or None


def _told(thing: Any) -> dict[str, Any]:
    """The values of a part, by the key of the file."""
    if isinstance(thing, DeskRule):
        when, then = _told(thing.when), _told(thing.then)
        asked = {f"when.field.{code}": values for code, values in when.pop("fields").items()}
        return (
            {f"when.{key}": value for key, value in when.items()}
            | asked
            | {f"then.{key}": value for key, value in then.items()}
        )
    keys = {"sources": "from", "target": "to"}
    known = (one.name for one in fields(thing) if one.name not in NOT_COMPARED)
    return {keys.get(name, name): getattr(thing, name) for name in known}


def values_of(thing: Any) -> dict[str, Any]:
    """The values of a move, a field, a rule or the deadlines that say something, by the key of the file."""
    return {key: value for key, value in _told(thing).items() if value not in (None, "", ())}


def changed_keys(changes: Sequence[Change], part: str, name: str) -> dict[str, Change]:
    """The changed values of one part, by key."""
    return {one.key: one for one in changes if one.part == part and one.name == name and one.how == How.CHANGED}


def without_version(definition: Definition) -> Definition:
    """A definition as it is compared, whatever number it was kept under."""
    return replace(definition, version=0)
