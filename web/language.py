"""Chooses the language of an answer and gives the libraries their Indonesian words."""

from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from babel.support import Translations
from flask import Flask, Response, g, request
from flask_babel import Babel, get_locale
from flask_login import current_user

from config import Settings
from web.catalogues import compile_catalogues

LANGUAGES: Final[tuple[tuple[str, str], ...]] = (("id", "Bahasa Indonesia"), ("en", "English"))
CODES: Final = tuple(code for code, _ in LANGUAGES)
COOKIE: Final = "loket_lang"
TIMEZONE: Final = "Asia/Makassar"
YEAR: Final = 365 * 24 * 3600
LEFT_OUT = ("lang", "q")  # what was searched may be a NIK


def language() -> str:
    """Tell the language of this answer: ``id`` or ``en``."""
    locale = get_locale()
    return str(locale.language) if locale is not None else CODES[0]


def language_url(code: str) -> str:
    """Give the address of this page in another language; what was posted is not asked again."""
    arguments = {} if request.method == "POST" else request.args.to_dict(flat=False)
    kept = [(key, value) for key, values in arguments.items() if key not in LEFT_OUT for value in values]
    return "?" + urlencode([*kept, ("lang", code)])


def _choose(default: str) -> str:
    asked = request.args.get("lang", "")
    if asked in CODES:
        g.language_asked = asked
        return asked
    kept = request.cookies.get(COOKIE, "")
    return kept if kept in CODES else _of_user(default)


def _of_user(default: str) -> str:
    locale = getattr(current_user, "locale", None)
    return locale if locale in CODES else default


def _keep_language(response: Response) -> Response:
    asked = g.get("language_asked")
    if asked:
        response.set_cookie(COOKIE, asked, max_age=YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


def _teach_forms(app: Flask, folder: Path) -> None:
    """Give Flask-WTF our catalogue: it looks on the request before it loads its own."""
    indonesian = Translations.load(str(folder), ["id"], domain="wtforms")

    @app.before_request
    def put_form_words() -> None:
        if not (request.endpoint or "").endswith("static") and language() == "id":
            request.wtforms_translations = indonesian  # type: ignore[attr-defined]


def init_app(app: Flask, settings: Settings) -> Path:
    """Wire Flask-Babel and the libraries' catalogues; the folder that holds the compiled ones.

    To be called before Flask-Security is, and ``Admin(translations_path=...)`` wants the folder too.
    """
    folder = compile_catalogues(settings.home)
    app.config["BABEL_TRANSLATION_DIRECTORIES"] = str(folder)
    app.config["BABEL_DEFAULT_LOCALE"] = settings.locale
    app.config["SECURITY_I18N_DIRNAME"] = ["builtin", str(folder)]
    Babel(
        app,
        default_timezone=TIMEZONE,
        locale_selector=lambda: _choose(settings.locale),
        timezone_selector=lambda: TIMEZONE,
    )
    _teach_forms(app, folder)
    app.after_request(_keep_language)
    app.jinja_env.globals.update(language=language, languages=lambda: LANGUAGES, language_url=language_url)
    return folder
