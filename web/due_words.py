"""How late or how near a deadline is, and how old a complaint: real time in words, never a percentage."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, NamedTuple

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


class Rest(NamedTuple):
    """Since when a ticket's clock stands still, and for whom."""

    since: datetime
    party: WaitsFor


def rest_of(paused_since: datetime | None, waits_for: WaitsFor | None) -> Rest | None:
    return Rest(paused_since, waits_for) if paused_since and waits_for else None


def due_of(status: Status, outcome: Outcome | None, due_at: datetime, now: datetime, rest: Rest | None = None) -> Due:
    """Say how a closed ticket ended, or how an active one stands to its deadline."""
    code = language()
    return ended(code, outcome) if status == Status.CLOSED else standing(code, due_at, now, rest)


def standing(code: str, due_at: datetime, now: datetime, rest: Rest | None = None) -> Due:
    """How an active ticket stands to its deadline, in the language ``code``; one that rests stands as it did then."""
    if rest is not None:
        return Due("paused", paused_words(code, rest.party)) if due_at > rest.since else _overdue(code, due_at, rest)
    if due_at <= now:
        return Due("late", _late(code, *_measured(now - due_at)))
    local, today = due_at.astimezone(WITA), now.astimezone(WITA).date()
    if local.date() == today:
        return Due("near", _at(code, 0, local.hour, local.minute))
    if local.date() == today + timedelta(days=1):
        return Due("safe", _at(code, 1, local.hour, local.minute))
    return Due("safe", short_date(code, local.date(), today))


def _overdue(code: str, due_at: datetime, rest: Rest) -> Due:
    return Due("late", _late(code, *_measured(rest.since - due_at)))


def ended(code: str, outcome: Outcome | None) -> Due:
    """How a closed ticket ended, in the language ``code``."""
    return Due("done", outcome_words(code, outcome))


def age_of(code: str, received_at: datetime, until: datetime) -> str:
    """Say how long a complaint has been with the desk, or was until it was closed."""
    return _long(code, *_measured(until - received_at))


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
def _long(_language: str, unit: int, count: int) -> str:
    if unit == MINUTE:
        return str(ngettext("%(num)s min", "%(num)s min", count))
    if unit == HOUR:
        return str(ngettext("%(num)s hour", "%(num)s hours", count))
    if unit == DAY:
        return str(ngettext("%(num)s day", "%(num)s days", count))
    return str(ngettext("%(num)s year", "%(num)s years", count))


@lru_cache(maxsize=4096)
def _late(code: str, unit: int, count: int) -> str:
    return str(gettext("%(span)s overdue", span=_long(code, unit, count)))


@lru_cache(maxsize=4096)
def _at(code: str, days: int, hour: int, minute: int) -> str:
    time = f"{hour:02d}{'.' if code == 'id' else ':'}{minute:02d}"
    return str(gettext("Tomorrow %(time)s", time=time) if days else gettext("Today %(time)s", time=time))


@lru_cache(maxsize=64)
def outcome_words(_language: str, outcome: Outcome | None) -> str:
    """How a ticket ended, in words."""
    return str(OUTCOMES[outcome]) if outcome else ""
