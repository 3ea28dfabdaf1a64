"""Keeps what was prepared part by part, so that the desk goes on working while a province is imported."""

import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from access.actors import Actor
from audit.context import acting
from models import ImportBatch, db
from models.database import may_write, writing
from registry import keep
from registry.keep import RECORD, RECORD_KEY, Row
from registry.load import Prepared
from registry.plan import Plan

WHOLE: Final = 5_000
"""So many rows of records and keys are kept in one unit of work: nobody waits for them."""
FIRST_PART: Final = 2_000
LARGEST_PART: Final = 200_000
SECONDS: Final = 0.25
"""How long a part may hold the database; measured, and the next one is cut to it."""
GROWTH: Final = 2
TURN: Final = 0.1
"""Whoever waits for SQLite asks again at least ten times a second: so long it is left alone between two parts."""

Tell = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """A batch that is loading: its range begins at ``first``, and ``kept`` of its rows are there."""

    batch_id: int
    first: int
    kept: int


class Keeping:
    """The rows of one batch on their way into the registry; ``facts`` are told by the event that makes them count."""

    def __init__(self, prepared: Prepared, decided: Plan, *, actor: Actor, tell: Tell) -> None:
        self._prepared = prepared
        self._decided = decided
        self._actor = actor
        self._tell = tell

    def run(self, batch: ImportBatch | Begun, facts: dict[str, Any]) -> None:
        """Keep what is not kept yet and let the batch count: all in one unit of work where it is little."""
        is_little = isinstance(batch, ImportBatch) and self._decided.to_keep <= WHOLE
        with writing() if is_little else nullcontext():
            begun = self._begin(batch) if isinstance(batch, ImportBatch) else batch
            self._keep_all(begun)
            self._finish(begun, facts)

    def _begin(self, batch: ImportBatch) -> Begun:
        with writing() as session:
            with acting(self._actor, "import.begin", object=batch):
                db.session.add(batch)
            first = keep.begin(session.connection(), self._prepared, self._decided, batch.id)
            return Begun(batch_id=batch.id, first=first, kept=0)

    def _keep_all(self, begun: Begun) -> None:
        decided, done = self._decided, begun.kept
        ids = keep.numbers(decided, begun.first)
        records = keep.records(self._prepared, decided, ids, begun.batch_id)
        for table, rows, there in (
            (RECORD, records, min(done, decided.fresh)),
            (RECORD_KEY, keep.keys(self._prepared, ids), max(done - decided.fresh, 0)),
        ):
            for part in _parts(islice(rows, there, None), lambda part, table=table: self._keep(begun, table, part)):  # type: ignore[misc]
                done += part
                self._tell(done, decided.to_keep)

    def _keep(self, begun: Begun, table: str, rows: list[Row]) -> None:
        is_part = not may_write()
        with writing() as session:
            if is_part:
                batch = session.get_one(ImportBatch, begun.batch_id)
                with acting(self._actor, "import.part"):
                    batch.kept = (batch.kept or 0) + len(rows)
            connection = session.connection()
            keep.add(connection, table, keep.with_firsts(connection, rows) if table == RECORD else rows)

    def _finish(self, begun: Begun, facts: dict[str, Any]) -> None:
        with writing() as session:
            batch = session.get_one(ImportBatch, begun.batch_id)
            with acting(self._actor, "import.registry", object=batch, facts=facts):
                batch.kept, batch.absent = self._decided.to_keep, None
            if self._decided.to_keep > WHOLE:
                keep.count_anew(session.connection())


def _parts(rows: Iterator[Row], keep_part: Callable[[list[Row]], None]) -> Iterator[int]:
    """Keep ``rows`` in parts that take the time a part may take; how many were in each.

    The next part is made ready while the database is free, which is left alone for a while at least.
    """
    at_once = FIRST_PART
    ended = -TURN
    while part := list(islice(rows, at_once)):
        if not may_write():
            time.sleep(max(0, ended + TURN - time.monotonic()))
        began = time.monotonic()
        keep_part(part)
        ended = time.monotonic()
        fitting = int(len(part) * SECONDS / max(ended - began, 0.001))
        at_once = max(FIRST_PART // 4, min(fitting, at_once * GROWTH, LARGEST_PART))
        yield len(part)
