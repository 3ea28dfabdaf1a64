"""Writing down how satisfied the reporter of a closed complaint is, by whoever asks them afterwards."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar, Final

from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER, ActingView
from admin_views.ticket_acts import Act
from admin_views.ticket_forms import RateForm
from admin_views.ticket_words import Saying
from models import Ticket
from workflow import satisfaction

VERB: Final = "rate"
SAYINGS: Final[Mapping[str, Saying]] = MappingProxyType(
    {
        VERB: Saying(
            button=_l("Satisfaction…"),
            title=_l("How satisfied is the reporter?"),
            lead=_l("Ask the reporter and write down the answer as it was given. A later answer takes its place."),
            done=_l("The answer is kept."),
            icon="emoji-smile",
        )
    }
)


def _show(form: RateForm, ticket: Ticket, _actor: Actor) -> None:
    if not form.is_submitted() and ticket.satisfaction:
        form.satisfaction.data = str(ticket.satisfaction)


def _rate(ticket: Ticket, form: RateForm, actor: Actor) -> None:
    words = form.satisfaction_words.data or ""
    satisfaction.rate(ticket, int(form.satisfaction.data), actor=actor, words=words, last_event_id=form.seen)


class RatingView(ActingView):
    """One action of a complaint, at its own address."""

    doors: ClassVar[dict[str, Permission]] = {"rate": Permission.TICKET_CLOSE}
    acts: ClassVar[dict[str, Act]] = {VERB: Act(form=RateForm, perform=_rate, prepare=_show)}
    sayings = SAYINGS

    @expose(f"{NUMBER}/rate", methods=BOTH)  # type: ignore[untyped-decorator]
    def rate(self, number: str) -> ResponseReturnValue:
        return self._act(VERB, number)


RatingView._default_view = "rate"  # noqa: SLF001 - Flask-Admin wants one; the list at "/" is another view's


def views() -> list[ClosedView]:
    """The views of this room."""
    return [RatingView(name=_l("Satisfaction"), endpoint="rating", url="/admin/tickets")]
