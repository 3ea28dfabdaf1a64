"""The people of the desk: listed, added, changed, given a one-time link; each rule is in ``workflow.people``."""

from typing import Any, ClassVar

from flask import Response, abort, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.profile import ProfileView
from admin_views.user_forms import ActForm, NewUserForm, StandingForm, describe, printable
from models import Away, Event, Role, User, db
from web.actor import current_actor
from web.links import address_of
from web.saved import saved
from web.value_words import tell_on
from workflow import absences, people, roster
from workflow.accounts import ROLES, regions_offered
from workflow.refusals import BadValue

LONGEST_SEARCH = 100


class UsersView(ClosedView):
    """Users and roles; an administrator's own account is shown and not changed here."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index", "new", "edit", "link", "sign_out"), Permission.USER_MANAGE
    )

    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> ResponseReturnValue:
        wanted = _wanted()
        page = roster.page(wanted, actor=current_actor())
        return self._show("list", page=page, wanted=wanted, regions=dict(regions_offered()), roles=ROLES, away=_away())

    @expose("/new", methods=["GET", "POST"])  # type: ignore[untyped-decorator]
    def new(self) -> ResponseReturnValue:
        form = NewUserForm()
        if form.validate_on_submit():
            try:
                with saved():
                    invited = people.add(form.account(), actor=current_actor(), reason=form.reason.data)
            except BadValue as refused:
                tell_on(form, refused)
            else:
                return self._told(invited)
        return self._show("new", 422 if form.errors else 200, form=form)

    @expose("/<uuid:ref>", methods=["GET", "POST"])  # type: ignore[untyped-decorator]
    def edit(self, ref: Any) -> ResponseReturnValue:
        user, form = _user(ref), StandingForm()
        if not form.is_submitted():
            form.show(user)
        elif form.validate():
            try:
                with saved():
                    people.change(_user(ref), form.standing(), actor=current_actor(), **form.why())
            except people.StaleUser:
                return self._differs(_user(ref), form)
            except people.LastAdmin:
                form.form_errors.append(gettext("This is the last active administrator. Add another one first."))
            except BadValue as refused:
                tell_on(form, refused)
            else:
                flash(gettext("Saved: %(name)s.", name=form.name.data), "success")
                return redirect(url_for(".index"))
        return self._edited(user, form, 422 if form.errors else 200)

    @expose("/<uuid:ref>/link", methods=["POST"])  # type: ignore[untyped-decorator]
    def link(self, ref: Any) -> ResponseReturnValue:
        """Give a new one-time link and show it, once."""
        form = ActForm()
        if not form.validate():
            return self._not_done(ref, form)
        try:
            with saved():
                invited = people.renew_link(_user(ref), actor=current_actor(), reason=str(form.reason.data))
        except BadValue as refused:
            return self._not_done(ref, form, refused)
        return self._told(invited)

    @expose("/<uuid:ref>/sign-out", methods=["POST"])  # type: ignore[untyped-decorator]
    def sign_out(self, ref: Any) -> ResponseReturnValue:
        """End every session of a user."""
        form = ActForm()
        if not form.validate():
            return self._not_done(ref, form)
        try:
            with saved():
                people.end_sessions(_user(ref), actor=current_actor(), reason=str(form.reason.data))
        except BadValue as refused:
            return self._not_done(ref, form, refused)
        flash(gettext("Signed out everywhere."), "success")
        return redirect(url_for(".edit", ref=ref))

    def _not_done(self, ref: Any, act: ActForm, refused: BadValue | None = None) -> ResponseReturnValue:
        user, form = _user(ref), StandingForm(formdata=None)
        form.show(user)
        if refused:
            tell_on(act, refused)
        return self._edited(user, form, 422, act=act)

    def _differs(self, user: User, form: StandingForm) -> ResponseReturnValue:
        """Show what somebody else saved meanwhile beside what was typed; saving again puts it in place."""
        changed = db.session.get(Event, user.last_event_id)
        form.last_event_id.data = str(user.last_event_id)
        return self._edited(user, form, 409, differences=describe(user, form), changed=changed)

    def _edited(self, user: User, form: StandingForm, status: int, **more: Any) -> ResponseReturnValue:
        own, line = user.id == current_actor().id, roster.line_of(user)
        return self._show("edit", status, user=user, form=form, own=own, line=line, **({"act": ActForm()} | more))

    def _told(self, invited: people.Invited) -> Response:
        return self._show("link", user=invited.user, address=address_of(invited.token))

    def _show(self, screen: str, status: int = 200, **facts: Any) -> Response:
        return make_response(self.render(f"admin/users/{screen}.html", **facts), status)


def _away() -> dict[int, Away]:
    """Who is away today, by the id of the user."""
    return {one.user_id: one for one in absences.now_away()}


def _wanted() -> roster.Wanted:
    """What the address asks for; what is not known is as if it were not asked."""
    asked = request.args
    role, standing = asked.get("role", ""), asked.get("standing", "")
    return roster.Wanted(
        text=printable(asked.get("q", ""))[:LONGEST_SEARCH],
        role=Role(role) if role in ROLES else None,
        standing=standing if standing in roster.STANDINGS else roster.STANDINGS[0],
        after=printable(asked.get("after", ""))[:36],
    )


def _user(ref: Any) -> User:
    user = roster.of_ref(str(ref), actor=current_actor())
    if user is None:
        abort(404)
    return user


def views() -> list[ClosedView]:
    """The screens of this room."""
    return [
        UsersView(name=_l("Users and roles"), endpoint="users", url="users"),
        ProfileView(name=_l("My account"), endpoint="profile", url="profile"),
    ]
