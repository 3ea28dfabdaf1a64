"""Imports a registry file: prepared row by row on disk, then kept whole or not at all."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from intake.faults import FileFault, UnreadableFile
from intake.registry_file import About, Told, examine, read_rows
from models import ImportBatch, clock, db
from models.database import writing
from registry.keep import keep
from registry.load import Prepared
from registry.plan import Plan, plan
from registry.read import Reason, RefusedRow, read_row
from registry.spool import Spool

KIND: Final = "registry"

Progress = Callable[[int, int], None]
"""Told how much is done, of how much; the measure may change on the way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that made no record: its number, why, and its cells under their header."""

    row: int
    reason: Reason
    header: tuple[object, ...]
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryReport:
    """What an import did. The refused rows lie sealed in a temporary file until the report is let go."""

    read: int
    new: int
    changed: int
    same: int
    refused: int
    batch: str
    _refused: Spool

    def refused_rows(self) -> Iterator[Refused]:
        for chunk in self._refused.chunks():
            yield from chunk


def load_registry(
    source: Path | bytes, filename: str, *, actor: Actor, progress: Progress | None = None
) -> RegistryReport:
    """Read a registry file and keep its rows, or nothing at all; the desk is locked only while they are kept.

    Raises UnreadableFile, Forbidden, OSError.
    """
    require(actor, Permission.IMPORT_RUN)
    tell = progress or _nobody
    about, prepared, refused = examine(source), Prepared(), Spool()
    _prepare(prepared, refused, read_rows(source, filename, about, lambda at: tell(at, 2 * about.size)))
    if not prepared.marks and not refused.count:
        raise UnreadableFile(FileFault.NO_ROWS)
    with writing() as session:
        decided = plan(session.connection(), prepared)
        batch = _batch(filename, about, decided, refused.count, actor)
        batch.ref = prepared.batch
        with acting(actor, "import.registry", object=batch, facts={"changed": decided.changed}):
            db.session.add(batch)
        keep(session.connection(), prepared, decided, batch.id, lambda done, of: tell(of + done, 2 * of))
    return RegistryReport(
        read=decided.total + refused.count,
        new=decided.new,
        changed=decided.changed,
        same=decided.same,
        refused=refused.count,
        batch=prepared.batch,
        _refused=refused,
    )


def _nobody(_done: int, _of: int) -> None:
    """Nobody watches."""


def _prepare(prepared: Prepared, refused: Spool, rows: Iterator[Told]) -> None:
    today = clock.today()
    for told in rows:
        try:
            dose = read_row(told.cells, told.columns, width=len(told.header), today=today)
        except RefusedRow as why:
            refused.add(Refused(row=told.number, reason=why.reason, header=tuple(told.header), cells=tuple(told.cells)))
        else:
            prepared.add(dose, told.number)


def _batch(filename: str, about: About, decided: Plan, refused: int, actor: Actor) -> ImportBatch:
    """The batch's row; what was changed is what is left of ``read``."""
    return ImportBatch(
        kind=KIND,
        filename=PureWindowsPath(filename).name[-120:],
        sha256=about.sha256,
        at=clock.now(),
        actor_id=actor.id,
        read=decided.total + refused,
        new=decided.new,
        same=decided.same,
        refused=refused,
    )
