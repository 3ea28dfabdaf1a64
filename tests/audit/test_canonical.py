"""The text of an event is one and the same for equal values, and reads back as what it was."""

import hashlib
import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit import canonical

text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")).map(
    lambda words: json.loads(canonical.dumps(words))
)
whole = st.integers(min_value=-canonical.MAX_INTEGER, max_value=canonical.MAX_INTEGER)
values = st.recursive(
    st.booleans() | whole | text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(text, inner, max_size=4),
    max_leaves=20,
)


@given(values)
def test_what_was_written_is_read_back(value: object) -> None:
    assert canonical.loads(canonical.dumps(value)) == value


@given(values)
def test_writing_what_was_read_gives_the_same_text(value: object) -> None:
    written = canonical.dumps(value)
    assert canonical.dumps(canonical.loads(written)) == written


@given(values)
def test_a_text_is_known_by_its_spelling(value: object) -> None:
    written = canonical.dumps({"v": value})
    assert canonical.is_canonical(written)
    assert not canonical.is_canonical(written.replace(":", ": ", 1))


@pytest.mark.parametrize(
    "text", ["", "{", '{"b":1,"a":2}', '{"a":1,"a":1}', '{"a":null}', "1.0", "1e5", "NaN", '"\\u0041"', '"e\u0301"',
             '{"a" :1}', "[1, 2]", str(2**60), '"a\\/b"'],
)  # fmt: skip
def test_any_other_spelling_is_not_canonical(text: str) -> None:
    assert not canonical.is_canonical(text)


@given(st.dictionaries(text, whole, max_size=6), st.randoms())
def test_equal_values_have_equal_bytes(value: dict[str, int], random: object) -> None:
    pairs = list(value.items())
    random.shuffle(pairs)  # type: ignore[attr-defined]
    assert canonical.dumps(dict(pairs)).encode() == canonical.dumps(value).encode()


@given(values)
def test_there_is_no_space_and_no_null_in_it(value: object) -> None:
    written = canonical.dumps({"v": value})
    assert json.dumps(json.loads(written), ensure_ascii=False, separators=(",", ":")) == written


@pytest.mark.parametrize(
    "value", [None, 1.5, float("nan"), b"x", {1: "x"}, {None: "x"}, 2**53, -(2**53), "\ud800", "a\0b", {"\udfff": 1},
              [None], {"a": {"b": 0.0}}, {1, 2}, datetime(2026, 1, 1, tzinfo=UTC), {"é": 1, "e\u0301": 2}],
)  # fmt: skip
def test_what_has_no_place_in_an_event_is_refused(value: object) -> None:
    with pytest.raises(canonical.NotCanonical):
        canonical.dumps(value)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ({"b": 1, "a": True}, '{"a":true,"b":1}'),
        ("e\u0301", '"é"'),
        ({"\U0001f600": 1, "\uffff": 2}, '{"\U0001f600":1,"\uffff":2}'),  # by UTF-16: the emoji's surrogates come first
        ('a\n\t"\\\u0001\u007f', '"a\\n\\t\\"\\\\\\u0001\u007f"'),
        ([1, -0, ()], "[1,0,[]]"),
    ],
)
def test_the_text_is_as_rfc_8785_spells_it(value: object, written: str) -> None:
    assert canonical.dumps(value) == written


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 11, 23, 1, 2, 3, tzinfo=UTC), "2026-11-23T01:02:03.000000Z"),
        (datetime(2026, 11, 23, 1, 2, 3, 45, timezone(timedelta(hours=8))), "2026-11-22T17:02:03.000045Z"),
        (datetime(1, 1, 1, tzinfo=UTC), "0001-01-01T00:00:00.000000Z"),
    ],
)
def test_a_moment_is_always_27_characters_of_utc(at: datetime, written: str) -> None:
    assert canonical.moment(at) == written


def test_a_leaf_is_the_hash_of_rfc_6962() -> None:
    assert canonical.leaf_hash("é") == hashlib.sha256(b"\x00" + "é".encode()).hexdigest()
