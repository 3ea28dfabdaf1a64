"""Keeps the fixed parts of a page as they were drawn once: a page costs what is new on it."""

from typing import Any, Final

from flask import Flask, request
from markupsafe import Markup

from web.language import language

MOST: Final = 2000
_parts: dict[tuple[Any, ...], Markup] = {}


def kept(macro: Any, key: tuple[Any, ...], *arguments: Any) -> Markup:
    """Draw ``macro(*arguments)`` once per language, mount point and ``key``, which names all it depends on.

    Nothing personal may be drawn in it, for everyone with the same key is shown the same part.
    """
    place = (macro.name, language(), request.script_root, *key)
    part = _parts.get(place)
    if part is None:
        if len(_parts) >= MOST:
            _parts.clear()
        part = _parts[place] = macro(*arguments)
    return part


def init_app(app: Flask) -> None:
    """Teach Jinja ``kept``; what another application of this process drew is forgotten."""
    _parts.clear()
    app.jinja_env.globals["kept"] = kept
