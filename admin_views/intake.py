"""Taking a complaint in at the counter: the form, what it says while it is filled in, and the filing."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import jsonify, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_admin import BaseView
from flask_babel import format_date, gettext
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice

from access.actors import Actor
from admin_views import extra_forms
from admin_views.intake_form import IntakeForm
from admin_views.intake_records import shown_records
from admin_views.ticket_words import DUPLICATE_REASONS
from identity.nik import Verdict
from models import Facility, clock, db
from web.actor import current_actor
from web.due_words import due_of
from web.nik_words import nik_words
from web.reference_names import Name, Names, offered, reference_names
from web.saved import saved
from workflow import deadlines, duplicates, previews, tickets, typing_drafts
from workflow.duplicates import Duplicate
from workflow.previews import Glimpse

MOST_FACILITIES = 200


def new(view: BaseView) -> ResponseReturnValue:
    """Show the form, or file what it holds and go to the ticket."""
    actor = current_actor()
    form = _form(actor)
    if not form.is_submitted():
        return _page(view, form, [], 200)
    fine = form.validate() & _nik_is_settled(form)
    with saved():
        found = duplicates.look_up(form.draft(), actor=actor)
        filed = fine and _seen(form, found)
        records = [] if filed else previews.look_up(form.draft(), actor=actor)
        number = tickets.file(form.draft(), actor=actor).number if filed else ""
        if filed:
            typing_drafts.drop(typing_drafts.INTAKE, actor=actor)
    if not filed:
        return _page(view, form, found, 422, records=records)
    page = "" if "only_save" in request.form else "/receipt"
    return redirect(f"{request.script_root}/admin/tickets/{number}{page}")


def decode() -> ResponseReturnValue:
    """Answer with the NIK in words and the possible duplicates, as JSON and ready to show."""
    actor = current_actor()
    form = _form(actor)
    reading = form.reading
    with saved():
        found = duplicates.look_up(form.draft(), actor=actor)
        records = previews.look_up(form.draft(), actor=actor)
    words = nik_words(reading, today=clock.today())
    fits = reading.verdict is not Verdict.REFUSED
    answer = {
        "verdict": reading.verdict.value if words else "",
        "title": words.title if words else "",
        "region": (reading.region or "") if fits else "",
        "birth_date": f"{reading.birth_date:%d-%m-%Y}" if fits and reading.birth_date else "",
        "sex": (reading.sex or "") if fits else "",
        "birth_date_fits": bool(fits and form.draft().subject_birth_date == reading.birth_date is not None),
        "duplicates": [one.number for one in found if not one.is_related],
        "related": [one.number for one in found if one.is_related],
        "nik_html": _part("decode", words, form),
        "duplicates_html": _part("duplicates", shown_duplicates(found), form),
        "records_html": _part("records", shown_records(records, form.draft()), form),
    }
    return jsonify(answer)


def shown_duplicates(found: list[Duplicate]) -> list[dict[str, Any]]:
    """Possible duplicates with every word the panel needs."""
    names = reference_names()
    return [
        {
            "number": one.number,
            "status": one.status.value,
            "name": one.subject_name,
            "reporter": one.reporter_name,
            "category": names.categories[one.category_id].name,
            "channel": names.channels[one.channel_id].name,
            "received_at": one.received_at,
            "due": due_of(one, clock.now()),
            "reasons": [str(DUPLICATE_REASONS[reason]) for reason in one.reasons],
            "is_related": one.is_related,
        }
        for one in found
    ]


def _form(actor: Actor) -> IntakeForm:
    names = reference_names()
    form = extra_forms.filing(IntakeForm, actor)()
    own = {code: name for code, name in names.regions.items() if code in actor.regions}
    form.channel.choices = _choices(names.channels)
    form.category.choices = _choices(names.categories)
    form.region.choices = [SelectChoice("", gettext("As the NIK says")), *_choices(own)]
    if not form.is_submitted():
        form.channel.data = next((choice.value for choice in form.channel.choices), None)
    return form


def _choices(names: Mapping[Any, Name]) -> list[SelectChoice]:
    return [SelectChoice(name.code, name.name) for name in offered(names)]


def _nik_is_settled(form: IntakeForm) -> bool:
    """A NIK whose structure is refused is filed only when somebody says that it stands like this."""
    words = nik_words(form.reading, today=clock.today())
    if words is None or words.kind != "bad" or form.nik_as_it_is.data:
        return True
    form.subject_nik.errors = [*form.subject_nik.errors, *words.problems]
    return False


def _seen(form: IntakeForm, found: list[Duplicate]) -> bool:
    """Whether somebody looked at exactly these duplicates and files all the same; a family's are no reason to ask."""
    return {one.number for one in found if not one.is_related} <= set((form.not_duplicate.data or "").split())


def _page(
    view: BaseView, form: IntakeForm, found: list[Duplicate], status: int, *, records: Sequence[Glimpse] = ()
) -> ResponseReturnValue:
    names = reference_names()
    page = view.render(
        "admin/tickets/new.html",
        form=form,
        words=nik_words(form.reading, today=clock.today()) if form.is_submitted() else None,
        found=shown_duplicates(found),
        records=shown_records(records, form.draft()) if records else [],
        ask_again=any(not one.is_related for one in found) and not form.errors,
        icons={name.code: name.icon for name in names.channels.values()},
        facilities=_facilities(),
        due=_due_days(names),
    )
    return page, status


def _part(name: str, told: Any, form: IntakeForm) -> str:
    return render_template(f"admin/tickets/_{name}.html", told=told, form=form)


def _due_days(names: Names) -> dict[str, str]:
    """By category: the day until which a complaint filed now should be done, in words."""
    desk, now = deadlines.calendar(), clock.now()
    return {
        name.code: gettext(
            "Deadline: %(day)s (%(days)s working days)",
            day=format_date(deadlines.due_of(now, name.days, desk).astimezone(clock.WITA).date(), "EEEE, d MMM y"),
            days=name.days,
        )
        for name in offered(names.categories)
    }


def _facilities() -> list[str]:
    query = select(Facility.name).where(Facility.retired.is_(False)).order_by(Facility.name).limit(MOST_FACILITIES)
    return list(db.session.scalars(query))
