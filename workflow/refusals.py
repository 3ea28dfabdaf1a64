"""What the workflow refuses, as facts; the words and status codes are in ``web/errors.py``."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from access.policy import Refusal
from models import Status, WaitsFor


class Requirement(enum.StrEnum):
    """Something a move asks for before it may be made."""

    REASON = "reason"
    CORRECTION = "correction"
    TOLD_HOW = "told_how"
    TOLD_AT = "told_at"
    OUTCOME = "outcome"
    ORIGINAL = "original"
    ASSIGNEE = "assignee"
    WHOLE_NIK = "whole_nik"
    PARTY = "party"
    ASKED = "asked"
    CHASE_ON = "chase_on"
    HAND_OFF = "hand_off"
    RESULT = "result"
    FIELD = "field"


class IllegalTransition(Refusal):
    """The verb does not start from where the ticket stands."""

    def __init__(self, status: Status, verb: str) -> None:
        super().__init__(status, verb)
        self.status = status
        self.verb = verb


class MissingRequirement(Refusal):
    """The move needs something that was not given; ``field`` is the name of an extra field, where it is one."""

    def __init__(self, requirement: Requirement, verb: str, *, field: str = "") -> None:
        super().__init__(requirement, verb)
        self.requirement = requirement
        self.verb = verb
        self.field = field


class NotAssignee(Refusal):
    """Only the assignee may do this."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


class AssignedToOther(Refusal):
    """The open ticket is kept for somebody else."""


class Unmentionable(Refusal):
    """Somebody named in a note does not see the ticket, or the name is that of several."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(name, problem)
        self.name = name
        self.problem = problem


class SamePerson(Refusal):
    """Whoever corrected cannot close, nor send their own work back."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


class OpenHandOff(Refusal):
    """Somebody outside was asked and has not answered: who, and since when."""

    def __init__(self, party: WaitsFor, since: datetime) -> None:
        super().__init__(party, since)
        self.party = party
        self.since = since


class HandOffEnded(Refusal):
    """The hand-off was answered or withdrawn already."""


class TooLate(Refusal):
    """The time for this has passed."""

    def __init__(self, days: int) -> None:
        super().__init__(days)
        self.days = days


class StaleTicket(Refusal):
    """The ticket changed since the form was opened; ``seen`` is the event the form knew."""

    def __init__(self, number: str, seen: int, newest: int) -> None:
        super().__init__(number, seen, newest)
        self.number = number
        self.seen = seen
        self.newest = newest


class NotTheFirst(Refusal):
    """The complaint named as the original repeats another one itself: ``first``, empty where it is out of sight."""

    def __init__(self, first: str) -> None:
        super().__init__(first)
        self.first = first


class AlreadyDecided(Refusal):
    """Somebody has decided about this pair of complaints, and it stands."""


class AlreadyPaired(Refusal):
    """The complaint has its paired complaint already."""


class BadValue(Refusal):
    """A field holds what it cannot: the field, and which kind of wrong."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field = field
        self.problem = problem


class BulkRefused(Refusal):
    """Of many tickets at once some would be refused, so none was changed: each refusal by its number."""

    def __init__(self, refused: Mapping[str, Refusal]) -> None:
        super().__init__(tuple(refused))
        self.refused = refused


class MacroRefused(Refusal):
    """One step of a macro was refused, so none was done: the step, and its refusal."""

    def __init__(self, step: str, why: Refusal) -> None:
        super().__init__(step, why)
        self.step = step
        self.why = why


class CannotUndo(Refusal):
    """What was done cannot be taken back: too late, changed since, or nothing that ever can."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class TooOften(Refusal):
    """More reveals or searches in a short time than the work needs."""

    def __init__(self, limit: int, minutes: int) -> None:
        super().__init__(limit, minutes)
        self.limit = limit
        self.minutes = minutes


class MistypedNumber(Refusal):
    """A ticket's number whose check character does not fit."""


class UnreadableUpload(Refusal):
    """An attachment that is not a JPEG, PNG or PDF, is empty, too large or damaged, or asks too much of its reader."""

    def __init__(self, problem: str) -> None:
        super().__init__(problem)
        self.problem = problem


class RegistryResting(Refusal):
    """A registry outside did not answer and is left in peace until a moment."""

    def __init__(self, registry: str, until: datetime) -> None:
        super().__init__(registry, until)
        self.registry = registry
        self.until = until


class ImportUnderWay(Refusal):
    """Somebody is changing what the registry holds just now."""


class ImportUnfinished(Refusal):
    """An import stopped half way: that file is imported again, or the batch is given up, before any other."""

    def __init__(self, ref: str, filename: str) -> None:
        super().__init__(ref)
        self.ref = ref
        self.filename = filename


class NotThatBatch(Refusal):
    """The batch is not one with which this can be done: only a registry's, kept or loading."""

    def __init__(self, verb: str) -> None:
        super().__init__(verb)
        self.verb = verb


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """One thing that is wrong in a desk definition: the file, the key (``move[3].roles``), which mistake, and facts.

    ``web.definition_words`` says what it is and how to mend it.
    """

    file: str
    key: str
    problem: str
    about: Mapping[str, str] = field(default_factory=dict)


class BadDefinition(Refusal):
    """A desk definition that cannot be used, with everything that is wrong in it."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__([(mistake.key, mistake.problem) for mistake in mistakes])
        self.mistakes = mistakes


class NewerDefinition(Refusal):
    """Another desk definition was published meanwhile: the version that was seen, and the newest."""

    def __init__(self, seen: int, newest: int) -> None:
        super().__init__(seen, newest)
        self.seen = seen
        self.newest = newest


class StaleDraft(Refusal):
    """The draft of the desk definition changed since the form was opened, or is gone."""
