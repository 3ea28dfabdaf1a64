"""How late or how near a deadline is, and how old a complaint: real time in words, never a percentage."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, Final, NamedTuple, Protocol

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from models import Outcome, Status, WaitsFor
from models.clock import WITA
from web.handoff_words import paused_words
from web.language import language
from web.words import MONTHS

MINUTE, HOUR, DAY, YEAR = 60, 3600, 86400, 31_557_600
YEARS_FROM: Final = 1000 * DAY
OUTCOMES: Final = {
    Outcome.CORRECTED: _l("Ended: corrected"),
    Outcome.NO_FAULT_FOUND: _l("Ended: no fault found"),
    Outcome.NOT_OUR_AUTHORITY: _l("Ended: not our authority"),
    Outcome.DUPLICATE: _l("Ended: duplicate"),
    Outcome.WITHDRAWN: _l("Ended: withdrawn"),
    Outcome.REJECTED: _l("Ended: rejected"),
}


class Due(NamedTuple):
    """A deadline as the ``sla`` macro draws it: kind and words."""

    kind: str
    words: str


class Timed(Protocol):
    """A ticket, or a row of one: its deadline, when that is near, its first response, and whom it waits for."""

    @property
    def status(self) -> Status: ...
    @property
    def outcome(self) -> Outcome | None: ...
    @property
    def due_at(self) -> datetime: ...
    @property
    def amber_at(self) -> datetime | None: ...
    @property
    def response_due_at(self) -> datetime | None: ...
    @property
    def responded_at(self) -> datetime | None: ...
    @property
    def paused_since(self) -> datetime | None: ...
    @property
    def waits_for(self) -> WaitsFor | None: ...


def due_of(ticket: Timed, now: datetime) -> Due:
    """Say how a closed ticket ended, or how an active one stands to its deadline."""
    code = language()
    return ended(code, ticket.outcome) if ticket.status == Status.CLOSED else standing(code, ticket, now)


def standing(code: str, ticket: Any, now: datetime) -> Due:
    """How an active ticket (``Timed``, or a row) stands to its deadline, in the language ``code``.

    Late, its first response late, near (amber, or due today), or safe; one that rests stands as it did then.
    """
    until = ticket.paused_since or now
    if ticket.due_at <= until:
        return Due("late", _late(code, *_measured(until - ticket.due_at)))
    if ticket.paused_since is not None and ticket.waits_for is not None:
        return Due("paused", paused_words(code, ticket.waits_for))
    if ticket.responded_at is None and ticket.response_due_at is not None and ticket.response_due_at <= now:
        return Due("late", late_response(now - ticket.response_due_at, code))
    local, today = ticket.due_at.astimezone(WITA), now.astimezone(WITA).date()
    is_amber = ticket.amber_at is not None and ticket.amber_at <= now
    kind = "near" if is_amber or local.date() == today else "safe"
    if local.date() <= today + timedelta(days=1):
        return Due(kind, _at(code, (local.date() - today).days, local.hour, local.minute))
    return Due(kind, short_date(code, local.date(), today))


def ended(code: str, outcome: Outcome | None) -> Due:
    """How a closed ticket ended, in the language ``code``."""
    return Due("done", outcome_words(code, outcome))


def age_of(code: str, received_at: datetime, until: datetime) -> str:
    """Say how long a complaint has been with the desk, or was until it was closed."""
    return long_span(code, *_measured(until - received_at))


def short_date(code: str, day: date, today: date) -> str:
    """Write a day as 25 Nov, with its year where that is another one."""
    year = "" if day.year == today.year else f" {day.year}"
    return f"{day.day} {MONTHS[code][day.month]}{year}"


def _measured(span: timedelta) -> tuple[int, int]:
    """The span in its largest fitting unit: the unit's seconds, and how many of it, at least one."""
    seconds = max(int(span.total_seconds()), 0)
    unit = MINUTE if seconds < HOUR else HOUR if seconds < DAY else DAY if seconds < YEARS_FROM else YEAR
    return unit, max(seconds // unit, 1)


@lru_cache(maxsize=4096)
def long_span(_language: str, unit: int, count: int) -> str:
    """Write a span of so many units (their seconds) in the language ``_language``: ``3 days``."""
    if unit == MINUTE:
        return str(ngettext("%(num)s min", "%(num)s min", count))
    if unit == HOUR:
        return str(ngettext("%(num)s hour", "%(num)s hours", count))
    if unit == DAY:
        return str(ngettext("%(num)s day", "%(num)s days", count))
    return str(ngettext("%(num)s year", "%(num)s years", count))


@lru_cache(maxsize=4096)
def _late(code: str, unit: int, count: int) -> str:
    return str(gettext("%(span)s overdue", span=long_span(code, unit, count)))


def late_response(span: timedelta, code: str = "") -> str:
    """Say by how much the first response is late, in the language ``code`` or that of this answer."""
    return _response_late(code or language(), *_measured(span))


@lru_cache(maxsize=4096)
def _response_late(code: str, unit: int, count: int) -> str:
    return str(gettext("First response %(span)s overdue", span=long_span(code, unit, count)))


@lru_cache(maxsize=4096)
def _at(code: str, days: int, hour: int, minute: int) -> str:
    time = f"{hour:02d}{'.' if code == 'id' else ':'}{minute:02d}"
    return str(gettext("Tomorrow %(time)s", time=time) if days else gettext("Today %(time)s", time=time))


@lru_cache(maxsize=64)
def outcome_words(_language: str, outcome: Outcome | None) -> str:
    """How a ticket ended, in words."""
    return str(OUTCOMES[outcome]) if outcome else ""
