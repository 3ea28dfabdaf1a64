"""Tells which prepared rows the registry holds already, which mend a record it holds, and which are new."""

import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, select

from models.record import Record, RecordKey
from registry.find import present
from registry.keys import Kind
from registry.load import Prepared

ASKED_AT_ONCE: Final = 500
NONE: Final = 0
RECORD_BITS: Final = 40
RECORD: Final = (1 << RECORD_BITS) - 1


@dataclass(frozen=True, slots=True)
class Plan:
    """By place among the prepared rows: whether it is held already, and the record it replaces, or NONE.

    ``to_keep`` counts the records and keys that are to be written; ``digest`` is one of all of it.
    """

    held: bytearray
    replaces: "array[int]"
    same: int
    changed: int
    to_keep: int
    digest: str

    @property
    def total(self) -> int:
        return len(self.held)

    @property
    def fresh(self) -> int:
        """How many records are to be written."""
        return self.total - self.same

    @property
    def new(self) -> int:
        return self.fresh - self.changed


def plan(connection: Connection, prepared: Prepared) -> Plan:
    """Compare with what is held now; nothing that counts may be added or taken back before it is kept."""
    total = len(prepared.marks)
    held, replaces, changed = bytearray(total), array("q", bytes(8 * total)), 0
    newest = connection.scalar(select(func.max(Record.id)))
    if newest is not None:
        taken = bytearray(newest + 1)
        for place, record in _found(connection, prepared, Kind.ROW):
            held[place] = taken[record] = True
        changed = _replace(connection, prepared, held, replaces, taken)
    same = sum(held)
    lost = sum(prepared.key_counts[place] for place in range(total) if held[place])
    to_keep = total - same + prepared.keys.count - lost
    return Plan(held, replaces, same, changed, to_keep, _digest(prepared, held, replaces, to_keep))


def _replace(
    connection: Connection, prepared: Prepared, held: bytearray, replaces: "array[int]", taken: bytearray
) -> int:
    """Give those of the rows not held that tell a held dose anew its record, each once; how many there are."""
    found = _found(connection, prepared, Kind.DOSE)
    candidates = array("q", (place << RECORD_BITS | record for place, record in found if not held[place]))
    changed = 0
    for candidate in sorted(candidates):
        place, record = candidate >> RECORD_BITS, candidate & RECORD
        if not replaces[place] and not taken[record]:
            replaces[place], taken[record] = record, True
            changed += 1
    return changed


def _found(connection: Connection, prepared: Prepared, kind: Kind) -> Iterator[tuple[int, int]]:
    """(place, record) for every prepared key of ``kind`` that a present record has too."""
    query = select(RecordKey.hash, RecordKey.record_id).join(Record, Record.id == RecordKey.record_id)
    query = query.where(RecordKey.kind == kind, present())
    for _, bucket in prepared.keys.sorted(kind):
        for start in range(0, len(bucket), ASKED_AT_ONCE):
            part = bucket[start : start + ASKED_AT_ONCE]
            records: dict[int, list[int]] = {}
            hashes = {hashed for hashed, _ in part}
            for hashed, record in connection.execute(query.where(RecordKey.hash.in_(hashes))):
                records.setdefault(hashed, []).append(record)
            yield from ((place, record) for hashed, place in part for record in records.get(hashed, ()))


def _digest(prepared: Prepared, held: bytearray, replaces: "array[int]", to_keep: int) -> str:
    """One of every row, every key and what is to become of them; told by keyed hashes, it gives nothing away."""
    digest = hashlib.sha256(f"{to_keep} {prepared.keys.sum}".encode())
    for part in (prepared.marks, held, replaces):
        digest.update(part)
    return digest.hexdigest()
