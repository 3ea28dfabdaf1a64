"""Orders the work on a file on its way in: a small one is worked on at once, a large one by the worker."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from sqlalchemy import select

from models import ImportDraft, Stage, clock, db
from web import import_work

SHOWN_FOR: Final = timedelta(days=7)
SHOWN: Final = 20


def order_check(ref: str) -> None:
    """Have a file read as it would be imported."""
    import_work.check(ref)


def order_import(ref: str) -> None:
    """Have a file imported."""
    import_work.run(ref)


def open_drafts() -> Sequence[ImportDraft]:
    """The files on their way in, the newest first."""
    query = select(ImportDraft).where(
        ImportDraft.stage.not_in((Stage.DONE, Stage.CANCELLED)), ImportDraft.at > clock.now() - SHOWN_FOR
    )
    return db.session.scalars(query.order_by(ImportDraft.id.desc()).limit(SHOWN)).all()
