"""Events about people in words: absences, in whose place somebody acted, and what reporters answered."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from audit.recorder import SUBSTITUTE_OF
from web.event_values import Names, value_words

Event = Mapping[str, Any]


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


def rated(event: Event, names: Names) -> str:
    said = value_words("satisfaction", _after(event, "satisfaction"), names)
    return str(gettext("Wrote down that the reporter is %(how)s", how=said))


def _after(event: Event, field: str) -> Any:
    return next((change.get("after") for change in event.get("changes", ()) if change["field"] == field), None)
