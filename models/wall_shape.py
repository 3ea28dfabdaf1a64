"""What the wall must know of an audited table: which columns an event tells, how, and which are unique."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Column, Table

from models.types import UtcDateTime

UNTOLD = ("id", "ref", "last_event_id")


@dataclass(frozen=True, slots=True)
class Shape:
    """One audited table. ``columns``: ``value`` and ``moment`` are told in full, ``name`` by name alone."""

    table: str
    columns: Mapping[str, str]
    unique: tuple[str, ...]


def shape_of(table: Table) -> Shape:
    """The shape a table has now; a migration writes it down, for the table will grow."""
    told = {column.name: kind for column in table.c if (kind := _kind(column))}
    unique = tuple(column.name for column in table.c if column.unique)
    return Shape(table.name, told, unique)


def _kind(column: Column[object]) -> str:
    kind: str = column.info.get("audit", "derived")
    if kind == "derived" or column.name in UNTOLD:
        return ""
    return "moment" if kind == "value" and isinstance(column.type, UtcDateTime) else kind
