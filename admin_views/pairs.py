"""Two complaints side by side, and what they are to each other: one repeats the other, or they are two."""

from typing import Any, ClassVar, Final

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length

from access.actors import Actor
from access.permissions import Permission
from access.policy import Refusal
from admin_views.closed import ClosedView
from admin_views.pair_rows import rows_of
from admin_views.ticket_acting import BOTH, NUMBER, page_address
from admin_views.ticket_forms import LONGEST_REASON, WHY, choices
from audit.masked import mask_numbers
from audit.recorder import note_event
from models import Ticket
from web.actor import current_actor
from web.asked_numbers import event_of
from web.errors import answer_to, why
from web.event_rows import shown
from web.saved import saved
from workflow import originals, pairs, timeline
from workflow.actions import ActionState
from workflow.pairs import Seen
from workflow.refusals import AlreadyDecided, BadValue, NotTheFirst, StaleTicket

OTHER: Final = "/compare/<string(minlength=11, maxlength=20):other>"
TOLD_ON_THE_FORM: Final = (BadValue, NotTheFirst)
OVERTAKEN: Final = (StaleTicket, AlreadyDecided)
DONE: Final = {
    pairs.REPEATS: _l("The complaint is closed as a duplicate."),
    pairs.REPEATED: _l("The other complaint is closed as a duplicate of this one."),
    pairs.APART: _l("It is kept that these two are not the same. They are no longer warned about."),
    pairs.AGAIN: _l("The decision is taken back. The two are compared again."),
}


class PairForm(FlaskForm):
    """What the person decides, why, and which event of each complaint they had seen."""

    last_event_id = HiddenField(validators=[Length(max=20)])
    other_event_id = HiddenField(validators=[Length(max=20)])
    decision = RadioField(_l("What are they to each other?"), validators=[InputRequired(_l("Choose what you decide."))])
    reason = TextAreaField(
        _l("Reason"), description=WHY, validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)]
    )

    @property
    def seen(self) -> Seen:
        return Seen(event_of(self.last_event_id.data), event_of(self.other_event_id.data))


class PairView(ClosedView):
    """The page of a pair; who may see both may look, who may decide is for the rules."""

    doors: ClassVar[dict[str, Permission]] = {"compare": Permission.TICKET_READ}

    @expose(f"{NUMBER}{OTHER}", methods=BOTH)  # type: ignore[untyped-decorator]
    def compare(self, number: str, other: str) -> ResponseReturnValue:
        """Show both, or decide: load or 404, one rule inside ``saved``, answer."""
        actor = current_actor()
        if request.method == "GET":
            with saved():
                pairs.open_both(number, other, actor=actor)
            return self._page(number, other, actor)
        pair = pairs.both(number, other, actor=actor)
        form = _form(pair, pairs.options(*pair, actor=actor, apart=originals.apart(*pair)))
        if not form.validate():
            return self._page(number, other, actor, form), 422
        try:
            with saved():
                pair = pairs.both(number, other, actor=actor)
                decided = form.decision.data
                pairs.decide(decided, *pair, actor=actor, reason=form.reason.data or "", seen=form.seen)
                address = page_address(pair[0].number)
        except OVERTAKEN as refusal:
            _note(refusal, number, other, actor)
            return self._page(number, other, actor, form, overtaken=refusal), 409
        except TOLD_ON_THE_FORM as refusal:
            _note(refusal, number, other, actor)
            form.decision.errors = [str(answer_to(refusal).words(refusal).what)]
            return self._page(number, other, actor, form), 422
        flash(str(DONE[decided]), "success")
        return redirect(address)

    def _page(
        self, number: str, other: str, actor: Actor, form: PairForm | None = None, overtaken: Refusal | None = None
    ) -> str:
        one, two = pairs.both(number, other, actor=actor)
        apart = originals.apart(one, two)
        states = pairs.options(one, two, actor=actor, apart=apart)
        seen = form.seen if form else Seen()
        form = form or _form((one, two), states)
        form.last_event_id.data, form.other_event_id.data = str(one.last_event_id), str(two.last_event_id)
        return str(
            self.render(
                "admin/ticket/compare.html",
                one=one, other=two, rows=rows_of(one, two, actor), states=states, form=form,
                deciding=any(state.allowed for state in states), apart=apart,
                apart_reason=mask_numbers(apart.reason) if apart else "",
                changed=_changed(one, two, seen) if overtaken else [], overtaken=why(overtaken) if overtaken else "",
            )
        )  # fmt: skip


PairView._default_view = "compare"  # noqa: SLF001 - Flask-Admin wants one; the list at "/" is another view's


def _form(pair: tuple[Ticket, Ticket], states: list[ActionState]) -> PairForm:
    """The form with what may be decided now; before anything is chosen, what the address asks for."""
    form = PairForm()
    form.decision.choices = choices((state.verb, "") for state in states if state.allowed)
    if not form.is_submitted():
        wanted = request.args.get("decision", "")
        form.decision.data = _nearest(wanted, pair, {state.verb for state in states if state.allowed})
    return form


def _nearest(wanted: str, pair: tuple[Ticket, Ticket], offered: set[str]) -> str:
    """``merge`` asks for the newer one to be closed, or the other way where that rests."""
    one, other = pair
    ways = (pairs.REPEATS, pairs.REPEATED) if one.id > other.id else (pairs.REPEATED, pairs.REPEATS)
    asked = ways if wanted == "merge" else (wanted,)
    return next((way for way in asked if way in offered), "")


def _changed(one: Ticket, other: Ticket, seen: Seen) -> list[Any]:
    """What others did to either since the form was opened."""
    told = []
    for ticket, known in ((one, seen.one), (other, seen.other)):
        told += shown(timeline.changes_since(ticket, known)) if known else []
    return told


def _note(refusal: Refusal, number: str, other: str, actor: Actor) -> None:
    """A refusal that the page itself answers is an event like every other."""
    facts = {"refusal": type(refusal).__name__, "endpoint": request.endpoint or "-"}
    with saved():
        ticket, _ = pairs.both(number, other, actor=actor)
        note_event(actor, "access.refused", label=ticket.number, on=[ticket], facts=facts)


def views() -> list[ClosedView]:
    """The views of this room."""
    return [PairView(name=_l("Two complaints"), endpoint="pair", url="/admin/tickets")]
