"""Parts of a page that are drawn once are drawn once for each language and key."""

from flask import Flask
from flask_babel import Babel, force_locale
from jinja2.runtime import Macro

from web.kept import init_app, kept


def counting(app: Flask) -> tuple[Macro, list[str]]:
    drawn: list[str] = []
    app.jinja_env.globals["note"] = drawn.append
    source = "{% macro part(word) %}{% if note(word) %}{% endif %}<b>{{ word }}</b>{% endmacro %}"
    return app.jinja_env.from_string(source).module.part, drawn  # type: ignore[attr-defined]


def test_a_part_is_drawn_once_for_each_language_and_key() -> None:
    app = Flask(__name__)
    Babel(app, default_locale="id")
    init_app(app)
    part, drawn = counting(app)

    with app.test_request_context():
        first = [kept(part, ("home",), "a<"), kept(part, ("home",), "a<"), kept(part, ("audit",), "b")]
    with app.test_request_context(), force_locale("en"):
        kept(part, ("home",), "c")

    assert drawn == ["a<", "b", "c"]
    assert first == ["<b>a&lt;</b>", "<b>a&lt;</b>", "<b>b</b>"]
