"""What a list of complaints is narrowed to, as its address says it; anything unknown is left out."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final
from urllib.parse import urlencode

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from web.handoff_words import PARTIES
from web.reference_names import Name, Names, Worker, offered
from workflow import queue
from workflow.queue import Filters

ME, NOBODY = "me", "none"
ALL: Final = "active"
FIELDS: Final = ("region", "category", "channel", "assignee", "due", "waiting")
SIDEBAR: Final = {
    "mine": Filters(assignee=ME),
    "unassigned": Filters(assignee=NOBODY),
    "overdue": Filters(due="late"),
    "to_close": Filters(tab="corrected"),
}
LABELS: Final[Mapping[str, Any]] = {
    "region": _l("Region"),
    "category": _l("Category"),
    "channel": _l("Channel"),
    "assignee": _l("Assignee"),
    "due": _l("Deadline"),
    "waiting": _l("Waits for"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One list: what it is narrowed to, and the place in it."""

    filters: Filters
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return replace(self.filters, tab=ALL) != Filters()

    @property
    def place(self) -> str:
        """The line of the navigation that this list is."""
        return next((name for name, filters in SIDEBAR.items() if filters == self.filters), "tickets")

    def link(self, **changes: str) -> str:
        """The address of a list that differs in ``changes``; a place in this list is not kept."""
        kept = {"status": "" if self.filters.tab == ALL else self.filters.tab}
        kept |= {field: _written(getattr(self.filters, field)) for field in FIELDS}
        return "?" + urlencode({name: value for name, value in (kept | changes).items() if value})


@dataclass(frozen=True, slots=True)
class Choice:
    """One select of the toolbar: its choices by value, and the one chosen."""

    field: str
    label: Any
    options: list[tuple[str, str]]
    chosen: str
    clear: str

    @property
    def words(self) -> str:
        return next((words for value, words in self.options if value == self.chosen), "")


def asked(arguments: Mapping[str, str], names: Names, actor: Actor) -> Asked:
    """Read an address; what does not exist, or is out of sight, is as if it was not asked."""
    filters = Filters(
        tab=_known(arguments.get("status", ""), queue.TABS) or ALL,
        region=_known(arguments.get("region", ""), regions_of(actor, names)),
        category=_known(arguments.get("category", ""), _codes(names.categories)),
        channel=_known(arguments.get("channel", ""), _codes(names.channels)),
        assignee=_known(arguments.get("assignee", ""), _people(actor, names)),
        due=_known(arguments.get("due", ""), queue.DUE) or _as_it_was(arguments),
        waiting=_known(arguments.get("waiting", ""), PARTIES),
    )
    return Asked(filters=filters, after=_place(arguments.get("after", "")), before=_place(arguments.get("before", "")))


def _as_it_was(arguments: Mapping[str, str]) -> str:
    """What an address of before asks: it stands in people's bookmarks."""
    return "late" if arguments.get("overdue") == "1" else ""


def choices(place: Asked, names: Names, actor: Actor) -> list[Choice]:
    """List the selects of the toolbar; one region is no choice."""
    chosen = place.filters
    regions = {code: name for code, name in names.regions.items() if code in regions_of(actor, names)}
    options = {
        "region": [(name.code, name.name) for name in offered(regions, chosen.region)],
        "category": [(name.code, name.name) for name in offered(names.categories, chosen.category)],
        "channel": [(name.code, name.name) for name in offered(names.channels, chosen.channel)],
        "assignee": list(_people(actor, names).items()),
        "due": [
            ("late", gettext("Overdue")),
            ("soon", gettext("Due soon")),
            ("response", gettext("First response overdue")),
        ],
        "waiting": [(party.value, str(words)) for party, words in PARTIES.items()],
    }
    return [
        Choice(field, LABELS[field], listed, _written(getattr(chosen, field)), place.link(**{field: ""}))
        for field, listed in options.items()
        if len(listed) > 1
    ]


def choices_key(place: Asked, names: Names, actor: Actor) -> tuple[Any, ...]:
    """All that the toolbar of a list depends on."""
    return place.filters, names.version, regions_of(actor, names), actor.id


def regions_of(actor: Actor, names: Names) -> frozenset[str]:
    """The regions whose tickets a list can be narrowed to."""
    return frozenset(lane.region for lane in queue.lanes_of(actor, Filters(), list(names.regions)))


def _people(actor: Actor, names: Names) -> dict[str, str]:
    workers: list[Worker] = names.workers_in(regions_of(actor, names))
    own = {ME: gettext("Me")} if any(worker.id == actor.id for worker in workers) else {}
    others = {str(worker.id): worker.name for worker in workers if worker.id != actor.id}
    return own | {NOBODY: gettext("Nobody yet")} | others


def _codes(names: Mapping[int, Name]) -> frozenset[str]:
    return frozenset(name.code for name in names.values())


def _known(value: str, codes: Any) -> str:
    return value if value in codes else ""


def _place(cursor: str) -> str:
    found = queue.read_cursor(cursor) if cursor else None
    return cursor[:40] if found and found[1] > 0 else ""


def _written(value: object) -> str:
    return str(value or "")
