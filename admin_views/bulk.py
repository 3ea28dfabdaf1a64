"""What is done to many complaints at once: a preview with its form, then all of them or none."""

from typing import Any, ClassVar, Final

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from access.actors import Actor
from access.permissions import Permission
from admin_views import canned
from admin_views.bulk_forms import ASKS
from admin_views.bulk_print import sheets_of
from admin_views.bulk_words import SAYINGS, done_words
from admin_views.closed import ClosedView
from admin_views.macro_words import steps_in_words
from admin_views.ticket_acting import list_address, narrowing, page_address
from audit.recorder import note_event
from models import Ticket
from web import undo_offer
from web.actor import current_actor
from web.asked_numbers import event_of
from web.reference_names import reference_names
from web.saved import saved
from workflow import bulk, macros, undo
from workflow.bulk import Outlook
from workflow.refusals import BulkRefused

BOTH: Final = ("GET", "POST")
CHOSEN: Final = "ticket"
P = Permission


class BulkView(ClosedView):
    """Acts on the complaints that were ticked in a list; who may do one to a single complaint may do it here."""

    doors: ClassVar[dict[str, Permission]] = {
        "assign": P.TICKET_ASSIGN,
        "priority": P.TICKET_EDIT,
        "note": P.TICKET_NOTE,
        "dismiss": P.TICKET_DISMISS,
        "macro": P.TICKET_NOTE,
        "printout": P.TICKET_READ,
    }

    @expose("/assign", methods=BOTH)  # type: ignore[untyped-decorator]
    def assign(self) -> ResponseReturnValue:
        return self._many("assign")

    @expose("/priority", methods=BOTH)  # type: ignore[untyped-decorator]
    def priority(self) -> ResponseReturnValue:
        return self._many("priority")

    @expose("/note", methods=BOTH)  # type: ignore[untyped-decorator]
    def note(self) -> ResponseReturnValue:
        return self._many("note")

    @expose("/dismiss", methods=BOTH)  # type: ignore[untyped-decorator]
    def dismiss(self) -> ResponseReturnValue:
        return self._many("dismiss")

    @expose("/macro", methods=BOTH)  # type: ignore[untyped-decorator]
    def macro(self) -> ResponseReturnValue:
        """Choose a macro, look at what it would do, do it."""
        macro, chosen = macros.by_code(request.values.get("macro", "")[:40]), _chosen()
        if macro is not None:
            return self._many("macro", macro=macro)
        if not chosen:
            return _nothing_chosen()
        offers = [(one, steps_in_words(one)) for one in macros.in_use()]
        shown = {"say": SAYINGS["macro"], "macros": offers, "numbers": list(chosen)[: bulk.MOST]}
        return str(self.render("admin/tickets/macros.html", address=request.path, came_from=_came_from(), **shown))

    @expose("/print")  # type: ignore[untyped-decorator]
    def printout(self) -> ResponseReturnValue:
        """The chosen complaints for paper, masked; that they were printed is an event."""
        chosen = _chosen()
        if not chosen:
            return _nothing_chosen()
        with saved():
            actor = current_actor()
            listed = bulk.printed(chosen, actor=actor)
            return str(self.render("admin/tickets/print.html", sheets=sheets_of(listed, actor), one=_one_a_sheet()))

    def _many(self, verb: str, **given: Any) -> ResponseReturnValue:
        """Show what would become of each chosen complaint, or do it to all: load, one rule inside ``saved``, answer."""
        chosen, actor = _chosen(), current_actor()
        if not chosen:
            return _nothing_chosen()
        form, looks = ASKS[verb].form(), bulk.outlook(chosen, verb, actor=actor, **given)
        ASKS[verb].prepare(form, [one.ticket for one in looks if one.ticket])
        if not form.is_submitted():
            canned.prefill(form, verb)
            _prefer(form)
            return self._preview(verb, form, looks, **given)
        if not form.validate():
            return self._preview(verb, form, looks, **given), 422
        try:
            with saved():
                facts = given | ASKS[verb].facts(form)
                done = bulk.perform(chosen, verb, actor=actor, **facts)
                words = done_words(verb, done, facts)
        except BulkRefused as refused:
            return self._refused(verb, form, looks, refused, actor, **given)
        _tell(words, done, actor)
        alone = verb == "macro" and len(chosen) == 1
        return redirect(page_address(next(iter(chosen))) if alone else _list_address())

    def _preview(self, verb: str, form: FlaskForm, looks: list[Outlook], **more: Any) -> str:
        fit = [one.ticket for one in looks if one.ticket and not one.why]
        shown = {
            "verb": verb,
            "shelf": canned.shelf(verb),
            "say": SAYINGS[verb],
            "form": form,
            "names": reference_names(),
            "chosen": [one.number for one in looks],
            "fit": fit,
            "unfit": [one for one in looks if one.why],
            "address": f"{request.script_root}{request.path}",
            "back_to": _list_address(),
            "came_from": _came_from(),
        }
        if "macro" in more:
            shown["steps"] = steps_in_words(more["macro"])
        return str(self.render("admin/tickets/bulk.html", **shown, **more))

    def _refused(
        self, verb: str, form: FlaskForm, looks: list[Outlook], refused: BulkRefused, actor: Actor, **given: Any
    ) -> ResponseReturnValue:
        """Say which were refused and why; nothing was changed, and the others can be done without these."""
        told = [Outlook(one.number, one.ticket, refused.refused.get(one.number, one.why)) for one in looks]
        _note_refusal(refused, [one.ticket for one in told if one.ticket and one.why], actor)
        return self._preview(verb, form, told, refused=True, **given), 409


def _prefer(form: Any) -> None:
    """Whom the address proposes is chosen already, where the form offers them."""
    proposed = request.args.get("assignee", "")
    if proposed and proposed in [
        value for value, *_ in getattr(getattr(form, "assignee", None), "choices", None) or ()
    ]:
        form.assignee.data = proposed


def _chosen() -> dict[str, int | None]:
    """The numbers that came with the request; in a form that was looked at, each with the event it knew."""
    found: dict[str, int | None] = {}
    for text in request.values.getlist(CHOSEN)[: bulk.MOST + 1]:
        number, _, event = text[:40].partition(":")
        if number:
            found[number] = event_of(event) if request.method == "POST" else None
    return found


def _tell(words: str, done: bulk.Done, actor: Actor) -> None:
    """Say what was done, with the offer to take it back where it can be."""
    events = done.events
    if events and undo.offered(min(events), max(events), actor=actor):
        undo_offer.tell(words, min(events), max(events), back=_came_from())
    else:
        flash(words, "success")


def _came_from() -> str:
    """The narrowing of the list where the rows were ticked; what was searched is not carried along."""
    query = request.values.get("back", "")
    return query if narrowing(query) else ""


def _list_address() -> str:
    """The list where the rows were ticked."""
    return list_address(_came_from())


def _one_a_sheet() -> bool:
    return request.args.get("sheet") == "1"


def _nothing_chosen() -> ResponseReturnValue:
    flash(str(_l("Tick at least one complaint first.")), "warning")
    return redirect(_list_address())


def _note_refusal(refused: BulkRefused, listed: list[Ticket], actor: Actor) -> None:
    facts = {
        "refusal": type(refused).__name__,
        "endpoint": request.endpoint or "-",
        "count": len(refused.refused),
    }
    with saved():
        note_event(actor, "access.refused", label=listed[0].number if listed else "", on=listed, facts=facts)


def views() -> list[ClosedView]:
    """The views of this room."""
    return [BulkView(name=_l("Many complaints"), endpoint="bulk", url="/admin/tickets/bulk")]
