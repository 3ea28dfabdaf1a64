"""One's own account: language and password; name, role and regions are shown and others change them."""

from typing import Any, ClassVar

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import force_locale, gettext

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.user_forms import LanguageForm, OwnPasswordForm
from models import Away, User, db
from web import key_cookie, sessions, throttle
from web.actor import current_actor
from web.errors import wants_json
from web.language import COOKIE
from web.passwords import digest_of, matches
from web.saved import saved
from web.value_words import tell_on
from workflow import absences, people, settings
from workflow.accounts import regions_offered
from workflow.refusals import BadValue


class ProfileView(ClosedView):
    """My account."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index", "language", "keys", "password"), Permission.DESK_READ
    )

    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> ResponseReturnValue:
        return self._show()

    @expose("/language", methods=["POST"])  # type: ignore[untyped-decorator]
    def language(self) -> ResponseReturnValue:
        form = LanguageForm()
        if not form.validate():
            return self._show(422, language_form=form)
        with saved():
            people.choose_language(_oneself(), form.locale.data, actor=current_actor())
        with force_locale(form.locale.data):
            flash(gettext("Language saved."), "success")
        answer = make_response(redirect(url_for(".index")))
        answer.delete_cookie(COOKIE)  # what this browser remembered would come before what was just chosen
        return answer

    @expose("/keys", methods=["POST"])  # type: ignore[untyped-decorator]
    def keys(self) -> ResponseReturnValue:
        """Switch the one-letter keys on or off, for oneself in every browser."""
        actor = current_actor()
        with saved():
            settings.choose("keys", "on" if request.form.get("keys") == "on" else "off", actor=actor)
        key_cookie.follow(actor.id)
        if wants_json():
            return "", 204
        flash(gettext("Keyboard shortcuts saved."), "success")
        return redirect(url_for(".index"))

    @expose("/password", methods=["POST"])  # type: ignore[untyped-decorator]
    def password(self) -> ResponseReturnValue:
        """Set a new password; every other session ends, and this one gets a new token."""
        form = OwnPasswordForm()
        try:
            if not form.validate() or not _change_password(form):
                return self._show(422, password_form=form)
        except throttle.Slowed as slowed:
            form.form_errors.append(
                gettext("Too many tries. Try again in %(seconds)s seconds.", seconds=slowed.seconds)
            )
            return self._show(429, password_form=form)
        flash(gettext("Password changed. Other sessions were ended."), "success")
        return redirect(url_for(".index"))

    def _show(self, status: int = 200, **forms: Any) -> Response:
        me = _oneself()
        known = {
            "language_form": LanguageForm(formdata=None, locale=me.locale),
            "password_form": OwnPasswordForm(formdata=None),
        }
        facts = (
            known
            | forms
            | {"me": me, "regions": dict(regions_offered()), "coming": _own_absences(me), "own": settings.chosen(me.id)}
        )
        return make_response(self.render("admin/users/profile.html", **facts), status)


def _own_absences(me: User) -> list[Away]:
    """The absences of one's own, and those in which one stands in."""
    return [one for one in absences.coming_for(current_actor()) if me.id in (one.user_id, one.substitute_id)]


def _change_password(form: OwnPasswordForm) -> bool:
    """Whether it was changed; a wrong present password counts as a failed sign-in. Raises Slowed."""
    actor = current_actor()
    try:
        tried = _prove_present_password(str(form.current.data))
        digest = digest_of(str(form.password.data), about=(actor.email, actor.name))
        with saved():
            throttle.forgive(actor.email, tried)
            people.change_password(_oneself(), password_digest=digest, actor=actor)
            sessions.begin(_oneself())
    except BadValue as refused:
        tell_on(form, refused)
        return False
    return True


def _prove_present_password(typed: str) -> list[int]:
    """The tries it took. Raises BadValue, and Slowed before the password is looked at."""
    with saved():
        tried = throttle.take_a_try(throttle.keys_for(current_actor().email))
    if not matches(typed, _oneself().password):
        raise BadValue("current", "wrong")
    return tried


def _oneself() -> User:
    user = db.session.get(User, current_actor().id)
    assert user is not None, request.path  # noqa: S101 - a session has its user, by foreign key
    return user
