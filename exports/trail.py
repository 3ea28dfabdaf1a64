"""The audit trail as CSV and as JSONL, streaming, oldest first; taking it away is an event itself."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Connection, Row

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit import canonical, trail
from audit.masked import Reader, mask_numbers
from audit.recorder import note_event
from exports.cells import neutral
from models import db
from workflow import extra
from workflow.refusals import BadValue, MissingRequirement, Requirement

ACTION: Final = "audit.export"
HEADER: Final = ("index", "at", "actor", "role", "action", "object", "reason", "changes", "origin", "leaf")
Batches = Iterable[list[Row[Any]]]


@dataclass(frozen=True, slots=True)
class Taken:
    """An export that was recorded and may now be streamed: events up to the id ``through``, ``count`` of them."""

    actor: Actor
    filters: trail.Filters
    format: str
    count: int
    through: int


def take(filters: trail.Filters, format_: str, *, actor: Actor, reason: str) -> Taken:
    """Record, inside a unit of work, that ``actor`` takes these events away. Raises Forbidden, MissingRequirement."""
    require(actor, Permission.AUDIT_EXPORT)
    if format_ not in FORMATS:
        raise BadValue("format", "unknown_code")
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "export")
    count, through = trail.size(filters, actor=actor)
    facts = {"format": format_, "count": count, "through": through, "filters": filters.told()}
    note_event(actor, ACTION, reason=reason, facts=facts)
    return Taken(actor, filters, format_, count, through)


def stream(taken: Taken) -> Iterator[bytes]:
    """The bytes of a recorded export, in pieces of some hundred events, from one view of the database."""
    engine = db.engine
    if engine.dialect.name == "postgresql":
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with engine.connect() as connection:
        batches = trail.batches(connection, taken.filters, actor=taken.actor, through=taken.through)
        yield from FORMATS[taken.format](batches, connection)


def csv_pieces(batches: Batches, connection: Connection) -> Iterator[bytes]:
    """RFC 4180 in UTF-8: a header, then one row an event, personal values masked."""
    yield _csv([HEADER])
    reader = Reader(connection, hidden=extra.masked_codes())
    for batch in batches:
        changes = reader.changes([canonical.loads(row.body) for row in batch])
        yield _csv(_cells(row, told) for row, told in zip(batch, changes, strict=True))


def jsonl_pieces(batches: Batches, _connection: Connection) -> Iterator[bytes]:
    """One canonical event a line: the very text that is hashed, personal values sealed in it."""
    for batch in batches:
        yield "".join(f"{row.body}\n" for row in batch).encode()


# Keys and texts come out of a canonical body, so that writing them as they stand is canonical again.
_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def _cells(row: Row[Any], changes: list[dict[str, Any]]) -> list[str]:
    texts = (
        row.actor,
        row.role,
        row.action,
        row.object,
        mask_numbers(row.reason),
        _as_json(changes),
        row.origin,
    )
    return [str(row.id), row.at, *map(neutral, texts), canonical.leaf_hash(row.body)]


def _csv(rows: Iterable[Iterable[str]]) -> bytes:
    piece = io.StringIO(newline="")
    csv.writer(piece).writerows(rows)
    return piece.getvalue().encode()


FORMATS: Final[Mapping[str, Callable[[Batches, Connection], Iterator[bytes]]]] = MappingProxyType(
    {"csv": csv_pieces, "jsonl": jsonl_pieces}
)
