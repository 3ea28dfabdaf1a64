"""Words and figures as people read them: statuses, roles, times, numbers."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final

from babel import Locale
from flask import Flask
from flask_babel import format_decimal, gettext
from flask_babel import lazy_gettext as _l

from audit.masked import mask_numbers
from models.clock import WITA, now
from privacy.masks import mask_nik, mask_phone
from web.language import language

STATUSES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "open": _l("Open"),
        "verifying": _l("Verifying"),
        "corrected": _l("Corrected"),
        "closed": _l("Closed"),
        "rejected": _l("Rejected"),
    }
)
ROLES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "operator": _l("Desk officer"),
        "verifier": _l("Verifier"),
        "supervisor": _l("Supervisor"),
        "auditor": _l("Auditor"),
        "admin": _l("Administrator"),
        "system": _l("The desk itself"),
    }
)
MONTHS: Final[Mapping[str, Mapping[int, str]]] = MappingProxyType(
    {code: Locale(code).months["format"]["abbreviated"] for code in ("id", "en")}
)


def status_name(status: str) -> str:
    """Name a status, or say the code itself where it has no name yet."""
    return str(STATUSES.get(status, status))


def role_name(role: str) -> str:
    return str(ROLES.get(role, role))


def show_clock(moment: datetime) -> str:
    """Write the hour of a moment in the desk's time: 09.41."""
    return _clock(moment.astimezone(WITA))


def _clock(moment: datetime) -> str:
    return f"{moment:%H.%M}" if language() == "id" else f"{moment:%H:%M}"


def show_date(day: date | None) -> str:
    """Write a day: 23 Nov 2026. A moment is taken at the desk's own time; nothing is a dash."""
    if day is None:
        return "–"
    local = day.astimezone(WITA) if isinstance(day, datetime) else day
    return f"{local.day} {MONTHS[language()][local.month]} {local.year}"


def show_moment(moment: datetime | None) -> str:
    """Write a moment in the desk's time: 23 Nov 2026 09.41."""
    if moment is None:
        return "–"
    return f"{show_date(moment)} {_clock(moment.astimezone(WITA))}"


def show_time(moment: datetime) -> str:
    """Write a moment of today in the desk's time, to the second: 09.41.07 WITA."""
    local = moment.astimezone(WITA)
    return f"{local:%H.%M.%S} WITA" if language() == "id" else f"{local:%H:%M:%S} WITA"


def show_near(moment: datetime | None) -> str:
    """Write a moment near today in words (Hari ini 15.00), a far one as a date."""
    if moment is None:
        return "–"
    local, today = moment.astimezone(WITA), now().astimezone(WITA).date()
    time = _clock(local)
    near = {
        today: gettext("Today %(time)s", time=time),
        today - timedelta(days=1): gettext("Yesterday %(time)s", time=time),
        today + timedelta(days=1): gettext("Tomorrow %(time)s", time=time),
    }
    year = "" if local.year == today.year else f" {local.year}"
    return str(near.get(local.date(), f"{local.day} {MONTHS[language()][local.month]}{year} {time}"))


def show_number(number: float | None) -> str:
    """Write a number with the marks of the language: 1.284 in Indonesian."""
    return "–" if number is None else str(format_decimal(number))


def show_size(size: int) -> str:
    """Write a file's size in bytes as people say it: 842 KB, 1,3 MB in Indonesian."""
    if size < 1_000_000:
        return f"{show_number(max(round(size / 1000), 1))} KB"
    return f"{show_number(round(size / 1_000_000, 1))} MB"


def initials(name: str | None) -> str:
    """Take the first letters of the first and the last word of a name."""
    words = [word for word in (name or "").replace(".", " ").split() if word[0].isalpha()]
    if not words:
        return "–"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def init_app(app: Flask) -> None:
    """Teach Jinja the filters and names."""
    app.jinja_env.filters.update(
        waktu=show_moment,
        tanggal=show_date,
        relatif=show_near,
        angka=show_number,
        ukuran=show_size,
        initials=initials,
        mask_nik=mask_nik,
        mask_phone=mask_phone,
        mask_numbers=mask_numbers,
    )
    app.jinja_env.globals.update(status_name=status_name, role_name=role_name, time_now=now)
