"""The batch sheet of a facility: taken away with a reason, and read back row by row before anything is recorded."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from flask import Response, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, StringField
from wtforms.validators import DataRequired, Length

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views.closed import ClosedView
from admin_views.ticket_forms import LONGEST_REASON, WHY
from audit.masked import mask_numbers
from exports import handoff_sheet
from intake import returned_sheet as reader
from intake.faults import UnreadableFile
from models import Facility, clock
from web import kept_sheets
from web.actor import current_actor
from web.errors import answer_to
from web.handoff_words import RESULTS
from web.saved import saved
from web.sheet_words import TROUBLES, sheet_fault
from workflow import batch_sheet, returned_sheet
from workflow.refusals import BadValue, HandOffEnded, StaleTicket
from workflow.returned_sheet import Judged, Said, Trouble

XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CODE: Final = "/facility/<string(maxlength=32):code>"
OVERTAKEN: Final = (HandOffEnded, StaleTicket)


class TakeForm(FlaskForm):
    """Why the sheet is taken away."""

    reason = StringField(
        _l("Reason"), description=WHY, validators=[DataRequired(_l("Write the reason.")), Length(max=LONGEST_REASON)]
    )


class ReturnedForm(FlaskForm):
    """The sheet as it came back."""

    file = FileField(_l("The sheet that came back"), description=_l("xlsx, xls, ods or csv, at most 2 MB."))


class ConfirmForm(FlaskForm):
    """What was shown, so that no other thing is recorded."""

    kept = HiddenField(validators=[DataRequired(), Length(max=36)])
    stamp = HiddenField(validators=[DataRequired(), Length(max=16)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One row of the preview."""

    row: int
    code: str
    number: str
    name: str
    words: Any
    mend: Any
    explanation: str


class SheetView(ClosedView):
    """The page of a facility's sheet; the list of hand-offs is ``admin_views.handoffs``."""

    doors: ClassVar[dict[str, Permission]] = {
        "facility": Permission.TICKET_HAND_OFF,
        "sheet": Permission.PERSONAL_REVEAL,
        "returned": Permission.TICKET_HAND_OFF,
        "record": Permission.TICKET_HAND_OFF,
    }

    @expose(CODE)  # type: ignore[untyped-decorator]
    def facility(self, code: str) -> ResponseReturnValue:
        """What is open with a facility, and the two ways of its sheet."""
        return self._page(batch_sheet.facility_of(code))

    @expose(f"{CODE}/sheet", methods=("POST",))  # type: ignore[untyped-decorator]
    def sheet(self, code: str) -> ResponseReturnValue:
        """Take the sheet away: NIKs in full, with a reason, an event that names each complaint."""
        facility, form = batch_sheet.facility_of(code), TakeForm()
        if not form.validate():
            return self._page(facility, take=form), 422
        try:
            with saved():
                lines = batch_sheet.take(facility, actor=current_actor(), reason=form.reason.data or "")
        except BadValue as refusal:
            form.reason.errors = [str(answer_to(refusal).words(refusal).what)]
            return self._page(facility, take=form), 422
        data = handoff_sheet.write(facility.name, lines, clock.today())
        name = f"lembar-{facility.code}-{clock.today():%Y%m%d}.xlsx"
        return Response(data, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    @expose(f"{CODE}/returned", methods=("POST",))  # type: ignore[untyped-decorator]
    def returned(self, code: str) -> ResponseReturnValue:
        """Read a sheet that came back and show what it answers; nothing is recorded yet."""
        facility, form, actor = batch_sheet.facility_of(code), ReturnedForm(), current_actor()
        if not form.validate() or not form.file.data:
            form.file.errors = [*form.file.errors, gettext("Choose the file.")]
            return self._page(facility, returned=form), 422
        try:
            rows = reader.read(form.file.data.stream.read(reader.MAX_BYTES + 1), "lembar", today=clock.today())
        except UnreadableFile as fault:
            form.file.errors = [sheet_fault(fault)]
            return self._page(facility, returned=form), 422
        ref = kept_sheets.keep(rows, facility=facility.code, person=actor.id)
        return self._preview(facility, rows, ref, actor)

    @expose(f"{CODE}/record", methods=("POST",))  # type: ignore[untyped-decorator]
    def record(self, code: str) -> ResponseReturnValue:
        """Record what was shown, all of it or nothing; where something has changed since, show it again."""
        facility, form, actor = batch_sheet.facility_of(code), ConfirmForm(), current_actor()
        rows = kept_sheets.kept(form.kept.data or "", facility=code, person=actor.id) if form.validate() else None
        if rows is None:
            flash(gettext("The sheet is no longer kept. Send it again."), "warn")
            return redirect(url_for(".facility", code=facility.code))
        try:
            count = _recorded(facility, rows, form.stamp.data or "", actor)
        except OVERTAKEN:
            count = None
        if count is None:
            flash(gettext("Something has changed since you looked. Look again, then confirm."), "warn")
            return self._preview(batch_sheet.facility_of(code), rows, form.kept.data or "", actor), 409
        kept_sheets.drop(form.kept.data or "")
        words = ngettext("%(num)s answer is recorded. No complaint has moved.",
                         "%(num)s answers are recorded. No complaint has moved.", count)  # fmt: skip
        flash(words, "success")
        return redirect(url_for("handoffs.index_view", facility=code, when="all"))

    def _page(self, facility: Facility, *, take: TakeForm | None = None, returned: ReturnedForm | None = None) -> str:
        actor = current_actor()
        return str(
            self.render(
                "admin/handoffs/facility.html",
                facility=facility,
                standing=batch_sheet.standing(facility, actor=actor),
                may_take=allowed(actor, Permission.PERSONAL_REVEAL),
                take=take or TakeForm(formdata=None),
                returned=returned or ReturnedForm(formdata=None),
                most=batch_sheet.MOST,
            )
        )

    def _preview(self, facility: Facility, rows: Sequence[Said], ref: str, actor: Actor) -> str:
        judged = returned_sheet.judge(rows, facility, actor=actor)
        form = ConfirmForm(formdata=None)
        form.kept.data, form.stamp.data = ref, returned_sheet.stamp_of(judged)
        return str(
            self.render(
                "admin/handoffs/preview.html",
                facility=facility,
                answers=[_answer(one) for one in judged if one.result],
                troubles=[_trouble(one) for one in judged if one.trouble not in (None, Trouble.NO_ANSWER)],
                silent=sum(one.trouble == Trouble.NO_ANSWER for one in judged),
                form=form,
            )
        )


def _recorded(facility: Facility, rows: Sequence[Said], stamp: str, actor: Actor) -> int | None:
    """How many answers were recorded, None where they are no longer those that were shown."""
    with saved():
        judged = returned_sheet.judge(rows, facility, actor=actor)
        if returned_sheet.stamp_of(judged) != stamp:
            return None
        return returned_sheet.record(judged, facility, actor=actor)


def _answer(one: Judged) -> Shown:
    words = RESULTS[one.result] if one.result else ""
    return _shown(one.said, words, _l("The NIK lost its last digit in a spreadsheet.") if one.said.cut else "")


def _trouble(one: Judged) -> Shown:
    words, mend = TROUBLES[one.trouble] if one.trouble else ("", "")
    return _shown(one.said, words, mend)


def _shown(said: Said, words: Any, mend: Any) -> Shown:
    return Shown(
        row=said.row, code=mask_numbers(said.code), number=mask_numbers(said.number), name=mask_numbers(said.name),
        words=words, mend=mend, explanation=mask_numbers(said.explanation),
    )  # fmt: skip


def views() -> list[ClosedView]:
    """The view of this room."""
    return [SheetView(name=_l("Batch sheet"), endpoint="handoff_sheet", url="/admin/handoffs")]
