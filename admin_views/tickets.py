"""The queue of complaints, the search over all of them, and the way to a new one."""

from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views import bulk_words, intake
from admin_views.closed import ClosedView
from admin_views.queue_filters import ALL, Asked, asked, choices, choices_key, regions_of
from admin_views.receipt import receipt
from web.actor import current_actor
from web.reference_names import reference_names
from web.saved import saved
from web.sidebar import show_count, sidebar
from web.ticket_rows import shown
from web.words import status_name
from workflow import queue
from workflow.search import Found, Kind, search

SECRET_KINDS = (Kind.NIK, Kind.PHONE)


def ticket_address(number: str) -> str:
    """The page of one ticket."""
    return f"{request.script_root}/admin/tickets/{number}"


def tabs_of(place: Asked, actor: Actor) -> list[dict[str, Any]]:
    """The status tabs with their counts under the filters that are set."""
    counts = queue.counters(actor, {tab: replace(place.filters, tab=tab) for tab in queue.TABS})
    return [
        {
            "status": "" if tab == ALL else tab,
            "words": gettext("All active") if tab == ALL else status_name(tab),
            "url": place.link(status="" if tab == ALL else tab),
            "count": show_count(counts[tab]),
            "current": tab == place.filters.tab,
        }
        for tab in queue.TABS
    ]


class TicketsView(ClosedView):
    """Lists of complaints; one complaint's own page is ``admin_views.ticket``."""

    doors: ClassVar[dict[str, Permission]] = {
        "index_view": Permission.TICKET_READ,
        "new": Permission.TICKET_FILE,
        "decode_nik": Permission.TICKET_FILE,
        "receipt": Permission.TICKET_FILE,
    }

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """The queue, or what the search box found."""
        typed = request.args.get("q", "").strip()
        return self._search(typed) if typed else self._queue()

    @expose("/new", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def new(self) -> ResponseReturnValue:
        """Take a complaint in."""
        return intake.new(self)

    @expose("/decode-nik", methods=("POST",))  # type: ignore[untyped-decorator]
    def decode_nik(self) -> ResponseReturnValue:
        """Say what the form holds so far means: the NIK in words, and who may have complained before."""
        return intake.decode()

    @expose("/<number>/receipt")  # type: ignore[untyped-decorator]
    def receipt(self, number: str) -> ResponseReturnValue:
        """The receipt of one complaint, for printing."""
        return receipt(number, actor=current_actor())

    def _queue(self) -> ResponseReturnValue:
        actor, names = current_actor(), reference_names()
        place = asked(request.args, names, actor)
        page = queue.page(actor, place.filters, after=place.after, before=place.before)
        acts = bulk_words.offered(actor)
        return str(
            self.render(
                "admin/tickets/list.html",
                place=place,
                tabs=tabs_of(place, actor),
                choices=partial(choices, place, names, actor),
                choices_key=choices_key(place, names, actor),
                rows=shown(page.rows, names),
                next_url=place.link(after=page.after) if page.after else "",
                previous_url=place.link(before=page.before) if page.before else "",
                page_size=queue.PAGE,
                bulk_acts=acts,
                bulk_key=tuple(verb for verb, _ in acts),
                unassigned=_unassigned(),
                sees_nothing=not regions_of(actor, names),
                may_file=allowed(actor, Permission.TICKET_FILE),
            )
        )

    def _search(self, typed: str) -> ResponseReturnValue:
        actor = current_actor()
        with saved():
            found = search(typed, actor=actor)
        if found.kind is Kind.NUMBER and found.rows:
            return redirect(ticket_address(found.rows[0].number))
        return str(
            self.render(
                "admin/tickets/search.html",
                q="" if found.kind in SECRET_KINDS else typed,
                found=found,
                sought=_sought(found, typed),
                rows=shown(found.rows, reference_names()),
                page_size=queue.PAGE,
                may_file=allowed(actor, Permission.TICKET_FILE),
            )
        )


def _sought(found: Found, typed: str) -> str:
    """What the text was taken for; a NIK or a phone number is not written out again."""
    words: dict[Kind, str] = {
        Kind.NUMBER: gettext("Number %(number)s", number=typed.upper()[:20]),
        Kind.NIK: gettext("The NIK you typed"),
        Kind.PHONE: gettext("The phone number you typed"),
        Kind.NAME: gettext("Name: %(words)s", words=typed[:100]),
    }
    return words.get(found.kind, "")


def _unassigned() -> str:
    return next((item.count or "" for item in sidebar() if item.id == "unassigned"), "")


def views() -> list[ClosedView]:
    """The views of this room."""
    return [TicketsView(name=_l("Complaints"), endpoint="tickets", url="/admin/tickets")]
