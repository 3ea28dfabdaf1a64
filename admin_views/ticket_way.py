"""The way on from a complaint: the list it was opened from, its place there, and the two beside it.

The list comes in the address (``?from=``) as its canonical query; no search does, so no name and no number of a person.
A step of the complaint (a form, then its page again) has an address of its own: for it the browser's cookie remembers.
"""

from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from flask import request, session
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from admin_views.queue_filters import Asked, arguments_of, asked, read_code
from admin_views.ticket_acting import page_address
from models import Ticket
from web.reference_names import reference_names
from web.sidebar import show_count
from web.words import status_name
from workflow import queue
from workflow.views import LONGEST_QUERY

KEPT: Final = "ways"
MOST_KEPT: Final = 6
LABELS: Final[dict[str, Any]] = {
    "mine": _l("My queue"),
    "unassigned": _l("Unassigned"),
    "overdue": _l("Overdue"),
    "to_close": _l("Waiting to be closed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """Where one stands in a list: 3 of 9, or no longer in it; and where the arrows lead (empty at an end)."""

    label: str
    back: str
    previous: str
    next: str
    place: str
    total: str


def way_of(ticket: Ticket, actor: Actor) -> Way | None:
    """The way on from ``ticket``, or None where it was not opened from a list; one statement more."""
    code = _code(ticket.number)
    query = read_code(code)
    if query is None:
        return None
    arguments = arguments_of(query)
    place = asked(arguments, reference_names(), actor, view=arguments.get("view", ""))
    beside = queue.neighbours(actor, place.filters, ticket)
    if beside is None:
        return None
    _keep(ticket.number, code)
    return Way(
        label=_label(place),
        back=f"{request.script_root}/admin/tickets/{place.link()}",
        previous=_address(beside.previous, code),
        next=_address(beside.next, code),
        place=show_count(beside.place) or "",
        total=show_count(beside.total) or "",
    )


def _code(number: str) -> str:
    """The list of the address; behind a step of this complaint, the one that was kept."""
    given = request.args.get("from", "")[: LONGEST_QUERY * 2]
    if given:
        return given
    came_from = urlsplit(request.referrer or "").path
    kept = dict(session.get(KEPT, ()))
    return str(kept.get(number, "")) if came_from.startswith(page_address(number)) else ""


def _keep(number: str, code: str) -> None:
    kept = [pair for pair in session.get(KEPT, ()) if pair[0] != number]
    if [number, code] not in [list(pair) for pair in session.get(KEPT, ())]:
        session[KEPT] = [*kept, [number, code]][-MOST_KEPT:]


def _address(number: str | None, code: str) -> str:
    return f"{page_address(number)}?from={code}" if number else ""


def _label(place: Asked) -> str:
    if place.place in LABELS:
        return str(LABELS[place.place])
    if place.view:
        return str(gettext("Saved view"))
    if place.narrowed:
        return str(gettext("Filtered list"))
    return str(gettext("All active") if place.filters.tab == "active" else status_name(place.filters.tab))
