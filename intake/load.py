"""Files the complaints of a workbook: one transaction a file, known ones left alone, doubles shown."""

import datetime as dt
import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath

from sqlalchemy import select

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from intake.known import KnownPeople
from intake.read import Reading, ReadRow, read_complaints
from intake.report import Code, Finding
from models import ImportBatch, Ticket, clock, db
from models.database import writing
from models.keyring import index_of
from workflow import tickets

KIND = "complaints"
MOST_ASKED = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadReport:
    """What an import did: the reading with its findings, the numbers given, and the batch that remembers it."""

    reading: Reading
    numbers: tuple[str, ...]
    same: int
    batch: str

    @property
    def read(self) -> int:
        return len(self.reading.rows)

    @property
    def new(self) -> int:
        return len(self.numbers)

    @property
    def refused(self) -> int:
        return len(self.reading.refused)

    @property
    def doubtful(self) -> int:
        return len(self.reading.doubtful)


def load_complaints(data: bytes, filename: str, *, actor: Actor, today: dt.date) -> LoadReport:
    """Read a file and file every complaint that isn't known yet, or nothing at all.

    The reading is done before the transaction begins. Raises UnreadableFile, Forbidden.
    """
    require(actor, Permission.IMPORT_RUN)
    reading = read_complaints(data, filename, today=today)
    with writing():
        return file_reading(reading, filename, hashlib.sha256(data).hexdigest(), actor=actor)


def file_reading(reading: Reading, filename: str, sha256: str, *, actor: Actor) -> LoadReport:
    """File what ``reading`` holds; to be called inside a unit of work. Raises Forbidden."""
    require(actor, Permission.IMPORT_RUN)
    marks = {id(row): index_of("import", row.essence) or "" for row in reading.rows}
    known = _known(list(marks.values()))
    fresh = [row for row in reading.rows if row.draft and marks[id(row)] not in known]
    rows = dict(_with_duplicates(fresh))
    numbers = tuple(_file(row, marks[id(row)], actor) for row in fresh)
    shown = replace(reading, rows=tuple(rows.get(id(row), row) for row in reading.rows))
    same = sum(row.draft is not None for row in reading.rows) - len(numbers)
    report = LoadReport(reading=shown, numbers=numbers, same=same, batch="")
    return replace(report, batch=_remember(report, filename, sha256, actor))


def _file(row: ReadRow, mark: str, actor: Actor) -> str:
    """File one complaint as the import, under the name of whoever runs it; the number it was given."""
    assert row.draft is not None  # noqa: S101 - only rows with a draft are filed
    importer = replace(system_actor(actor.name, origin=actor.origin), id=actor.id, session=actor.session)
    return tickets.file(replace(row.draft, import_fingerprint=mark), actor=importer).number


def _known(marks: Sequence[str]) -> frozenset[str]:
    """The fingerprints of ``marks`` that tickets carry already."""
    found: set[str] = set()
    for start in range(0, len(marks), MOST_ASKED):
        part = marks[start : start + MOST_ASKED]
        asked = select(Ticket.import_fingerprint).where(Ticket.import_fingerprint.in_(part))
        found.update(mark for mark in db.session.scalars(asked) if mark)
    return frozenset(found)


def _with_duplicates(fresh: Sequence[ReadRow]) -> Iterator[tuple[int, ReadRow]]:
    """The new rows that tickets of the desk resemble, each with the number of one such ticket noted."""
    known = KnownPeople([row.draft for row in fresh if row.draft])
    for row in fresh:
        number = known.like(row.draft) if row.draft else None
        if number and not any(finding.code is Code.POSSIBLE_DUPLICATE for finding in row.findings):
            again = Finding(sheet=row.sheet, row=row.row, code=Code.POSSIBLE_DUPLICATE, other=number)
            yield id(row), replace(row, findings=(*row.findings, again))


def _remember(report: LoadReport, filename: str, sha256: str, actor: Actor) -> str:
    batch = ImportBatch(
        kind=KIND,
        filename=PureWindowsPath(filename).name[-120:],
        sha256=sha256,
        at=clock.now(),
        actor_id=actor.id,
        read=report.read,
        new=report.new,
        same=report.same,
        refused=report.refused,
        doubtful=report.doubtful,
    )
    with acting(actor, "import.complaints", object=batch):
        db.session.add(batch)
    return batch.ref
