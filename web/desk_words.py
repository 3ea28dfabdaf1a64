"""A desk definition in a person's words: its keys, its values, what differs, and what it would leave behind."""

from collections.abc import Iterable, Mapping
from datetime import time
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from models import Role, Status
from web.event_values import CODES
from web.language import language
from web.move_words import label_of
from web.reference_names import reference_names
from web.words import role_name, show_number, status_name
from workflow.definition import Choice, Definition, FieldKind
from workflow.definition_difference import Change, How
from workflow.definition_parts import FILING, DeskRule
from workflow.desk_stranded import Kindred, Stranded
from workflow.kinds import By, Kind
from workflow.lanes import COUNT_CAP
from workflow.refusals import Requirement
from workflow.steps import Step

NOTHING: Final = "–"
PARTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "desk": _l("The desk"),
        "deadlines": _l("Deadlines"),
        "move": _l("Moves"),
        "field": _l("Extra fields"),
        "rule": _l("Rules"),
    }
)
KEYS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "second_person": _l("A second person closes"),
        "why": _l("Why so"),
        "first_response_days": _l("First response"),
        "amber_percent": _l("Near its deadline from"),
        "working_days": _l("Working days of the week"),
        "opens": _l("Opens"),
        "closes": _l("Closes"),
        "verb": _l("Name in addresses and events"),
        "kind": _l("What it does"),
        "from": _l("From status"),
        "to": _l("To status"),
        "roles": _l("Which roles"),
        "by": _l("Who of them"),
        "needs": _l("What must be filled in"),
        "within_days": _l("At most after the closing"),
        "target_days": _l("Target"),
        "label_id": _l("Label in Indonesian"),
        "label_en": _l("Label in English"),
        "code": _l("Code"),
        "help_id": _l("Help in Indonesian"),
        "help_en": _l("Help in English"),
        "choices": _l("Choices"),
        "required_at": _l("Required at"),
        "masked": _l("Personal, masked"),
        "name": _l("Name"),
        "when.category": _l("Category"),
        "when.region": _l("Region"),
        "when.channel": _l("Channel"),
        "then.assign": _l("Assign to"),
        "then.priority": _l("Priority"),
        "then.note": _l("Note"),
    }
)
KINDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Kind.TAKE: _l("takes the complaint on"),
        Kind.HAND_OFF: _l("asks somebody outside"),
        Kind.ANSWER: _l("records an answer from outside"),
        Kind.CORRECT: _l("marks as corrected"),
        Kind.SEND_BACK: _l("sends back to be verified"),
        Kind.CLOSE: _l("closes as corrected"),
        Kind.DISMISS: _l("closes without a correction"),
        Kind.REOPEN: _l("opens again"),
        Kind.UNDO_DUPLICATE: _l("takes a duplicate back"),
        Kind.RELEASE: _l("returns to the queue"),
        FieldKind.TEXT: _l("text"),
        FieldKind.CHOICE: _l("choice from a list"),
        FieldKind.DATE: _l("date"),
        FieldKind.NUMBER: _l("number"),
        FieldKind.YES_NO: _l("yes or no"),
    }
)
BY: Final[Mapping[str, Any]] = MappingProxyType(
    {
        By.ANYONE: _l("anyone of these roles"),
        By.ASSIGNEE: _l("the assignee"),
        By.ASSIGNEE_OR_SUPERVISOR: _l("the assignee, or a supervisor"),
        By.SECOND_PERSON: _l("not who corrected"),
        By.SECOND_PERSON_OR_SUPERVISOR: _l("not who corrected, or a supervisor"),
    }
)
NEEDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Requirement.REASON: _l("the reason"),
        Requirement.CORRECTION: _l("a correction with evidence"),
        Requirement.TOLD_HOW: _l("how the reporter was told"),
        Requirement.TOLD_AT: _l("when the reporter was told"),
        Requirement.OUTCOME: _l("how it ends"),
        Requirement.PARTY: _l("who is asked"),
        Requirement.ASKED: _l("what is asked"),
        Requirement.CHASE_ON: _l("when to chase"),
        Requirement.HAND_OFF: _l("which question"),
        Requirement.RESULT: _l("kind of answer"),
    }
)
WEEK: Final = (_l("Mon"), _l("Tue"), _l("Wed"), _l("Thu"), _l("Fri"), _l("Sat"), _l("Sun"))
FILED: Final = _l("the filing")


def key_name(key: str) -> str:
    """What a key of the file is called; a field that a rule asks about by its own code."""
    return str(KEYS.get(key, key.removeprefix("when.field.")))


def labels_of(definition: Definition) -> dict[str, str]:
    """What the moves and fields of a definition are called, by verb and code."""
    fields = {field.code: field.label(language()) for field in definition.fields}
    return fields | {verb: label_of(step) for verb, step in definition.steps.items()}


def verbs_words(verbs: Iterable[str], labels: Mapping[str, str]) -> str:
    """Where a field is required: the moves by label, and the filing."""
    return ", ".join(str(FILED) if verb == FILING else labels.get(verb, verb) for verb in verbs) or NOTHING


def value_of(key: str, value: Any) -> str:
    """A value as people read it; nothing is a dash."""
    if value in (None, "", ()):
        return NOTHING
    if isinstance(value, bool):
        return str(gettext("yes") if value else gettext("no"))
    if key in DAYS:
        return days_words(key, value)
    if isinstance(value, tuple):
        return ", ".join(_one(key, one) for one in value)
    return _one(key, value)


DAYS: Final = ("first_response_days", "target_days", "within_days", "amber_percent")


def days_words(key: str, value: int) -> str:
    if key == "amber_percent":
        return f"{value}%"
    if key == "within_days":
        return str(ngettext("%(num)d day", "%(num)d days", value))
    return str(ngettext("%(num)d working day", "%(num)d working days", value))


def _one(key: str, value: Any) -> str:
    if isinstance(value, Choice):
        return f"{value.label(language())} ({value.code})"
    if isinstance(value, time):
        return f"{value:%H.%M}" if language() == "id" else f"{value:%H:%M}"
    if isinstance(value, Status | Role):
        return status_name(value.value) if isinstance(value, Status) else role_name(value.value)
    return str(_coded(key, value))


def _coded(key: str, value: Any) -> Any:
    if key.startswith("when."):
        return _reference(key.removeprefix("when."), str(value))
    if key in ("working_days", "then.priority"):
        return WEEK[value] if key == "working_days" else CODES["priority"][value]
    return {"kind": KINDS, "by": BY, "needs": NEEDS}.get(key, {}).get(value, value)


def _reference(table: str, code: str) -> str:
    names = reference_names()
    if table == "region":
        return names.regions[code].name if code in names.regions else code
    known = {"category": names.categories, "channel": names.channels}.get(table, {})
    return next((one.name for one in known.values() if one.code == code), code)


def who_of(step: Step) -> str:
    """Who makes a move: the roles, and who of them."""
    roles = value_of("roles", step.roles)
    return roles if step.by == By.ANYONE else f"{roles}: {BY[step.by]}"


def when_of(rule: DeskRule) -> list[tuple[str, str]]:
    """What a rule asks, as pairs of name and values."""
    asked = [(f"when.{name}", getattr(rule.when, name)) for name in ("category", "region", "channel")]
    asked += [(f"when.field.{code}", values) for code, values in rule.when.fields.items()]
    return [(key_name(key), value_of(key, values)) for key, values in asked if values]


def then_of(rule: DeskRule) -> list[tuple[str, str]]:
    """What a rule does, as pairs of name and value."""
    done = [(f"then.{name}", getattr(rule.then, name)) for name in ("assign", "priority", "note")]
    return [(key_name(key), value_of(key, value)) for key, value in done if value not in (None, "")]


def told(change: Change) -> str:
    """What happened to a part, where it is more than a value that differs."""
    if change.how == How.ADDED:
        return str(gettext("added"))
    if change.how == How.REMOVED:
        return str(gettext("removed"))
    return str(gettext("another order")) if change.how == How.MOVED else key_name(change.key)


def so_many(count: int) -> str:
    """A capped figure: 1.000+ stands for that many or more."""
    return show_number(count) + ("+" if count >= COUNT_CAP else "")


def left_behind(one: Stranded) -> str:
    """What a new definition leaves behind, as a sentence."""
    about = {
        "count": so_many(one.count),
        "move": label_of(one.step) if one.step else "",
        "field": one.field.label(language()) if one.field else "",
        "statuses": names_of(status_name(status.value) for status in one.statuses),
        "roles": names_of(role_name(role.value) for role in one.roles),
    }
    return str(LEFT[one.kind]) % about


def names_of(names: Iterable[str]) -> str:
    return ", ".join(names)


LEFT: Final[Mapping[Kindred, Any]] = MappingProxyType(
    {
        Kindred.MOVE_GONE: _l("%(count)s complaints (%(statuses)s) lose the step %(move)s."),
        Kindred.ROLE_OUT: _l("For %(count)s complaints (%(statuses)s) %(roles)s can no longer choose %(move)s."),
        Kindred.HELD_BY_NOBODY: _l(
            "%(count)s complaints have an assignee (%(roles)s) who can no longer bring them on: assign them anew."
        ),
        Kindred.HAND_OFFS: _l("%(count)s open hand-offs can no longer be answered."),
        Kindred.TOO_LATE: _l("%(count)s closed complaints can no longer be opened again by %(move)s."),
        Kindred.NOW_REQUIRED: _l("%(count)s complaints (%(statuses)s) will be asked for %(field)s."),
        Kindred.FIELD_GONE: _l("%(field)s is shown no more on %(count)s active complaints; what it holds is kept."),
        Kindred.NEW_TIMES: _l("%(count)s active complaints get their deadlines computed anew."),
        Kindred.MACROS: _l("%(count)s macros can no longer take a complaint on."),
    }
)
