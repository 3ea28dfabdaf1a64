"""The columns a list of complaints can show, as one table; number and person always stand first.

A new column is a line in ``COLUMNS``; what it shows must be among ``workflow.row_columns``.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from flask import current_app
from flask_babel import lazy_gettext as _l
from markupsafe import Markup
from sqlalchemy import Connection, Row

from audit.masked import mask_numbers
from models import Role
from web import extra_words
from web.due_words import outcome_words, short_date
from web.event_values import CODES
from workflow import extra

DRAWING: Final = "admin/tickets/_cells.html"
WIDE: Final = 10


class Facts(NamedTuple):
    """One row, and what was already said of it in words."""

    row: Row[Any]
    now: datetime
    code: str
    category: str
    region: str
    way: tuple[str, str, str]
    person: tuple[str, str]
    due: tuple[str, str]
    age: str
    extra: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: what stands over it, its cell, and its words on a phone's card.

    ``usual`` ones are shown to whoever chose nothing. ``says`` is None for what a card draws in a place of its own.
    """

    label: Any
    cell: Callable[[Facts], Markup]
    says: Callable[[Facts], str] | None = None
    usual: bool = False
    head: str = ""
    sorts: str = ""


def plain(says: Callable[[Facts], str]) -> Callable[[Facts], Markup]:
    """A cell with words; they may be a person's and are kept nowhere."""
    return lambda facts: Markup("<td>{}</td>").format(says(facts) or "–")


@lru_cache(maxsize=8192)
def drawn(_language: str, macro: str, *told: str | int) -> Markup:
    """What a macro makes of these words; its arguments are all it depends on, and no value of a ticket's person."""
    drawing = current_app.jinja_env.get_template(DRAWING).module
    made: Markup = getattr(drawing, macro)(*told)
    return made


def _day(facts: Facts, moment: datetime | None) -> str:
    if moment is None:
        return ""
    zone = facts.now.tzinfo
    return short_date(facts.code, moment.astimezone(zone).date(), facts.now.date())


def _facility(facts: Facts) -> str:
    return str(facts.row.facility or facts.row.facility_text)


def _cause(facts: Facts) -> str:
    name = facts.row.cause_id_name if facts.code == "id" else facts.row.cause_en_name
    return name or ""


def _vaccinated(facts: Facts) -> str:
    day = facts.row.vaccinated_on
    return short_date(facts.code, day, facts.now.date()) if day else ""


def _priority(facts: Facts) -> str:
    return str(CODES["priority"][facts.row.priority])


def _outcome(facts: Facts) -> str:
    return outcome_words(facts.code, facts.row.outcome)


def _received(facts: Facts) -> str:
    return _day(facts, facts.row.received_at)


def _closed(facts: Facts) -> str:
    return _day(facts, facts.row.closed_at)


def _nik(facts: Facts) -> str:
    return str(CODES["nik_state"][facts.row.nik_state.value])


def _dose(facts: Facts) -> str:
    return str(facts.row.dose)


COLUMNS: Final[Mapping[str, Column]] = MappingProxyType(
    {
        "category": Column(
            label=_l("Category"), cell=lambda f: drawn(f.code, "words", f.category), usual=True, head="c-kategori"
        ),
        "status": Column(label=_l("Status"), cell=lambda f: drawn(f.code, "status", f.row.status.value), usual=True),
        "region": Column(
            label=_l("Region"), cell=lambda f: drawn(f.code, "words", f.region), usual=True, head="c-wilayah"
        ),
        "assignee": Column(
            label=_l("Assignee"), cell=lambda f: drawn(f.code, "worker", *f.person), usual=True, head="c-petugas"
        ),
        "deadline": Column(
            label=_l("Deadline"), cell=lambda f: drawn(f.code, "due_cell", *f.due), usual=True, sorts="due"
        ),
        "channel": Column(
            label=_l("Channel"), cell=lambda f: drawn(f.code, "way", *f.way), usual=True, head="text-center c-kanal"
        ),
        "age": Column(label=_l("Age"), cell=lambda f: drawn(f.code, "age", f.age), usual=True, head="num c-umur"),
        "received": Column(label=_l("Came in"), cell=plain(_received), says=_received, sorts="received"),
        "priority": Column(label=_l("Priority"), cell=plain(_priority)),
        "outcome": Column(label=_l("Outcome"), cell=plain(_outcome), says=_outcome),
        "closed": Column(label=_l("Closed at"), cell=plain(_closed), says=_closed),
        "facility": Column(label=_l("Facility"), cell=plain(_facility), says=_facility),
        "dose": Column(label=_l("Dose"), cell=plain(_dose), says=_dose),
        "vaccinated_on": Column(label=_l("Date of vaccination"), cell=plain(_vaccinated), says=_vaccinated),
        "cause": Column(label=_l("Cause"), cell=plain(_cause), says=_cause),
        "nik_state": Column(label=_l("State of the NIK"), cell=plain(_nik), says=_nik),
    }
)
USUAL: Final = tuple(key for key, column in COLUMNS.items() if column.usual)


MOST_KEPT: Final = 400
"""So many signs a kept choice has."""


def all_columns(role: Role) -> dict[str, Column]:
    """The columns that a role may choose: the built-in ones, and the extra fields it sees."""
    return dict(COLUMNS) | {name: column(name) for field in extra.seen_by(role) if (name := extra.name_of(field.code))}


def column(key: str) -> Column:
    """The column of this name; of an extra field one with its label."""
    return COLUMNS.get(key) or _extra(key)


def _extra(name: str) -> Column:
    def says(facts: Facts) -> str:
        return facts.extra.get(name, "")

    return Column(label=extra_words.name_words(name), cell=plain(says), says=says)


def extra_cells(ids: list[int], columns: Iterable[str], reader: Connection | None = None) -> dict[int, dict[str, str]]:
    """By ticket what its chosen columns of extra fields say; one statement, none where none is chosen."""
    codes = [key.removeprefix(extra.NAME) for key in columns if key.startswith(extra.NAME)]
    return {
        ticket: {extra.name_of(code): mask_numbers(extra_words.list_words(code, kept)) for code, kept in values.items()}
        for ticket, values in extra.of_rows(ids, codes, reader).items()
    }


def chosen(text: str, role: Role) -> tuple[str, ...]:
    """The columns that a kept choice names and the role sees, in order; the usual ones where it names none."""
    named = set(text.split(","))
    return tuple(key for key in all_columns(role) if key in named) or USUAL


def written(keys: Iterable[str], role: Role) -> str:
    """A choice as it is kept; nothing for the usual one."""
    wanted = set(keys)
    listed = tuple(key for key in all_columns(role) if key in wanted)
    if listed in ((), USUAL):
        return ""
    told = ",".join(listed)
    return told if len(told) <= MOST_KEPT else told[: MOST_KEPT + 1].rpartition(",")[0]
