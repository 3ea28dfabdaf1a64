"""The work on a file on its way in: the dry run, and the import; in the request or by the worker, the same."""

import hashlib
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy import select

from access.actors import Actor, actor_of, system_actor
from access.permissions import Permission
from access.policy import Forbidden, NotVisible
from intake import incoming, mends
from intake.faults import UnreadableFile
from intake.load import Wanted, file_reading, try_reading
from intake.read import Reading, read_complaints
from intake.registry import Cancelled, load_registry, try_registry
from intake.vault import REF, StagedFile, older_than
from models import ImportDraft, Stage, User, clock, db
from privacy.seal import Unreadable
from registry.columns import Columns
from registry.columns import Field as Held
from web import import_progress, import_reports, import_tables
from web.import_progress import Stopped, files_folder, watch
from web.import_reports import Kept
from web.import_rest import give_up_rest, wait_for_turn
from web.import_tables import DAYS_KEPT
from web.import_told import told_of_complaints, told_of_registry
from web.saved import saved
from workflow import desk
from workflow.refusals import ImportUnfinished

log = logging.getLogger(__name__)
LOST: Final = "lost"
DESK: Final = system_actor("import", origin="worker")

Progress = Callable[[int, int], None]


def draft_of(ref: str) -> ImportDraft:
    """The file on its way in. Raises NotVisible."""
    found = db.session.scalar(select(ImportDraft).where(ImportDraft.ref == ref)) if REF.fullmatch(ref) else None
    if found is None:
        raise NotVisible("import")
    return found


def file_of(draft: ImportDraft) -> StagedFile:
    return StagedFile(files_folder(), draft.ref, draft.size)


def drop_old_files() -> None:
    """Files that nobody went on with for a week are deleted; their rows tell that they are gone."""
    for path in older_than(files_folder(), clock.now() - DAYS_KEPT):
        path.unlink(missing_ok=True)


def stamp_of(draft: ImportDraft) -> str:
    """Names the decisions about a file, so that a report of a dry run under others is not taken for this one's."""
    return hashlib.sha256(f"{draft.columns}\x1f{draft.mends or ''}".encode()).hexdigest()[:16]


def report_of(draft: ImportDraft) -> Kept | None:
    """The report of the dry run under the present decisions, or None where there is none."""
    found = import_reports.kept(draft.ref)
    return found if found and found.stamp == stamp_of(draft) else None


def latest_report(draft: ImportDraft) -> Kept | None:
    """The report of the last dry run, though something may have been mended since."""
    return import_reports.kept(draft.ref)


def read_recap(draft: ImportDraft, mended: mends.Mends) -> Reading:
    """Read a recap by its columns and with what was mended. Raises UnreadableFile."""
    decided = mended.decided(incoming.columns_of(draft), desk.current().fields)
    return read_complaints(file_of(draft).read(), draft.filename, today=clock.today(), decided=decided)


def look_again(ref: str) -> None:
    """Read a file again after something was mended, in the request."""
    draft = draft_of(ref)
    import_reports.keep(ref, CHECKS[draft.kind](draft, _worker(draft.actor), watch(ref)))


def check(ref: str) -> None:
    """Read a file as it would be imported, with nothing written, and keep what was found."""
    draft = draft_of(ref)
    if draft.stage is not Stage.CHECKING:
        return
    import_progress.forget(ref)
    tell = watch(ref)
    try:
        tell(0, 1)
        report = CHECKS[draft.kind](draft, _worker(draft.actor), tell)
    except Cancelled:
        import_progress.forget(ref)
        return
    except Exception as problem:  # noqa: BLE001 - whatever it is, the person is told that it went no further
        _give_up(ref, problem)
        return
    import_reports.keep(ref, report)
    with saved():
        draft = draft_of(ref)
        if draft.stage is Stage.CHECKING:
            incoming.checked(draft, report.figures, actor=DESK)
    import_progress.forget(ref)


def run(ref: str) -> None:
    """Import a file that was ordered; all of it or nothing."""
    with saved():
        draft = draft_of(ref)
        if draft.stage is not Stage.QUEUED:
            return
        incoming.take(draft, actor=DESK)
    import_progress.forget(ref)
    try:
        actor = _worker(draft.started_by or draft.actor)
        IMPORTS[draft.kind](draft_of(ref), actor, watch(ref))
    except Stopped:
        with saved():
            incoming.take_up_again(draft_of(ref), actor=DESK)
    except Cancelled:
        give_up_rest(draft_of(ref), actor=actor)
    except Exception as problem:  # noqa: BLE001 - the same
        _give_up(ref, problem)


def clear(ref: str, size: int, *, stopped: bool = False) -> None:
    """Nothing of a file is needed any more; where work was ``stopped``, its wish to stop is left to be seen."""
    StagedFile(files_folder(), ref, size).drop()
    import_reports.drop(ref)
    import_tables.forget(ref)
    if not stopped:
        import_progress.forget(ref)


def _give_up(ref: str, problem: Exception) -> None:
    db.session.rollback()
    with saved():
        incoming.fail(draft_of(ref), _fault_of(problem, ref), actor=DESK)


def _fault_of(problem: Exception, ref: str) -> str:
    if isinstance(problem, UnreadableFile):
        return problem.kind.value
    if isinstance(problem, FileNotFoundError | Unreadable):
        return LOST
    if isinstance(problem, Forbidden):
        return "forbidden"
    if isinstance(problem, ImportUnfinished):
        return "unfinished"
    log.error("import %s failed", ref[:8], exc_info=problem)
    return "crashed"


def _worker(user: User) -> Actor:
    """The person in whose name the worker works, with the role they hold now."""
    if not user.active:
        raise Forbidden(Permission.IMPORT_RUN, user.role)
    return actor_of(user, session="", origin="worker")


def _read(draft: ImportDraft) -> Reading:
    return read_recap(draft, mends.loads(draft.mends))


def _check_complaints(draft: ImportDraft, actor: Actor, _tell: Progress) -> Kept:
    return told_of_complaints(try_reading(_read(draft), actor=actor), stamp=stamp_of(draft))


def _check_registry(draft: ImportDraft, actor: Actor, tell: Progress) -> Kept:
    columns = _columns(draft)
    report = try_registry(file_of(draft), draft.filename, actor=actor, columns=columns, progress=tell)
    return told_of_registry(report, columns, stamp=stamp_of(draft))


def _import_complaints(draft: ImportDraft, actor: Actor, tell: Progress) -> None:
    reading = _read(draft)
    wanted = Wanted(skip=mends.loads(draft.mends).skip, only_ready=draft.only_ready)
    with saved():
        draft = draft_of(draft.ref)
        report = file_reading(reading, draft.filename, draft.sha256, actor=actor, wanted=wanted, progress=tell)
        incoming.done(draft, report.batch, actor=actor)
    import_reports.keep(report.batch, told_of_complaints(report))
    clear(draft.ref, draft.size)


def _import_registry(draft: ImportDraft, actor: Actor, tell: Progress) -> None:
    columns = _columns(draft)
    wait_for_turn(tell)
    report = load_registry(file_of(draft), draft.filename, actor=actor, columns=columns, progress=tell)
    import_reports.keep(report.batch, told_of_registry(report, columns))
    with saved():
        incoming.done(draft_of(draft.ref), report.batch, actor=actor)
    clear(draft.ref, draft.size)


def _columns(draft: ImportDraft) -> Columns:
    chosen = next(iter(incoming.columns_of(draft).values()), {})
    return {Held(field): at for at, field in chosen.items()}


CHECKS: Final[Mapping[str, Callable[[ImportDraft, Actor, Progress], Kept]]] = MappingProxyType(
    {"complaints": _check_complaints, "registry": _check_registry}
)
IMPORTS: Final[Mapping[str, Callable[[ImportDraft, Actor, Progress], None]]] = MappingProxyType(
    {"complaints": _import_complaints, "registry": _import_registry}
)
