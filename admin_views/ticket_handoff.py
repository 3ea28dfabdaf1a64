"""Asking somebody outside about a complaint, and what comes of it: ask, remind, change, take back, answer."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar, Final

from flask import request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from wtforms import DateField, HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible
from admin_views import extra_forms
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER, ActingView
from admin_views.ticket_acts import Act
from admin_views.ticket_forms import ActForm, ReasonedForm, choices
from admin_views.ticket_words import Saying
from models import Cause, Facility, HandOff, Ticket, WaitsFor, db
from web.handoff_words import PARTIES, RESULTS, whom
from web.language import language
from workflow import handoffs
from workflow.refusals import BadValue
from workflow.waiting import ANSWERS, LONGEST_PLAIN, LONGEST_TEXT, open_of

P = Permission
LANDS: Final = "#handoffs"


class HandOffForm(ActForm):
    """Whom the desk asks, and for what."""

    party = RadioField(
        _l("Who is asked?"), choices=choices(PARTIES.items()), validators=[InputRequired(_l("Choose who is asked."))]
    )
    facility = SelectField(_l("Facility"), default="")
    office = StringField(_l("Name of the other office"), validators=[Length(max=LONGEST_PLAIN)])
    asked = TextAreaField(
        _l("What are they asked for?"),
        description=_l("It is kept encrypted. A NIK need not be typed: the batch sheet carries it."),
        validators=[DataRequired(_l("Write what they are asked for.")), Length(max=LONGEST_TEXT)],
    )
    reference = StringField(
        _l("Their reference"), description=_l("If they gave one."), validators=[Length(max=LONGEST_PLAIN)]
    )
    chase_on = DateField(
        _l("Remind them on"),
        description=_l("Left empty: in 5 working days, the reporter in 10."),
        validators=[Optional()],
    )


class AnswerForm(ActForm):
    """What somebody outside answered."""

    hand_off = SelectField(_l("Who answered?"))
    result = RadioField(
        _l("What did they answer?"),
        choices=choices((key, words) for key, words in RESULTS.items() if key in ANSWERS),
        validators=[InputRequired(_l("Choose what they answered."))],
    )
    answer = TextAreaField(_l("In their words"), validators=[Length(max=LONGEST_TEXT)])
    theirs_on = DateField(_l("Date of their answer"), validators=[Optional()])
    reference = StringField(_l("Their reference"), validators=[Length(max=LONGEST_PLAIN)])


class RemindForm(ActForm):
    """They were reminded; when they are reminded next."""

    hand_off = HiddenField(validators=[Length(max=36)])
    chase_on = DateField(
        _l("Remind them again on"),
        description=_l("Left empty: in 5 working days, the reporter in 10."),
        validators=[Optional()],
    )
    reference = StringField(_l("Their reference"), validators=[Length(max=LONGEST_PLAIN)])


class ChangeForm(RemindForm):
    """Another day, another reference."""

    chase_on = DateField(_l("Remind them on"), validators=[InputRequired(_l("Say when they are to be reminded."))])


class TakeBackForm(ReasonedForm):
    """Nobody waits for the answer any longer."""

    hand_off = HiddenField(validators=[Length(max=36)])


SAYINGS: Final[Mapping[str, Saying]] = MappingProxyType(
    {
        "hand_off": Saying(
            button=_l("Ask outside…"),
            title=_l("Ask somebody outside"),
            lead=_l(
                "While they have not answered, the clock of the complaint stands still. A reporter has 30 days to"
                " complete the file; after that the complaint counts as withdrawn."
            ),
            done=_l("The complaint waits for their answer; its clock stands still."),
            icon="box-arrow-up-right",
        ),
        "answer": Saying(
            button=_l("Record the answer"),
            title=_l("Record an answer from outside"),
            lead=_l("The complaint stays where it is; its clock goes on when nobody else is waited for."),
            done=_l("The answer is recorded."),
            icon="reply",
        ),
        "remind": Saying(
            button=_l("Remind"),
            title=_l("Note that they were reminded"),
            lead=_l("Call or write to them first; here you note it, and when they are reminded next."),
            done=_l("The reminder is noted."),
            icon="bell",
        ),
        "change_hand_off": Saying(
            button=_l("Change"),
            title=_l("Change day and reference"),
            done=_l("The changes are saved."),
            icon="calendar-event",
        ),
        "take_back": Saying(
            button=_l("Take back"),
            title=_l("Take the question back"),
            lead=_l("Nobody waits for this answer any longer. What was asked stays in the audit trail."),
            done=_l("The question is taken back."),
            icon="eraser",
        ),
    }
)


def hand_off_of(ticket: Ticket, ref: str | None) -> HandOff:
    """The ticket's hand-off of this ref. Raises NotVisible."""
    found = db.session.scalar(select(HandOff).where(HandOff.ref == ref, HandOff.ticket_id == ticket.id))
    if found is None:
        raise NotVisible(ticket.number)
    return found


def _ask(ticket: Ticket, form: HandOffForm, actor: Actor) -> None:
    facility = form.facility.data or ""
    handoffs.hand_off(
        ticket,
        actor=actor,
        party=form.party.data,
        asked=form.asked.data or "",
        chase_on=form.chase_on.data,
        facility_id=int(facility) if facility else None,
        office=form.office.data or "",
        reference=form.reference.data or "",
        last_event_id=form.seen,
        fields=extra_forms.typed(form),
    )


def _answer(ticket: Ticket, form: AnswerForm, actor: Actor) -> None:
    handoffs.answer(
        hand_off_of(ticket, form.hand_off.data),
        actor=actor,
        result=form.result.data,
        answer=form.answer.data or "",
        reference=form.reference.data or "",
        theirs_on=form.theirs_on.data,
        fields=extra_forms.typed(form),
    )


def _remind(ticket: Ticket, form: RemindForm, actor: Actor) -> None:
    row = hand_off_of(ticket, form.hand_off.data)
    handoffs.chased(row, actor=actor, chase_on=form.chase_on.data, reference=form.reference.data or "")


def _change(ticket: Ticket, form: ChangeForm, actor: Actor) -> None:
    day: date | None = form.chase_on.data
    if day is None:
        raise BadValue("chase_on", "required")
    row = hand_off_of(ticket, form.hand_off.data)
    handoffs.change(row, actor=actor, chase_on=day, reference=form.reference.data or "")


def _take_back(ticket: Ticket, form: TakeBackForm, actor: Actor) -> None:
    handoffs.withdraw(hand_off_of(ticket, form.hand_off.data), actor=actor, reason=form.reason.data or "")


def _offer_parties(form: HandOffForm, ticket: Ticket, _actor: Actor) -> None:
    """Begin with what the cause says: who can mend it, and what to ask them for."""
    form.facility.choices = choices([("", _l("Choose a facility")), *_facilities(ticket)])
    if form.is_submitted():
        return
    cause = ticket.cause
    form.facility.data = str(ticket.facility_id or "")
    if cause is not None:
        form.party.data = cause.party if cause.party in set(WaitsFor) else None
        form.asked.data = _asks(cause)


def _asks(cause: Cause) -> str:
    return (cause.ask_id if language() == "id" else cause.ask_en) or ""


def _facilities(ticket: Ticket) -> list[tuple[str, str]]:
    """The facilities that are not retired, those of the ticket's region first."""
    query = select(Facility.id, Facility.name).where(Facility.retired.is_(False))
    rows = db.session.execute(query.order_by(Facility.region_code != ticket.region_code, Facility.name))
    return [(str(row.id), row.name) for row in rows]


def _offer_open(form: AnswerForm, ticket: Ticket, _actor: Actor) -> None:
    waiting = open_of(ticket)
    form.hand_off.choices = choices((row.ref, whom(row)) for row in waiting)
    if not form.is_submitted():
        wanted = request.args.get("hand_off", "")[:40]
        form.hand_off.data = next((row.ref for row in waiting if row.ref == wanted), waiting[0].ref if waiting else "")


def _as_it_is(form: Any, ticket: Ticket, _actor: Actor) -> None:
    if not form.is_submitted():
        row = hand_off_of(ticket, form.hand_off.data)
        if isinstance(form, ChangeForm):
            form.reference.data, form.chase_on.data = row.reference, row.chase_on


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "hand_off": Act(form=HandOffForm, perform=_ask, prepare=_offer_parties, lands=LANDS),
        "answer": Act(form=AnswerForm, perform=_answer, prepare=_offer_open, fresh=False, lands=LANDS),
        "remind": Act(form=RemindForm, perform=_remind, prepare=_as_it_is, fresh=False, lands=LANDS),
        "change_hand_off": Act(form=ChangeForm, perform=_change, prepare=_as_it_is, fresh=False, lands=LANDS),
        "take_back": Act(form=TakeBackForm, perform=_take_back, asks="change_hand_off", fresh=False, lands=LANDS),
    }
)


class HandOffView(ActingView):
    """The actions about hand-offs of one complaint; the list of all is ``admin_views.handoffs``."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(ACTS, P.TICKET_HAND_OFF)
    acts = ACTS
    sayings = SAYINGS
    templates = MappingProxyType({"hand_off": "hand_off"})

    @expose(f"{NUMBER}/hand_off", methods=BOTH)  # type: ignore[untyped-decorator]
    def hand_off(self, number: str) -> ResponseReturnValue:
        return self._act("hand_off", number)

    @expose(f"{NUMBER}/answer", methods=BOTH)  # type: ignore[untyped-decorator]
    def answer(self, number: str) -> ResponseReturnValue:
        return self._act("answer", number)

    @expose(f"{NUMBER}/remind", methods=BOTH)  # type: ignore[untyped-decorator]
    def remind(self, number: str) -> ResponseReturnValue:
        return self._act("remind", number)

    @expose(f"{NUMBER}/change_hand_off", methods=BOTH)  # type: ignore[untyped-decorator]
    def change_hand_off(self, number: str) -> ResponseReturnValue:
        return self._act("change_hand_off", number)

    @expose(f"{NUMBER}/take_back", methods=BOTH)  # type: ignore[untyped-decorator]
    def take_back(self, number: str) -> ResponseReturnValue:
        return self._act("take_back", number)

    def beside_form(self, verb: str, ticket: Ticket, form: Any) -> dict[str, Any]:
        """Whom it is about, where the form does not say it."""
        if verb in ("hand_off", "answer"):
            return {}
        return {"whom": whom(hand_off_of(ticket, form.hand_off.data))}


def views() -> list[ClosedView]:
    """The view of this room."""
    return [HandOffView(name=_l("Follow-up outside"), endpoint="ticket_handoff", url="/admin/tickets")]
