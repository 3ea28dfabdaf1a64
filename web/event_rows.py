"""Events as the audit page shows them: sentences, masked values before and after, who, when, where and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext
from sqlalchemy import Row

from audit import canonical
from audit.masked import Reader, mask_numbers
from models import Role, db
from models.clock import WITA, now
from web import extra_words
from web.event_values import CODES, KEPT, Names, fact_name, field_name, list_words, names_now, value_words
from web.event_words import PERMISSIONS, doing_of, sentence
from web.kept_words import kept_words
from web.language import language
from web.words import initials, role_name, show_date
from workflow import extra

IN_A_LIST = 12
ON_A_PAGE = 400
KINDS_OF_PAGE = "ADU-"
UNTOLD_FACTS = (
    "digest",
    "account",
    "filters",
    "through",
    "substitute_of_id",
    "in_place_of_id",
    "chosen",
    "kept_fields",
    "fields",
)


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One field, before and after; ``told`` is false where an event names a field and never shows it."""

    field: str
    before: str
    after: str
    told: bool


@dataclass(frozen=True, slots=True)
class ShownEvent:
    """One event as a row, as a card, and opened."""

    id: int
    when: str
    moment: str
    actor: str
    initials: str
    is_desk: bool
    unknown: bool
    role: str
    icon: str
    sentence: str
    object: str
    is_ticket: bool
    reason: str
    origin: str
    leaf: str
    changes: list[ShownChange]
    more_changes: int
    facts: list[tuple[str, str]]
    desk: int | None

    @property
    def short_leaf(self) -> str:
        """The ends of the hash, in groups of four, as people compare them."""
        return f"{self.leaf[:4]} {self.leaf[4:8]} … {self.leaf[-4:]}"


def shown(rows: Iterable[Row[Any]], *, most: int = IN_A_LIST, role: Role | None = None) -> list[ShownEvent]:
    """Turn rows of ``audit.trail`` into what is shown of them, at most ``most`` changes each; values are masked.

    To people of a ``role`` without the extra fields that are not theirs; who reads the whole trail is told of all.
    """
    rows = list(rows)
    bodies = [canonical.loads(row.body) for row in rows]
    changes = Reader(db.session.connection(), hidden=extra.masked_codes()).changes(bodies)
    names = names_now()
    told = [_with_names(*one) for one in zip(bodies, changes, strict=True)]
    told = [extra_words.as_seen_by(role, body) for body in told] if role else told
    return [_shown(row, body, body["changes"], names, most) for row, body in zip(rows, told, strict=True)]


def _with_names(body: Mapping[str, Any], changes: list[dict[str, Any]]) -> Mapping[str, Any]:
    """A body with its masked changes, those of extra fields under the fields' names."""
    return extra_words.told({**body, "changes": changes})


def _shown(
    row: Row[Any], body: Mapping[str, Any], changes: list[dict[str, Any]], names: Names, most: int
) -> ShownEvent:
    at = datetime.fromisoformat(row.at)
    return ShownEvent(
        id=row.id,
        when=_when(at),
        moment=f"{show_date(at)}, {_seconds(at)} WITA",
        actor=_actor(row),
        initials=initials(row.actor),
        is_desk=row.actor_id is None,
        unknown=row.actor == "-",
        role=role_name(row.role),
        icon=doing_of(row.action, body.get("desk")).icon,
        sentence=sentence(body, names),
        object=mask_numbers(row.object),
        is_ticket=row.object.startswith(KINDS_OF_PAGE),
        reason=mask_numbers(row.reason),
        origin=row.origin,
        leaf=canonical.leaf_hash(row.body),
        changes=[_change(change, names) for change in changes[:most]],
        more_changes=max(0, len(changes) - most),
        facts=_facts(body.get("facts", {})),
        desk=body.get("desk"),
    )


def _actor(row: Row[Any]) -> str:
    return gettext("Unknown") if row.actor == "-" else str(row.actor)


def _change(change: Mapping[str, Any], names: Names) -> ShownChange:
    column = change["field"]
    told = "before" in change or "after" in change
    before, after = (value_words(column, change.get(side), names) for side in ("before", "after"))
    return ShownChange(field_name(column), before, after, told)


def _facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [(fact_name(name), _fact_words(name, value)) for name, value in facts.items() if name not in UNTOLD_FACTS]


def _fact_words(name: str, value: Any) -> str:
    if name == "field":
        return field_name(str(value))
    if name == "permission":
        return str(PERMISSIONS.get(str(value), value))
    if name in CODES and isinstance(value, str):
        return str(CODES[name].get(value, value))
    if isinstance(value, list):
        return list_words([kept_words(str(item)) if name in KEPT else str(item) for item in value], most=8)
    return mask_numbers(canonical.dumps(value) if isinstance(value, Mapping) else str(value))


def _when(at: datetime) -> str:
    """Today by the clock alone, other days with their date."""
    is_today = at.astimezone(WITA).date() == now().astimezone(WITA).date()
    return _seconds(at) if is_today else f"{show_date(at)} {_seconds(at)}"


def _seconds(at: datetime) -> str:
    local = at.astimezone(WITA)
    return f"{local:%H.%M.%S}" if language() == "id" else f"{local:%H:%M:%S}"
