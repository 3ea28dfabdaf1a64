"""What an address of the audit page asks for, read with care: whatever does not fit asks nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, Final
from urllib.parse import urlencode

from flask_babel import lazy_gettext as _l

from audit import canonical, trail
from audit.masked import mask_numbers
from models import Role, clock
from web.event_words import GROUPS, actions_of
from workflow import numbers
from workflow.refusals import MistypedNumber

DATES: Final = "dates"
SPANS: Final[Mapping[str, tuple[int, Any]]] = {
    "today": (1, _l("Today")),
    "7": (7, _l("Last 7 days")),
    "30": (30, _l("Last 30 days")),
    DATES: (0, _l("From a day to a day")),
}
LONGEST_SEARCH: Final = 80
LARGEST_ID: Final = 2**62
NOBODY: Final = (-1,)
NO_FILTERS: Final = trail.Filters()


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The filters as the address spells them, and what they mean to the trail."""

    time: str = ""
    since: str = ""
    until: str = ""
    group: str = ""
    actor: str = ""
    role: str = ""
    q: str = ""
    mistyped: bool = False
    personal: bool = False
    before: int | None = None
    after: int | None = None
    filters: trail.Filters = NO_FILTERS

    @property
    def narrowed(self) -> bool:
        return any((self.time, self.since, self.until, self.group, self.actor, self.role, self.q))

    def query(self, **changed: Any) -> str:
        """The query of an address with these filters, and what is ``changed`` in it; cursors are left behind."""
        dated = changed.get("time", self.time) == DATES
        spelled = {
            "q": self.q, "time": self.time, "from": self.since if dated else "", "to": self.until if dated else "",
            "group": self.group,
            "actor": self.actor, "role": self.role,
        }  # fmt: skip
        return urlencode({name: value for name, value in (spelled | changed).items() if value})


def asked(arguments: Mapping[str, str], people: Mapping[int, str]) -> Asked:
    """Read the arguments of an address."""
    since, until = _day(arguments.get("from", "")), _day(arguments.get("to", ""))
    q = " ".join(arguments.get("q", "")[:LONGEST_SEARCH].split())
    place = Asked(
        time=_one_of(arguments.get("time", ""), SPANS) or (DATES if since or until else ""),
        since=since,
        until=until,
        group=_one_of(arguments.get("group", ""), GROUPS),
        actor=_one_of(arguments.get("actor", ""), {str(person) for person in people}),
        role=_one_of(arguments.get("role", ""), {role.value for role in Role}),
        q=mask_numbers(q),
        personal=mask_numbers(q) != q,
        before=_cursor(arguments.get("before", "")),
        after=_cursor(arguments.get("after", "")),
    )
    return _with_search(replace(place, filters=_filters(place)), q)


def _filters(place: Asked) -> trail.Filters:
    since, until = place.since, place.until
    if place.time != DATES:
        since, until = "", ""
    if SPANS.get(place.time, (0, ""))[0]:
        since = (clock.today() - timedelta(days=SPANS[place.time][0] - 1)).isoformat()
    return trail.Filters(
        since=_midnight(since, 0),
        until=_midnight(until, 1),
        actions=actions_of(place.group),
        actors=(int(place.actor),) if place.actor else (),
        role=place.role,
    )


def _with_search(place: Asked, q: str) -> Asked:
    """A number of a complaint is looked up as such; any other text is the beginning of an actor's name."""
    if not q:
        return place
    try:
        number = numbers.parse(q)
    except MistypedNumber:
        return replace(place, mistyped=True, filters=replace(place.filters, actors=NOBODY))
    if number:
        return replace(place, filters=replace(place.filters, object=number))
    found = trail.actors_called(q)
    if place.filters.actors:
        found = tuple(set(found) & set(place.filters.actors))
    return replace(place, filters=replace(place.filters, actors=found or NOBODY))


def _one_of(value: str, known: Any) -> str:
    return value if value in known else ""


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat() if len(text) == 10 else ""
    except ValueError:
        return ""


def _midnight(day: str, days_later: int) -> str:
    """The moment, in UTC, at which a day of the desk begins; empty where that is off the calendar."""
    if not day:
        return ""
    try:
        begins = datetime.combine(date.fromisoformat(day) + timedelta(days=days_later), time(), clock.WITA)
        return canonical.moment(begins)
    except OverflowError:
        return ""


def _cursor(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) < LARGEST_ID else None
