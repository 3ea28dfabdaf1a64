"""The moves of a ticket as actions: the form that each kind asks for, and the words of the definition."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from access.actors import Actor
from access.policy import NotVisible
from admin_views import extra_forms
from admin_views import ticket_forms as forms
from admin_views.ticket_acts import Act, Perform
from admin_views.ticket_handoff import SAYINGS as HAND_OFF_SAYINGS
from admin_views.ticket_words import SAYINGS, Saying
from models import Ticket, clock
from models.clock import WITA
from web.move_words import ICONS, label_of
from workflow import desk, moves, notes, tickets
from workflow.definition import shipped
from workflow.kinds import Kind
from workflow.refusals import BadValue, Requirement
from workflow.steps import Step

Facts = Callable[[Any, Actor], dict[str, Any]]


class ReasonedCloseForm(forms.ReasonedForm, forms.CloseForm):
    """Closing where the definition asks for a reason as well."""


def _nothing_more(_form: Any, _actor: Actor) -> dict[str, Any]:
    return {}


def _told(form: forms.CloseForm, _actor: Actor) -> dict[str, Any]:
    score, words = form.satisfaction.data, form.satisfaction_words.data or ""
    asked = {"satisfaction": int(score), "satisfaction_words": words} if score else {}
    return {"told_how": form.told_how.data, "told_at": form.told_moment(), **asked}


def _ended(form: forms.DismissForm, actor: Actor) -> dict[str, Any]:
    number = (form.original.data or "").strip()
    wanted = form.outcome.data == "duplicate" and number
    return {"outcome": form.outcome.data, "original": _original(number, actor) if wanted else None}


def _original(number: str, actor: Actor) -> Ticket:
    try:
        return tickets.by_number(number, actor=actor)
    except NotVisible:
        raise BadValue("original", "unknown_code") from None


def _tell_now(form: forms.CloseForm, _ticket: Ticket, _actor: Actor) -> None:
    if not form.is_submitted():
        form.told_at.data = datetime.combine(clock.today(), clock.now().astimezone(WITA).time())


OF_KINDS: Final[Mapping[str, Saying]] = MappingProxyType({**SAYINGS, **HAND_OFF_SAYINGS})
FACTS: Final[Mapping[Kind, Facts]] = MappingProxyType({Kind.CLOSE: _told, Kind.DISMISS: _ended})


def move_act(step: Step) -> Act:
    """The form of a move, and the one rule behind it."""
    act = Act(form=_form_of(step), perform=_perform(step))
    return replace(act, prepare=_tell_now) if step.kind == Kind.CLOSE else act


def _form_of(step: Step) -> type[forms.ActForm]:
    reasoned = Requirement.REASON in step.needs
    if step.kind == Kind.CLOSE:
        return ReasonedCloseForm if reasoned else forms.CloseForm
    if step.kind == Kind.DISMISS:
        return forms.DismissForm
    return forms.ReasonedForm if reasoned else forms.ActForm


def _perform(step: Step) -> Perform:
    facts = FACTS.get(step.kind, _nothing_more)

    def perform(ticket: Ticket, form: Any, actor: Actor) -> None:
        reason = form.reason.data if "reason" in form else ""
        if step.kind == Kind.CLOSE and (form.message.data or "").strip():
            notes.add(ticket, actor=actor, text=form.message.data or "", to_reporter=True)
        told = facts(form, actor) | {"fields": extra_forms.typed(form)}
        moves.move(ticket, step.verb, actor=actor, reason=reason, last_event_id=form.seen, **told)

    return perform


def saying_of_move(step: Step) -> Saying:
    """The words of a move: its label, and what is said of its kind; a verb of the desk's own keeps its title."""
    kind = OF_KINDS[step.kind]
    label = label_of(step)
    asks = any(need != Requirement.CORRECTION for need in step.needs)
    title = kind.title if step == shipped().steps.get(step.verb) else label
    return replace(kind, button=f"{label}…" if asks else label, title=title, icon=ICONS[step.kind])


def sayings_of_moves() -> dict[str, Saying]:
    """The words of every move of the definition in force."""
    return {verb: saying_of_move(step) for verb, step in desk.current().steps.items()}
