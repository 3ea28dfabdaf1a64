"""A ticket's key is kept wrapped, and only the master key unwraps it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.keys import new_key, unwrap, wrap
from privacy.seal import Unreadable, seal_bytes

KEYS = st.binary(min_size=32, max_size=32)


@given(KEYS, KEYS, st.text())
def test_a_wrapped_key_comes_back_whole(master: bytes, key: bytes, place: str) -> None:
    assert unwrap(master, wrap(master, key, place), place) == key


def test_no_two_tickets_share_a_key() -> None:
    assert len({new_key() for _ in range(100)}) == 100
    assert len(new_key()) == 32


def test_a_key_wrapped_for_one_ticket_is_none_for_another() -> None:
    master = new_key()
    with pytest.raises(Unreadable):
        unwrap(master, wrap(master, new_key(), "ticket:a"), "ticket:b")


def test_another_master_key_unwraps_nothing() -> None:
    with pytest.raises(Unreadable):
        unwrap(new_key(), wrap(new_key(), new_key(), "ticket:a"), "ticket:a")


@pytest.mark.parametrize("wrapped", ["", "not hex", "00", "73312e00"])
def test_what_was_never_wrapped_is_unreadable(wrapped: str) -> None:
    with pytest.raises(Unreadable):
        unwrap(new_key(), wrapped, "ticket:a")


def test_a_sealed_value_cannot_pass_for_a_key() -> None:
    master = new_key()
    token = seal_bytes(master, new_key(), place="ticket:a")
    with pytest.raises(Unreadable):
        unwrap(master, token.hex(), "ticket:a")
