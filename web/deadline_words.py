"""The deadline of one complaint in its rail: how much of the time is used, what is left, and the first response."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from babel import Locale
from flask_babel import gettext

from models import HandOff, Status, Ticket
from models.clock import WITA
from web.due_words import Due, late_response, long_span, short_date
from web.language import language
from web.reference_names import Name
from web.words import show_near
from workflow import deadlines, targets

MINUTE, HOUR, DAY = 60, 3600, 86400
WEEKDAYS: Final[Mapping[str, Mapping[int, str]]] = {code: Locale(code).days["format"]["wide"] for code in ("id", "en")}
COLOURS: Final = {"near": "warn", "late": "bad"}


@dataclass(frozen=True, slots=True)
class Rail:
    """What the rail tells beside the deadline; ``left`` is empty once it passed, ``response`` where none is awaited."""

    used: int
    colour: str
    left: str
    response: Due | None
    response_note: str = ""
    target: Due | None = None


def target_of(
    ticket: Ticket, entered: datetime | None, rows: Iterable[HandOff], now: datetime, version: tuple[Any, ...]
) -> Due | None:
    """By when the step that began at ``entered`` should be done; ``rows`` are the ticket's hand-offs."""
    if entered is None or ticket.status == Status.CLOSED:
        return None
    pauses = [(row.opened_at, row.answered_at or now) for row in rows]
    due = targets.due(ticket.status, entered, deadlines.calendar(version), pauses)
    if due is None:
        return None
    day = due.astimezone(WITA)
    words = f"{WEEKDAYS[language()][day.weekday()]} {short_date(language(), day.date(), now.astimezone(WITA).date())}"
    if due <= now:
        return Due("late", str(gettext("Target of this step passed: %(day)s", day=words)))
    return Due("paused" if ticket.paused_since else "safe", str(gettext("Target of this step: %(day)s", day=words)))


def rail_of(
    ticket: Ticket,
    due: Due,
    category: Name,
    now: datetime,
    version: tuple[Any, ...],
    target: Due | None = None,
) -> Rail:
    """The rail of a ticket of ``category``; ``version`` is the calendar's, so that it costs no statement."""
    response, note = _response(ticket, now)
    return Rail(
        used=deadlines.used_of(ticket, category.days, now, deadlines.calendar(version)),
        colour=COLOURS.get(due.kind, ""),
        left="" if ticket.paused_since else _left(int((ticket.due_at - now).total_seconds())),
        response=response,
        response_note=note,
        target=target,
    )


def _left(seconds: int) -> str:
    """The real time that is left, in its two largest units: ``5 hours 19 min left``."""
    if seconds < MINUTE:
        return ""
    code = language()
    large, small = (DAY, HOUR) if seconds >= DAY else (HOUR, MINUTE)
    parts = [(large, seconds // large), (small, seconds % large // small)]
    span = " ".join(long_span(code, unit, count) for unit, count in parts if count)
    return str(gettext("%(span)s left", span=span))


def _response(ticket: Ticket, now: datetime) -> tuple[Due | None, str]:
    due_at, given = ticket.response_due_at, ticket.responded_at
    if given is not None:
        is_late = due_at is not None and given > due_at
        return Due("done", show_near(given)), str(gettext("after its deadline")) if is_late else ""
    if due_at is None or ticket.status == Status.CLOSED:
        return None, ""
    if due_at <= now:
        return Due("late", late_response(now - due_at)), ""
    is_today = due_at.astimezone(WITA).date() == now.astimezone(WITA).date()
    return Due("near" if is_today else "safe", show_near(due_at)), ""
