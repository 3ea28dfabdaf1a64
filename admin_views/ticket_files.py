"""A file of a complaint on a page of its own: its pages as pictures, with the looker's name across each."""

from typing import ClassVar, Final

from flask import Response, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible
from admin_views.closed import ClosedView
from admin_views.ticket_acting import NUMBER, page_address
from admin_views.ticket_upload import file_of, handed_out
from admin_views.ticket_words import Saying
from audit.masked import mask_numbers
from models import Attachment
from web.actor import current_actor
from web.saved import saved
from web.words import role_name
from workflow import harmless, tickets, viewing

SAY: Final = Saying(button=_l("Look at the file"), title=_l("Attached file"), icon="file-earmark-lock")


class FilesView(ClosedView):
    """Looking at a file; asking for it, with a reason, is an action of the complaint."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(("file", "picture"), Permission.ATTACHMENT_OPEN)

    @expose(f"{NUMBER}/file")  # type: ignore[untyped-decorator]
    def file(self, number: str) -> ResponseReturnValue:
        """Show the pages, some minutes long; after them the reason is asked again."""
        actor = current_actor()
        kept = _kept(number, actor)
        try:
            pages = viewing.pages_of(kept, actor=actor)
        except viewing.NotOpened:
            return _ask_why(number, kept)
        shown = min(pages, harmless.MOST_PAGES)
        name = mask_numbers(kept.name or "–")
        facts = {"attachment": kept, "name": name, "pages": shown, "minutes": viewing.MINUTES}
        return str(self.render("admin/ticket/file.html", verb="file", say=SAY, t=kept.ticket, **facts))

    @expose(f"{NUMBER}/picture")  # type: ignore[untyped-decorator]
    def picture(self, number: str) -> ResponseReturnValue:
        """One page as a picture: it is an event, and drawn when that is kept."""
        actor = current_actor()
        asked = request.args.get("page", "1")
        page = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
        try:
            with saved():
                kept = _kept(number, actor)
                name = f"{kept.ticket.number}-{kept.id}-{page}.jpg"
                seen = viewing.look(kept, page, actor=actor, role=role_name(actor.role))
        except viewing.NotOpened:
            return _ask_why(number, _kept(number, actor))
        return handed_out(viewing.picture(seen), "image/jpeg", name=name, as_="inline")


FilesView._default_view = "file"  # noqa: SLF001 - Flask-Admin wants one; "/" is another view's


def _kept(number: str, actor: Actor) -> Attachment:
    ticket = tickets.by_number(number, actor=actor)
    kept = file_of(ticket, request.args.get("file", "")[:40])
    if kept is None:
        raise NotVisible(number)
    return kept


def _ask_why(number: str, kept: Attachment) -> Response:
    return Response(status=303, headers={"Location": f"{page_address(number)}/open?file={kept.ref}"})


def views() -> list[ClosedView]:
    """The view of this room."""
    return [FilesView(name=SAY.title, endpoint="ticket_files", url="/admin/tickets")]
