"""Merging two complaints: side by side, which value is kept in the one that stays."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, ClassVar, Final

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, TextAreaField
from wtforms.validators import DataRequired, Length

from access.actors import Actor
from access.permissions import Permission
from access.policy import Refusal
from admin_views import ticket_words as words
from admin_views.closed import ClosedView
from admin_views.ticket_acting import BOTH, NUMBER, page_address
from admin_views.ticket_forms import LONGEST_REASON, WHY
from audit.masked import mask_numbers
from audit.recorder import note_event
from models import Ticket
from privacy.masks import mask_nik, mask_phone, mask_text
from web import extra_words
from web.actor import current_actor
from web.asked_numbers import event_of
from web.errors import answer_to, why
from web.event_values import CODES, field_name
from web.reference_names import reference_names
from web.saved import saved
from web.words import show_date
from workflow import merge_values, merges, pairs
from workflow.pairs import Seen

OTHER: Final = "/merge/<string(minlength=11, maxlength=20):other>"
MASKS: Final = {
    "subject_nik": mask_nik, "subject_phone": mask_phone, "reporter_phone": mask_phone,
    "subject_birth_date": mask_text, "address": mask_text,
}  # fmt: skip

WAYS: Final[Mapping[str, Callable[[Ticket], Any]]] = MappingProxyType(
    {
        "category": lambda ticket: reference_names().categories[ticket.category_id].name,
        "channel": lambda ticket: reference_names().channels[ticket.channel_id].name,
        "cause": lambda ticket: ticket.cause,
        "priority": lambda ticket: str(CODES["priority"][ticket.priority]).capitalize(),
        "vaccinated_on": lambda ticket: show_date(ticket.vaccinated_on) if ticket.vaccinated_on else "",
        "sex": lambda ticket: words.SEXES.get(ticket.sex or "", ""),
    }
)


class MergeForm(FlaskForm):
    """Why, and which event of each complaint the person had seen; what is kept comes by the name of its field."""

    last_event_id = HiddenField(validators=[Length(max=20)])
    other_event_id = HiddenField(validators=[Length(max=20)])
    reason = TextAreaField(
        _l("Reason"), description=WHY, validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)]
    )

    @property
    def seen(self) -> Seen:
        return Seen(event_of(self.last_event_id.data), event_of(self.other_event_id.data))


@dataclass(frozen=True, slots=True)
class Choice:
    """One field that the two tell differently, masked, and whether the merged one's value is taken."""

    field: str
    label: str
    original: str
    merged: str
    taken: bool


class MergeView(ClosedView):
    """``number`` is merged into ``other``."""

    doors: ClassVar[dict[str, Permission]] = {"merge": Permission.TICKET_MERGE}

    @expose(f"{NUMBER}{OTHER}", methods=BOTH)  # type: ignore[untyped-decorator]
    def merge(self, number: str, other: str) -> ResponseReturnValue:
        """Show both, or merge: load or 404, one rule inside ``saved``, answer."""
        actor, form = current_actor(), MergeForm()
        if not form.is_submitted():
            with saved():
                pair = pairs.open_both(number, other, actor=actor)
                merges.may_merge(*pair, actor=actor)
            return self._page(number, other, actor, form)
        if not form.validate():
            return self._page(number, other, actor, form), 422
        try:
            with saved():
                merged, original = pairs.both(number, other, actor=actor)
                merges.merge(
                    merged, original, take=_taken(), actor=actor, reason=form.reason.data or "", seen=form.seen
                )
                address = page_address(original.number)
        except Refusal as refusal:
            _note(refusal, number, other, actor)
            return self._page(number, other, actor, form, stopped=why(refusal)), answer_to(refusal).status
        flash(gettext("%(number)s is merged into this complaint.", number=number), "success")
        return redirect(address)

    def _page(self, number: str, other: str, actor: Actor, form: MergeForm, stopped: str = "") -> str:
        merged, original = pairs.both(number, other, actor=actor)
        form.last_event_id.data, form.other_event_id.data = str(merged.last_event_id), str(original.last_event_id)
        return str(
            self.render(
                "admin/ticket/merge.html",
                merged=merged, original=original, form=form, stopped=stopped, choices=_choices(merged, original),
            )
        )  # fmt: skip


MergeView._default_view = "merge"  # noqa: SLF001 - Flask-Admin wants one; the list at "/" is another view's


def _taken() -> frozenset[str]:
    return frozenset(
        field for field in merge_values.named(current_actor()) if request.form.get(f"keep-{field}") == "merged"
    )


def _choices(merged: Ticket, original: Ticket) -> list[Choice]:
    """What differs; before anything was chosen, the merged one's value is taken where the original has none."""
    sent = _taken() if request.method == "POST" else None
    found = []
    for field in merge_values.offered(original, merged, actor=current_actor()):
        ours, theirs = _shown(original, field), _shown(merged, field)
        taken = field in sent if sent is not None else not ours
        found.append(Choice(field, field_name(field), ours or "–", theirs or "–", taken))
    return found


def _shown(ticket: Ticket, field: str) -> str:
    """A value fit to be shown, empty where there is none."""
    if extra_words.is_named(field):
        return extra_words.masked_value(ticket, field)
    known = WAYS.get(field)
    if known is not None:
        return str(known(ticket) or "")
    value: str | None = getattr(ticket, field)
    return MASKS.get(field, mask_numbers)(value) if value else ""


def _note(refusal: Refusal, number: str, other: str, actor: Actor) -> None:
    """A refusal that the page itself answers is an event like every other."""
    facts = {"refusal": type(refusal).__name__, "endpoint": request.endpoint or "-"}
    with saved():
        ticket, _ = pairs.both(number, other, actor=actor)
        note_event(actor, "access.refused", label=ticket.number, on=[ticket], facts=facts)


def views() -> list[ClosedView]:
    """The views of this room."""
    return [MergeView(name=_l("Merge two complaints"), endpoint="merge", url="/admin/tickets")]
