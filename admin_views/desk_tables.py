"""A desk definition as tables: its moves, fields, rules and deadlines, each value beside the one before."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from models import Status
from web import desk_words as say
from web.desk_drawing import Drawing, drawn
from web.language import language
from web.move_words import label_of
from workflow import desk_stranded, queue
from workflow.definition import Definition
from workflow.definition_difference import How, between, values_of

Cells = Mapping[str, Callable[[Any], str]]


@dataclass(frozen=True, slots=True)
class Cell:
    """A value, and the one before where it differs."""

    now: str
    before: str = ""

    @property
    def changed(self) -> bool:
        return bool(self.before)


@dataclass(frozen=True, slots=True)
class Line:
    """One part: its place in the file (0 where it is gone), what became of it, its values by column."""

    number: int
    name: str
    thing: Any
    how: How | None
    cells: Mapping[str, Cell]


def _needs(step: Any) -> str:
    told = [say.value_of("needs", step.needs)] if step.needs else []
    if step.within_days:
        told.append(say.key_name("within_days") + ": " + say.days_words("within_days", step.within_days))
    return "; ".join(told) or say.NOTHING


def _pairs(pairs: list[tuple[str, str]]) -> str:
    return "; ".join(f"{name}: {value}" for name, value in pairs) or say.NOTHING


MOVE: Final[Cells] = {
    "from": lambda step: say.value_of("from", step.sources),
    "to": lambda step: say.value_of("to", step.target),
    "label": label_of,
    "who": say.who_of,
    "needs": _needs,
    "target_days": lambda step: say.value_of("target_days", step.target_days),
}
FIELD: Final[Cells] = {
    "label": lambda field: field.label(language()),
    "kind": lambda field: say.value_of("kind", field.kind),
    "choices": lambda field: say.value_of("choices", field.choices),
    "masked": lambda field: say.value_of("masked", field.masked),
    "roles": lambda field: say.value_of("roles", field.roles),
}
RULE: Final[Cells] = {
    "when": lambda rule: _pairs(say.when_of(rule)),
    "then": lambda rule: _pairs(say.then_of(rule)),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything of a definition that the page shows."""

    moves: list[Line]
    fields: list[Line]
    rules: list[Line]
    times: list[tuple[str, str, Cell]]
    picture: Drawing


def tables(definition: Definition, before: Definition | None = None) -> Tables:
    """The tables of ``definition``, marked where it differs from ``before``."""
    old = before or definition
    steps = list(definition.steps.values())
    labels = say.labels_of(old) | say.labels_of(definition)
    field: Cells = {**FIELD, "required_at": lambda field: say.verbs_words(field.required_at, labels)}
    hot = {one.name for one in between(old, definition) if one.part == "move"}
    return Tables(
        moves=list(_lines(MOVE, definition.steps, old.steps)),
        fields=list(_lines(field, {one.code: one for one in definition.fields}, {one.code: one for one in old.fields})),
        rules=list(_lines(RULE, {one.name: one for one in definition.rules}, {one.name: one for one in old.rules})),
        times=list(_times(definition, old)),
        picture=drawn(
            steps, [label_of(step) for step in steps], hot, [say.value_of("roles", step.roles) for step in steps]
        ),
    )


def _lines(cells: Cells, new: Mapping[str, Any], old: Mapping[str, Any]) -> Iterator[Line]:
    for number, (name, thing) in enumerate(new.items(), 1):
        before = old.get(name)
        told = {key: _cell(words, thing, before) for key, words in cells.items()}
        yield Line(number, name, thing, _how(thing, before), told)
    for name in (one for one in old if one not in new):
        yield Line(0, name, old[name], How.REMOVED, {key: Cell(words(old[name])) for key, words in cells.items()})


def _cell(words: Callable[[Any], str], thing: Any, before: Any) -> Cell:
    now, then = words(thing), words(before) if before is not None else ""
    return Cell(now, then if then != now else "")


def _how(thing: Any, before: Any) -> How | None:
    if before is None:
        return How.ADDED
    return How.CHANGED if values_of(thing) != values_of(before) else None


def _times(definition: Definition, old: Definition) -> Iterator[tuple[str, str, Cell]]:
    told = {"second_person": definition.second_person, "why": definition.why}
    before = {"second_person": old.second_person, "why": old.why}
    for part, now, then in (
        ("deadlines", values_of(definition.deadlines), values_of(old.deadlines)),
        ("desk", told, before),
    ):
        for key in dict.fromkeys([*now, *then]):
            words = (say.value_of(key, now.get(key)), say.value_of(key, then.get(key)))
            if words != (say.NOTHING, say.NOTHING):
                yield part, say.key_name(key), Cell(words[0], words[1] if words[1] != words[0] else "")


def figures(actor: Actor) -> dict[Status, str]:
    """How many tickets stand in each status: of the whole desk for who publishes it, else of what one sees."""
    if allowed(actor, Permission.DESK_PUBLISH):
        counted = desk_stranded.in_statuses()
    elif allowed(actor, Permission.TICKET_READ):
        asked = {status.value: queue.Filters(tab=status.value) for status in Status}
        counted = {Status(name): count for name, count in queue.counters(actor, asked).items()}
    else:
        counted = {}
    return {status: say.so_many(count) for status, count in counted.items()}
