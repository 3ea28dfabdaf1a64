"""What the worker does beside all else: escalate what is overdue, compute anew what changed, seal what is masked."""

import logging
from collections.abc import Callable
from typing import Final

from access.actors import system_actor
from models import db
from web.saved import saved
from workflow import escalation, recomputes, reseals

log = logging.getLogger(__name__)
DESK: Final = system_actor("Loket", origin="schedule")


def look(is_ending: Callable[[], bool] = lambda: False) -> None:
    """Do all that is due now, in short units of work, until nothing is left or the desk ends.

    What breaks is logged, and tried again at the next look.
    """
    try:
        while not is_ending() and _some_of_it():
            db.session.remove()  # a long order holds no more than a part of it in memory
    except Exception:
        log.exception("a look at the deadlines broke off")
    finally:
        db.session.remove()


def _some_of_it() -> bool:
    """A few escalations and a part of an order; whether more is left. Escalations do not wait for a long order."""
    with saved():
        more = escalation.escalate(actor=DESK) == escalation.AT_ONCE
    orders = recomputes.left_to_do()
    if orders:
        with saved():
            more |= recomputes.work(orders[0], actor=DESK) or len(orders) > 1
    reseal = reseals.left_to_do()
    if reseal:
        with saved():
            more |= reseals.work(reseal[0], actor=DESK)
    return more
