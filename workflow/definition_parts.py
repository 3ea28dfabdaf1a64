"""The parts of a desk definition as frozen values: moves, deadlines, extra fields, rules."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time

from models import Role
from workflow.kinds import Kind
from workflow.steps import Step

FILING = "file"
"""Where a field may be required though it is no move: when the complaint is filed."""


class FieldKind(enum.StrEnum):
    """What an extra field holds."""

    TEXT = "text"
    CHOICE = "choice"
    DATE = "date"
    NUMBER = "number"
    YES_NO = "yes_no"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Working time and the deadlines that hold for every category; Monday is 0. Days are working days."""

    first_response_days: int = 3
    amber_percent: int = 80
    working_days: tuple[int, ...] = (0, 1, 2, 3, 4)
    opens: time = time(8)
    closes: time = time(16)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One value of a field that offers a list."""

    code: str
    label_id: str
    label_en: str

    def label(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """An extra field of a complaint. ``required_at``: verbs, or ``file``; ``roles``: who sees it."""

    code: str
    kind: FieldKind
    label_id: str
    label_en: str
    roles: tuple[Role, ...]
    help_id: str = ""
    help_en: str = ""
    choices: tuple[Choice, ...] = ()
    required_at: tuple[str, ...] = ()
    masked: bool = False

    def label(self, language: str) -> str:
        return self.label_en if language == "en" else self.label_id

    def help(self, language: str) -> str:
        return self.help_en if language == "en" else self.help_id


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """What a rule asks of a complaint: each that is given must hold, one of its values is enough."""

    category: tuple[str, ...] = ()
    region: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Then:
    """What a rule does: give the complaint to a person (by e-mail), set its priority, write a note."""

    assign: str = ""
    priority: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskRule:
    """One simple rule; its name is the reason of what it does."""

    name: str
    when: When
    then: Then


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """How a desk works; ``why`` says why no second person is needed, where none is."""

    steps: Mapping[str, Step]
    deadlines: Deadlines = Deadlines()
    fields: tuple[Field, ...] = ()
    rules: tuple[DeskRule, ...] = ()
    second_person: bool = True
    why: str = ""
    version: int = 0

    def of_kind(self, *kinds: Kind) -> tuple[Step, ...]:
        """The moves with one of these effects, in the order of the file."""
        return tuple(step for step in self.steps.values() if step.kind in kinds)

    def required_at(self, verb: str) -> tuple[Field, ...]:
        """The extra fields that must be filled in before this move; of ``file``, before a complaint is filed."""
        return tuple(field for field in self.fields if verb in field.required_at)

    def called(self, verb: str, role: Role) -> Step | None:
        """The move of this name; a built-in name stands for the first move of its kind that ``role`` makes."""
        if verb in self.steps or verb not in set(Kind):
            return self.steps.get(verb)
        return next((step for step in self.of_kind(Kind(verb)) if role in step.roles), None)

    def actions_of(self, *kinds: Kind) -> tuple[str, ...]:
        """The events of the moves with one of these effects; the built-in verb is among them, older versions had it."""
        verbs = dict.fromkeys([kind.value for kind in kinds] + [step.verb for step in self.of_kind(*kinds)])
        return tuple(f"ticket.{verb}" for verb in verbs)
