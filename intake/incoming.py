"""The rules of a file on its way in: who may do what with it, at which stage; every step is an event."""

import json
from collections.abc import Collection, Mapping
from pathlib import PureWindowsPath
from types import MappingProxyType
from typing import Any, Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import Refusal, allowed, require
from audit.context import acting
from models import ImportDraft, Stage, clock, db

MOST_ATTEMPTS: Final = 3

# What may be done at which stages, and the stage that follows.
STEPS: Final[Mapping[str, tuple[frozenset[Stage], Stage]]] = MappingProxyType(
    {
        "import.columns": (frozenset({Stage.COLUMNS, Stage.CHECKED, Stage.FAILED}), Stage.CHECKING),
        "import.checked": (frozenset({Stage.CHECKING}), Stage.CHECKED),
        "import.mend": (frozenset({Stage.CHECKED}), Stage.CHECKED),
        "import.look": (frozenset({Stage.CHECKED}), Stage.CHECKING),
        "import.start": (frozenset({Stage.CHECKED, Stage.FAILED}), Stage.QUEUED),
        "import.take": (frozenset({Stage.QUEUED}), Stage.RUNNING),
        "import.again": (frozenset({Stage.RUNNING}), Stage.QUEUED),
        "import.recheck": (frozenset({Stage.CHECKING}), Stage.CHECKING),
        "import.done": (frozenset({Stage.RUNNING}), Stage.DONE),
        "import.fail": (frozenset({Stage.CHECKING, Stage.QUEUED, Stage.RUNNING}), Stage.FAILED),
        "import.cancel": (
            frozenset(Stage) - {Stage.DONE, Stage.CANCELLED},
            Stage.CANCELLED,
        ),
    }
)


class WrongStage(Refusal):
    """The file is not at a stage where this can be done: it was imported, called off, or is being worked on."""

    def __init__(self, stage: Stage, action: str) -> None:
        super().__init__(stage, action)
        self.stage = stage
        self.action = action


def stage_file(*, ref: str, kind: str, filename: str, size: int, sha256: str, actor: Actor) -> ImportDraft:
    """Remember a file that was received and lies sealed under ``ref``. Raises Forbidden."""
    require(actor, Permission.IMPORT_RUN)
    draft = ImportDraft(
        ref=ref,
        kind=kind,
        filename=PureWindowsPath(filename).name[-120:],
        size=size,
        sha256=sha256,
        at=clock.now(),
        actor_id=actor.id,
    )
    with acting(actor, "import.stage", object=draft):
        db.session.add(draft)
    return draft


def choose_columns(draft: ImportDraft, columns: Mapping[str, Mapping[int, str]], *, actor: Actor) -> None:
    """Take the columns as a person confirmed them; what was mended before is forgotten with the old ones.

    Raises Forbidden, WrongStage.
    """
    require(actor, Permission.IMPORT_RUN)
    told = json.dumps({key: {str(at): field for at, field in one.items()} for key, one in columns.items()})
    with acting(actor, "import.columns", object=draft):
        if draft.columns and draft.columns != told:
            draft.mends = None
        draft.columns = told
        draft.attempts = 0
        _go(draft, "import.columns")


def columns_of(draft: ImportDraft) -> dict[str, dict[int, str]]:
    """The columns confirmed, by the signature of their header."""
    found = json.loads(draft.columns or "{}")
    return {key: {int(at): field for at, field in one.items()} for key, one in found.items()}


def mend(draft: ImportDraft, mends: str, *, told: Mapping[str, Any], actor: Actor, needs: Permission) -> None:
    """Keep ``mends``, sealed; the event tells by ``told`` which rows and columns, never what was typed.

    Raises Forbidden, WrongStage.
    """
    require(actor, needs)
    with acting(actor, "import.mend", object=draft, facts=told):
        _go(draft, "import.mend")
        draft.mends = mends


def checked(draft: ImportDraft, figures: Mapping[str, int], *, actor: Actor) -> None:
    """The dry run is done; the event tells its figures."""
    with acting(actor, "import.checked", object=draft, facts=figures):
        _go(draft, "import.checked")


def check_again(draft: ImportDraft, *, actor: Actor) -> None:
    """Have a file read again with what was mended of it. Raises Forbidden, WrongStage."""
    require(actor, Permission.IMPORT_RUN)
    with acting(actor, "import.look", object=draft):
        _go(draft, "import.look")
        draft.attempts = 0


def start(draft: ImportDraft, *, only_ready: bool, actor: Actor) -> None:
    """Order the import. Raises Forbidden, WrongStage."""
    require(actor, Permission.IMPORT_RUN)
    with acting(actor, "import.start", object=draft):
        _go(draft, "import.start")
        draft.only_ready = only_ready
        draft.started_by_id = actor.id
        draft.attempts = 0
        draft.fault = ""


def take(draft: ImportDraft, *, actor: Actor) -> None:
    """Begin with an import that was ordered; the one who took it first has it (StaleDataError for another)."""
    with acting(actor, "import.take", object=draft):
        _go(draft, "import.take")
        draft.attempts += 1


def take_up_again(draft: ImportDraft, *, actor: Actor) -> None:
    """The worker died over it, or was told to end: it is ordered again, or given up after three times."""
    if draft.attempts >= MOST_ATTEMPTS:
        fail(draft, "crashed", actor=actor)
        return
    with acting(actor, "import.again", object=draft):
        draft.attempts += draft.stage is Stage.CHECKING
        _go(draft, "import.again" if draft.stage is Stage.RUNNING else "import.recheck")


def done(draft: ImportDraft, batch: str, *, actor: Actor) -> None:
    """The rows are in the desk, in the batch of that ref."""
    with acting(actor, "import.done", object=draft):
        _go(draft, "import.done")
        draft.batch_ref = batch
        draft.mends = None


def fail(draft: ImportDraft, fault: str, *, actor: Actor) -> None:
    """It can't go on, and nothing of it was kept; ``fault`` says why."""
    with acting(actor, "import.fail", object=draft):
        _go(draft, "import.fail")
        draft.fault = fault[:32]


def cancel(draft: ImportDraft, *, actor: Actor) -> None:
    """Call it off; nothing of it is kept. Raises Forbidden, WrongStage."""
    require(actor, Permission.IMPORT_RUN)
    with acting(actor, "import.cancel", object=draft):
        _go(draft, "import.cancel")
        draft.mends = None


def may_see_rows(actor: Actor, draft: ImportDraft) -> bool:
    """Whether the rows are shown unmasked: to whoever sent the file, where the role may mend it."""
    return draft.actor_id == actor.id and allowed(actor, Permission.IMPORT_MEND)


def is_open(draft: ImportDraft, stages: Collection[Stage] = frozenset(Stage) - {Stage.DONE, Stage.CANCELLED}) -> bool:
    return draft.stage in stages


def _go(draft: ImportDraft, action: str) -> None:
    stages, after = STEPS[action]
    if draft.stage not in stages:
        raise WrongStage(draft.stage, action)
    draft.stage = after
