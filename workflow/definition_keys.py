"""The keys of a desk definition as tables: what each holds, and within which bounds.

docs/definition.md is made from them.
"""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from models import Role, Status
from workflow.definition_parts import FieldKind
from workflow.kinds import KINDS, By, Kind
from workflow.refusals import Requirement

WEEKDAYS: Final = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
PRIORITIES: Final = ("normal", "high", "urgent")
PEOPLE: Final = tuple(role.value for role in Role if role not in (Role.SYSTEM, Role.STRANGER))
NEEDS: Final = (
    Requirement.REASON,
    Requirement.CORRECTION,
    Requirement.TOLD_HOW,
    Requirement.TOLD_AT,
    Requirement.OUTCOME,
    Requirement.PARTY,
    Requirement.ASKED,
    Requirement.CHASE_ON,
    Requirement.HAND_OFF,
    Requirement.RESULT,
)
MOST: Final[Mapping[str, int]] = MappingProxyType({"move": 60, "field": 40, "rule": 100})
MOST_BYTES: Final = 256 * 1024
LONGEST_LABEL: Final = 60


class Holds(enum.StrEnum):
    """What a key holds."""

    TEXT = "text"
    TEXTS = "a list of texts"
    WHOLE = "a whole number"
    TRUTH = "true or false"
    HOUR = "an hour, as 08:00"
    TABLE = "a table"
    TABLES = "tables"


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """One key. ``among``: the words it may hold, and ``unknown`` the mistake where it holds another.

    ``least`` and ``most`` bound a number, or how many texts a list has; ``most`` how long a text is.
    """

    name: str
    holds: Holds
    meaning: str
    required: bool = False
    among: tuple[str, ...] = ()
    unknown: str = ""
    least: int = 0
    most: int = 0


def _text(name: str, meaning: str, *, required: bool = False, most: int = LONGEST_LABEL) -> Key:
    return Key(name=name, holds=Holds.TEXT, meaning=meaning, required=required, most=most)


def _words(name: str, meaning: str, among: tuple[str, ...], unknown: str, *, required: bool = False) -> Key:
    return Key(
        name=name, holds=Holds.TEXTS, meaning=meaning, among=among, unknown=unknown, required=required,
        least=1 if required else 0, most=60,
    )  # fmt: skip


def _word(name: str, meaning: str, among: tuple[str, ...], unknown: str, *, required: bool = False) -> Key:
    return Key(name=name, holds=Holds.TEXT, meaning=meaning, among=among, unknown=unknown, required=required, most=40)


def _whole(name: str, meaning: str, least: int, most: int) -> Key:
    return Key(name=name, holds=Holds.WHOLE, meaning=meaning, least=least, most=most)


STATUSES: Final = tuple(status.value for status in Status)
LABELS: Final = (
    _text("label_id", "what it is called in Indonesian", required=True),
    _text("label_en", "what it is called in English", required=True),
)
TABLES: Final = (
    Key(name="desk", holds=Holds.TABLE, meaning="the desk as a whole"),
    Key(name="deadlines", holds=Holds.TABLE, meaning="working time, and deadlines that hold for every category"),
    Key(name="move", holds=Holds.TABLES, meaning="the moves of a complaint", required=True),
    Key(name="field", holds=Holds.TABLES, meaning="extra fields of a complaint"),
    Key(name="rule", holds=Holds.TABLES, meaning="what happens by itself when a complaint is filed"),
)
DESK: Final = (
    Key(
        name="second_person",
        holds=Holds.TRUTH,
        meaning="whether whoever corrected a complaint may not close it; `true` where nothing is said",
    ),
    _text("why", "why no second person is needed; required where none is", most=400),
)
DEADLINES: Final = (
    _whole("first_response_days", "working days until the first answer; 3 where nothing is said", 1, 90),
    _whole("amber_percent", "from how much of its time on a complaint is near its deadline; 80", 1, 99),
    _words("working_days", "the days of the week on which the desk works; Monday to Friday", WEEKDAYS, "unknown_day"),
    Key(name="opens", holds=Holds.HOUR, meaning="when the desk opens; 08:00 WITA"),
    Key(name="closes", holds=Holds.HOUR, meaning="when it closes; 16:00 WITA"),
)
MOVE: Final = (
    _text("verb", "its name in addresses and events: small letters and _, such as `send_back`", required=True, most=30),
    _word("kind", "what it does; its verb where nothing is said", tuple(Kind), "unknown_kind"),
    _words("from", "the statuses it starts from", STATUSES, "unknown_status", required=True),
    _word("to", "the status it leads to", STATUSES, "unknown_status", required=True),
    _words("roles", "who may make it; each role must hold the permission of its kind", PEOPLE, "unknown_role",
           required=True),
    _word("by", "who of them may make it now; `anyone` where nothing is said", tuple(By), "unknown_by"),
    _words("needs", "what must be given or be there", tuple(NEEDS), "unknown_need"),
    _whole("within_days", "only so many days after the closing", 1, 3650),
    _whole("target_days", "working days it should take at most; told, never enforced", 1, 365),
    *LABELS,
    _text("why", "a reason to remember, for whoever reads the file", most=400),
)  # fmt: skip
FIELD: Final = (
    _text("code", "its name in files and events: small letters, figures and _", required=True, most=30),
    _word("kind", "what it holds", tuple(FieldKind), "unknown_field_kind", required=True),
    *LABELS,
    _text("help_id", "what stands below it, in Indonesian", most=200),
    _text("help_en", "the same in English", most=200),
    Key(name="choices", holds=Holds.TABLES, meaning="what a `choice` offers: each a code and two labels", most=60),
    Key(
        name="required_at",
        holds=Holds.TEXTS,
        meaning="the verbs that need it filled in; `file` for the filing",
        most=60,
    ),
    Key(name="masked", holds=Holds.TRUTH, meaning="whether it is personal: sealed, masked, revealed for a reason"),
    _words("roles", "who sees it; everybody who sees complaints where nothing is said", PEOPLE, "unknown_role"),
)
CHOICE: Final = (_text("code", "what is kept", required=True, most=30), *LABELS)
RULE: Final = (
    _text("name", "what it is called; the reason of what it does", required=True, most=80),
    Key(name="when", holds=Holds.TABLE, meaning="what a complaint must be", required=True),
    Key(name="then", holds=Holds.TABLE, meaning="what is done", required=True),
)
WHEN: Final = (
    Key(name="category", holds=Holds.TEXTS, meaning="codes of categories; one of them", least=1, most=60),
    Key(name="region", holds=Holds.TEXTS, meaning="codes of regions; one of them", least=1, most=60),
    Key(name="channel", holds=Holds.TEXTS, meaning="codes of channels; one of them", least=1, most=60),
    Key(name="field", holds=Holds.TABLE, meaning="codes of extra fields, each with a list of values; one of them"),
)
THEN: Final = (
    _text("assign", "the e-mail address of who is given the complaint, or turn or load", most=120),
    _word("priority", "its priority", PRIORITIES, "unknown_priority"),
    _text("note", "the text of an internal note", most=1000),
)
SECTIONS: Final = (
    ("[desk]", DESK), ("[deadlines]", DEADLINES), ("[[move]]", MOVE), ("[[field]]", FIELD),
    ("[[field.choices]]", CHOICE), ("[[rule]]", RULE), ("[rule.when]", WHEN), ("[rule.then]", THEN),
)  # fmt: skip
assert set(KINDS) == set(Kind)  # noqa: S101 - a kind without its effect would be offered here
