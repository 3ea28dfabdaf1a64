"""The checker of desk definitions: every mistake is told by its key, and how to mend it; nothing is a traceback."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
from flask import Flask
from flask_babel import force_locale
from hypothesis import given, settings
from hypothesis import strategies as st

from models import Role, Status
from web.definition_words import HOLDS, WORDS, told
from workflow import definition_keys
from workflow.definition import BadDefinition, Definition, read, shipped, shipped_text
from workflow.definition_keys import Holds
from workflow.kinds import By, Kind
from workflow.refusals import Mistake, Requirement

SHIPPED: Final = shipped_text().split("# Extra fields")[0]
"""Without its fields, so that those of a test are counted from the first."""
ROOT: Final = Path(__file__).parents[2]
FIELD: Final = '[[field]]\ncode = "village"\nkind = "text"\nlabel_id = "Desa"\nlabel_en = "Village"\n'
CHOICE: Final = FIELD.replace('"text"', '"choice"') + (
    'choices = [{ code = "a", label_id = "A", label_en = "A" }, { code = "b", label_id = "B", label_en = "B" }]\n'
)
RULE: Final = '[[rule]]\nname = "Semua"\nwhen = { channel = "web" }\nthen = { priority = "high" }\n'
MOVE: Final = """
[[move]]
verb = "rejected_above"
kind = "send_back"
from = ["corrected"]
to = "verifying"
roles = ["supervisor"]
needs = ["reason"]
label_id = "Koreksi ditolak pusat"
label_en = "Rejected above"
"""


def but(old: str, new: str, text: str = SHIPPED) -> str:
    """The shipped text with its first ``old`` replaced."""
    assert old in text
    return text.replace(old, new, 1)


def move(old: str = "", new: str = "") -> str:
    """The shipped text with an added move (the eleventh), of which ``old`` is replaced."""
    return SHIPPED + but(old, new, MOVE)


def field(old: str = "", new: str = "", text: str = FIELD) -> str:
    return SHIPPED + but(old, new, text)


def rule(old: str = "", new: str = "") -> str:
    return SHIPPED + but(old, new, RULE)


def without(*verbs: str) -> str:
    """The shipped text without some of its moves."""
    parts = SHIPPED.split("[[move]]")
    return "[[move]]".join(part for part in parts if not any(f'verb = "{verb}"' in part for verb in verbs))


CHOSEN: Final = CHOICE + '[[rule]]\nname = "x"\nwhen = { field = { village = "c" } }\nthen = { note = "x" }\n'
# The text, and the key and the mistake that it is refused for.
MISTAKES: Final[tuple[tuple[str, str, str], ...]] = (
    (but('verb = "take"', 'verb = "take'), "line 15", "not_toml"),
    ('[desk]\nwhy = "a"\nwhy = "b"', "line 3", "not_toml"),
    ("x = " + "[" * 3000, "", "too_deep"),
    ("a = " + "9" * 5000, "line 1", "not_toml"),
    ("# " + "x" * 262_144, "", "too_large"),
    ("move = []", "move", "no_moves"),
    ("", "move", "missing"),
    ("move = 3", "move", "wrong_type"),
    ("desk = 3", "desk", "wrong_type"),
    (SHIPPED + MOVE * 60, "move", "too_many"),
    (SHIPPED + FIELD * 41, "field", "too_many"),
    (SHIPPED + RULE * 101, "rule", "too_many"),
    (but("[desk]", "[desk]\ncolour = 1"), "desk.colour", "unknown_key"),
    (but("[desk]", "[dest]"), "dest", "unknown_key"),
    (but("second_person = true", "second_person = 1"), "desk.second_person", "wrong_type"),
    (but("second_person = true", "second_person = false"), "desk.why", "no_why"),
    (but("second_person = true", 'second_person = false\nwhy = " "'), "desk.why", "not_plain"),
    (but("first_response_days = 3", "first_response_days = 0"), "deadlines.first_response_days", "out_of_range"),
    (but("first_response_days = 3", "first_response_days = 3.5"), "deadlines.first_response_days", "wrong_type"),
    (but("first_response_days = 3", "first_response_days = true"), "deadlines.first_response_days", "wrong_type"),
    (but("amber_percent = 80", "amber_percent = 100"), "deadlines.amber_percent", "out_of_range"),
    (but('"mon", ', '"mon", "mon", '), "deadlines.working_days", "twice"),
    (but('"mon", ', '"monday", '), "deadlines.working_days", "unknown_day"),
    (but('["mon", "tue", "wed", "thu", "fri"]', "[]"), "deadlines.working_days", "empty"),
    (but('opens = "08:00"', 'opens = "8 o\'clock"'), "deadlines.opens", "wrong_type"),
    (but('opens = "08:00"', 'opens = "24:00"'), "deadlines.opens", "wrong_type"),
    (but('closes = "16:00"', 'closes = "07:59"'), "deadlines.closes", "closes_before_it_opens"),
    (move('verb = "rejected_above"\n'), "move[11].verb", "missing"),
    (move("rejected_above", "Rejected above"), "move[11].verb", "bad_verb"),
    (move("rejected_above", "x" * 31), "move[11].verb", "too_long"),
    (move("rejected_above", "edit"), "move[11].verb", "reserved_verb"),
    (move("rejected_above", "send_back"), "move[11].verb", "verb_twice"),
    (but('verb = "close"', 'verb = "take"\nkind = "close"', without("take")), "move[5].verb", "verb_of_other_kind"),
    (move('kind = "send_back"\n'), "move[11].kind", "no_kind"),
    (move('kind = "send_back"', 'kind = "teleport"'), "move[11].kind", "unknown_kind"),
    (move('"corrected"', '"done"'), "move[11].from", "unknown_status"),
    (move('kind = "send_back"', 'kind = "hand_off"'), "move[11].verb", "kind_has_one_name"),
    (but('["hand_off", "result"]', '["hand_off", "result", "reason"]'), "move[3].needs", "need_not_of_kind"),
    (move('["corrected"]', "[]"), "move[11].from", "empty"),
    (move('["corrected"]', '["open"]'), "move[11].from", "from_not_of_kind"),
    (move('to = "verifying"', 'to = "waiting"'), "move[11].to", "unknown_status"),
    (move('to = "verifying"', 'to = "closed"'), "move[11].to", "to_not_of_kind"),
    (move('"supervisor"', '"boss"'), "move[11].roles", "unknown_role"),
    (move('"supervisor"', '"system"'), "move[11].roles", "unknown_role"),
    (move('["supervisor"]', '"supervisor"'), "move[11].roles", "wrong_type"),
    (move('["supervisor"]', '["operator"]'), "move[11].roles", "role_may_not"),
    (move('["supervisor"]', '["verifier"]\nby = "assignee_or_supervisor"'), "move[11].by", "no_supervisor"),
    (move("needs", 'by = "whoever"\nneeds'), "move[11].by", "unknown_by"),
    (but('verb = "take"', 'verb = "take"\nby = "assignee"'), "move[1].by", "nobody_yet"),
    (but("within_days = 30", 'within_days = 30\nby = "assignee"'), "move[8].by", "never_assigned"),
    (move('["reason"]', '["whim"]'), "move[11].needs", "unknown_need"),
    (move('["reason"]', "[]"), "move[11].needs", "need_left_out"),
    (move('["reason"]', '["reason", "told_how"]'), "move[11].needs", "need_not_of_kind"),
    (but('["told_how", "told_at"]', '["told_how", "told_at", "correction"]'), "move[6].needs", "need_cannot_be_met"),
    (but('"verifying"\nroles', '"verifying"\nneeds = ["correction"]\nroles'), "move[1].needs", "need_comes_later"),
    (move("needs", "within_days = 5\nneeds"), "move[11].within_days", "not_after_closing"),
    (move("needs", "target_days = 0\nneeds"), "move[11].target_days", "out_of_range"),
    (move('label_en = "Rejected above"\n'), "move[11].label_en", "missing"),
    (move('"Rejected above"', f'"{"x" * 61}"'), "move[11].label_en", "too_long"),
    (move('"Rejected above"', '"a\\u0000b"'), "move[11].label_en", "not_plain"),
    (but('by = "second_person"\n', ""), "move[6].by", "closes_alone"),
    (but('"second_person"\n', '"second_person_or_supervisor"\n'), "move[6].by", "closes_alone"),
    (without("answer"), "move", "nobody_answers"),
    (without("correct"), "move", "not_reached"),
    (but('["open", "verifying"]', '["verifying"]', without("take")), "move", "dead_end"),
    (without("close", "release").replace('["open", "verifying"]', '["open"]'), "move", "no_way_to_an_end"),
    (without("close", "send_back"), "move", "dead_end"),
    (field('"village"', '"V"'), "field[1].code", "bad_code"),
    (field('"village"', '"story"'), "field[1].code", "code_taken"),
    (field('"village"', '"assignee_id"'), "field[1].code", "code_taken"),
    (SHIPPED + FIELD + FIELD, "field[2].code", "code_twice"),
    (field('"text"', '"picture"'), "field[1].kind", "unknown_field_kind"),
    (field('label_id = "Desa"\n'), "field[1].label_id", "missing"),
    (field('"text"', '"choice"'), "field[1].choices", "no_choices"),
    (field('"choice"', '"date"', CHOICE), "field[1].choices", "choices_of_no_choice"),
    (field('code = "b"', 'code = "a"', CHOICE), "field[1].choices[2].code", "choice_twice"),
    (SHIPPED + FIELD + 'required_at = ["closing"]', "field[1].required_at", "required_nowhere"),
    (SHIPPED + FIELD + 'required_at = ["close"]\nroles = ["verifier"]', "field[1].required_at", "required_unseen"),
    (SHIPPED + FIELD + 'required_at = ["file"]\nroles = ["verifier"]', "field[1].required_at", "required_unseen"),
    (SHIPPED + FIELD + 'required_at = ["close"]\nmasked = true', "field[1].required_at", "required_masked"),
    (SHIPPED + FIELD + 'roles = ["admin"]', "field[1].roles", "sees_no_complaint"),
    (SHIPPED + FIELD + 'masked = "yes"', "field[1].masked", "wrong_type"),
    (SHIPPED + RULE + RULE, "rule[2].name", "rule_twice"),
    (rule('{ channel = "web" }', "{}"), "rule[1].when", "no_when"),
    (rule('{ channel = "web" }', "{ channel = [] }"), "rule[1].when.channel", "empty"),
    (rule('{ channel = "web" }', '{ weather = "rain" }'), "rule[1].when.weather", "unknown_key"),
    (rule('{ channel = "web" }', '{ field = { village = "x" } }'), "rule[1].when.field.village", "unknown_field"),
    (SHIPPED + CHOSEN, "rule[1].when.field.village", "unknown_choice"),
    (SHIPPED + CHOSEN.replace('"c" }', "[] }"), "rule[1].when.field.village", "wrong_type"),
    (rule('{ priority = "high" }', "{}"), "rule[1].then", "no_then"),
    (rule('"high"', '"9"'), "rule[1].then.priority", "unknown_priority"),
    (rule('when = { channel = "web" }\n'), "rule[1].when", "missing"),
)  # fmt: skip


def mistakes_of(text: str) -> list[Mistake]:
    with pytest.raises(BadDefinition) as refused:
        read(text, file="ours.toml")
    return list(refused.value.mistakes)


def test_the_checker_knows_more_than_twenty_five_mistakes() -> None:
    assert len({problem for _, _, problem in MISTAKES}) >= 45


@pytest.mark.parametrize(("text", "key", "problem"), MISTAKES, ids=[f"{p}-{k}" for _, k, p in MISTAKES])
def test_a_definition_with_a_mistake_is_refused_by_its_key(text: str, key: str, problem: str) -> None:
    found = mistakes_of(text)
    assert (key, problem) in [(mistake.key, mistake.problem) for mistake in found]
    assert {mistake.file for mistake in found} == {"ours.toml"}


def test_every_mistake_says_what_it_is_and_how_to_mend_it_in_both_languages(app: Flask) -> None:
    for language in ("id", "en"):
        with app.test_request_context(), force_locale(language):
            for text, _, _ in MISTAKES:
                for mistake in mistakes_of(text):
                    said = told(mistake)
                    assert said.what, mistake
                    assert said.mend, mistake
                    assert "%(" not in str(said), mistake
                    assert len(str(said)) < 400, mistake


def said_problems() -> Iterator[str]:
    for file in (ROOT / "workflow").glob("definition_*.py"):
        yield from re.findall(r'\.say\([^"]*(?:f?"[^"]*")?,\s*"([a-z_]+)"', file.read_text(encoding="utf-8"))
    for _, section in definition_keys.SECTIONS:
        yield from (key.unknown for key in section if key.unknown)


def test_no_mistake_is_without_words() -> None:
    assert set(said_problems()) - set(WORDS) == set()
    assert set(HOLDS) == set(Holds)


def test_all_mistakes_of_a_file_are_told_at_once() -> None:
    text = but('to = "verifying"', 'to = "nowhere"', but("amber_percent = 80", "amber_percent = 0"))
    assert {mistake.key for mistake in mistakes_of(text)} == {"deadlines.amber_percent", "move[1].to"}


def test_the_shipped_definition_is_the_desk_of_before() -> None:
    desk = shipped()
    assert list(desk.steps) == [
        "take",
        "hand_off",
        "answer",
        "correct",
        "send_back",
        "close",
        "dismiss",
        "reopen",
        "undo_duplicate",
        "release",
    ]
    assert (desk.second_person, desk.version, desk.rules) == (True, 0, ())
    assert [field.code for field in desk.fields] == ["needs_for", "travel_on"]
    assert (desk.deadlines.first_response_days, desk.deadlines.amber_percent) == (3, 80)
    assert (desk.deadlines.opens.hour, desk.deadlines.closes.hour) == (8, 16)
    assert desk.deadlines.working_days == (0, 1, 2, 3, 4)


def test_a_move_is_read_as_it_is_written() -> None:
    step = read(move("needs", 'by = "second_person"\ntarget_days = 2\nwhy = "x"\nneeds')).steps["rejected_above"]
    assert (step.kind, step.sources, step.target) == (Kind.SEND_BACK, (Status.CORRECTED,), Status.VERIFYING)
    assert (step.roles, step.by, step.needs) == ((Role.SUPERVISOR,), By.SECOND_PERSON, (Requirement.REASON,))
    assert (step.target_days, step.why, step.label("id"), step.label("en")) == (
        2, "x", "Koreksi ditolak pusat", "Rejected above",
    )  # fmt: skip


def test_a_rule_and_a_field_are_read_as_they_are_written() -> None:
    text = SHIPPED + CHOICE + 'required_at = ["file", "close"]\nhelp_en = "Where"\n' + RULE
    desk = read(but('{ channel = "web" }', '{ channel = ["web", "letter"], field = { village = ["a"] } }', text))
    (village,), (found,) = desk.fields, desk.rules
    assert [choice.code for choice in village.choices] == ["a", "b"]
    assert (village.required_at, village.help("en"), village.help("id")) == (("file", "close"), "Where", "")
    assert Role.OPERATOR in village.roles
    assert (desk.required_at("close"), desk.required_at("take")) == ((village,), ())
    assert (found.when.channel, found.when.fields, found.then.priority) == (("web", "letter"), {"village": ("a",)}, 1)


VALUES: Final = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(-5, 400), st.floats(allow_nan=False), st.text(max_size=8),
        st.sampled_from(["open", "verifying", "take", "close", "send_back", "supervisor", "reason", "08:00", "text"]),
    ),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(sorted({key.name for _, section in definition_keys.SECTIONS for key in section} | {"x"})),
        inner,
        max_size=5,
    ),
    max_leaves=12,
)  # fmt: skip
NAMES: Final = [key.name for key in definition_keys.TABLES]


def as_toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return '"' + "".join(f"\\U{ord(sign):08x}" if not "\ud800" <= sign <= "\udfff" else "?" for sign in value) + '"'
    if isinstance(value, list):
        return "[" + ", ".join(map(as_toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {as_toml(one)}" for key, one in value.items()) + "}"
    return "1979-05-27T07:32:00Z" if value is None else str(value)


def read_or_mistakes(text: str) -> None:
    try:
        found: object = read(text)
    except BadDefinition as bad:
        found = bad.mistakes
    assert isinstance(found, Definition) or {mistake.problem for mistake in found} <= set(WORDS)  # type: ignore[attr-defined]
    assert found


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(st.sampled_from(NAMES), VALUES | st.lists(VALUES, max_size=3), max_size=5))
def test_any_toml_is_a_definition_or_a_list_of_mistakes(tables: dict[str, Any]) -> None:
    read_or_mistakes("\n".join(f"{name} = {as_toml(value)}" for name, value in tables.items()))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(SHIPPED) - 1), st.integers(0, 40), st.text(max_size=12))
def test_a_damaged_file_is_a_definition_or_a_list_of_mistakes(place: int, length: int, typed: str) -> None:
    read_or_mistakes(SHIPPED[:place] + typed + SHIPPED[place + length :])
