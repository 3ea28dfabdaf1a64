"""Says the events of hand-offs in a person's words."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext, ngettext

from web.event_values import Names, value_words

Event = Mapping[str, Any]


def handed_off(event: Event, names: Names) -> str:
    """Whom somebody asked."""
    party = _after(event, "party") or _after(event, "waits_for")
    return str(gettext("Asked outside: %(party)s", party=value_words("party", party, names))) if party else ""


def answered(event: Event, names: Names) -> str:
    """What they answered."""
    result = _after(event, "result")
    return str(gettext("Recorded an answer: %(answer)s", answer=value_words("result", result, names))) if result else ""


def sheet(event: Event, _names: Names) -> str:
    """How many questions left the office in a batch sheet."""
    count = _count(event)
    if count is None:
        return ""
    return str(
        ngettext(
            "Took a batch sheet with %(num)d question away", "Took a batch sheet with %(num)d questions away", count
        )
    )


def sheet_back(event: Event, _names: Names) -> str:
    """How many answers a batch sheet brought."""
    count = _count(event)
    if count is None:
        return ""
    return str(
        ngettext("Recorded %(num)d answer from a batch sheet", "Recorded %(num)d answers from a batch sheet", count)
    )


def _count(event: Event) -> int | None:
    count = event.get("facts", {}).get("count")
    return count if isinstance(count, int) else None


def _after(event: Event, field: str) -> Any:
    return next((change.get("after") for change in event.get("changes", ()) if change["field"] == field), None)
