"""Imports a registry file: prepared row by row on disk, then kept in parts, which count together or not at all."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import PureWindowsPath
from typing import Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from intake.registry_file import About, Source, examine
from intake.registry_parts import Begun, Keeping
from intake.registry_peek import Peek, peek
from intake.registry_report import Refused, RegistryReport
from intake.registry_work import Work
from models import Absence, ImportBatch, RecordBatch, clock, db
from models.clock import WITA
from models.database import may_write, writing
from registry.columns import Columns
from registry.plan import Plan, plan
from workflow.refusals import ImportUnfinished
from workflow.registry_turn import turn

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
    """Read a registry file and keep its rows in parts; nobody sees any of them before the last is kept.

    ``columns`` are recognised unless a person gives them. Where an import of this file stopped half way, killed or
    cancelled, it goes on there. Raises UnreadableFile, Forbidden, OSError, ImportUnderWay, ImportUnfinished where
    another one stopped, and Cancelled where ``progress`` does: what was kept then waits to go on or to be given up.
    """
    require(actor, Permission.IMPORT_RUN)
    tell = progress or _nobody
    about, began = examine(source), clock.now()
    with turn():
        stopped = _stopped(about, columns)
        work = Work((stopped.ref, stopped.wrapped_key) if stopped else None)
        today = stopped.today if stopped else began.astimezone(WITA).date()
        work.read(source, filename, about, columns, today=today, at=lambda at: tell(at, 2 * about.size))
        decided = _decided(work)
        if stopped and stopped.plan != decided.digest:
            raise ImportUnfinished(stopped.ref, stopped.filename)
        keeping = Keeping(work.prepared, decided, actor=actor, tell=lambda done, of: tell(of + done, 2 * of))
        batch = stopped.begun if stopped else _batch(filename, about, columns, work, decided)
        if isinstance(batch, ImportBatch):
            batch.at, batch.actor_id = began, actor.id
        keeping.run(batch, _facts(work, decided))
    return work.report(decided, batch=work.prepared.batch, resumed=stopped is not None)


def try_registry(
    source: Source,
    filename: str,
    *,
    actor: Actor,
    columns: Columns | None = None,
    progress: Progress | None = None,
) -> RegistryReport:
    """What ``load_registry`` would do now, with nothing written; arguments and refusals of the file are the same."""
    require(actor, Permission.IMPORT_RUN)
    tell = progress or _nobody
    about, work = examine(source), Work()
    work.read(source, filename, about, columns, today=clock.today(), at=lambda at: tell(at, about.size))
    return work.report(_decided(work))


def _nobody(_done: int, _of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stopped:
    """A batch that is still loading though nobody loads it: whoever did was stopped."""

    ref: str
    filename: str
    wrapped_key: str
    today: date
    plan: str | None
    begun: Begun


def _stopped(about: About, columns: Columns | None) -> _Stopped | None:
    """The import of this very file that stopped. Raises ImportUnfinished where it was another."""
    query = select(ImportBatch, RecordBatch).join(RecordBatch, RecordBatch.batch_id == ImportBatch.id)
    with writing() as session:
        found = session.execute(query.where(ImportBatch.absent == Absence.LOADING)).one_or_none()
        if found is None:
            return None
        batch, records = found
        is_same = (batch.sha256, batch.columns) == (about.sha256, _written(columns))
        if not is_same or records.wrapped_key is None:
            raise ImportUnfinished(batch.ref, batch.filename)
        return _Stopped(
            ref=batch.ref,
            filename=batch.filename,
            wrapped_key=records.wrapped_key,
            today=batch.at.astimezone(WITA).date(),
            plan=batch.plan,
            begun=Begun(batch_id=batch.id, first=records.first_record_id, kept=batch.kept or 0),
        )


def _decided(work: Work) -> Plan:
    """Compared with what is held now, not with what was held when the session last looked."""
    if not may_write():
        db.session.rollback()
    return plan(db.session.connection(), work.prepared)


def _facts(work: Work, decided: Plan) -> dict[str, int]:
    return {
        "read": decided.total + work.refused.count,
        "new": decided.new,
        "changed": decided.changed,
        "same": decided.same,
        "refused": work.refused.count,
        **work.flags,
    }


def _batch(filename: str, about: About, columns: Columns | None, work: Work, decided: Plan) -> ImportBatch:
    """The batch's row; what was changed is what is left of ``read``."""
    return ImportBatch(
        ref=work.prepared.batch,
        kind=KIND,
        filename=PureWindowsPath(filename).name[-120:],
        sha256=about.sha256,
        read=decided.total + work.refused.count,
        new=decided.new,
        same=decided.same,
        refused=work.refused.count,
        absent=Absence.LOADING,
        columns=_written(columns),
        plan=decided.digest,
        kept=0,
        to_keep=decided.to_keep,
    )


def _written(columns: Columns | None) -> str | None:
    """Columns as text, the same for the same ones; None where they are recognised."""
    return " ".join(f"{field}={place}" for field, place in sorted(columns.items())) if columns is not None else None
