"""What the worker clears away now and then: things that ease the day and are no part of a case."""

from collections.abc import Callable
from typing import Final

from web.saved import saved
from workflow import notices, presence, typing_drafts

FORGET: Final[tuple[Callable[[], None], ...]] = (notices.forget_old, presence.forget_old, typing_drafts.forget_old)


def tidy() -> None:
    """Forget what is old, each kind in a unit of work of its own."""
    for forget in FORGET:
        with saved():
            forget()
