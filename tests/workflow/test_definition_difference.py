"""The difference of two definitions in the desk's own terms: parts that came, went, moved, and values."""

import pytest

from models import Role
from tests.desk_text import ADDED, PLAIN
from workflow.definition import read, shipped_text
from workflow.definition_difference import How, between
from workflow.definition_edit import with_part, without_part

SHIPPED, TEXT = shipped_text(), PLAIN
FIELD = {"code": "need", "kind": "choice", "label_id": "Perlu", "label_en": "Need",
         "choices": [{"code": "a", "label_id": "A", "label_en": "A"}]}  # fmt: skip
RULE = {"name": "R", "when": {"category": ["x"]}, "then": {"priority": "high"}}
WITH = with_part(with_part(TEXT, "field", 9, FIELD), "rule", 9, RULE)


def told(old: str, new: str) -> list[tuple[str, str, str, str]]:
    return [(one.part, one.how.value, one.name, one.key) for one in between(read(old), read(new))]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (TEXT, TEXT, []),
        (TEXT, "# another comment\n" + TEXT, []),
        (SHIPPED, ADDED, [("move", "added", "rejected_above", "")]),
        (ADDED, SHIPPED, [("move", "removed", "rejected_above", "")]),
        (TEXT, with_part(TEXT, "move", 6, {"target_days": 2, "roles": ["supervisor", "operator"]}),
         [("move", "changed", "close", "roles"), ("move", "changed", "close", "target_days")]),
        (TEXT, with_part(TEXT, "move", 6, {"roles": ["supervisor", "verifier", "operator"]}), []),
        (TEXT, with_part(TEXT, "deadlines", 1, {"opens": "07:30"}), [("deadlines", "changed", "", "opens")]),
        (TEXT, with_part(TEXT, "desk", 1, {"second_person": False, "why": "x"}),
         [("desk", "changed", "", "second_person"), ("desk", "changed", "", "why")]),
        (TEXT, WITH, [("field", "added", "need", ""), ("rule", "added", "R", "")]),
        (WITH, with_part(WITH, "field", 1, {"masked": True}), [("field", "changed", "need", "masked")]),
        (WITH, with_part(WITH, "rule", 1, {"when": {"category": ["y"], "field": {"need": ["a"]}}}),
         [("rule", "changed", "R", "when.category"), ("rule", "changed", "R", "when.field.need")]),
        (WITH, without_part(WITH, "rule", 1), [("rule", "removed", "R", "")]),
    ],
)  # fmt: skip
def test_what_differs_is_told_by_part_and_key(old: str, new: str, expected: list[tuple[str, str, str, str]]) -> None:
    assert told(old, new) == expected


def test_the_values_of_both_sides_are_told() -> None:
    [change] = between(read(TEXT), read(with_part(TEXT, "move", 8, {"roles": ["supervisor"]})))
    assert (change.before, change.after) == ((Role.OPERATOR, Role.SUPERVISOR), (Role.SUPERVISOR,))


def test_another_order_is_told_once() -> None:
    first, second = TEXT.index("[[move]]"), TEXT.index("[[move]]", TEXT.index("[[move]]") + 1)
    moved = TEXT[:first] + TEXT[second:] + TEXT[first:second]
    [change] = between(read(TEXT), read(moved))
    assert (change.part, change.how, change.after[-1]) == ("move", How.MOVED, "take")
