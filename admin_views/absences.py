"""Absences: who is away and who stands in, entered by oneself, a supervisor or an administrator."""

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import DateField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views.closed import ClosedView
from admin_views.ticket_forms import choices
from models import Away, User, clock, db
from web.actor import current_actor
from web.saved import saved
from web.value_words import tell_on
from workflow import absences, handing_over
from workflow.refusals import BadValue

BOTH: Final = ("GET", "POST")


class AbsenceForm(FlaskForm):
    """The days, and who stands in."""

    since = DateField(_l("First day"), validators=[InputRequired(_l("Choose the first day."))])
    until = DateField(_l("Last day"), validators=[InputRequired(_l("Choose the last day."))])
    substitute = SelectField(_l("Substitute"), description=_l("Of the same role, for the same regions."))
    remark = StringField(
        _l("What the substitute should know"),
        description=_l("Not why: that is nobody's business here."),
        validators=[Length(max=absences.LONGEST_REMARK)],
    )


class EndForm(FlaskForm):
    """Nothing but the token against forged requests."""


class AbsenceView(ClosedView):
    """Who may enter whose absence is for the rule."""

    doors: ClassVar[dict[str, Permission]] = {
        **dict.fromkeys(("index", "new", "end"), Permission.DESK_READ),
        "hand_over": Permission.TICKET_ASSIGN,
    }

    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> ResponseReturnValue:
        actor = current_actor()
        people = absences.people_for(actor)
        reach = {user.id for user in people}
        coming = absences.coming_for(actor)
        return str(
            self.render(
                "admin/users/absences.html",
                people=people, coming=coming, may_end=reach, me=actor.id, today=clock.today(), form=EndForm(),
                held=_held(coming, actor),
            )
        )  # fmt: skip

    @expose("/new", methods=BOTH)  # type: ignore[untyped-decorator]
    def new(self) -> ResponseReturnValue:
        """Enter an absence: load or 404, one rule inside ``saved``, answer."""
        user, form = _person(request.args.get("person", "")), AbsenceForm()
        form.substitute.choices = choices((one.ref, one.name) for one in absences.substitutes_for(user))
        if form.validate_on_submit():
            try:
                with saved():
                    name = _enter(form)
            except BadValue as refused:
                tell_on(form, refused)
            else:
                flash(gettext("The absence is entered; %(name)s stands in.", name=name), "success")
                return redirect(url_for(".index"))
        page = self.render("admin/users/absence.html", user=user, form=form, me=current_actor().id)
        return str(page), 422 if form.errors else 200

    @expose("/<uuid:ref>/end", methods=["POST"])  # type: ignore[untyped-decorator]
    def end(self, ref: Any) -> ResponseReturnValue:
        """End an absence before its time."""
        with saved():
            away = db.session.scalar(select(Away).where(Away.ref == str(ref)))
            if away is None:
                abort(404)
            absences.end(away, actor=current_actor())
        flash(gettext("The absence is ended."), "success")
        return redirect(url_for(".index"))

    @expose("/<uuid:ref>/hand-over")  # type: ignore[untyped-decorator]
    def hand_over(self, ref: Any) -> ResponseReturnValue:
        """Lead to the preview of giving all they have to the substitute; what is done is done there."""
        actor = current_actor()
        away = db.session.scalar(select(Away).where(Away.ref == str(ref)))
        if away is None:
            abort(404)
        absences.ensure_may(away.user, actor=actor)
        chosen = handing_over.numbers_of(away, actor=actor)
        return redirect(url_for("bulk.assign", ticket=chosen, assignee=away.substitute_id))


def _held(coming: Sequence[Away], actor: Actor) -> dict[int, int]:
    """How many complaints whoever is away today still has, for those who may give them to somebody else."""
    today = [away.user_id for away in coming if away.since <= clock.today()]
    return handing_over.held_by(today, actor=actor) if today and allowed(actor, Permission.TICKET_ASSIGN) else {}


def _enter(form: AbsenceForm) -> str:
    user = _person(request.args.get("person", ""))
    substitute = db.session.scalar(select(User).where(User.ref == form.substitute.data))
    if substitute is None:
        raise BadValue("substitute", "cannot_stand_in")
    absences.enter(
        user,
        substitute=substitute,
        since=form.since.data,
        until=form.until.data,
        actor=current_actor(),
        remark=form.remark.data or "",
    )
    return str(substitute.name)


def _person(ref: str) -> User:
    """Of whom the address speaks, where this actor may; oneself where it names nobody."""
    actor = current_actor()
    wanted = User.ref == ref if ref else User.id == actor.id
    user = db.session.scalar(select(User).where(wanted))
    if user is None:
        abort(404)
    absences.ensure_may(user, actor=actor)
    return user


def views() -> list[ClosedView]:
    """The views of this room."""
    return [AbsenceView(name=_l("Absences"), endpoint="absences", url="absences")]
