"""Canonical JSON: the exact text of an event that is hashed (a subset of RFC 8785).

NFC strings, keys sorted by their UTF-16 units, integers only, no floats, no nulls.
"""

import enum
import hashlib
import json
import unicodedata
from datetime import UTC, date, datetime
from typing import Any

MAX_INTEGER = 2**53 - 1


class NotCanonical(ValueError):
    """A value that has no place in an event: a float, a null, a key that is no string."""


def dumps(value: Any) -> str:
    """``value`` as canonical JSON. Raises NotCanonical."""
    return json.dumps(_canonical(value), ensure_ascii=False, separators=(",", ":"), sort_keys=False)


def loads(text: str) -> Any:
    """The value of a canonical text; anything else that is JSON is read too."""
    return json.loads(text)


def leaf_hash(body: str) -> str:
    """The RFC 6962 leaf hash of an event's text, in hex: SHA-256 over 0x00 and the bytes."""
    return hashlib.sha256(b"\x00" + body.encode()).hexdigest()


def moment(at: datetime) -> str:
    """UTC with microseconds and Z, always 27 characters."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def plain(value: Any) -> Any:
    """A column's value as an event writes it: moments, days and enumerations become text."""
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.value if isinstance(value, enum.Enum) else value


def _canonical(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(value)
        return value
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, dict):
        return {_key(key): _canonical(value[key]) for key in sorted(value, key=_utf16)}
    raise NotCanonical(value)


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(key)
    return unicodedata.normalize("NFC", key)


def _utf16(key: object) -> bytes:
    return str(key).encode("utf-16-be")
