"""What an import of the registry that stopped half way leaves: waited for, gone on with, or given up."""

import threading
from collections.abc import Callable
from typing import Final

from flask_babel import gettext
from sqlalchemy import select

from access.actors import Actor
from models import Absence, ImportBatch, ImportDraft, db
from web.saved import saved
from workflow import registry_batches
from workflow.refusals import ImportUnderWay
from workflow.registry_turn import turn

ASKS_EVERY_SECONDS: Final = 1


def is_free() -> bool:
    """Whether nobody imports into the registry just now."""
    try:
        with turn():
            return True
    except ImportUnderWay:
        return False


def wait_for_turn(tell: Callable[[int, int], None]) -> None:
    """Wait while somebody else imports, as by the command; ``tell`` raises Cancelled where that is no use."""
    while not is_free():
        tell(0, 1)
        threading.Event().wait(ASKS_EVERY_SECONDS)


def give_up_rest(draft: ImportDraft, *, actor: Actor) -> None:
    """Give up what was kept so far of an import that was called off; whoever still works on it gives it up after."""
    with saved():
        query = select(ImportBatch).where(ImportBatch.absent == Absence.LOADING, ImportBatch.sha256 == draft.sha256)
        batch = db.session.scalar(query)
        if batch is None:
            return
        try:
            registry_batches.give_up(batch, reason=gettext("The import was called off."), actor=actor)
        except ImportUnderWay:
            return
