"""Which passwords the desk takes: long ones that nobody would try first, of any signs at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.passwords import SHORTEST, ensure_good
from workflow.refusals import BadValue

GOOD = [
    "kuda besi terbang sore",
    "gajah kayu berenang",
    "correct horse battery staple",
    "Tr4vers-umbrella-91",
    "ikan asin pakai payung",
    "тёмный лес за рекой",
    "🐟🍚🌶️🥥🍌🐐🌧️🚲🎺🪁🧺🕯️🪨🌽🦀",
    "ñandú über straße 1",
    "x" * 3 + "zq7 vk2 mw9 pt4 hd6 rj",
]
OBVIOUS = [
    "password12345678",
    "passwordpassword",
    "P@ssw0rdP@ssw0rd!",
    "katasandi123456",
    "aaaaaaaaaaaaaaaa",
    "123456789012345",
    "987654321098765",
    "abcabcabcabcabcabc",
    "qwertyuiopasdfghjkl",
    "dinkeskaltara2026",
    "Dinkes Kaltara 2021",
    "vaksinasi-pengaduan",
    "adminadminadmin1",
    "loketaduanvaksin",
    "tanjungselor2026",
    "indonesiamerdeka45",
    "111111111111111111",
    "rina.marlina@dinkes",
    "RinaMarlina12345",
]


def problem_of(password: str) -> str | None:
    try:
        ensure_good(password, about=("rina.marlina@dinkes.test", "Rina Marlina"))
    except BadValue as refused:
        return refused.problem
    return None


@pytest.mark.parametrize("password", GOOD)
def test_a_long_password_of_ones_own_is_taken(password: str) -> None:
    assert problem_of(password) is None


@pytest.mark.parametrize("password", OBVIOUS)
def test_what_anybody_would_try_first_is_refused(password: str) -> None:
    assert problem_of(password) == "obvious"


def test_fourteen_signs_are_too_few_and_fifteen_enough() -> None:
    assert (problem_of("kuda terbang 7"), problem_of("kuda terbang 7x")) == ("short", None)


@pytest.mark.parametrize(("length", "problem"), [(128, None), (500, None), (501, "long")])
def test_a_long_sentence_is_welcome(length: int, problem: str | None) -> None:
    sentence = "ikan asin pakai payung naik sepeda ke pasar malam "
    assert problem_of((sentence * 11 + "mwzq")[-length:]) == problem


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80))
def test_no_password_breaks_the_rule(password: str) -> None:
    assert (problem_of(password) == "short") == (len(password) < SHORTEST)
