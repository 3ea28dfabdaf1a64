"""Looks records up by their keyed hashes, and opens only those it gives back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import aliased

from models import ImportBatch, db, keyring
from models.record import Record, RecordBatch, RecordKey
from privacy.keys import unwrap
from registry.keys import KeyedHash, Kind
from registry.sealed import Personal, key_place, unseal

Sought = tuple[Kind, str]


@dataclass(frozen=True, slots=True)
class Opened:
    """A record with the person it is about; None once the key of its batch was destroyed."""

    record: Record
    person: Personal | None


def find(sought: Iterable[Sought], *, visible: ColumnElement[bool], limit: int) -> list[Opened]:
    """The present records that have every one of the keys ``sought``, newest first; none for no key."""
    hashed = KeyedHash(keyring.ring().index)
    keys = [(kind, hashed(kind, value)) for kind, value in sought]
    if not keys:
        return []
    query = select(Record).where(visible, present())
    for kind, number in keys:
        key = aliased(RecordKey)
        query = query.join(key, key.record_id == Record.id).where(key.kind == kind, key.hash == number)
    return open_records(list(db.session.scalars(query.order_by(Record.id.desc()).limit(limit))))


def present() -> ColumnElement[bool]:
    """Whether a record is the last told of its dose."""
    later = aliased(Record)
    return ~exists(select(later.id).where(later.replaces_id == Record.id))


def open_records(records: Sequence[Record]) -> list[Opened]:
    """``records`` with their persons; one statement for the keys of all their batches."""
    keys = _keys({record.batch_id for record in records})
    return [Opened(record, _open(record, keys[record.batch_id])) for record in records]


def _open(record: Record, batch: tuple[str, bytes | None]) -> Personal | None:
    ref, key = batch
    return unseal(key, record.sealed, batch=ref, row=record.source_row) if key else None


def _keys(batches: set[int]) -> dict[int, tuple[str, bytes | None]]:
    query = select(RecordBatch.batch_id, ImportBatch.ref, RecordBatch.wrapped_key).join(
        ImportBatch, ImportBatch.id == RecordBatch.batch_id
    )
    rows = db.session.execute(query.where(RecordBatch.batch_id.in_(batches)))
    return {batch: (ref, batch_key(wrapped, ref)) for batch, ref, wrapped in rows}


def batch_key(wrapped: str | None, ref: str) -> bytes | None:
    """The key of the batch ``ref``, or None once it was destroyed."""
    return unwrap(keyring.ring().master, wrapped, place=key_place(ref)) if wrapped else None
