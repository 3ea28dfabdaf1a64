"""What every action of a complaint has in common: a form that works without scripts, one rule, one answer."""

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, parse_qsl, urlencode

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm.exc import StaleDataError

from access.actors import Actor
from access.policy import Refusal
from admin_views import canned, extra_forms
from admin_views.closed import ClosedView
from admin_views.ticket_acts import Act
from admin_views.ticket_edit import SECRET
from admin_views.ticket_forms import ActForm
from admin_views.ticket_words import SECRETS, Saying
from audit.recorder import note_event
from models import Ticket
from web import undo_offer
from web.actor import current_actor
from web.errors import answer_to, why
from web.event_rows import shown
from web.saved import saved
from workflow import actions, tickets, timeline, typing_drafts, undo
from workflow.fresh import ensure_fresh
from workflow.refusals import (
    BadValue,
    MissingRequirement,
    MistypedNumber,
    NotTheFirst,
    StaleTicket,
    Unmentionable,
    UnreadableUpload,
)

NUMBER: Final = "/<string(minlength=11, maxlength=20):number>"
LONGEST_WAY: Final = 400
BOTH: Final = ("GET", "POST")
ASKED_IN_ADDRESS: Final = ("field", "line", "file", "record", "hand_off")
AT_ITS_FIELD: Final = (MissingRequirement, BadValue, NotTheFirst, UnreadableUpload, MistypedNumber, Unmentionable)
NO_SUCH_ORIGINAL: Final = _l("No complaint that you can see has this number.")


class ActingView(ClosedView):
    """Actions of one complaint at their own addresses; ``acts`` and ``sayings`` are tables by verb.

    ``templates`` names the form's page where it is not the plain one.
    """

    acts: ClassVar[Mapping[str, Act]] = {}
    sayings: ClassVar[Mapping[str, Saying]] = {}
    templates: ClassVar[Mapping[str, str]] = {}

    def act_of(self, verb: str) -> Act:
        """The form of an action and its rule."""
        return self.acts[verb]

    def saying_of(self, verb: str) -> Saying:
        """What an action is called."""
        return self.sayings[verb]

    def beside_form(self, _verb: str, _ticket: Ticket, _form: Any) -> dict[str, Any]:
        """Read what a form's page shows beside its fields."""
        return {}

    def _act(self, verb: str, number: str) -> ResponseReturnValue:
        """Show the form of an action, or do it: load or 404, one rule inside ``saved``, answer."""
        actor = current_actor()
        act = extra_forms.asking(self.act_of(verb), verb, actor)
        ticket = tickets.by_number(number, actor=actor)
        form = _filled(act, ticket, actor)
        try:
            if act.fresh and form.is_submitted():
                ensure_fresh(ticket, form.seen)
            _ensure_offered(ticket, act.asks or verb, actor)
            if not form.is_submitted():
                form.last_event_id.data = str(ticket.last_event_id)
                canned.prefill(form, verb, ticket)
                return self._form(verb, ticket, form)
            if not form.validate():
                return self._form(verb, ticket, form), 422
            act.ready(form)
            answer = _perform(act, verb, number, form, actor)
        except StaleTicket as stale:
            _note(stale, ticket.number, actor)
            return self._conflict(verb, number, form), 409
        except AT_ITS_FIELD as refusal:
            if not form.is_submitted():
                raise
            _note(refusal, number, actor)
            _tell_on(form, refusal)
            return self._form(verb, tickets.by_number(number, actor=actor), form), 422
        if answer is not None:
            return answer
        done = self.saying_of(verb).done
        if done:
            _tell_done(str(done), verb, number, form.seen, actor)
        return redirect(page_address(number) + act.lands)

    def _form(self, verb: str, ticket: Ticket, form: ActForm, **more: Any) -> str:
        extra = {"shelf": canned.shelf(verb, ticket)} | self.beside_form(verb, ticket, form)
        return str(
            self.render(
                f"admin/ticket/{self.templates.get(verb, 'act')}.html",
                verb=verb, say=self.saying_of(verb), t=ticket, form=form, **extra, **more,
            )
        )  # fmt: skip

    def _conflict(self, verb: str, number: str, form: ActForm) -> str:
        """The form with what was typed, under what the others changed meanwhile."""
        actor = current_actor()
        ticket = tickets.by_number(number, actor=actor)
        changed = shown(timeline.changes_since(ticket, form.seen), role=actor.role) if form.seen else []
        form.last_event_id.data = str(ticket.last_event_id)
        again = _forget_secrets(form)
        try:
            _ensure_offered(ticket, self.act_of(verb).asks or verb, actor)
            stopped = ""
        except Refusal as refusal:
            stopped = why(refusal)
        return self._form(verb, ticket, form, changed=changed, again=again, stopped=stopped, conflict=True)


def _tell_done(words: str, verb: str, number: str, seen: int, actor: Actor) -> None:
    """Say what was done; where it can be taken back, with the offer."""
    event = tickets.by_number(number, actor=actor).last_event_id if undo.knows(f"ticket.{verb}", actor=actor) else seen
    if event != seen and undo.offered(event, event, actor=actor):
        undo_offer.tell(words, event, event, back=number)
    else:
        flash(words, "success")


def page_address(number: str) -> str:
    return f"{request.script_root}/admin/tickets/{number}"


def list_address(narrowed: str = "") -> str:
    """The list; as it was ``narrowed`` by a query, where that is one of ours and nothing was searched."""
    kept = narrowed if narrowing(narrowed) else ""
    return page_address("") + ("?" + urlencode(parse_qsl(kept)) if kept else "")


def narrowing(query: str) -> bool:
    """Whether a query can lead back to a list; what was searched is not carried along."""
    return 0 < len(query) <= LONGEST_WAY and query.isprintable() and "q" not in parse_qs(query)


def _filled(act: Act, ticket: Ticket, actor: Actor) -> ActForm:
    form = act.form()
    for name in ASKED_IN_ADDRESS:
        if name in form and name in request.args and not form.is_submitted() and form[name].type == "HiddenField":
            form[name].data = request.args[name][:40]
    act.prepare(form, ticket, actor)
    return form


def _perform(act: Act, verb: str, number: str, form: ActForm, actor: Actor) -> ResponseReturnValue | None:
    """Do it in one unit of work; two who changed the same row at the same moment are told like a stale form."""
    try:
        with saved():
            ticket = tickets.by_number(number, actor=actor)
            answer = act.perform(ticket, form, actor)
            typing_drafts.drop(typing_drafts.place_of(verb, ticket.number), actor=actor)
            return answer
    except StaleDataError:
        raise StaleTicket(number, form.seen, form.seen) from None


def _ensure_offered(ticket: Ticket, verb: str, actor: Actor) -> None:
    """Raise why this action rests, before its form is looked at."""
    states = {state.verb: state for state in actions.available(ticket, actor=actor)}
    state = (states | actions.beside(ticket, actor=actor)).get(verb)
    if state is not None and state.why is not None:
        vars(state.why).setdefault("label", ticket.number)  # the event of the refusal names the ticket by it
        raise state.why


def _note(refusal: Refusal, number: str, actor: Actor) -> None:
    """A refusal that the form itself answers is an event like every other."""
    facts = {"refusal": type(refusal).__name__, "endpoint": request.endpoint or "-"}
    with saved():
        ticket = tickets.by_number(number, actor=actor)
        note_event(actor, "access.refused", label=ticket.number, on=[ticket], facts=facts)


def _tell_on(form: ActForm, refusal: Refusal) -> None:
    """Put the words of a refusal at the field it is about, or above the form."""
    name = _field_of(refusal)
    said = str(answer_to(refusal).words(refusal).what)
    if isinstance(refusal, BadValue) and (refusal.field, refusal.problem) == ("original", "unknown_code"):
        said = str(NO_SUCH_ORIGINAL)
    if name in form:
        form[name].errors = [*form[name].errors, said]
    else:
        form.form_errors.append(said)


def _field_of(refusal: Refusal) -> str:
    if isinstance(refusal, MissingRequirement):
        return refusal.field or refusal.requirement.value
    if isinstance(refusal, BadValue):
        return refusal.field
    if isinstance(refusal, Unmentionable):
        return "text"
    return "original" if isinstance(refusal, MistypedNumber | NotTheFirst) else "file"


def _forget_secrets(form: ActForm) -> list[str]:
    """Empty the personal fields that were typed and name what has to be given again, files too."""
    again = [str(SECRETS[name]) for name in SECRET if name in form and form[name].data]
    again += extra_forms.forget_secrets(form)
    for name in SECRET:
        if name in form:
            form[name].data = ""
    if any(field.type == "FileField" and field.data for field in form):
        again.append(gettext("File"))
    return again
