"""What the page of the queue shows: one list, the views beside it, and every figure in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from flask import request, url_for
from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views import bulk_words
from admin_views.queue_choices import choices, choices_key, order_words, orders
from admin_views.queue_filters import ALL, Asked, arguments_of, asked, regions_of, says_filters
from web import extra_words
from web.list_columns import USUAL, chosen
from web.list_columns import column as column_of
from web.list_limits import limits
from web.reference_names import Names, reference_names
from web.sidebar import counted_beside, show_count, sidebar
from web.ticket_rows import shown
from web.words import status_name
from workflow import queue, views
from workflow.filters import Filters
from workflow.views import Shelf


def compose(actor: Actor) -> dict[str, Any]:
    """Everything the template writes down."""
    names, shelf = reference_names(), views.shelf(actor)
    place = place_of(request.args, names, actor, shelf)
    counts = figures(place, names, actor, shelf)
    columns, acts = columns_of(place, shelf, actor), bulk_words.offered(actor)
    export_limits = limits() if allowed(actor, Permission.TICKET_EXPORT) else ""
    page = queue.page(actor, place.filters, after=place.after, before=place.before)
    return {
        "place": place,
        "tabs": _tabs(place, counts),
        "choices": partial(choices, place, names, actor),
        "choices_key": choices_key(place, names, actor),
        "orders": orders(place),
        "order_words": order_words(place, place.filters.order),
        "rows": shown(page.rows, names, columns),
        "columns": columns,
        **heads(columns, place),
        "way": f"?from={place.code}",
        "next_url": place.link(after=page.after) if page.after else "",
        "previous_url": place.link(before=page.before) if page.before else "",
        "page_size": queue.PAGE,
        "bulk_acts": acts,
        "bulk_key": (*(verb for verb, _ in acts), bool(export_limits)),
        "export_limits": export_limits,
        "unassigned": _unassigned(),
        "sees_nothing": not regions_of(actor, names),
        "may_file": allowed(actor, Permission.TICKET_FILE),
        **_beside(place, shelf, counts, names, actor),
    }


def place_of(arguments: MultiDict[str, str], names: Names, actor: Actor, shelf: Shelf) -> Asked:
    """The list of an address: what it says itself, else what the view says that it names."""
    view = shelf.get(arguments.get("view", ""))
    if view is None:
        return asked(arguments, names, actor)
    if says_filters(arguments):
        return asked(arguments, names, actor, view=view.ref)
    place = asked(arguments_of(view.query), names, actor, view=view.ref)
    here = asked(arguments, names, actor)
    return replace(place, after=here.after, before=here.before)


def figures(place: Asked, names: Names, actor: Actor, shelf: Shelf) -> dict[str, int]:
    """How many tickets each tab and each view holds; in the statement that counts for the navigation."""
    filters: dict[str, Filters] = {f"tab_{tab}": _of_tab(place.filters, tab) for tab in queue.TABS}
    kept = [asked(arguments_of(view.query), names, actor).filters for view in shelf.views]
    filters |= {f"view_{number}": one for number, one in enumerate(kept)}
    return counted_beside(filters)


def figures_by_name(place: Asked, names: Names, actor: Actor, shelf: Shelf) -> dict[str, str]:
    """The figures as the page writes them, by the name of the place where each stands."""
    counts = figures(place, names, actor, shelf)
    said = {f"tab:{tab}": show_count(counts[f"tab_{tab}"]) for tab in queue.TABS}
    said |= {f"view:{view.ref}": show_count(counts[f"view_{n}"]) for n, view in enumerate(shelf.views)}
    said |= {f"nav:{item.id}": item.count for item in sidebar()}
    return {name: text for name, text in said.items() if text is not None}


def columns_of(place: Asked, shelf: Shelf, actor: Actor) -> tuple[str, ...]:
    """The columns of a list: its view's, else the person's own choice, else the usual ones."""
    view = shelf.get(place.view)
    return chosen((view.columns if view else "") or shelf.columns, actor.role)


def heads(columns: Sequence[str] = USUAL, place: Asked | None = None) -> dict[str, Any]:
    """The head of the table, and what it depends on; without a place nothing is said to be sorted."""
    sorts, direction, version = "", "", 0
    if place is not None:
        sorts = "received" if place.filters.order else "due"
        direction = "descending" if place.filters.descending else "ascending"
    if any(map(extra_words.is_named, columns)):
        version = extra_words.version()
    told = [
        {
            "label": column.label,
            "cls": column.head,
            "sorted": direction if column.sorts and column.sorts == sorts else "",
        }
        for column in map(column_of, columns)
    ]
    return {"heads": told, "heads_key": (tuple(columns), sorts, direction, version)}


def _of_tab(filters: Filters, tab: str) -> Filters:
    return replace(filters, tab=tab, outcome=filters.outcome if tab == "closed" else "")


def _tabs(place: Asked, counts: Mapping[str, int]) -> list[dict[str, Any]]:
    """The status tabs with their counts under the filters that are set."""
    return [
        {
            "id": tab,
            "status": "" if tab == ALL else tab,
            "words": gettext("All active") if tab == ALL else status_name(tab),
            "url": place.link(status="" if tab == ALL else tab),
            "count": show_count(counts[f"tab_{tab}"]),
            "current": tab == place.filters.tab,
        }
        for tab in queue.TABS
    ]


def _beside(place: Asked, shelf: Shelf, counts: Mapping[str, int], names: Names, actor: Actor) -> dict[str, Any]:
    """The views: each with its figure, the one this list began with, and whether the list has left it."""
    current = shelf.get(place.view)
    kept = asked(arguments_of(current.query), names, actor).query if current else ""
    return {
        "views": [
            {"row": view, "url": f"?view={view.ref}", "count": show_count(counts[f"view_{number}"])}
            for number, view in enumerate(shelf.views)
        ],
        "view": current,
        "view_changed": current is not None and place.query != kept,
        "view_mine": current is not None and views.may_change(current, actor),
        "counts_url": url_for("views.counts") + place.link(),
    }


def _unassigned() -> str:
    return next((item.count or "" for item in sidebar() if item.id == "unassigned"), "")
