"""Tells which prepared rows the registry holds already, which mend a record it holds, and which are new."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, exists, select, text

from models.record import Record, RecordKey
from registry.keys import Kind
from registry.load import Prepared

ASKED_AT_ONCE: Final = 500
LOCK: Final = text("SELECT pg_advisory_xact_lock(7310)")


@dataclass(frozen=True, slots=True)
class Plan:
    """By place among the prepared rows: those already held, and the record that a row replaces."""

    held: frozenset[int]
    replaces: Mapping[int, int]
    total: int

    @property
    def same(self) -> int:
        return len(self.held)

    @property
    def changed(self) -> int:
        return len(self.replaces)

    @property
    def new(self) -> int:
        return self.total - self.same - self.changed


def plan(connection: Connection, prepared: Prepared) -> Plan:
    """Compare with what is held now; inside the unit of work that will keep the rows, one at a time."""
    if connection.dialect.name == "postgresql":
        connection.execute(LOCK)
    total = len(prepared.marks)
    if connection.scalar(select(Record.id).limit(1)) is None:
        return Plan(frozenset(), {}, total)
    held = dict(_found(connection, prepared, Kind.ROW))
    return Plan(frozenset(held), _replaced(connection, prepared, held), total)


def _replaced(connection: Connection, prepared: Prepared, held: Mapping[int, int]) -> dict[int, int]:
    """Of the rows not held, those that tell a held dose anew; each record is replaced once at most."""
    taken = set(held.values())
    candidates = sorted(pair for pair in _found(connection, prepared, Kind.DOSE) if pair[0] not in held)
    replaces: dict[int, int] = {}
    for place, record in candidates:
        if place not in replaces and record not in taken:
            replaces[place] = record
            taken.add(record)
    return replaces


def _found(connection: Connection, prepared: Prepared, kind: Kind) -> Iterator[tuple[int, int]]:
    """(place, record) for every prepared key of ``kind`` that a present record has too."""
    later = select(Record.id).where(Record.replaces_id == RecordKey.record_id)
    for _, bucket in prepared.keys.sorted(kind):
        for start in range(0, len(bucket), ASKED_AT_ONCE):
            part = bucket[start : start + ASKED_AT_ONCE]
            query = select(RecordKey.hash, RecordKey.record_id).where(
                RecordKey.kind == kind, RecordKey.hash.in_({hashed for hashed, _ in part}), ~exists(later)
            )
            records: dict[int, list[int]] = {}
            for hashed, record in connection.execute(query):
                records.setdefault(hashed, []).append(record)
            yield from ((place, record) for hashed, place in part for record in records.get(hashed, ()))
