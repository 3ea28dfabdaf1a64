"""Opening the complaint of the other person where a NIK or a ticket carries somebody else's record."""

from typing import Any, ClassVar, Final

from flask import Response
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired

from access.actors import Actor
from access.permissions import Permission
from admin_views import ticket_forms as forms
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER, ActingView
from admin_views.ticket_acts import Act
from admin_views.ticket_words import SAYINGS
from audit.recorder import note_event
from models import Ticket
from registry.find import Opened
from web.saved import saved
from web.words import show_date
from workflow import counterparts
from workflow.records import is_visible_to
from workflow.refusals import BadValue

VERB: Final = "counterpart"


class CounterpartForm(forms.ReasonedForm):
    """Whose complaint is opened; a record out of sight is offered without a word about its person."""

    record = RadioField(_l("Whose record is it?"), validators=[InputRequired(_l("Choose the record."))])


def _offer(form: CounterpartForm, ticket: Ticket, actor: Actor) -> None:
    counterparts.ensure_unpaired(ticket)
    found = counterparts.others_under(ticket)
    form.record.choices = forms.choices((str(one.record.id), _words(one, actor)) for one in found)
    if form.is_submitted():
        return
    if len(found) == 1:
        form.record.data = form.record.choices[0].value
    facts = {"kind": VERB, "found": len(found)}
    with saved():
        note_event(actor, "record.search", label=ticket.number, on=[ticket], facts=facts)


def _words(one: Opened, actor: Actor) -> str:
    record, person = one.record, one.person
    if person is None or not is_visible_to(actor, record):
        return str(gettext("Somebody's record in another region"))
    dose = gettext("Dose %(dose)s", dose=record.dose) if record.dose else ""
    day = show_date(record.vaccinated_on) if record.vaccinated_on else ""
    return " · ".join(filter(None, (person.name, dose, day, record.facility)))


def _open(ticket: Ticket, form: CounterpartForm, actor: Actor) -> Response | None:
    chosen = form.record.data or ""
    if not (chosen.isascii() and chosen.isdigit()):
        raise BadValue("record", "not_found_now")
    reason = form.reason.data or ""
    counterparts.open_counterpart(ticket, int(chosen), actor=actor, reason=reason, last_event_id=form.seen)
    return None


class CounterpartView(ActingView):
    """One action of a complaint, at its own address."""

    doors: ClassVar[dict[str, Permission]] = {"counterpart": Permission.TICKET_COUNTERPART}
    acts: ClassVar[dict[str, Act]] = {VERB: Act(form=CounterpartForm, perform=_open, prepare=_offer)}
    sayings = SAYINGS
    templates: ClassVar[dict[str, str]] = {VERB: VERB}

    @expose(f"{NUMBER}/counterpart", methods=BOTH)  # type: ignore[untyped-decorator]
    def counterpart(self, number: str) -> ResponseReturnValue:
        return self._act(VERB, number)

    def beside_form(self, _verb: str, _ticket: Ticket, form: Any) -> dict[str, Any]:
        return {"nobody": not form.record.choices}


CounterpartView._default_view = "counterpart"  # noqa: SLF001 - Flask-Admin wants one; the list at "/" is another view's


def views() -> list[ClosedView]:
    """The views of this room."""
    return [CounterpartView(name=_l("Paired complaint"), endpoint="counterpart", url="/admin/tickets")]
