"""The one clock of the desk: UTC, and a test can set it."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

WITA = ZoneInfo("Asia/Makassar")


def _system_clock() -> datetime:
    return datetime.now(UTC)


_clock: Callable[[], datetime] = _system_clock


def now() -> datetime:
    """The present moment, aware, in UTC."""
    return _clock()


def today() -> date:
    """The calendar day at the desk (Asia/Makassar)."""
    return now().astimezone(WITA).date()


def set_clock(clock: Callable[[], datetime] | None) -> None:
    """Let ``clock`` tell the time from here on; None goes back to the system's."""
    global _clock  # noqa: PLW0603 - there is one clock, and this is its one setter
    _clock = clock or _system_clock
