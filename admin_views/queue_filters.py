"""What a list of complaints is narrowed to, as its address says it; anything unknown is left out."""

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import MultiDict

from access.actors import Actor
from admin_views import queue_extra
from models import Outcome, WaitsFor, clock
from web.reference_names import Name, Names, Worker
from workflow import queue
from workflow.extra import NAME, name_of
from workflow.filters import BETWEEN, DUE, ORDERS, SPANS, Filters, days_of
from workflow.views import LONGEST_QUERY

ME, NOBODY = "me", "none"
ALL: Final = "active"
FIELDS: Final = ("region", "category", "channel", "assignee", "priority", "outcome", "received", "due", "waiting")
PRIORITIES: Final = ("2", "1", "0")
MOST_VALUES: Final = 12
SIDEBAR: Final = {
    "mine": Filters(assignee=ME),
    "unassigned": Filters(assignee=NOBODY),
    "overdue": Filters(due="late"),
    "to_close": Filters(tab="corrected"),
}
FROM: Final = "1"
"""What the name of a list in the address of a ticket begins with: the way it is written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One list: what it is narrowed to, the saved view it began with (its ref), and the place in it."""

    filters: Filters
    view: str = ""
    after: str = ""
    before: str = ""

    @property
    def narrowed(self) -> bool:
        return replace(self.filters, tab=ALL, sort="") != Filters()

    @property
    def place(self) -> str:
        """The line of the navigation that this list is."""
        plain = replace(self.filters, sort="")
        return next((name for name, filters in SIDEBAR.items() if filters == plain), "tickets")

    @property
    def query(self) -> str:
        """The list in its one way to be written; no place, no view."""
        return _joined(self._told())

    @property
    def code(self) -> str:
        """The list as a ticket's address names it."""
        return FROM + base64.urlsafe_b64encode(self.link()[1:].encode()).decode().rstrip("=")

    def link(self, **changes: str) -> str:
        """The address of a list that differs in ``changes``; a place in this list is not kept."""
        return "?" + _joined(self._whole(changes))

    @property
    def fields(self) -> tuple[str, ...]:
        """What filters are called in the address: the built-in ones, and the extra fields that are asked."""
        return (*FIELDS, *(name_of(code) for code, _ in self.filters.extra))

    def cleared(self) -> str:
        """The address without any filter; the status stays."""
        return self.link(**dict.fromkeys(self.fields, ""))

    def hidden(self, *without: str) -> list[tuple[str, str]]:
        """What a form must carry so that it changes nothing but ``without``."""
        return [(name, value) for name, value in self._whole({}).items() if value and name not in without]

    def _told(self) -> dict[str, str]:
        told = {"status": "" if self.filters.tab == ALL else self.filters.tab}
        told |= {field: _written(getattr(self.filters, field)) for field in FIELDS}
        told |= {name_of(code): value for code, value in self.filters.extra}
        return told | {"sort": self.filters.sort}

    def _whole(self, changes: dict[str, str]) -> dict[str, str]:
        """With the view it began with; a status that is said tells that the view's own filters no longer count."""
        whole = self._told() | changes
        return {"view": self.view} | whole | {"status": whole["status"] or ALL} if self.view else whole


def asked(arguments: MultiDict[str, str], names: Names, actor: Actor, *, view: str = "") -> Asked:
    """Read an address; what does not exist, or is out of sight, is as if it was not asked."""
    outcome = _all_known(arguments, "outcome", list(Outcome))
    tab = _known(arguments.get("status", ""), queue.TABS) or ("closed" if outcome else ALL)
    filters = Filters(
        tab=tab,
        region=_all_known(arguments, "region", regions_of(actor, names)),
        category=_all_known(arguments, "category", codes_of(names.categories)),
        channel=_all_known(arguments, "channel", codes_of(names.channels)),
        assignee=_all_known(arguments, "assignee", people(actor, names)),
        priority=_all_known(arguments, "priority", PRIORITIES),
        outcome=outcome if tab == "closed" else "",
        received=_span(arguments),
        due=_known(arguments.get("due", ""), DUE) or _as_it_was(arguments),
        waiting=_all_known(arguments, "waiting", list(WaitsFor)),
        extra=queue_extra.asked(arguments, actor),
        sort=_known(arguments.get("sort", ""), ORDERS),
    )
    places = {name: _place(arguments.get(name, "")) for name in ("after", "before")}
    return Asked(filters=filters, view=view, **places)


def _as_it_was(arguments: Mapping[str, str]) -> str:
    """What an address of before asks: it stands in people's bookmarks."""
    return "late" if arguments.get("overdue") == "1" else ""


def arguments_of(query: str) -> MultiDict[str, str]:
    """The arguments of a query that was kept."""
    return MultiDict(parse_qsl(query[:LONGEST_QUERY]))


def says_filters(arguments: Mapping[str, str]) -> bool:
    """Whether an address says itself what the list is narrowed to, beside the view it names."""
    known = (*FIELDS, "status", "sort", "since", "until", "overdue")
    return any(name in known or name.startswith(NAME) for name in arguments)


def read_code(text: str) -> str | None:
    """The query of the list that a ticket's address names, or None for what names none."""
    padded = text[1 : LONGEST_QUERY * 2]
    try:
        query = base64.urlsafe_b64decode(padded + "=" * (-len(padded) % 4)).decode()
    except (ValueError, binascii.Error):
        return None
    return query if text[:1] == FROM else None


def regions_of(actor: Actor, names: Names) -> frozenset[str]:
    """The regions whose tickets a list can be narrowed to."""
    return frozenset(region for _, region in queue.lanes_of(actor, Filters(), list(names.regions)))


def people(actor: Actor, names: Names) -> dict[str, str]:
    """The people a list can be narrowed to, by what the address calls them; the two special ones have no name."""
    workers: list[Worker] = names.workers_in(regions_of(actor, names))
    own = {ME: ""} if any(worker.id == actor.id for worker in workers) else {}
    others = {str(worker.id): worker.name for worker in workers if worker.id != actor.id}
    return own | {NOBODY: ""} | others


def codes_of(names: Mapping[int, Name]) -> frozenset[str]:
    return frozenset(name.code for name in names.values())


def _joined(told: Mapping[str, str]) -> str:
    return urlencode({name: value for name, value in told.items() if value}, safe=",")


def _all_known(arguments: MultiDict[str, str], name: str, known: Iterable[str]) -> str:
    """The values of a filter that exist, each once, in one order however they were asked."""
    said = {text for given in arguments.getlist(name) for text in given[:LONGEST_QUERY].split(",")}
    return ",".join(sorted(said & set(known))[:MOST_VALUES])


def _span(arguments: Mapping[str, str]) -> str:
    """When it was received: a named span, or two days; one day alone is the whole span."""
    said = arguments.get("received", "")[:24]
    since, until = (arguments.get(name, "")[:10] for name in ("since", "until"))
    if not said and (since or until):
        said = BETWEEN.join(sorted((since or until, until or clock.today().isoformat())))
    return said if said in SPANS or days_of(said, date(2000, 1, 1)) else ""


def _known(value: str, codes: Any) -> str:
    return value if value in codes else ""


def _place(cursor: str) -> str:
    found = queue.read_cursor(cursor) if cursor else None
    return cursor[:48] if found and found[1] > 0 else ""


def _written(value: object) -> str:
    return str(value or "")
