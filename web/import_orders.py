"""Orders the work on a file on its way in: a small one is worked on at once, a large one by the worker."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from flask import current_app
from sqlalchemy import func, select

from intake import incoming
from models import ImportDraft, Stage, clock, db
from web import import_work
from web.carrier import carrier
from web.import_kinds import IN_THE_REQUEST
from web.import_progress import was_begun
from web.import_rest import is_free
from web.saved import saved

SHOWN_FOR: Final = timedelta(days=7)
SHOWN: Final = 20
UNDER_WAY: Final = (Stage.QUEUED, Stage.RUNNING)


def order_check(ref: str) -> None:
    """Have a file read as it would be imported."""
    if _is_small(import_work.draft_of(ref)):
        import_work.check(ref)
    else:
        carrier().send("check", ref)


def order_recheck(ref: str) -> None:
    """Read a small file again after a mend; of a large one the person says when."""
    if _is_small(import_work.draft_of(ref)):
        import_work.look_again(ref)


def order_import(ref: str) -> None:
    """Have a file imported; one after another, so that a small one waits where a large one is under way."""
    if _is_small(import_work.draft_of(ref)) and _under_way() <= 1 and is_free():
        import_work.run(ref)
    else:
        carrier().send("import", ref)


def left_to_do() -> list[tuple[str, str]]:
    """What the rows order, the oldest first: (what, ref)."""
    query = select(ImportDraft.ref, ImportDraft.stage).where(ImportDraft.stage.in_((Stage.CHECKING, Stage.QUEUED)))
    found = db.session.execute(query.order_by(ImportDraft.id)).all()
    return [("check" if stage is Stage.CHECKING else "import", ref) for ref, stage in found]


def take_up_again() -> None:
    """For a worker that begins: nobody else works, so what was under way was broken off."""
    begun = (Stage.CHECKING, Stage.RUNNING)
    found = db.session.execute(select(ImportDraft.ref, ImportDraft.stage).where(ImportDraft.stage.in_(begun))).all()
    for ref, stage in found:
        if stage is Stage.RUNNING or was_begun(ref):
            with saved():
                incoming.take_up_again(import_work.draft_of(ref), actor=import_work.DESK)


def rest() -> None:
    """Let go of what was read, so that the next look sees what is new."""
    db.session.remove()


def open_drafts() -> Sequence[ImportDraft]:
    """The files on their way in, the newest first."""
    query = select(ImportDraft).where(
        ImportDraft.stage.not_in((Stage.DONE, Stage.CANCELLED)), ImportDraft.at > clock.now() - SHOWN_FOR
    )
    return db.session.scalars(query.order_by(ImportDraft.id.desc()).limit(SHOWN)).all()


def _is_small(draft: ImportDraft) -> bool:
    """Whether the work is short enough to be waited for; in tests all of it is."""
    return draft.size <= IN_THE_REQUEST or bool(current_app.config["LOKET"].testing)


def _under_way() -> int:
    return db.session.scalar(select(func.count(ImportDraft.id)).where(ImportDraft.stage.in_(UNDER_WAY))) or 0
