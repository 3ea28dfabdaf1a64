"""The queue of complaints, the search over all of them, and the way to a new one."""

from typing import ClassVar

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from access.policy import allowed
from admin_views import intake, queue_page
from admin_views.closed import ClosedView
from admin_views.receipt import receipt
from web.actor import current_actor
from web.list_columns import USUAL
from web.reference_names import reference_names
from web.saved import saved
from web.ticket_rows import shown
from workflow import queue
from workflow.search import Found, Kind, search

SECRET_KINDS = (Kind.NIK, Kind.PHONE)


def ticket_address(number: str) -> str:
    """The page of one ticket."""
    return f"{request.script_root}/admin/tickets/{number}"


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
        return str(self.render("admin/tickets/list.html", **queue_page.compose(current_actor())))

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
                columns=USUAL,
                **queue_page.heads(),
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


def views() -> list[ClosedView]:
    """The views of this room."""
    return [TicketsView(name=_l("Complaints"), endpoint="tickets", url="/admin/tickets")]
