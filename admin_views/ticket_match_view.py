"""What a verifier says of a complaint's record: which one it is, or none, and why it was wrong."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final

from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, RadioField, TextAreaField
from wtforms.validators import InputRequired, Length

from access.actors import Actor
from access.permissions import Permission
from admin_views import ticket_edit, ticket_match
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER, ActingView
from admin_views.ticket_acts import Act
from admin_views.ticket_draft import DraftForm, draft_act, drafted, prepare_draft
from admin_views.ticket_forms import LONGEST_REASON, WHY, ActForm, ReasonedForm, choices
from admin_views.ticket_upload import receive
from admin_views.ticket_words import Saying
from models import Ticket
from web.actor import current_actor
from workflow import causes, matching
from workflow.refusals import BadValue

P = Permission


class ChooseForm(ActForm):
    record = HiddenField(validators=[Length(max=20)])
    reason = TextAreaField(_l("Reason"), description=WHY, validators=[Length(max=LONGEST_REASON)])


class CauseForm(ActForm):
    cause = RadioField(_l("Cause"), validators=[InputRequired(_l("Choose a cause."))])
    reason = TextAreaField(_l("Explanation"), description=WHY, validators=[Length(max=LONGEST_REASON)])


SAYINGS: Final[Mapping[str, Saying]] = MappingProxyType(
    {
        "choose": Saying(
            button=_l("Choose this record"),
            title=_l("Choose this record"),
            lead=_l("You say that this record is the person's. What you were shown is kept in the audit trail."),
            done=_l("The record is chosen."),
            icon="link",
        ),
        "none_fits": Saying(
            button=_l("None of them fits…"),
            title=_l("No record fits"),
            lead=_l("You say that none of the records found is the person's. What you were shown is kept."),
            done=_l("It is kept that no record fits."),
            icon="ban",
        ),
        "draft": Saying(
            button=_l("Draft the correction"),
            title=_l("Correction from the record that was chosen"),
            lead=_l("Tick what is wrong in the record. A value left empty is taken over as the complaint has it."),
            done=_l("The corrections were added."),
            icon="pencil-square",
        ),
        "cause": Saying(
            button=_l("Another cause…"),
            title=_l("Say what the cause was"),
            lead=_l("What was suggested is kept beside what you say."),
            done=_l("The cause is kept."),
            icon="question-diamond",
        ),
    }
)


def _choose(ticket: Ticket, form: ChooseForm, actor: Actor) -> None:
    record = form.record.data or ""
    if not (record.isascii() and record.isdigit()):
        raise BadValue("record", "not_found_now")
    reason = form.reason.data or ""
    matching.choose(ticket, int(record), actor=actor, reason=reason, last_event_id=form.seen)


def _none_fits(ticket: Ticket, form: ReasonedForm, actor: Actor) -> None:
    matching.none_fits(ticket, actor=actor, reason=form.reason.data or "", last_event_id=form.seen)


def _cause(ticket: Ticket, form: CauseForm, actor: Actor) -> None:
    causes.confirm(ticket, form.cause.data, actor=actor, reason=form.reason.data or "", last_event_id=form.seen)


def _offer_causes(form: CauseForm, ticket: Ticket, _actor: Actor) -> None:
    form.cause.choices = choices(ticket_edit.causes(ticket))
    if not form.is_submitted():
        form.cause.data = ticket.cause.code if ticket.cause else None


ACTS: Final[Mapping[str, Act]] = MappingProxyType(
    {
        "draft": Act(
            form=DraftForm, perform=draft_act, prepare=prepare_draft, ready=receive, asks="correction", lands="#s-lines"
        ),
        "choose": Act(form=ChooseForm, perform=_choose, lands="#match"),
        "none_fits": Act(form=ReasonedForm, perform=_none_fits, lands="#match"),
        "cause": Act(form=CauseForm, perform=_cause, prepare=_offer_causes, lands="#cause"),
    }
)


class MatchView(ActingView):
    """The decisions about a complaint's record; the page itself is ``admin_views.ticket``'s."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(("choose", "none_fits", "cause", "draft"), P.TICKET_CORRECT)
    acts = ACTS
    sayings = SAYINGS
    templates = MappingProxyType({"choose": "choose", "draft": "draft"})

    @expose(f"{NUMBER}/choose", methods=BOTH)  # type: ignore[untyped-decorator]
    def choose(self, number: str) -> ResponseReturnValue:
        return self._act("choose", number)

    @expose(f"{NUMBER}/none_fits", methods=BOTH)  # type: ignore[untyped-decorator]
    def none_fits(self, number: str) -> ResponseReturnValue:
        return self._act("none_fits", number)

    @expose(f"{NUMBER}/cause", methods=BOTH)  # type: ignore[untyped-decorator]
    def cause(self, number: str) -> ResponseReturnValue:
        return self._act("cause", number)

    @expose(f"{NUMBER}/draft", methods=BOTH)  # type: ignore[untyped-decorator]
    def draft(self, number: str) -> ResponseReturnValue:
        return self._act("draft", number)

    def beside_form(self, verb: str, ticket: Ticket, form: Any) -> dict[str, Any]:
        if verb == "draft":
            return {"drafted": drafted(form, ticket, current_actor())}
        if verb != "choose":
            return {}
        return {"person": ticket_match.of_record(ticket, form.record.data or "", current_actor())}


def views() -> list[ClosedView]:
    """The view of this room."""
    return [MatchView(name=_l("Match"), endpoint="ticket_match", url="/admin/tickets")]
