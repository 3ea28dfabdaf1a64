"""Names the fields of events and writes their values as people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models import Category, Cause, Channel, Facility, User, db
from web import extra_words, handoff_words, outside_words
from web.batch_words import STANDINGS
from web.cause_words import PARTIES
from web.event_fields import FACTS, FIELDS
from web.kept_words import kept_words
from web.language import language
from web.match_words import TIERS
from web.words import role_name, show_date, show_moment, status_name

SEALED: Final = "_sealed"
LONGEST: Final = 300
KEPT: Final = ("reasons", "shown", "records", "evidence")
"""What is kept in codes."""

CODES: Final[Mapping[str, Mapping[Any, Any]]] = MappingProxyType(
    {
        "outcome": {
            "corrected": _l("corrected"),
            "no_fault_found": _l("no fault found"),
            "not_our_authority": _l("not our authority"),
            "duplicate": _l("duplicate"),
            "withdrawn": _l("withdrawn by the reporter"),
            "rejected": _l("rejected"),
        },
        "nik_state": {
            "missing": _l("no NIK"),
            "fits": _l("the structure fits"),
            "warned": _l("doubtful"),
            "refused": _l("the structure does not fit"),
            "incomplete": _l("incomplete"),
        },
        "field": {
            "nik": _l("NIK"),
            "name": _l("Name"),
            "birth_date": _l("Birth date"),
            "sex": _l("Sex"),
            "phone": _l("Phone"),
            "dose": _l("Dose"),
            "vaccinated_on": _l("Date of vaccination"),
            "vaccine": _l("Vaccine"),
            "facility": _l("Facility"),
            "vaccine_ticket": _l("Vaccine ticket"),
            "record": _l("The whole record"),
        },
        "party": {**PARTIES, **handoff_words.PARTIES},
        "waits_for": handoff_words.PARTIES,
        "tier": TIERS,
        "absent": dict(STANDINGS),
        "satisfaction": {
            4: _l("very satisfied"),
            3: _l("satisfied"),
            2: _l("less satisfied"),
            1: _l("not satisfied"),
        },
        "priority": {0: _l("normal"), 1: _l("high"), 2: _l("urgent")},
        "sex": {"L": _l("male"), "P": _l("female")},
        **outside_words.CODES,
        "result": {**outside_words.RESULTS, **handoff_words.RESULTS},
    }
)
PEOPLE: Final = (
    "filed_by_id", "assignee_id", "corrected_by_id", "added_by_id", "decided_by_id", "actor_id", "started_by_id",
    "opened_by_id", "answered_by_id",
    "user_id", "substitute_id", "substitute_of_id", "merged_by_id",
    "made_by_id", "published_by_id",
    "owner_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in events stand for."""

    people: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def of(self, column: str, row_id: Any) -> str | None:
        """The name behind an id in ``column``, None where the column holds no such id."""
        if column == "writers":
            return ", ".join(self.people.get(int(one), one) for one in str(row_id).split(",") if one.isdigit())
        known = self.people if column in PEOPLE else self.rows.get(column)
        return None if known is None else known.get(row_id, str(row_id))


def names_now() -> Names:
    """The names as they are now, in the language of this answer; four statements, whatever is shown."""
    code = language()
    tables: Mapping[str, Any] = {"category_id": Category, "cause_id": Cause, "channel_id": Channel}
    rows: dict[str, Mapping[int, str]] = {}
    for column, table in tables.items():
        name = table.name_id if code == "id" else table.name_en
        rows[column] = dict(db.session.execute(select(table.id, name)).all())
    rows["facility_id"] = dict(db.session.execute(select(Facility.id, Facility.name)).all())
    people = dict(db.session.execute(select(User.id, User.name)).all())
    return Names(people, rows)


def field_name(column: str) -> str:
    """What a column is called; a sealed one as the value it holds."""
    if extra_words.is_named(column):
        return extra_words.name_words(column)
    return str(FIELDS.get(column.removesuffix(SEALED), column))


def fact_name(name: str) -> str:
    """What a fact of an event is called; one without a name of its own as a column would be."""
    return str(FACTS[name]) if name in FACTS else field_name(name)


def value_words(column: str, value: Any, names: Names) -> str:
    """A value of an event (masked before) as people read it; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(gettext("yes")) if value else gettext("no")
    if extra_words.is_named(column):
        return extra_words.change_words(column, value)
    named = names.of(column, value)
    if named is not None:
        return named
    if column in CODES:
        return str(CODES[column].get(value, value))
    return _special(column, str(value))


def _special(column: str, text: str) -> str:
    if column == "status":
        return status_name(text)
    if column == "role":
        return role_name(text)
    if column.endswith("_at") or column in ("at", "link_until"):
        return moment_words(text)
    if column in ("vaccinated_on", "day", "since", "until", "chase_on", "theirs_on"):
        return show_date(date.fromisoformat(text))
    if column in KEPT:
        text = kept_words(text)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def moment_words(text: str) -> str:
    """A moment of an event in the desk's time."""
    return show_moment(datetime.fromisoformat(text))


def list_words(words: Sequence[str], *, most: int) -> str:
    """The first of ``words`` with commas, and how many more there are."""
    shown = ", ".join(word[:1].lower() + word[1:] if not word.isupper() else word for word in words[:most])
    if len(words) <= most:
        return shown
    return str(gettext("%(fields)s and %(count)d more", fields=shown, count=len(words) - most))
