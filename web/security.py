"""Flask's own settings: cookies, limits, CSRF; nothing here has an unsafe default."""

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFProtect

from config import Settings
from web import uploads

MAX_REQUEST = 26 * 1024 * 1024
MAX_FORM_MEMORY = 2 * 1024 * 1024
MAX_FORM_PARTS = 500

csrf = CSRFProtect()


def init_app(app: Flask, settings: Settings) -> None:
    """Set what every request relies on."""
    secure = settings.base_url.startswith("https://")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=MAX_REQUEST,
        MAX_FORM_MEMORY_SIZE=MAX_FORM_MEMORY,
        MAX_FORM_PARTS=MAX_FORM_PARTS,
        SESSION_COOKIE_NAME="__Host-loket" if secure else "loket",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=secure,
        PREFERRED_URL_SCHEME="https" if secure else "http",
    )
    uploads.init_app(app)
    app.before_request(refuse_nul)
    csrf.init_app(app)


def refuse_nul() -> None:
    """No address and no field of ours holds a NUL: neither an event nor PostgreSQL can keep one."""
    if "\0" in request.path:
        abort(404)
    given = (request.args, request.form) if request.method == "POST" else (request.args,)
    if any("\0" in value for fields in given for values in fields.listvalues() for value in values):
        abort(400)
