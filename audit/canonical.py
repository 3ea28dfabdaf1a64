"""Canonical JSON: the exact text of an event that is hashed (a subset of RFC 8785).

NFC strings, keys sorted by their UTF-16 units, integers only, no floats, no nulls.
"""

import enum
import hashlib
import json
import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

MAX_INTEGER = 2**53 - 1
DOUBTFUL = re.compile(r"null|\\u|\d{16}")
SURROGATE = re.compile("[\ud800-\udfff]")


class NotCanonical(ValueError):
    """A value that has no place in an event: a float, a null, a key that is no string."""


def dumps(value: Any) -> str:
    """``value`` as canonical JSON. Raises NotCanonical."""
    return json.dumps(_canonical(value), ensure_ascii=False, separators=(",", ":"), sort_keys=False)


def loads(text: str) -> Any:
    """The value of a canonical text; anything else that is JSON is read too."""
    return json.loads(text)


def is_canonical(text: str) -> bool:
    """Whether ``text`` is JSON in its canonical spelling; plain ASCII, the usual case, is judged quickly."""
    try:
        value = json.loads(text, parse_float=_refuse, parse_constant=_refuse)
        if text.isascii() and not DOUBTFUL.search(text):
            return json.dumps(value, separators=(",", ":"), sort_keys=True) == text
        return dumps(value) == text
    except ValueError:
        return False


def _refuse(text: str) -> None:
    raise NotCanonical(text)


def leaf_hash(body: str) -> str:
    """The RFC 6962 leaf hash of an event's text, in hex: SHA-256 over 0x00 and the bytes."""
    return hashlib.sha256(b"\x00" + body.encode()).hexdigest()


def moment(at: datetime) -> str:
    """UTC with microseconds and Z, always 27 characters."""
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def columns_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """The columns an event is queried by, derived from its body; the wall holds them to it."""
    who = event["actor"]
    told = {"actor_id": who.get("id"), "actor": who["name"]}
    always = {name: event[name] for name in ("at", "role", "action")}
    return told | always | {name: event.get(name, "") for name in ("session", "origin", "object", "reason")}


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
        return _text(value)
    if isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise NotCanonical(value)
        return int(value)
    if isinstance(value, list | tuple):
        return [_canonical(item) for item in value]
    if isinstance(value, Mapping):
        return _mapping(value)
    raise NotCanonical(value)


def _mapping(value: Mapping[Any, Any]) -> dict[str, Any]:
    pairs = sorted(((_text(key), _canonical(item)) for key, item in value.items()), key=_utf16)
    found = dict(pairs)
    if len(found) < len(pairs):
        raise NotCanonical(value)
    return found


def _text(value: object) -> str:
    """NFC. A lone surrogate has no bytes, and PostgreSQL keeps no NUL: neither can stand in an event."""
    if not isinstance(value, str):
        raise NotCanonical(value)
    text = value if value.isascii() else unicodedata.normalize("NFC", value)
    if "\0" in text or (not text.isascii() and SURROGATE.search(text)):
        raise NotCanonical(value)
    return str(text)


def _utf16(pair: tuple[str, Any]) -> bytes:
    return pair[0].encode("utf-16-be")
