"""Reads a desk definition: TOML text to a ``Definition``, or a list of mistakes.

What others rely on: ``read(text, file=...)`` gives a ``Definition`` or raises ``BadDefinition(mistakes)``;
``Definition.steps`` by verb in the order of the file, ``.fields``, ``.deadlines``, ``.rules``, ``.version`` (0 until
it is kept), ``.of_kind(Kind.TAKE, ...)``, ``.required_at(verb)``. What is in force is ``workflow.desk.current()``.
"""

from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from workflow import definition_fields, definition_moves, definition_rules, definition_whole
from workflow.definition_keys import TABLES
from workflow.definition_parts import (
    Choice,
    Deadlines,
    Definition,
    DeskRule,
    Field,
    FieldKind,
    Then,
    When,
)
from workflow.definition_text import Mistakes, parsed, read_table, tables_in
from workflow.refusals import BadDefinition, Mistake

__all__ = [
    "BadDefinition", "Choice", "Deadlines", "Definition", "DeskRule", "Field", "FieldKind", "Mistake", "Then", "When",
    "read", "shipped", "shipped_text",
]  # fmt: skip

SHIPPED = Path(__file__).with_name("desk.toml")


def read(text: str, *, file: str = "desk.toml") -> Definition:
    """The definition in ``text``. Raises BadDefinition with every mistake, each told of ``file``.

    What only the database knows (categories, regions, people) is asked by ``workflow.definition_here``.
    """
    mistakes = Mistakes(file)
    whole = parsed(text, mistakes)
    if whole is None:
        raise mistakes.refusal()
    found = _definition(read_table(whole, TABLES, "", mistakes), mistakes)
    if mistakes.found or found is None:
        raise mistakes.refusal()
    return found


def _definition(whole: dict[str, Any], mistakes: Mistakes) -> Definition | None:
    """What was read; None where a part of it is so wrong that the whole cannot be judged."""
    desk = definition_whole.desk_of(whole.get("desk", {}), mistakes)
    deadlines = definition_whole.deadlines_of(whole.get("deadlines", {}), mistakes)
    moves = tables_in(whole, "move", mistakes)
    if not moves and "move" in whole:
        mistakes.say("move", "no_moves")
    steps = definition_moves.steps_of(moves, mistakes)
    fields = definition_fields.fields_of(tables_in(whole, "field", mistakes), moves, mistakes)
    rules = definition_rules.rules_of(tables_in(whole, "rule", mistakes), fields, mistakes)
    if not steps or None in (*steps, *fields, *rules) or desk is None or deadlines is None:
        return None
    found = Definition(
        steps=MappingProxyType({step.verb: step for step in steps if step}),
        deadlines=deadlines,
        fields=tuple(field for field in fields if field),
        rules=tuple(rule for rule in rules if rule),
        second_person=desk["second_person"],
        why=desk.get("why", ""),
    )
    definition_whole.judge(found, mistakes)
    return found


@cache
def shipped() -> Definition:
    """The definition that comes with the desk."""
    return read(shipped_text(), file=SHIPPED.name)


def shipped_text() -> str:
    return SHIPPED.read_text(encoding="utf-8")
