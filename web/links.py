"""The one-time link: whoever holds it sets a password; the first one of a desk makes its administrator."""

from datetime import datetime
from typing import Final

from flask import Blueprint, Response, current_app, flash, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import EmailField, PasswordField, StringField
from wtforms.validators import EqualTo, InputRequired, Length

from models import User, clock
from web import sessions
from web.actor import origin
from web.passwords import digest_of
from web.saved import saved
from web.value_words import tell_on
from workflow import people
from workflow.refusals import BadValue

PAGE: Final = "security/one_time_link.html"
FIRST: Final = "first-administrator"

pages = Blueprint("link", __name__, url_prefix="/link")


class PasswordForm(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("New password"),
        description=_l("At least 15 characters. Four or five words that belong to nobody are good."),
        validators=[InputRequired(), Length(max=500)],
    )
    again = PasswordField(
        _l("The same password again"),
        validators=[InputRequired(), EqualTo("password", message=_l("The two passwords differ."))],
    )


class FirstForm(PasswordForm):
    """Who the first administrator is, and their password."""

    name = StringField(_l("Full name"), validators=[InputRequired(), Length(max=120)])
    email = EmailField(_l("Work e-mail"), validators=[InputRequired(), Length(max=254)])


def address_of(token: str) -> str:
    """The whole address of a user's one-time link, on the desk's own name and no name of a request."""
    return f"{current_app.config['LOKET'].base_url}/link/{token}"


def first_address() -> str:
    """The address by which the first administrator of an empty desk makes their account."""
    until = (clock.now() + people.LINK_LIVES).isoformat()
    return f"{current_app.config['LOKET'].base_url}/link/first/{_signer().dumps(until)}"


@pages.route("/<token>", methods=["GET", "POST"])
def use(token: str) -> ResponseReturnValue:
    """Set a password by a link that an administrator gave."""
    try:
        user = people.holder_of_link(token)
        form = PasswordForm()
        if form.validate_on_submit() and _set_password(form, token, user):
            return _to_sign_in()
    except people.LinkSpent:
        return _spent()
    return _show(form, user.name, user.email)


@pages.route("/first/<token>", methods=["GET", "POST"])
def first(token: str) -> ResponseReturnValue:
    """Make the first administrator of an empty desk."""
    form = FirstForm()
    try:
        _ensure_first(token)
        if form.validate_on_submit() and _add_first(form):
            return _to_sign_in()
    except people.LinkSpent:
        return _spent()
    return _show(form)


def _set_password(form: PasswordForm, token: str, user: User) -> bool:
    try:
        digest = digest_of(str(form.password.data), about=(user.email, user.name))
        with saved():
            people.use_link(token, password_digest=digest, origin=origin())
    except BadValue as refused:
        tell_on(form, refused)
        return False
    return True


def _add_first(form: FirstForm) -> bool:
    email, name = str(form.email.data), str(form.name.data)
    try:
        digest = digest_of(str(form.password.data), about=(email, name))
        with saved():
            people.add_first_admin(email, name, password_digest=digest, origin=origin())
    except BadValue as refused:
        tell_on(form, refused)
        return False
    return True


def _ensure_first(token: str) -> None:
    try:
        until = datetime.fromisoformat(_signer().loads(token))
    except (BadSignature, ValueError, TypeError):
        raise people.LinkSpent from None
    if until <= clock.now() or not people.desk_is_empty():
        raise people.LinkSpent


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=FIRST)


def _show(form: FlaskForm, name: str = "", email: str = "") -> Response:
    return make_response(render_template(PAGE, form=form, name=name, email=email), 422 if form.errors else 200)


def _spent() -> Response:
    return make_response(render_template("security/link_spent.html"), 404)


def _to_sign_in() -> ResponseReturnValue:
    sessions.forget()
    flash(gettext("Your password is set. You can sign in now."), "success")
    return redirect(url_for("security.login"))
