"""A sealed value opens with its key at its place, and in no other way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.keys import new_key
from privacy.seal import Unreadable, seal, seal_bytes, unseal, unseal_bytes

KEYS = st.binary(min_size=32, max_size=32)
PLACE = "ticket.subject_nik:0192"


@given(KEYS, st.text(), st.text())
def test_a_sealed_text_comes_back_whole(key: bytes, text: str, place: str) -> None:
    assert unseal(key, seal(key, text, place=place), place=place) == text


@given(KEYS, st.binary())
def test_a_sealed_file_comes_back_whole(key: bytes, data: bytes) -> None:
    assert unseal_bytes(key, seal_bytes(key, data, place=PLACE), place=PLACE) == data


def test_sealing_twice_shows_no_likeness() -> None:
    key = new_key()
    assert seal(key, "6501012504850012", place=PLACE) != seal(key, "6501012504850012", place=PLACE)


def test_a_token_is_printable_and_says_its_version() -> None:
    token = seal(new_key(), "6501012504850012", place=PLACE)
    assert token.startswith("s1.")
    assert token.isascii()
    assert "6501" not in token


@given(KEYS, KEYS, st.text(min_size=1))
def test_another_key_opens_nothing(key: bytes, other: bytes, text: str) -> None:
    token = seal(key, text, place=PLACE)
    if key != other:
        with pytest.raises(Unreadable):
            unseal(other, token, place=PLACE)


@given(st.text(), st.text())
def test_a_token_carried_to_another_place_opens_nothing(place: str, other: str) -> None:
    key = bytes(range(32))
    token = seal(key, "081234563391", place=place)
    if place != other:
        with pytest.raises(Unreadable) as refusal:
            unseal(key, token, place=other)
        assert refusal.value.place == other


@given(st.binary(), st.data())
def test_one_flipped_bit_makes_a_file_unreadable(data: bytes, draw: st.DataObject) -> None:
    key = bytes(range(32))
    token = bytearray(seal_bytes(key, data, place=PLACE))
    bit = draw.draw(st.integers(0, len(token) * 8 - 1))
    token[bit // 8] ^= 1 << bit % 8
    with pytest.raises(Unreadable):
        unseal_bytes(key, bytes(token), place=PLACE)


@given(st.text(), st.data())
def test_one_changed_character_makes_a_text_unreadable(text: str, draw: st.DataObject) -> None:
    key = bytes(range(32))
    token = seal(key, text, place=PLACE)
    at = draw.draw(st.integers(0, len(token) - 1))
    other = draw.draw(st.characters().filter(lambda character: character != token[at]))
    with pytest.raises(Unreadable):
        unseal(key, token[:at] + other + token[at + 1 :], place=PLACE)


@pytest.mark.parametrize("token", ["", "s1.", "s1.AAAA", "6501012504850012", "s2.AAAA", "s1.ñ", "s1.A"])
def test_what_was_never_sealed_is_unreadable(token: str) -> None:
    with pytest.raises(Unreadable):
        unseal(new_key(), token, place=PLACE)


@pytest.mark.parametrize("token", [b"", b"s1.", b"s1.short", b"%PDF-1.7 a file that was never sealed"])
def test_a_file_that_was_never_sealed_is_unreadable(token: bytes) -> None:
    with pytest.raises(Unreadable):
        unseal_bytes(new_key(), token, place=PLACE)
