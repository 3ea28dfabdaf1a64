"""Files the complaints of a workbook: one transaction a file, known ones left alone, doubles shown."""

import datetime as dt
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import PureWindowsPath

from sqlalchemy import select

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from intake.chosen import Decided
from intake.known import KnownPeople
from intake.read import Reading, ReadRow, read_complaints
from intake.report import Code, Finding
from models import ImportBatch, Ticket, clock, db
from models.database import writing
from models.keyring import index_of
from workflow import desk, tickets

KIND = "complaints"
Progress = Callable[[int, int], None]
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which rows of a file are filed: not those to ``skip`` (sheet, row), and where ``only_ready`` no doubtful one."""

    skip: frozenset[tuple[str, int]] = frozenset()
    only_ready: bool = False


ALL = Wanted()


def load_complaints(data: bytes, filename: str, *, actor: Actor, today: dt.date) -> LoadReport:
    """Read a file and file every complaint that isn't known yet, or nothing at all.

    The reading is done before the transaction begins. Raises UnreadableFile, Forbidden.
    """
    require(actor, Permission.IMPORT_RUN)
    reading = read_complaints(data, filename, today=today, decided=Decided(extra=desk.current().fields))
    with writing():
        return file_reading(reading, filename, hashlib.sha256(data).hexdigest(), actor=actor)


def file_reading(
    reading: Reading,
    filename: str,
    sha256: str,
    *,
    actor: Actor,
    wanted: Wanted = ALL,
    progress: Progress | None = None,
) -> LoadReport:
    """File what ``reading`` holds; to be called inside a unit of work. Raises Forbidden, or what ``progress`` does."""
    require(actor, Permission.IMPORT_RUN)
    tried = _try(reading)
    chosen = [place for place in tried.fresh if _is_wanted(tried.reading.rows[place], wanted)]
    numbers: list[str] = []
    for place in chosen:
        numbers.append(_file(tried.reading.rows[place], tried.marks[place], actor))
        if progress:
            progress(len(numbers), len(chosen))
    aside = sum(wanted.only_ready and bool(tried.reading.rows[place].findings) for place in tried.fresh)
    kept = sum(row.draft is not None for row in reading.rows)
    same = kept - len(numbers) - aside
    report = LoadReport(reading=tried.reading, numbers=tuple(numbers), same=same, batch="")
    return replace(report, batch=_remember(report, filename, sha256, actor))


def try_reading(reading: Reading, *, actor: Actor) -> LoadReport:
    """What ``file_reading`` would do now with every row, with nothing written. Raises Forbidden."""
    require(actor, Permission.IMPORT_RUN)
    tried = _try(reading)
    same = sum(row.draft is not None for row in reading.rows) - len(tried.fresh)
    return LoadReport(reading=tried.reading, numbers=("",) * len(tried.fresh), same=same, batch="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tried:
    """A reading beside the desk: by place, its fingerprints; the places of what is not known yet."""

    reading: Reading
    marks: Sequence[str]
    fresh: Sequence[int]


def _try(reading: Reading) -> _Tried:
    marks = [index_of("import", row.essence) or "" for row in reading.rows]
    known = _known(marks)
    fresh = [place for place, row in enumerate(reading.rows) if row.draft and marks[place] not in known]
    rows = list(reading.rows)
    for place, row in _with_duplicates([(place, rows[place]) for place in fresh]):
        rows[place] = row
    return _Tried(reading=replace(reading, rows=tuple(rows)), marks=marks, fresh=fresh)


def _is_wanted(row: ReadRow, wanted: Wanted) -> bool:
    return (row.sheet, row.row) not in wanted.skip and not (wanted.only_ready and row.findings)


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


def _with_duplicates(fresh: Sequence[tuple[int, ReadRow]]) -> Iterator[tuple[int, ReadRow]]:
    """The new rows that tickets of the desk resemble, by place, each with the number of one such ticket noted."""
    known = KnownPeople([row.draft for _, row in fresh if row.draft])
    for place, row in fresh:
        number = known.like(row.draft) if row.draft else None
        if number and not any(finding.code is Code.POSSIBLE_DUPLICATE for finding in row.findings):
            again = Finding(sheet=row.sheet, row=row.row, code=Code.POSSIBLE_DUPLICATE, other=number)
            yield place, replace(row, findings=(*row.findings, again))


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
