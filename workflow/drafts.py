"""What is known of a complaint before it is filed, by whoever takes it in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A complaint as the counter, a workbook or a form gives it; ``workflow.tickets.file`` reads it.

    ``category`` and ``channel`` are codes of the reference data, ``nik_known`` the 15 digits of a NIK that a
    spreadsheet cut, ``region`` a four-digit code where it is known better than from the NIK. ``extra`` holds the extra
    fields of the desk definition by code.
    """

    category: str
    channel: str
    subject_name: str
    received_at: datetime | None = None
    region: str | None = None
    subject_nik: str | None = None
    nik_state: str | None = None
    nik_known: str | None = None
    subject_birth_date: date | None = None
    sex: str | None = None
    subject_phone: str | None = None
    reporter_name: str | None = None
    reporter_phone: str | None = None
    relation: str | None = None
    facility_text: str | None = None
    dose: str | None = None
    vaccinated_on: date | None = None
    vaccine_ticket: str | None = None
    story: str = ""
    address: str | None = None
    priority: int = 0
    import_fingerprint: str | None = None
    source_row: str | None = None
    handled_by: str | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
