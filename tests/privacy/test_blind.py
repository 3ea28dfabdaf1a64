"""A blind index finds the same value again and tells nothing without its key."""

import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.blind import blind_index

KEY = bytes(range(32))
KINDS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)


@given(KINDS, st.text())
def test_the_same_value_is_found_again(kind: str, value: str) -> None:
    assert blind_index(KEY, kind, value) == blind_index(KEY, kind, value)


@given(st.binary(min_size=32, max_size=32).filter(lambda key: key != KEY))
def test_another_key_gives_another_index(key: bytes) -> None:
    assert blind_index(key, "nik", "6501012504850012") != blind_index(KEY, "nik", "6501012504850012")


@given(KINDS, st.text(), KINDS, st.text())
def test_two_things_never_meet_in_one_index(kind: str, value: str, other_kind: str, other_value: str) -> None:
    same = (kind, value) == (other_kind, other_value)
    assert (blind_index(KEY, kind, value) == blind_index(KEY, other_kind, other_value)) is same


def test_the_index_is_the_one_that_is_documented() -> None:
    expected = hmac.new(KEY, b"nik\x006501012504850012", hashlib.sha256).hexdigest()
    assert blind_index(KEY, "nik", "6501012504850012") == expected


def test_a_kind_cannot_reach_into_the_value() -> None:
    with pytest.raises(ValueError, match="nik"):
        blind_index(KEY, "nik\x0065", "01")
