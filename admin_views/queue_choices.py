"""The filters of a list as its toolbar offers them: their choices, what is chosen, and that in words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from admin_views import queue_extra
from admin_views.queue_filters import FIELDS, ME, NOBODY, PRIORITIES, Asked, people, regions_of
from models import Outcome, clock
from web import extra_words
from web.due_words import short_date
from web.event_values import CODES
from web.handoff_words import PARTIES
from web.language import language
from web.reference_names import Name, Names, offered
from workflow.definition import Field
from workflow.extra import name_of
from workflow.filters import BETWEEN, SPANS, days_of, values_in

LABELS: Final[Mapping[str, Any]] = {
    "region": _l("Region"),
    "category": _l("Category"),
    "channel": _l("Channel"),
    "assignee": _l("Assignee"),
    "priority": _l("Priority"),
    "outcome": _l("Outcome"),
    "received": _l("Came in"),
    "due": _l("Deadline"),
    "waiting": _l("Waits for"),
}
SPAN_WORDS: Final[Mapping[str, Any]] = {
    "today": _l("today"),
    "week": _l("this week"),
    "last_week": _l("last week"),
    "month": _l("this month"),
    "last_month": _l("last month"),
}
ORDER_WORDS: Final[Mapping[str, Any]] = {
    "": _l("Nearest deadline first"),
    "newest": _l("Newest first"),
    "oldest": _l("Oldest first"),
}
ONE_VALUE: Final = ("received", "due")
Options = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter: its choices by value, those chosen, what they are called, and the address without it."""

    field: str
    label: Any
    options: Options
    chosen: tuple[str, ...]
    words: str
    clear: str
    hidden: list[tuple[str, str]]
    days: tuple[str, str] = ("", "")
    in_days: bool = False

    @property
    def several(self) -> bool:
        """Whether several values may be chosen."""
        return self.field not in ONE_VALUE


def choices(place: Asked, names: Names, actor: Actor) -> list[Choice]:
    """List the filters; one that has a single choice and is not set is none."""
    options = {field: OPTIONS[field](place, names, actor) for field in FIELDS}
    offered_here = [
        _choice(place, field, listed) for field, listed in options.items() if len(listed) > 1 or _chosen(place, field)
    ]
    return offered_here + [_extra_choice(place, one) for one in queue_extra.filterable(actor)]


def _extra_choice(place: Asked, field: Field) -> Choice:
    """The filter of an extra field: its values, or the days between which it lies."""
    name, value = name_of(field.code), dict(place.filters.extra).get(field.code, "")
    options = queue_extra.options(field)
    days = tuple(value.split(BETWEEN)) if BETWEEN in value else ("", "")
    chosen = () if days[0] else values_in(value)
    words = _span_words(value) if days[0] else ", ".join(said for one, said in options if one in chosen)
    return Choice(
        name,
        field.label(language()),
        options,
        chosen or values_in(value),
        words,
        place.link(**{name: ""}),
        place.hidden(name),
        (days[0], days[1]),
        in_days=not options,
    )


def choices_key(place: Asked, names: Names, actor: Actor) -> tuple[Any, ...]:
    """All that the toolbar of a list depends on."""
    fields = extra_words.version(), actor.role
    return place.filters, place.view, names.version, regions_of(actor, names), actor.id, clock.today(), fields


def orders(place: Asked) -> list[dict[str, Any]]:
    """The orders that an index serves under these filters."""
    found = place.filters.orders
    current = place.filters.order
    return [{"words": order_words(place, one), "url": place.link(sort=one), "current": one == current} for one in found]


def order_words(place: Asked, order: str) -> str:
    """What an order is called; closed ones by deadline begin with the latest."""
    closed = order == "" and place.filters.tab == "closed"
    return gettext("Latest deadline first") if closed else str(ORDER_WORDS[order])


def told(place: Asked, names: Names, actor: Actor) -> str:
    """The filters that are set, in one line."""
    return " · ".join(f"{one.label}: {one.words}" for one in choices(place, names, actor) if one.chosen)


def _choice(place: Asked, field: str, options: Options) -> Choice:
    chosen = _chosen(place, field)
    said = ", ".join(words for value, words in options if value in chosen)
    span = _span_words(chosen[0]) if field == "received" and chosen else ""
    days = tuple(chosen[0].split(BETWEEN)) if field == "received" and chosen and BETWEEN in chosen[0] else ("", "")
    clear = place.link(**{field: ""})
    return Choice(field, LABELS[field], options, chosen, span or said, clear, place.hidden(field), (days[0], days[1]))


def _chosen(place: Asked, field: str) -> tuple[str, ...]:
    return values_in(getattr(place.filters, field))


def _span_words(received: str) -> str:
    """A span as its days: 17–23 Nov; a named one says its name first."""
    days = days_of(received, clock.today())
    if days is None:
        return ""
    written = _days_words(*days)
    return f"{SPAN_WORDS[received]} ({written})" if received in SPAN_WORDS else written


def _days_words(first: date, last: date) -> str:
    code, today = language(), clock.today()
    end = short_date(code, last, today)
    if first == last:
        return end
    same_month = (first.year, first.month) == (last.year, last.month)
    return f"{first.day}–{end}" if same_month else f"{short_date(code, first, today)} – {end}"


def _regions(place: Asked, names: Names, actor: Actor) -> Options:
    seen = regions_of(actor, names)
    return _named({code: name for code, name in names.regions.items() if code in seen}, place.filters.region)


def _named(names: Mapping[Any, Name], chosen: str) -> Options:
    kept = set(values_in(chosen))
    in_use = {name.code for name in offered(names)} | kept
    return [(name.code, name.name) for name in names.values() if name.code in in_use]


def _assignees(_place: Asked, names: Names, actor: Actor) -> Options:
    special = {ME: gettext("Me"), NOBODY: gettext("Nobody yet")}
    return [(value, special.get(value, name)) for value, name in people(actor, names).items()]


def _outcomes(place: Asked, _names: Names, _actor: Actor) -> Options:
    if place.filters.tab != "closed":
        return []
    return [(one.value, str(CODES["outcome"][one.value])) for one in Outcome]


OPTIONS: Final[Mapping[str, Callable[[Asked, Names, Actor], Options]]] = {
    "region": _regions,
    "category": lambda place, names, _: _named(names.categories, place.filters.category),
    "channel": lambda place, names, _: _named(names.channels, place.filters.channel),
    "assignee": _assignees,
    "priority": lambda *_: [(value, str(CODES["priority"][int(value)])) for value in PRIORITIES],
    "outcome": _outcomes,
    "received": lambda *_: [(span, str(SPAN_WORDS[span])) for span in SPANS],
    "due": lambda *_: [
        ("late", gettext("Overdue")),
        ("soon", gettext("Due soon")),
        ("response", gettext("First response overdue")),
    ],
    "waiting": lambda *_: [(party.value, str(words)) for party, words in PARTIES.items()],
}
