"""A desk definition is changed key by key: the rest of its text stays, comments and order too."""

import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.desk_text import ADDED, PLAIN
from workflow.definition import read
from workflow.definition_edit import NotToml, names_of, part_of, with_part, without_part

TEXT = PLAIN
NEW_FIELD = {"code": "travel_day", "kind": "date", "label_id": "Berangkat", "label_en": "Leaves"}
CHOICES = [{"code": "a", "label_id": "A", "label_en": "A"}]
NESTED = """[[field]]
code = "need"
kind = "choice"
[[field.choices]]
code = "a"

[[rule]]
name = "n"
[rule.when]
category = ["a"]   # why
[rule.then]
priority = "high"
"""


def changed_lines(before: str, after: str) -> tuple[set[str], set[str]]:
    old, new = before.splitlines(), after.splitlines()
    return {line for line in old if line not in new}, {line for line in new if line not in old}


@pytest.mark.parametrize(
    ("part", "number", "values", "gone", "come"),
    [
        ("move", 6, {"target_days": 2}, set(), {"target_days = 2"}),
        ("move", 1, {"label_id": "Ambil"}, {'label_id = "Ambil aduan"'}, {'label_id = "Ambil"'}),
        ("move", 8, {"within_days": None}, {"within_days = 30"}, set()),
        ("deadlines", 1, {"amber_percent": 70}, {"amber_percent = 80"}, {"amber_percent = 70"}),
        ("desk", 1, {"why": "x"}, set(), {'why = "x"'}),
    ],
)
def test_only_what_was_changed_differs(part: str, number: int, values: dict[str, Any], gone: set[str], come: set[str]):
    assert changed_lines(TEXT, with_part(TEXT, part, number, values)) == (gone, come)


def test_a_comment_beside_a_value_and_behind_the_last_part_stays() -> None:
    text = with_part(TEXT, "desk", 1, {"second_person": False, "why": "x"})
    assert "second_person = false    # whoever corrected" in text
    text = with_part(TEXT, "move", 99, {"verb": "again", "kind": "take"})
    assert text.rindex('verb = "again"') < text.rindex("# Extra fields of a complaint")
    assert names_of(text, "move", "verb")[-1] == "again"


def test_a_part_is_added_and_taken_out_again() -> None:
    text = with_part(TEXT, "field", 99, NEW_FIELD | {"choices": CHOICES})
    assert part_of(text, "field", 1) == NEW_FIELD | {"choices": CHOICES}
    text = with_part(text, "rule", 1, {"name": "R", "when": {"field": {"travel_day": ["x"]}}, "then": {"note": "y"}})
    assert tomllib.loads(without_part(without_part(text, "rule", 1), "field", 1)) == tomllib.loads(TEXT)
    assert without_part(TEXT, "move", 99) == TEXT


def test_a_move_in_the_middle_goes_alone() -> None:
    text = without_part(ADDED, "move", 5)
    assert names_of(text, "move", "verb") == [verb for verb in read(ADDED).steps if verb != "send_back"]
    assert "# back to where it was" in text


def test_tables_written_below_each_other_stay_so() -> None:
    text = with_part(NESTED, "field", 1, {"masked": True, "choices": CHOICES})
    text = with_part(text, "rule", 1, {"when": {"region": ["6501"]}, "then": {"note": "x"}})
    assert part_of(text, "field", 1) == {"code": "need", "kind": "choice", "masked": True, "choices": CHOICES}
    assert part_of(text, "rule", 1) == {"name": "n", "when": {"region": ["6501"]}, "then": {"note": "x"}}
    assert "[rule.when]" in text


@pytest.mark.parametrize("text", ["x = ", "[[move]", "a = 1\na = 2", "["])
def test_what_is_no_toml_is_changed_only_as_a_whole(text: str) -> None:
    for change in (part_of, without_part):
        with pytest.raises(NotToml):
            change(text, "move", 1)


SMALL = '[[move]]\nverb = "a" # b\nroles = ["x"]\n# c\n\n[[rule]]\nname = "n"\n'
VALUE = st.one_of(st.booleans(), st.integers(-5, 5), st.text(max_size=5), st.lists(st.text(max_size=3), max_size=2))


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(["verb", "roles", "note", "x y", "from"]), VALUE, min_size=1, max_size=4))
def test_whatever_is_written_is_read_again(values: dict[str, Any]) -> None:
    for number in (1, 99):
        text = with_part(SMALL, "move", number, values)
        assert values.items() <= (part_of(text, "move", min(number, 2)) or {}).items()
        tomllib.loads(text)
