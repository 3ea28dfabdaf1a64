"""The words of what is done to many complaints at once."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from access.actors import Actor
from access.policy import allowed
from admin_views.ticket_words import Saying
from web.event_values import CODES
from workflow.bulk import DEEDS, Done

SAYINGS: Final[Mapping[str, Saying]] = MappingProxyType(
    {
        "assign": Saying(
            button=_l("Assign"),
            title=_l("Assign several complaints"),
            lead=_l("All of them are given to the same person."),
            icon="person-plus",
        ),
        "priority": Saying(
            button=_l("Priority"),
            title=_l("Set the priority of several complaints"),
            lead=_l("All of them get the same priority."),
            icon="flag",
        ),
        "note": Saying(
            button=_l("Note"),
            title=_l("Write a note on several complaints"),
            lead=_l("The same text stands on each of them. Write it without names, NIK or phone numbers."),
            icon="chat-left-text",
        ),
        "dismiss": Saying(
            button=_l("Dismiss"),
            title=_l("Dismiss several complaints"),
            lead=_l("No data are corrected. The reason is kept in the audit trail of each."),
            icon="x-circle",
        ),
        "macro": Saying(
            button=_l("Macro"),
            title=_l("Apply a macro"),
            lead=_l("Several steps at once: all of them are done, or none."),
            icon="lightning-charge",
        ),
    }
)


def offered(actor: Actor) -> list[tuple[str, Saying]]:
    """The acts of the bar that the actor's role knows."""
    return [(verb, say) for verb, say in SAYINGS.items() if allowed(actor, DEEDS[verb].permission)]


def done_words(verb: str, done: Done, facts: Mapping[str, Any]) -> str:
    """What was done to how many, for the message afterwards."""
    return str(DONE[verb](len(done.tickets), facts))


def _assigned(count: int, facts: Mapping[str, Any]) -> Any:
    if facts["assignee"] is None:
        return ngettext("%(num)d complaint has no assignee now.", "%(num)d complaints have no assignee now.", count)
    name = facts["assignee"].name
    return ngettext(
        "%(num)d complaint assigned to %(name)s.", "%(num)d complaints assigned to %(name)s.", count, name=name
    )


def _prioritised(count: int, facts: Mapping[str, Any]) -> Any:
    words = str(CODES["priority"][facts["priority"]])
    return ngettext(
        "%(num)d complaint: priority %(level)s.", "%(num)d complaints: priority %(level)s.", count, level=words
    )


def _noted(count: int, _facts: Mapping[str, Any]) -> Any:
    return ngettext("The note stands on %(num)d complaint.", "The note stands on %(num)d complaints.", count)


def _dismissed(count: int, _facts: Mapping[str, Any]) -> Any:
    return ngettext("%(num)d complaint was dismissed.", "%(num)d complaints were dismissed.", count)


def _applied(count: int, facts: Mapping[str, Any]) -> Any:
    title = facts["macro"].title
    return ngettext("%(title)s: %(num)d complaint.", "%(title)s: %(num)d complaints.", count, title=title)


DONE: Final[Mapping[str, Callable[[int, Mapping[str, Any]], Any]]] = MappingProxyType(
    {
        "assign": _assigned,
        "priority": _prioritised,
        "note": _noted,
        "dismiss": _dismissed,
        "macro": _applied,
    }
)
