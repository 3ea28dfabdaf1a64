"""Writes prepared rows into the registry, part by part, each in a unit of work whose event tells of it."""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select

from models.record import Record, RecordBatch
from registry.load import Prepared
from registry.plan import Plan

HELD: Final = 0
ASKED_AT_ONCE: Final = 500
RECORD: Final = "record"
RECORD_KEY: Final = "record_key"
COLUMNS: Final[Mapping[str, Sequence[str]]] = {
    "record_batch": ("batch_id", "first_record_id", "last_record_id", "wrapped_key"),
    RECORD: (
        "id", "batch_id", "replaces_id", "first_id", "source_row", "dose", "vaccinated_on", "entered_on", "facility",
        "vaccine", "lot", "region_code", "certificate", "sealed",
    ),
    RECORD_KEY: ("kind", "hash", "record_id"),
}  # fmt: skip

Row = tuple[Any, ...]


def begin(connection: Connection, prepared: Prepared, decided: Plan, batch_id: int) -> int:
    """Give the batch its range of records. Its event is the newest of this transaction; the first number."""
    first = (connection.scalar(select(func.max(RecordBatch.last_record_id))) or 0) + 1
    add(connection, "record_batch", [(batch_id, first, first + decided.fresh - 1, prepared.wrapped_key)])
    return first


def numbers(decided: Plan, first: int) -> "array[int]":
    """By place: the number its record gets, or HELD."""
    ids = array("q")
    for held in decided.held:
        ids.append(HELD if held else first)
        first += not held
    return ids


def records(prepared: Prepared, decided: Plan, ids: "array[int]", batch_id: int) -> Iterator[Row]:
    """The records to write, in the order of the file; ``with_firsts`` makes them whole."""
    place = 0
    for chunk in prepared.rows.chunks():
        for at, row in enumerate(chunk, place):
            if ids[at] != HELD:
                yield ids[at], batch_id, decided.replaces[at] or None, None, *row
        place += len(chunk)


def with_firsts(connection: Connection, rows: Sequence[Row]) -> list[Row]:
    """``rows`` of records, each with the record that told of its dose first."""
    replaced = [row[2] for row in rows if row[2]]
    firsts: dict[int, int | None] = {}
    for start in range(0, len(replaced), ASKED_AT_ONCE):
        query = select(Record.id, Record.first_id).where(Record.id.in_(replaced[start : start + ASKED_AT_ONCE]))
        firsts.update((found.id, found.first_id) for found in connection.execute(query))
    return [(*row[:3], firsts[row[2]] or row[2], *row[4:]) if row[2] else row for row in rows]


def keys(prepared: Prepared, ids: "array[int]") -> Iterator[Row]:
    """The keys to write, in the order of their index: filled so, it writes each of its pages once."""
    for kind, bucket in prepared.keys.sorted():
        yield from ((kind, hashed, ids[place]) for hashed, place in bucket if ids[place] != HELD)


def add(connection: Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert by the fastest way the driver has: COPY on PostgreSQL, one prepared statement on SQLite."""
    rows = list(rows)
    if not rows:
        return
    columns = COLUMNS[table]
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - own names
        return
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)


def count_anew(connection: Connection) -> None:
    """Let PostgreSQL know how many rows there are now: it would plan the next search for a few, and go through all."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE record, record_key, record_batch")
