"""Signing in and out, by Flask-Security on Flask-Login; one sentence for every failure."""

from typing import Any, Final

from flask import Blueprint, Flask, Response, flash, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_security import Security, SQLAlchemyUserDatastore, logout_user
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from models import Role, User, db
from web import links, sessions, throttle
from web.actor import current_actor, origin
from web.next_page import safe_next
from web.passwords import matches
from web.saved import saved
from workflow import signins

HOME: Final = "/admin/"
PAGE: Final = "security/login_user.html"
STRONG: Final = {"argon2__time_cost": 2, "argon2__memory_cost": 19456, "argon2__parallelism": 1}  # as OWASP advises
QUICK: Final = {"argon2__time_cost": 1, "argon2__memory_cost": 8, "argon2__parallelism": 1}  # for tests

SETTINGS: Final[dict[str, Any]] = {
    "SECURITY_PASSWORD_HASH": "argon2",
    "SECURITY_PASSWORD_SCHEMES": ["argon2"],
    "SECURITY_PASSWORD_SINGLE_HASH": ["argon2"],  # with a pepper, a lost secret key would lock everybody out
    "SECURITY_PASSWORD_NORMALIZE_FORM": None,  # compared exactly as typed (ASVS 6.2.8)
    "SECURITY_JOIN_USER_ROLES": False,
    "SECURITY_CLI_USERS_NAME": None,
    "SECURITY_CLI_ROLES_NAME": None,
    "SESSION_PROTECTION": None,  # the row of the session decides
}


pages = Blueprint("security", __name__)


class Users(SQLAlchemyUserDatastore):
    """Flask-Security's way to our users; edges commit, so this only flushes."""

    def commit(self) -> None:
        self.db.session.flush()


class SignInForm(FlaskForm):
    """E-mail, password, and where to go afterwards."""

    email = EmailField(_l("Work e-mail"), validators=[InputRequired(), Length(max=254)])
    password = PasswordField(_l("Password"), validators=[InputRequired(), Length(max=500)])
    next = HiddenField()


@pages.route("/login", methods=["GET", "POST"], endpoint="login")
def sign_in() -> ResponseReturnValue:
    """Show the page, or sign in and go on."""
    form = SignInForm()
    onward = safe_next(form.next.data or request.args.get("next")) or request.script_root + HOME
    if sessions.signed_in():
        return redirect(onward)
    if not form.is_submitted():
        return _page(form, onward)
    try:
        user = _try(str(form.email.data), str(form.password.data)) if form.validate() else None
    except throttle.Slowed as slowed:
        return _page(form, onward, 429, wait=slowed.seconds)
    if user is None:
        return _page(form, onward, 401)
    answer = make_response(redirect(onward))
    throttle.know_device(answer, str(form.email.data))
    return answer


@pages.post("/logout", endpoint="logout")
def sign_out() -> ResponseReturnValue:
    """End the session for good, on this browser and on every copy of its cookie."""
    with saved():
        signins.end(current_actor())
    logout_user()
    sessions.forget()
    flash(gettext("You have signed out."), "success")
    return redirect(url_for("security.login"))


def _try(email: str, password: str) -> User | None:
    """The user, signed in; None when anything does not fit. Raises Slowed before the password is looked at.

    Two units of work: the try counts whatever comes after, and argon2 is too slow to hold up other writers.
    """
    with saved():
        tried = throttle.take_a_try(throttle.keys_for(email))
    known = signins.find(email)
    fits = matches(password, known.password if known else None)
    with saved():
        user = signins.find(email)
        if user is None or not fits or not user.active:
            signins.fail(email, origin=origin())
            return None
        throttle.forgive(email, tried)
        sessions.begin(user)
        return user


def _page(form: SignInForm, onward: str, status: int = 200, wait: int = 0) -> Response:
    form.next.data = onward
    answer = make_response(render_template(PAGE, form=form, failed=status == 401, wait=wait), status)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def install(app: Flask) -> None:
    """Wire sign-in, sign-out and the one-time links; of Flask-Security's own pages none is open."""
    quick = app.config["LOKET"].testing
    app.config.update(SETTINGS, SECURITY_PASSWORD_HASH_PASSLIB_OPTIONS=QUICK if quick else STRONG)
    people: Any = (User, Role)  # not its mixins: a role is one column, and passwords are compared here
    security = Security(app, Users(db, *people), register_blueprint=False)
    security.login_manager.user_loader(sessions.present)
    security.login_manager.request_loader(None)  # a token in an address or a header opens no page
    app.register_blueprint(pages)
    app.register_blueprint(links.pages)
