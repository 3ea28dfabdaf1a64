"""The calendar's part of the reference data: holidays filled from the national calendar, and deadlines that follow."""

from collections.abc import Callable
from typing import Any

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from models import RecomputeOrder, clock
from web.actor import current_actor
from web.saved import saved
from web.words import show_date
from workflow import holidays, recomputes


class FillForm(FlaskForm):
    """Which year, and why."""

    year = IntegerField(
        _l("Year"), validators=[InputRequired(), NumberRange(min=holidays.YEARS[0], max=holidays.YEARS[-1])]
    )
    reason = StringField(
        _l("Reason for the change"),
        description=_l("Such as the joint decree. It is kept in the audit trail."),
        validators=[DataRequired(), Length(max=200)],
    )


class MovesDeadlines:
    """A table whose rows move deadlines: those of open complaints follow in the same unit of work, or soon after."""

    def brings_about(self, row: Any, reason: str) -> Callable[[], None] | None:
        """Order new deadlines after the flush, where what changed moves any."""
        return (lambda: _order(row, reason)) if holidays.moves_deadlines(row) else None


class FilledByYear:
    """The page that shows what the national calendar has beyond the table, and adds it."""

    @expose("/fill", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def fill(self) -> ResponseReturnValue:
        """Show what a year lacks; add it."""
        form = FillForm(year=_asked_year())
        if form.validate_on_submit():
            with saved():
                added = holidays.fill(form.year.data, actor=current_actor(), reason=form.reason.data)
            flash(ngettext("%(num)s day added.", "%(num)s days added.", added), "success")
            return redirect(self.get_url(".index_view"))  # type: ignore[attr-defined]
        year = form.year.data if form.year.data in holidays.YEARS else clock.today().year
        page = self.render(  # type: ignore[attr-defined]
            "admin/reference/fill.html",
            form=form,
            year=year,
            days=holidays.missing(year),
            known=len(holidays.listed(year)),
            approximate=year >= holidays.APPROXIMATE_FROM,
        )
        return page, 422 if form.is_submitted() else 200


def _asked_year() -> int:
    asked = request.args.get("year", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else clock.today().year + 1


def _order(row: Any, reason: str) -> None:
    made = recomputes.order(f"{_what(row)}: {reason}", actor=current_actor(), event_id=row.last_event_id)
    flash(told(made), "success")


def _what(row: Any) -> str:
    if hasattr(row, "day"):
        return str(gettext("Holiday %(day)s (%(name)s)", day=show_date(row.day), name=row.name))
    return str(gettext("%(category)s within %(days)s working days", category=row.name_id, days=row.days))


def told(order: RecomputeOrder) -> str:
    """Say what became of an order."""
    if order.done_at is None:
        return str(gettext("The deadlines of the open complaints are being computed anew."))
    return str(
        ngettext(
            "%(num)s open complaint has a new deadline.", "%(num)s open complaints have a new deadline.", order.changed
        )
    )
