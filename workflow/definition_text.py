"""TOML text to values of the right type: what cannot be read, and keys that are unknown, missing or hold the wrong."""

import re
import tomllib
from collections.abc import Callable, Mapping
from datetime import time
from types import MappingProxyType
from typing import Any, Final

from workflow.definition_keys import MOST, MOST_BYTES, Holds, Key
from workflow.refusals import BadDefinition, Mistake

PLACE: Final = re.compile(r" ?\(at (?:line (\d+), column \d+|end of document)\)")
HOUR: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")
LONGEST_TOLD: Final = 60
_NOTHING: Final = object()


class Mistakes:
    """The mistakes found in one file."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Mistake] = []

    def say(self, key: str, problem: str, **about: object) -> None:
        told = {name: _told(value) for name, value in about.items()}
        self.found.append(Mistake(file=self.file, key=key, problem=problem, about=told))

    def refusal(self) -> BadDefinition:
        return BadDefinition(tuple(self.found))


def _told(value: object) -> str:
    """A value as a message shows it: a part of it, on one line."""
    text = ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)
    text = "".join(sign if sign.isprintable() else "�" for sign in text[: LONGEST_TOLD * 10])
    return text if len(text) <= LONGEST_TOLD or isinstance(value, tuple) else text[:LONGEST_TOLD] + "…"


def parsed(text: str, mistakes: Mistakes) -> dict[str, Any] | None:
    """The tables of a TOML text, or None where it is none."""
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        mistakes.say("", "too_large", most=MOST_BYTES // 1024)
        return None
    try:
        return tomllib.loads(text)
    except RecursionError:
        mistakes.say("", "too_deep")
    except ValueError as fault:  # tomllib lets out plain ones too, for a number of too many figures
        place = PLACE.search(str(fault))
        line = place[1] if place and place[1] else text.count("\n") + 1
        mistakes.say(f"line {line}", "not_toml", fault=PLACE.sub("", str(fault)))
    return None


def tables_in(whole: Mapping[str, Any], name: str, mistakes: Mistakes) -> list[dict[str, Any]]:
    """The tables of one name; more than there may be are a mistake, and not looked at."""
    tables: list[dict[str, Any]] = whole.get(name, [])
    if len(tables) > MOST[name]:
        mistakes.say(name, "too_many", most=MOST[name], found=len(tables))
    return tables[: MOST[name]]


def read_table(table: Mapping[str, Any], keys: tuple[Key, ...], place: str, mistakes: Mistakes) -> dict[str, Any]:
    """The values that are right, by key; the others are told."""
    known = {key.name: key for key in keys}
    for name in (one for one in table if one not in known):
        mistakes.say(_at(place, name), "unknown_key", known=tuple(known))
    read: dict[str, Any] = {}
    for name, key in known.items():
        if name not in table:
            if key.required:
                mistakes.say(_at(place, name), "missing", holds=key.holds)
            continue
        value = READERS[key.holds](table[name], key, _at(place, name), mistakes)
        if value is not _NOTHING:
            read[name] = value
    return read


def _at(place: str, name: str) -> str:
    told = _told(name)
    return f"{place}.{told}" if place else told


def is_plain(text: str) -> bool:
    """Whether a text is something to write on a page: no control signs, and not only blanks."""
    return text.isprintable() and bool(text.strip())


def _text(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    if not isinstance(value, str):
        return _wrong_type(key, place, mistakes)
    if not is_plain(value.replace("\n", " ") if key.name == "note" else value):
        mistakes.say(place, "not_plain")
    elif key.most and len(value) > key.most:
        mistakes.say(place, "too_long", most=key.most, found=len(value))
    elif key.among and value not in key.among:
        mistakes.say(place, key.unknown, value=value, known=key.among)
    else:
        return value.strip()
    return _NOTHING


def _texts(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        return _wrong_type(key, place, mistakes)
    before = len(mistakes.found)
    for item in dict.fromkeys(value):
        if value.count(item) > 1:
            mistakes.say(place, "twice", value=item)
        if key.among and item not in key.among:
            mistakes.say(place, key.unknown, value=item, known=key.among)
        elif not is_plain(item):
            mistakes.say(place, "not_plain")
    if len(value) < key.least:
        mistakes.say(place, "empty")
    if len(value) > key.most:
        mistakes.say(place, "too_many", most=key.most, found=len(value))
    return tuple(value) if len(mistakes.found) == before else _NOTHING


def _whole(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    if type(value) is not int:
        return _wrong_type(key, place, mistakes)
    if key.least <= value <= key.most:
        return value
    mistakes.say(place, "out_of_range", least=key.least, most=key.most)
    return _NOTHING


def _truth(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    return value if isinstance(value, bool) else _wrong_type(key, place, mistakes)


def _hour(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    if isinstance(value, time):
        return value.replace(second=0, microsecond=0)
    found = HOUR.fullmatch(value) if isinstance(value, str) else None
    return time(int(found[1]), int(found[2])) if found else _wrong_type(key, place, mistakes)


def _table(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    return value if isinstance(value, dict) else _wrong_type(key, place, mistakes)


def _tables(value: Any, key: Key, place: str, mistakes: Mistakes) -> Any:
    if isinstance(value, list) and all(isinstance(item, dict) for item in value):
        return value
    return _wrong_type(key, place, mistakes)


def _wrong_type(key: Key, place: str, mistakes: Mistakes) -> object:
    mistakes.say(place, "wrong_type", holds=key.holds)
    return _NOTHING


READERS: Mapping[Holds, Callable[[Any, Key, str, Mistakes], Any]] = MappingProxyType(
    {
        Holds.TEXT: _text,
        Holds.TEXTS: _texts,
        Holds.WHOLE: _whole,
        Holds.TRUTH: _truth,
        Holds.HOUR: _hour,
        Holds.TABLE: _table,
        Holds.TABLES: _tables,
    }
)
