"""What the desk says when an absence, a turn or an answer does not fit."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

FIELDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "person": _l("The person"),
        "substitute": _l("The substitute"),
        "since": _l("The first day"),
        "until": _l("The last day"),
        "absence": _l("The absence"),
        "satisfaction": _l("The satisfaction"),
        "satisfaction_words": _l("What the reporter added"),
    }
)
PROBLEMS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "cannot_be_away": lambda _field: _l("No complaint is assigned to this person, so nobody stands in for them."),
        "cannot_stand_in": lambda _field: _l("A substitute has the same role and sees the same regions."),
        "away_already": lambda _field: _l("An absence is entered for some of these days already."),
        "away_then": lambda _field: _l("The substitute is absent themselves on some of these days."),
        "before_since": lambda _field: _l("The last day lies before the first."),
        "too_long_away": lambda _field: _l("An absence lasts a year at most."),
        "nobody_here": lambda _field: _l("No verifier of this region is at work today."),
        "over": lambda _field: _l("This absence is over already."),
    }
)
