"""Asking a registry outside about a complaint's NIK: first what would be sent and why, then the answer, shown once."""

from time import monotonic
from typing import Any, ClassVar, Final

from flask import abort, make_response
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from access.actors import Actor
from access.permissions import Permission
from admin_views import outside_page
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER
from admin_views.ticket_forms import WhyForm, choices
from admin_views.ticket_words import SEXES, Saying
from audit.recorder import note_event
from models import Ticket
from privacy.masks import mask_nik
from registry.beside import doses_of, pairs
from registry.outside import Answer, Registry
from web.actor import current_actor
from web.errors import answer_to, why
from web.outside import VERB, host_outside, outside_state, registry_outside
from web.outside_words import STANDINGS, WHYS, registry_name
from web.saved import saved
from workflow import breaker, outside, tickets
from workflow.outside import Question
from workflow.refusals import RegistryResting

SAY: Final = Saying(button=_l("Send and ask"), title=_l("Ask the national registry"), icon="send")
WHY: Final = (
    ("elsewhere", _l("Vaccinated outside the province")),
    ("missing", _l("Not in the imported data")),
    ("compare", _l("To compare the doses")),
    ("other", _l("Another reason")),
)


class OutsideForm(WhyForm):
    why = RadioField(_l("Reason"), choices=choices(WHY), default="missing", validators=[InputRequired()])


class OutsideView(ClosedView):
    """One action of a complaint: there only where a registry outside is configured."""

    doors: ClassVar[dict[str, Permission]] = {"ask": Permission.OUTSIDE_QUERY}

    @expose(f"{NUMBER}/outside", methods=BOTH)  # type: ignore[untyped-decorator]
    def ask(self, number: str) -> ResponseReturnValue:
        """Say what would be sent; or send it, wait without a transaction, and show the answer."""
        registry, actor = registry_outside() or abort(404), current_actor()
        ticket, form = tickets.by_number(number, actor=actor), OutsideForm()
        _ensure_offered(ticket, actor)
        if not form.is_submitted():
            return self._form(ticket, form, registry)
        if not form.validate():
            return self._form(ticket, form, registry), 422
        try:
            with saved():
                asked = tickets.by_number(number, actor=actor)
                question = outside.ask(asked, actor=actor, reason=form.reason, registry=registry.name)
        except RegistryResting as resting:
            _note(resting, number, actor)
            return self._form(tickets.by_number(number, actor=actor), form, registry), answer_to(resting).status
        return self._answer(number, question, *_sent(registry, question, actor))

    def _form(self, ticket: Ticket, form: OutsideForm, registry: Registry) -> str:
        until = breaker.resting_until(registry.name)
        resting = why(RegistryResting(registry.name, until)) if until else ""
        facts: dict[str, Any] = {
            "name": registry_name(registry.name),
            "host": host_outside(),
            "nik": mask_nik(ticket.subject_nik or ""),
            "stopped": resting,
        }
        return str(self.render("admin/ticket/outside.html", verb=VERB, say=SAY, t=ticket, form=form, **facts))

    def _answer(self, number: str, question: Question, answer: Answer, own: Answer) -> ResponseReturnValue:
        ticket = tickets.by_number(number, actor=current_actor())
        until = breaker.resting_until(question.registry)
        facts: dict[str, Any] = {
            "name": registry_name(question.registry),
            "answer": answer,
            "own": own,
            "people": outside_page.people(ticket, answer, own),
            "ours": outside_page.rows(pairs((), doses_of(own.people))),
            "said": WHYS[answer.why] if answer.why else "",
            "resting": why(RegistryResting(question.registry, until)) if until else "",
            "sexes": SEXES,
            "standings": STANDINGS,
        }
        return make_response(self.render("admin/ticket/outside_answer.html", verb=VERB, say=SAY, t=ticket, **facts))


OutsideView._default_view = "ask"  # noqa: SLF001 - Flask-Admin wants one; "/" is another view's


def _ensure_offered(ticket: Ticket, actor: Actor) -> None:
    """Raise why it rests, before the form is looked at."""
    state = outside_state(ticket, actor)
    if state is not None and state.why is not None:
        vars(state.why).setdefault("label", ticket.number)  # the event of the refusal names the ticket by it
        raise state.why


def _sent(registry: Registry, question: Question, actor: Actor) -> tuple[Answer, Answer]:
    """The answer and what was imported under the same NIK; what came of the question is written down in between."""
    begun = monotonic()
    answer = registry.ask(question.nik)
    took = round(1000 * (monotonic() - begun))
    with saved():
        outside.answered(question, answer, actor=actor, milliseconds=took)
        return answer, outside.imported(question, actor=actor)


def _note(resting: RegistryResting, number: str, actor: Actor) -> None:
    """A refusal that the page itself answers is an event like every other."""
    with saved():
        ticket = tickets.by_number(number, actor=actor)
        facts = {"refusal": type(resting).__name__, "endpoint": "outside.ask"}
        note_event(actor, "access.refused", label=ticket.number, on=[ticket], facts=facts)


def views() -> list[ClosedView]:
    """The view of this room."""
    return [OutsideView(name=SAY.title, endpoint="outside", url="/admin/tickets")]
