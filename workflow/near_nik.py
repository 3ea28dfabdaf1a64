"""The keyed hashes by which tickets with nearly the same NIK are found, without opening one of them."""

from typing import Final

from models.keyring import index_of
from registry.keys import less_one

FEWEST: Final = 10
MOST: Final = 18


def keys_of(digits: str | None) -> frozenset[int]:
    """Of a NIK: itself and itself with each digit left out, hashed to signed 64 bits; nothing of what is no number.

    Two numbers one slip apart (a digit wrong, missing or too many, two exchanged, the other sex) share at least one.
    """
    if not digits or not (digits.isascii() and digits.isdigit() and FEWEST <= len(digits) <= MOST):
        return frozenset()
    return frozenset(filter(None, (_hash(text) for text in {digits} | less_one(digits))))


def _hash(text: str) -> int:
    found = index_of("nik_less_one", text) or ""
    return int.from_bytes(bytes.fromhex(found)[:8], "big", signed=True)
