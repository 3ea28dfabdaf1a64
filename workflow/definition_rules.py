"""The rules of a desk definition: what each asks of a complaint, and what it does."""

from collections.abc import Mapping, Sequence
from typing import Any

from workflow.definition_keys import PRIORITIES, RULE, THEN, WHEN
from workflow.definition_parts import DeskRule, Field, FieldKind, Then, When
from workflow.definition_text import Mistakes, is_plain, read_table

YES_NO = ("yes", "no")


def rules_of(
    tables: Sequence[Mapping[str, Any]], fields: Sequence[Field | None], mistakes: Mistakes
) -> list[DeskRule | None]:
    """The rules in the order of the file; None for one that is wrong."""
    known = {field.code: field for field in fields if field}
    rules: list[DeskRule | None] = []
    names: set[str] = set()
    for number, table in enumerate(tables, 1):
        place, before = f"rule[{number}]", len(mistakes.found)
        read = read_table(table, RULE, place, mistakes)
        if read.get("name") in names:
            mistakes.say(f"{place}.name", "rule_twice", name=read["name"])
        names.add(read.get("name", ""))
        when = _when(read.get("when"), known, f"{place}.when", mistakes)
        then = _then(read.get("then"), f"{place}.then", mistakes)
        whole = len(mistakes.found) == before
        rules.append(DeskRule(name=read["name"], when=when, then=then) if whole else None)
    return rules


def _when(table: Mapping[str, Any] | None, known: Mapping[str, Field], place: str, mistakes: Mistakes) -> When:
    if table is None:
        return When()
    listed = {name: [value] if isinstance(value, str) else value for name, value in table.items()}
    read = read_table(listed, WHEN, place, mistakes)
    asked = {}
    for code, value in read.pop("field", {}).items():
        values = _values_of(value)
        if code not in known:
            mistakes.say(f"{place}.field.{code}", "unknown_field", code=code)
        elif not values:
            mistakes.say(f"{place}.field.{code}", "wrong_type", holds="a list of texts")
        else:
            _judge_values(known[code], values, f"{place}.field.{code}", mistakes)
            asked[code] = values
    if not any(table.values()):
        mistakes.say(place, "no_when")
    return When(fields=asked, **read)


def _values_of(value: Any) -> tuple[str, ...]:
    """The values a field is compared with, as they are kept; none where they are none."""
    values = value if isinstance(value, list) else [value]
    told = [("yes" if one else "no") if isinstance(one, bool) else str(one) for one in values]
    plain = all(isinstance(one, str | int) for one in values) and all(map(is_plain, told))
    return tuple(told) if plain else ()


def _judge_values(field: Field, values: tuple[str, ...], place: str, mistakes: Mistakes) -> None:
    offered = YES_NO if field.kind == FieldKind.YES_NO else tuple(choice.code for choice in field.choices)
    for value in values:
        if offered and value not in offered:
            mistakes.say(place, "unknown_choice", value=value, known=offered)


def _then(table: Mapping[str, Any] | None, place: str, mistakes: Mistakes) -> Then:
    if table is None:
        return Then()
    read = read_table(table, THEN, place, mistakes)
    if not table:
        mistakes.say(place, "no_then")
    priority = PRIORITIES.index(read["priority"]) if "priority" in read else None
    return Then(assign=read.get("assign", "").lower(), priority=priority, note=read.get("note", ""))
