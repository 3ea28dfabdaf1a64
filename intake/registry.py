"""Imports a registry file: prepared row by row on disk, then kept whole or not at all."""

from collections import Counter
from collections.abc import Callable
from pathlib import PureWindowsPath
from typing import Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from intake.faults import FileFault, UnreadableFile
from intake.registry_file import About, Source, examine, read_rows
from intake.registry_peek import Peek, peek
from intake.registry_report import Refused, RegistryReport
from models import ImportBatch, clock, db
from models.database import writing
from registry.columns import Columns
from registry.keep import keep
from registry.load import Prepared
from registry.plan import Plan, plan
from registry.read import Reason, RefusedRow, read_row
from registry.spool import Spool

__all__ = ("Cancelled", "Peek", "Progress", "Refused", "RegistryReport", "load_registry", "peek", "try_registry")

KIND: Final = "registry"

Progress = Callable[[int, int], None]
"""Told how much is done, of how much; the measure may change on the way. It may raise Cancelled."""


class Cancelled(Exception):
    """Raised by a ``Progress`` to stop the work where it is."""


def load_registry(
    source: Source,
    filename: str,
    *,
    actor: Actor,
    columns: Columns | None = None,
    progress: Progress | None = None,
) -> RegistryReport:
    """Read a registry file and keep its rows, or nothing at all.

    ``columns`` are recognised unless a person gives them. Raises UnreadableFile, Forbidden, OSError, and Cancelled
    where ``progress`` does.
    """
    require(actor, Permission.IMPORT_RUN)
    tell = progress or _nobody
    about, work = examine(source), _Work()
    work.read(source, filename, about, columns, lambda at: tell(at, 2 * about.size))
    with writing() as session:
        decided = plan(session.connection(), work.prepared)
        batch = _batch(filename, about, decided, work.refused.count, actor)
        batch.ref = work.prepared.batch
        with acting(actor, "import.registry", object=batch, facts={"changed": decided.changed}):
            db.session.add(batch)
        keep(session.connection(), work.prepared, decided, batch.id, lambda done, of: tell(of + done, 2 * of))
    return work.report(decided, batch.ref)


def try_registry(
    source: Source,
    filename: str,
    *,
    actor: Actor,
    columns: Columns | None = None,
    progress: Progress | None = None,
) -> RegistryReport:
    """What ``load_registry`` would do now, with nothing written; the arguments and refusals are the same."""
    require(actor, Permission.IMPORT_RUN)
    tell = progress or _nobody
    about, work = examine(source), _Work()
    work.read(source, filename, about, columns, lambda at: tell(at, about.size))
    return work.report(plan(db.session.connection(), work.prepared), "")


def _nobody(_done: int, _of: int) -> None:
    """Nobody watches."""


class _Work:
    """One file on its way: the rows prepared so far, and those refused."""

    def __init__(self) -> None:
        self.prepared = Prepared()
        self.refused = Spool()
        self.reasons: Counter[Reason] = Counter()

    def read(
        self, source: Source, filename: str, about: About, columns: Columns | None, at: Callable[[int], None]
    ) -> None:
        """Prepare every row of the file. Raises UnreadableFile where there is none."""
        today = clock.today()
        for told in read_rows(source, filename, about, at, columns):
            try:
                dose = read_row(told.cells, told.columns, width=len(told.header), today=today)
            except RefusedRow as why:
                self.reasons[why.reason] += 1
                header, cells = tuple(told.header), tuple(told.cells)
                self.refused.add(Refused(row=told.number, reason=why.reason, header=header, cells=cells))
            else:
                self.prepared.add(dose, told.number)
        if not self.prepared.marks and not self.refused.count:
            raise UnreadableFile(FileFault.NO_ROWS)

    def report(self, decided: Plan, batch: str) -> RegistryReport:
        return RegistryReport(
            read=decided.total + self.refused.count,
            new=decided.new,
            changed=decided.changed,
            same=decided.same,
            refused=self.refused.count,
            batch=batch,
            reasons=dict(self.reasons),
            _refused=self.refused,
        )


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
