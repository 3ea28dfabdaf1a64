"""The keyed hashes by which a sealed record is found: eight bytes each, worthless to whoever lacks the key."""

import enum
import hmac
from hashlib import blake2b


class Kind(enum.IntEnum):
    """What was hashed; stored, so a number is never given a second meaning.

    NIK_BORN is the birth date that a NIK tells where the record has another: somebody else may carry it. From 10 on
    two facts are hashed together, so that few records share a hash however large the registry: the name with two of
    day, month and year; the birth date with the first sound of a word of the name; the birth date with the place.
    """

    NIK = 1
    NIK_LESS_ONE = 2
    BIRTH = 3
    PHONE = 4
    NAME = 5
    TICKET = 6
    ROW = 7
    DOSE = 8
    NIK_BORN = 9
    NAME_BIRTH_PART = 10
    BIRTH_INITIAL = 11
    BIRTH_PLACE = 12


class KeyedHash:
    """Keyed BLAKE2b (RFC 7693) to a signed 64-bit number; half the cost of an HMAC, twelve million times.

    Its key is derived from the desk's index key, so that no hash here equals one of another table.
    """

    def __init__(self, index_key: bytes) -> None:
        derived = hmac.digest(index_key, b"record_key", "sha256")
        self._begun = [blake2b(digest_size=8, key=derived, person=bytes([kind])) for kind in range(max(Kind) + 1)]

    def __call__(self, kind: Kind, value: str) -> int:
        """The hash of ``value`` in its one normal form (digits, E.164, ISO date, ``names.key``)."""
        state = self._begun[kind].copy()
        state.update(value.encode())
        return int.from_bytes(state.digest(), "big", signed=True)


def less_one(digits: str) -> frozenset[str]:
    """Every text that is ``digits`` with one left out: two numbers one slip apart share at least one."""
    return frozenset(digits[:place] + digits[place + 1 :] for place in range(len(digits)))
