"""Says what was done, with the offer to take it back for ten seconds; the words and the button stand together."""

from dataclasses import dataclass
from typing import Final

from flask import Flask, flash, request, session

from models import clock
from workflow import undo

KEPT: Final = "undo"
CATEGORY: Final = "undo"


@dataclass(frozen=True, slots=True)
class Offer:
    """The events that the button takes back, the seconds left, and where to go afterwards."""

    first: int
    last: int
    seconds: int
    back: str

    @property
    def url(self) -> str:
        return f"{request.script_root}/admin/tickets/undo/take-back"


def tell(words: str, first: int, last: int, *, back: str = "") -> None:
    """Flash ``words``, with the offer to take back the events from ``first`` to ``last``.

    ``back`` is the number of the complaint whose page is shown afterwards, or how the list was narrowed.
    """
    flash(words, CATEGORY)
    offer = [first, last, int(clock.now().timestamp()) + undo.SECONDS, back]
    session[KEPT] = [*session.get(KEPT, []), offer]


def undo_offer() -> Offer | None:
    """The offer that belongs to the next such words on this page, once, while it holds."""
    offers = session.get(KEPT) or [[0, 0, 0, ""]]
    session[KEPT] = offers[1:]
    first, last, until, back = offers[0]
    seconds = until - int(clock.now().timestamp())
    return Offer(first, last, seconds, back) if seconds > 0 else None


def init_app(app: Flask) -> None:
    """Teach Jinja ``undo_offer``."""
    app.jinja_env.globals["undo_offer"] = undo_offer
