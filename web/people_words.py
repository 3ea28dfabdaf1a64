"""Events about people in words: absences, in whose place somebody acted, and what reporters answered."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from audit.recorder import SUBSTITUTE_OF
from web.event_values import Names, field_name, list_words, value_words

Event = Mapping[str, Any]
CHOSEN: Final[Mapping[Any, Any]] = MappingProxyType({"turn": _l("by turn"), "load": _l("by load")})


def in_whose_place(told: str, event: Event, names: Names) -> str:
    """What was done, and for whom where a substitute did it."""
    absent = event.get("facts", {}).get(SUBSTITUTE_OF)
    if absent is None:
        return told
    name = value_words(SUBSTITUTE_OF, absent, names)
    return str(gettext("%(doing)s (as substitute of %(name)s)", doing=told, name=name))


def away(event: Event, names: Names) -> str:
    user, substitute = (value_words(one, _after(event, one), names) for one in ("user_id", "substitute_id"))
    return str(gettext("Entered an absence of %(name)s; %(other)s stands in", name=user, other=substitute))


def assigned(event: Event, names: Names) -> str:
    person, facts = _after(event, "assignee_id"), event.get("facts", {})
    if person is None:
        return str(gettext("Took the complaint from its assignee"))
    told = str(gettext("Assigned the complaint to %(name)s", name=value_words("assignee_id", person, names)))
    how = CHOSEN.get(facts.get("chosen"))
    return f"{told}, {how}" if how else told


def merged(event: Event, _names: Names) -> str:
    """Which values were taken over; the rows that keep their origin tell it."""
    fields = [str(one.get("after")) for one in event.get("changes", ()) if one["field"] == "field"]
    if not fields:
        return ""
    said = list_words([field_name(field) for field in fields], most=6)
    return str(gettext("Merged another complaint into this one and took over: %(fields)s", fields=said))


def unmerged(event: Event, _names: Names) -> str:
    kept = event.get("facts", {}).get("kept_fields", ())
    if not kept:
        return ""
    said = list_words([field_name(field) for field in kept], most=6)
    return str(gettext("Took a merge back; changed since, and kept: %(fields)s", fields=said))


def rated(event: Event, names: Names) -> str:
    said = value_words("satisfaction", _after(event, "satisfaction"), names)
    return str(gettext("Wrote down that the reporter is %(how)s", how=said))


def _after(event: Event, field: str) -> Any:
    return next((change.get("after") for change in event.get("changes", ()) if change["field"] == field), None)
