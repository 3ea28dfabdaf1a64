"""Looks records up by their keyed hashes, and opens only those it gives back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, FromClause, Row, Select, and_, exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, aliased

from models import ImportBatch, db, keyring
from models.record import Record, RecordBatch, RecordKey
from privacy.keys import unwrap
from registry.keys import KeyedHash, Kind
from registry.sealed import Personal, key_place, unseal

Sought = tuple[Kind, str]
COLUMNS: Final = tuple(Record.__table__.c)


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
    """Whether a record counts: its batch stands, and no standing batch told of its dose later."""
    later = aliased(Record)
    told_later = (
        select(later.id)
        .where(later.first_id == func.coalesce(Record.first_id, Record.id), later.id > Record.id)
        .where(stands(later.batch_id))
    )
    return and_(stands(Record.batch_id), ~exists(told_later))


def stands(batch_id: ColumnElement[int] | InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Whether a batch counts: all of it was kept, and it was not taken back."""
    batch = aliased(ImportBatch)
    return exists(select(batch.id).where(batch.id == batch_id, batch.absent.is_(None)))


def sealed_rows(found: FromClause, *more: ColumnElement[Any]) -> Select[Any]:
    """The present records whose ``record_id`` is in ``found``, as rows that an ``Opener`` opens, with ``more``."""
    return (
        select(*more, ImportBatch.ref, RecordBatch.wrapped_key, *COLUMNS)
        .select_from(found)
        .join(Record, Record.id == found.c.record_id)
        .join(RecordBatch, RecordBatch.batch_id == Record.batch_id)
        .join(ImportBatch, ImportBatch.id == Record.batch_id)
        .where(present())
    )


class Opener:
    """Opens many rows of ``sealed_rows``; the key of a batch is unwrapped once."""

    def __init__(self) -> None:
        self._batches: dict[int, bytes | None] = {}

    def open(self, row: Row[Any]) -> Personal | None:
        """The person of a row; None once the key of its batch was destroyed."""
        if row.batch_id not in self._batches:
            self._batches[row.batch_id] = batch_key(row.wrapped_key, row.ref)
        key = self._batches[row.batch_id]
        return unseal(key, row.sealed, batch=row.ref, row=row.source_row) if key else None


def record_of(row: Row[Any]) -> Record:
    """A copy of the record in a row that belongs to no session; nothing ever changes a record."""
    return Record(**{column.name: getattr(row, column.name) for column in COLUMNS})


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
