"""What becomes of a registry's batches: listed, described, given up half way, or taken back with a reason.

Nothing is deleted: the records of a batch that was taken back stay as evidence and count no more, and what they had
replaced counts again.
"""

from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Select, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, require
from audit.context import acting
from models import Absence, ImportBatch, User, db
from workflow.refusals import BadValue, ImportUnfinished, MissingRequirement, NotThatBatch, Requirement
from workflow.registry_turn import turn

KIND: Final = "registry"
SHOWN: Final = 50
LONGEST_DESCRIPTION: Final = 500
LONGEST_ORIGIN: Final = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """A batch with who ran it, if that was a person, and how many rows mended a record held before."""

    batch: ImportBatch
    sender: str | None

    @property
    def changed(self) -> int:
        return self.batch.read - self.batch.new - self.batch.same - self.batch.refused


def listed(*, actor: Actor, limit: int = SHOWN) -> list[Listed]:
    """The newest batches of registries, those that do not count too. Raises Forbidden."""
    require(actor, Permission.IMPORT_RUN)
    query = select(ImportBatch, User.name).outerjoin(User, User.id == ImportBatch.actor_id)
    newest = query.where(ImportBatch.kind == KIND).order_by(ImportBatch.id.desc()).limit(limit)
    return [Listed(batch, sender) for batch, sender in db.session.execute(newest)]


def by_ref(ref: str, *, actor: Actor) -> ImportBatch:
    """The batch of this ref. Raises Forbidden, NotVisible."""
    require(actor, Permission.IMPORT_RUN)
    batch: ImportBatch | None = db.session.scalar(_registries().where(ImportBatch.ref == ref))
    if batch is None:
        raise NotVisible("import")
    return batch


def describe(batch: ImportBatch, *, description: str, came_from: str, actor: Actor) -> None:
    """Say what is in a batch and where the file came from; an event. Raises Forbidden, NotThatBatch, BadValue."""
    require(actor, Permission.IMPORT_RUN)
    if batch.kind != KIND:
        raise NotThatBatch("describe")
    for field, text, longest in (
        ("description", description, LONGEST_DESCRIPTION),
        ("came_from", came_from, LONGEST_ORIGIN),
    ):
        if len(text.strip()) > longest:
            raise BadValue(field, "too_long")
    with acting(actor, "import.describe", object=batch):
        batch.description, batch.came_from = description.strip() or None, came_from.strip() or None


def take_back(batch: ImportBatch, *, reason: str, actor: Actor) -> None:
    """Let a kept batch count no more; whoever imports its file again brings its rows in again.

    Raises Forbidden, MissingRequirement, NotThatBatch, ImportUnderWay, and ImportUnfinished while a batch is loading.
    """
    require(actor, Permission.IMPORT_RUN)
    _need(reason, "take_back")
    with turn():
        if batch.kind != KIND or batch.absent is not None:
            raise NotThatBatch("take_back")
        loading = db.session.scalar(_registries().where(ImportBatch.absent == Absence.LOADING))
        if loading is not None:
            raise ImportUnfinished(loading.ref, loading.filename)
        with acting(actor, "import.take_back", reason, object=batch):
            batch.absent = Absence.TAKEN_BACK


def give_up(batch: ImportBatch, *, reason: str, actor: Actor) -> None:
    """Let go of an import that stopped half way: what was kept of it never counts.

    Raises Forbidden, MissingRequirement, NotThatBatch, and ImportUnderWay where it is not stopped at all.
    """
    require(actor, Permission.IMPORT_RUN)
    _need(reason, "give_up")
    with turn():
        if batch.absent is not Absence.LOADING:
            raise NotThatBatch("give_up")
        with acting(actor, "import.give_up", reason, object=batch):
            batch.absent = Absence.GIVEN_UP


def _registries() -> Select[Any]:
    return select(ImportBatch).where(ImportBatch.kind == KIND)


def _need(reason: str, verb: str) -> None:
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, verb)
