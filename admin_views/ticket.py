"""The page of one complaint, and its actions: each a form that works without scripts, each one rule."""

from typing import Any, ClassVar, Final

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views import canned, ticket_match, ticket_page, ticket_way
from admin_views import ticket_words as words
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER, ActingView
from admin_views.ticket_acts import ACTS, Act
from admin_views.ticket_handoff import SAYINGS as HAND_OFF_SAYINGS
from admin_views.ticket_match_view import SAYINGS as MATCH_SAYINGS
from admin_views.ticket_moves import move_act, saying_of_move, sayings_of_moves
from admin_views.ticket_words import SAYINGS
from models import Ticket
from web.actor import current_actor
from web.asked_numbers import whole
from web.cause_words import PARTIES
from web.event_values import CODES, field_name
from web.quality_words import SATISFACTION
from web.saved import saved
from workflow import desk, merges, timeline
from workflow.kin import Tie
from workflow.moves import may_ever

WORDS: Final = {
    "sexes": words.SEXES,
    "outcomes": words.OUTCOMES,
    "priorities": CODES["priority"],
    "told_how": dict(words.TOLD_HOW),
    "duplicate_reasons": words.DUPLICATE_REASONS,
    "parties": PARTIES,
    "satisfaction": SATISFACTION,
}

P = Permission


class TicketView(ActingView):
    """One complaint; lists and new ones are in ``admin_views.tickets``."""

    doors: ClassVar[dict[str, Permission]] = {
        "page": P.TICKET_READ,
        "move": P.TICKET_READ,
        "assign": P.TICKET_ASSIGN,
        "edit": P.TICKET_EDIT,
        "correction": P.TICKET_CORRECT,
        "withdraw": P.TICKET_CORRECT,
        "note": P.TICKET_NOTE,
        "attach": P.ATTACHMENT_ADD,
        "open_file": P.ATTACHMENT_OPEN,
        "reveal": P.PERSONAL_REVEAL,
    }
    acts = ACTS
    sayings = SAYINGS
    templates = ticket_page.TEMPLATES

    @expose(NUMBER)  # type: ignore[untyped-decorator]
    def page(self, number: str) -> ResponseReturnValue:
        """Show the complaint; opening it is an event."""
        actor = current_actor()
        with saved():
            ticket, ties = timeline.open_by_number(number, actor=actor)
            ticket_id = ticket.id
        page = ticket_page.compose(ticket_id, actor, ties, before=whole(request.args.get("before")))
        match = ticket_match.compose(page.ticket, actor, place=whole(request.args.get("candidate")))
        return str(
            self.render(
                "admin/ticket/page.html",
                page=page,
                match=match,
                t=page.ticket,
                actor=actor,
                shelf=canned.shelf("note", page.ticket),
                way=ticket_way.way_of(page.ticket, actor),
                may_pair=allowed(actor, P.TICKET_PAIR),
                sayings={**SAYINGS, **MATCH_SAYINGS, **HAND_OFF_SAYINGS, **sayings_of_moves()},
                may_merge=allowed(actor, P.TICKET_MERGE),
                origins=_origins(page, actor),
                field_name=field_name,
                **WORDS,
            )
        )

    @expose(f"{NUMBER}/<verb>", methods=BOTH)  # type: ignore[untyped-decorator]
    def move(self, number: str, verb: str) -> ResponseReturnValue:
        """Any move of the desk definition, by its kind."""
        return self._act(verb, number)

    def _handle_view(self, name: str, **arguments: Any) -> ResponseReturnValue | None:
        """The door of a move is as wide as the definition says; what it does not know is not there."""
        refused = super()._handle_view(name, **arguments)
        if refused is None and name == "move":
            step = desk.current().steps.get(arguments["verb"])
            if step is None:
                abort(404)
            may_ever(step, current_actor())
        return refused

    def act_of(self, verb: str) -> Act:
        step = desk.current().steps.get(verb)
        return move_act(step) if step else super().act_of(verb)

    def saying_of(self, verb: str) -> words.Saying:
        step = desk.current().steps.get(verb)
        return saying_of_move(step) if step else super().saying_of(verb)

    @expose(f"{NUMBER}/assign", methods=BOTH)  # type: ignore[untyped-decorator]
    def assign(self, number: str) -> ResponseReturnValue:
        return self._act("assign", number)

    @expose(f"{NUMBER}/edit", methods=BOTH)  # type: ignore[untyped-decorator]
    def edit(self, number: str) -> ResponseReturnValue:
        return self._act("edit", number)

    @expose(f"{NUMBER}/correction", methods=BOTH)  # type: ignore[untyped-decorator]
    def correction(self, number: str) -> ResponseReturnValue:
        return self._act("correction", number)

    @expose(f"{NUMBER}/withdraw", methods=BOTH)  # type: ignore[untyped-decorator]
    def withdraw(self, number: str) -> ResponseReturnValue:
        return self._act("withdraw", number)

    @expose(f"{NUMBER}/note", methods=BOTH)  # type: ignore[untyped-decorator]
    def note(self, number: str) -> ResponseReturnValue:
        return self._act("note", number)

    @expose(f"{NUMBER}/attach", methods=BOTH)  # type: ignore[untyped-decorator]
    def attach(self, number: str) -> ResponseReturnValue:
        return self._act("attach", number)

    @expose(f"{NUMBER}/open", methods=BOTH)  # type: ignore[untyped-decorator]
    def open_file(self, number: str) -> ResponseReturnValue:
        return self._act("open", number)

    @expose(f"{NUMBER}/reveal", methods=BOTH)  # type: ignore[untyped-decorator]
    def reveal(self, number: str) -> ResponseReturnValue:
        return self._act("reveal", number)

    def beside_form(self, verb: str, ticket: Ticket, form: Any) -> dict[str, Any]:
        return ticket_page.beside_form(verb, ticket, form)


TicketView._default_view = "page"  # noqa: SLF001 - Flask-Admin wants one; the list at "/" is another view's


def _origins(page: ticket_page.Page, actor: Actor) -> list[merges.Origin]:
    """What was merged into the complaint; asked only where something repeats it."""
    repeated = any(one.tie == Tie.DUPLICATE for one in page.kin)
    return merges.origins_of(page.ticket, actor=actor) if repeated else []


def views() -> list[ClosedView]:
    """The views of this room."""
    return [TicketView(name=_l("Complaint"), endpoint="ticket", url="/admin/tickets")]
