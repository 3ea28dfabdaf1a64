"""Changes the text of a desk definition key by key: comments and the order of the file are kept."""

from collections.abc import Mapping
from typing import Any, Final

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import AoT, Table, Whitespace

from workflow.definition_keys import MOST

Values = Mapping[str, Any]
ONE: Final = ("desk", "deadlines")


class NotToml(ValueError):
    """The text is no TOML, or written so that this part of it cannot be changed by itself."""


def part_of(text: str, part: str, number: int) -> dict[str, Any] | None:
    """The values of one part as the text has them, whatever they are; None where there is no such part.

    Parts are counted from 1, as mistakes count them. Raises NotToml.
    """
    if part in ONE:
        found = _document(text).get(part, {})
        return found.unwrap() if isinstance(found, Table) else {}
    tables = _tables(_document(text), part)
    return tables[number - 1].unwrap() if 1 <= number <= len(tables) else None


def names_of(text: str, part: str, key: str) -> list[str]:
    """What every part of a kind is called, in the order of the text. Raises NotToml."""
    return [str(table.get(key, "")) for table in _tables(_document(text), part)]


def with_part(text: str, part: str, number: int, values: Values) -> str:
    """The text with ``values`` in one part: None takes a key out, a number past the last adds.

    Raises NotToml.
    """
    document = _document(text)
    if part in ONE:
        if not isinstance(document.get(part), Table):
            document.append(part, tomlkit.table())
        _write(document[part], values)
    elif number <= len(tables := _tables(document, part)):
        _write(tables[number - 1], values)
    else:
        number = len(tables) + 1
        _add(document, part, values)
    changed = _dumped(document)
    _ensure_written(changed, part, number, values)
    return changed


def _ensure_written(text: str, part: str, number: int, values: Values) -> None:
    """Raise NotToml unless the text says now what was to be written: tables in odd places could swallow a key."""
    told = part_of(text, part, number) or {}
    if any(told.get(key) != value for key, value in values.items()):
        raise NotToml


def without_part(text: str, part: str, number: int) -> str:
    """The text without one part; what stands behind it stays. Raises NotToml."""
    document = _document(text)
    tables = _tables(document, part)
    if not 1 <= number <= len(tables):
        return text
    tail = _cut_tail(tables[number - 1])
    if number > 1:
        tables[number - 2].value.body.extend(tail)
    del tables[number - 1]
    if not len(tables):
        del document[part]
    return _dumped(document)


def _document(text: str) -> tomlkit.TOMLDocument:
    try:
        return tomlkit.parse(text)
    except (TOMLKitError, ValueError, RecursionError) as fault:
        raise NotToml from fault


def _dumped(document: tomlkit.TOMLDocument) -> str:
    return tomlkit.dumps(document).rstrip("\n") + "\n"


def _tables(document: tomlkit.TOMLDocument, part: str) -> Any:
    found = document.get(part)
    return found if isinstance(found, AoT) else []


def _add(document: tomlkit.TOMLDocument, part: str, values: Values) -> None:
    if part not in MOST:
        return
    added = tomlkit.table()
    _write(added, values)
    tables = _tables(document, part)
    if len(tables):
        tail = _cut_tail(tables[-1])
        tables[-1].value.body.append((None, Whitespace("\n")))
        tables.append(added)
        added.value.body.extend(tail)
    else:
        several = tomlkit.aot()
        several.append(added)
        document.add(tomlkit.nl())
        document.append(part, several)


def _cut_tail(table: Table) -> list[Any]:
    """Take the comments and blank lines behind the last key off a table; they belong to what follows."""
    body, tail = table.value.body, list[Any]()
    while body and body[-1][0] is None:
        tail.insert(0, body.pop())
    return tail


def _write(table: Any, values: Values) -> None:
    """Write the values that differ; a new key stands before the comments that belong to the next part."""
    tail: list[Any] | None = None
    for key, value in values.items():
        if value is None:
            if key in table:
                del table[key]
        elif key not in table:
            tail = _cut_tail(table) if tail is None else tail
            table.append(key, _item(value))
        elif isinstance(table[key], Table) and isinstance(value, dict):
            _write(table[key], {**dict.fromkeys(table[key]), **value})
        elif _plain(table[key]) != value:
            table[key] = _several(value) if isinstance(table[key], AoT) and value else _item(value)
    table.value.body.extend(tail or [])


def _plain(item: Any) -> Any:
    """A value as the text means it; truths come plain already."""
    return item.unwrap() if hasattr(item, "unwrap") else item


def _several(values: list[Values]) -> AoT:
    several = tomlkit.aot()
    for one in values:
        table = tomlkit.table()
        table.update(one)
        several.append(table)
    return several


def _item(value: Any) -> Any:
    """A value as TOML: choices as tables on a line each, a table within a part on one line."""
    if isinstance(value, dict):
        return _inline(value)
    if isinstance(value, list) and value and isinstance(value[0], dict):
        several = tomlkit.array()
        several.extend(_inline(one) for one in value)
        return several.multiline(multiline=True)
    return tomlkit.item(value)


def _inline(values: Values) -> Any:
    table = tomlkit.inline_table()
    for key, value in values.items():
        table.append(key, _inline(value) if isinstance(value, dict) else tomlkit.item(value))
    return table
