"""Writes prepared rows into the registry, in the unit of work whose event tells of their import."""

from array import array
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, func, select

from models.record import Record
from registry.load import Prepared
from registry.plan import Plan

HELD: Final = 0
KEYS_AT_ONCE: Final = 50_000
KEY_COLUMNS: Final = ("kind", "hash", "record_id")
BATCH_COLUMNS: Final = ("batch_id", "first_record_id", "last_record_id", "wrapped_key")
RECORD_COLUMNS: Final = (
    "id", "batch_id", "replaces_id", "source_row", "dose", "vaccinated_on", "entered_on", "facility", "vaccine",
    "lot", "region_code", "certificate", "sealed",
)  # fmt: skip

Progress = Callable[[int, int], None]


def keep(connection: Connection, prepared: Prepared, decided: Plan, batch_id: int, progress: Progress) -> None:
    """Write the rows that are not held yet, with their keys. The batch's event is the newest of this transaction."""
    ids, last = _ids(connection, decided)
    first = last - decided.total + decided.same + 1
    _add(connection, "record_batch", BATCH_COLUMNS, [(batch_id, first, last, prepared.wrapped_key)])
    place = 0
    for chunk in prepared.rows.chunks():
        numbered = enumerate(chunk, place)
        rows = [(ids[at], batch_id, decided.replaces.get(at), *row) for at, row in numbered if ids[at] != HELD]
        _add(connection, "record", RECORD_COLUMNS, rows)
        place += len(chunk)
        progress(place, 2 * decided.total)
    _keep_keys(connection, prepared, ids, progress)


def _ids(connection: Connection, decided: Plan) -> tuple["array[int]", int]:
    """By place: the number its record gets, or HELD; and the last number given."""
    last = connection.scalar(select(func.max(Record.id))) or 0
    ids = array("q")
    for place in range(decided.total):
        fresh = place not in decided.held
        last += fresh
        ids.append(last if fresh else HELD)
    return ids, last


def _keep_keys(connection: Connection, prepared: Prepared, ids: "array[int]", progress: Progress) -> None:
    total, waiting, done = len(ids), [], 0
    count = max(prepared.keys.count, 1)
    for kind, bucket in prepared.keys.sorted():
        waiting += [(kind, hashed, ids[place]) for hashed, place in bucket if ids[place] != HELD]
        done += len(bucket)
        if len(waiting) >= KEYS_AT_ONCE:
            _add(connection, "record_key", KEY_COLUMNS, waiting)
            waiting = []
            progress(total + total * done // count, 2 * total)
    _add(connection, "record_key", KEY_COLUMNS, waiting)


def _add(connection: Connection, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> None:
    """Insert by the fastest way the driver has: COPY on PostgreSQL, one prepared statement on SQLite."""
    rows = list(rows)
    if not rows:
        return
    names = ", ".join(columns)
    if connection.dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608 - own names
        return
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:  # type: ignore[attr-defined]
        for row in rows:
            copy.write_row(row)
