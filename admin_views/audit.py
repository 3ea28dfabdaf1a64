"""The audit trail as a page: what was done, by whom, when, where, to what and why; and its export."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask import Response, abort, flash, redirect, request, stream_with_context, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from access.permissions import Permission
from access.policy import allowed
from admin_views.audit_filters import SPANS, Asked, asked
from admin_views.closed import ClosedView
from audit import trail
from exports.trail import Taken, stream, take
from models import Role, User, clock, db
from web.actor import current_actor
from web.event_rows import ON_A_PAGE, shown
from web.event_words import GROUPS
from web.saved import saved
from web.words import role_name

TYPES = {"csv": "text/csv; charset=utf-8", "jsonl": "application/jsonl; charset=utf-8"}
FORMATS = [
    SelectChoice("csv", _l("CSV, a table, one event a row")),
    SelectChoice("jsonl", _l("JSONL, the exact text of each event")),
]


class ExportForm(FlaskForm):
    """Why the trail is taken away, and in which form."""

    format = RadioField(_l("Format"), choices=FORMATS, default="csv")
    reason = StringField(
        _l("Reason for the export"),
        description=_l("It is kept in the audit trail."),
        validators=[DataRequired(), Length(max=200)],
    )


class AuditView(ClosedView):
    """Reads events and never writes one but those that say it was read or exported."""

    doors: ClassVar[dict[str, Permission]] = {
        "index_view": Permission.AUDIT_READ,
        "event_view": Permission.AUDIT_READ,
        "export_form": Permission.AUDIT_EXPORT,
        "export": Permission.AUDIT_EXPORT,
    }

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """A page of events, newest first."""
        actor, people = current_actor(), _people()
        place = asked(request.args, people)
        if place.personal:
            flash(gettext("The trail is searched by complaint number or actor, never by NIK or telephone."), "warn")
            return redirect(url_for("audit.index_view"))
        page = trail.page(place.filters, actor=actor, before=place.before, after=place.after)
        events = shown(page.rows, role=_reader())
        with saved():
            trail.read(place.filters, actor=actor)
        return str(
            self.render(
                "admin/audit/list.html",
                place=place,
                events=events,
                chips=_chips(place, people),
                newer=f"?{place.query(after=page.newer)}" if page.newer else "",
                older=f"?{place.query(before=page.older)}" if page.older else "",
                page_size=trail.PAGE,
                may_export=allowed(actor, Permission.AUDIT_EXPORT),
            )
        )

    @expose("/<int:number>")  # type: ignore[untyped-decorator]
    def event_view(self, number: int) -> ResponseReturnValue:
        """One event on a page of its own."""
        actor = current_actor()
        row = trail.one(number, actor=actor)
        if row is None:
            abort(404)
        (event,) = shown([row], most=ON_A_PAGE, role=_reader())
        with saved():
            trail.read_one(number, actor=actor)
        return str(self.render("admin/audit/event.html", event=event))

    @expose("/export-form")  # type: ignore[untyped-decorator]
    def export_form(self) -> ResponseReturnValue:
        """Ask for the reason."""
        return self._ask(ExportForm(formdata=None))

    @expose("/export", methods=("POST",))  # type: ignore[untyped-decorator]
    def export(self) -> ResponseReturnValue:
        """Record the export, then stream it."""
        form = ExportForm()
        if not form.validate_on_submit():
            return self._ask(form), 422
        with saved():
            taken = take(
                asked(request.args, _people()).filters,
                form.format.data,
                actor=current_actor(),
                reason=form.reason.data,
            )
        return _download(taken)

    def _ask(self, form: ExportForm) -> str:
        actor = current_actor()
        place = asked(request.args, people := _people())
        count, _ = trail.size(place.filters, actor=actor)
        return str(
            self.render("admin/audit/export.html", form=form, place=place, count=count, chips=_chips(place, people))
        )


def _reader() -> Role | None:
    """As whose the extra fields are shown: of one's role, all of them to who takes the trail away."""
    actor = current_actor()
    return None if allowed(actor, Permission.AUDIT_EXPORT) else actor.role


def _download(taken: Taken) -> Response:
    name = f"jejak-audit-{clock.now().astimezone(clock.WITA):%Y%m%d-%H%M}.{taken.format}"
    answer = Response(stream_with_context(stream(taken)), content_type=TYPES[taken.format])
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _people() -> Mapping[int, str]:
    return dict(db.session.execute(select(User.id, User.name).order_by(User.name)).all())


def _chips(place: Asked, people: Mapping[int, str]) -> list[dict[str, Any]]:
    """The filters that are chosen from a list: name, label, choices, what is chosen, and the way without it."""
    choices: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
        "time": (_l("Time"), [(span, words) for span, (_, words) in SPANS.items()]),
        "group": (_l("Kind"), list(GROUPS.items())),
        "actor": (_l("Actor"), [(str(person), name) for person, name in people.items()]),
        "role": (_l("Role"), [(role.value, role_name(role.value)) for role in Role]),
    }
    return [
        {
            "field": field,
            "label": label,
            "options": options,
            "chosen": getattr(place, field),
            "words": dict(options).get(getattr(place, field), ""),
            "clear": f"?{place.query(**{field: ''})}",
        }
        for field, (label, options) in choices.items()
    ]


def views() -> list[ClosedView]:
    """The views of this room."""
    return [AuditView(name=_l("Audit trail"), endpoint="audit", url="/admin/audit")]
