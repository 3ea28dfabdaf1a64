"""Names the fields of events and writes their values as people read them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from models import Category, Cause, Channel, Facility, User, db
from web import outside_words
from web.batch_words import STANDINGS
from web.cause_words import PARTIES
from web.language import language
from web.match_words import FLAGS, TIERS
from web.words import role_name, show_date, show_moment, status_name

SEALED: Final = "_sealed"
LONGEST: Final = 300

FIELDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "number": _l("Number"),
        "status": _l("Status"),
        "outcome": _l("Outcome"),
        "category_id": _l("Category"),
        "cause_id": _l("Cause"),
        "channel_id": _l("Channel"),
        "facility_id": _l("Facility"),
        "facility_text": _l("Facility as told"),
        "region_code": _l("Region"),
        "priority": _l("Priority"),
        "received_at": _l("Received"),
        "due_at": _l("Deadline"),
        "filed_at": _l("Filed"),
        "filed_by_id": _l("Filed by"),
        "assignee_id": _l("Assignee"),
        "corrected_by_id": _l("Corrected by"),
        "corrected_at": _l("Corrected at"),
        "closed_at": _l("Closed at"),
        "told_how": _l("How the reporter was told"),
        "told_at": _l("When the reporter was told"),
        "duplicate_of_id": _l("Duplicate of"),
        "subject_name": _l("Name of the vaccinated person"),
        "sex": _l("Sex"),
        "reporter_name": _l("Name of the reporter"),
        "relation": _l("Relation"),
        "dose": _l("Dose"),
        "vaccinated_on": _l("Date of vaccination"),
        "vaccine_ticket": _l("Vaccine ticket"),
        "nik_state": _l("State of the NIK"),
        "handled_by": _l("Handled before by"),
        "source_row": _l("Row of the file"),
        "subject_nik": _l("NIK"),
        "subject_birth_date": _l("Birth date"),
        "subject_phone": _l("Phone of the vaccinated person"),
        "reporter_phone": _l("Phone of the reporter"),
        "address": _l("Address"),
        "story": _l("Story"),
        "ticket_id": _l("Complaint"),
        "other_id": _l("The other complaint"),
        "pair": _l("Pair"),
        "field": _l("Field"),
        "source": _l("Source"),
        "evidence_id": _l("Evidence"),
        "sent_to": _l("Sent to"),
        "added_at": _l("Added at"),
        "added_by_id": _l("Added by"),
        "confirmed_at": _l("Confirmed at"),
        "withdrawn": _l("Withdrawn"),
        "record_id": _l("Row of the registry"),
        "record": _l("Record"),
        "tier": _l("How sure"),
        "reasons": _l("What agrees and differs"),
        "shown": _l("What was shown"),
        "reason": _l("Reason"),
        "decided_at": _l("Decided at"),
        "decided_by_id": _l("Decided by"),
        "before": _l("Before"),
        "after": _l("After"),
        "kind": _l("Kind"),
        "size": _l("Size"),
        "blob": _l("File number"),
        "name": _l("Name"),
        "to_reporter": _l("For the reporter"),
        "text": _l("Text"),
        "email": _l("E-mail"),
        "role": _l("Role"),
        "region_codes": _l("Regions"),
        "active": _l("Active"),
        "locale": _l("Language"),
        "password": _l("Password"),
        "fs_uniquifier": _l("Sessions"),
        "link_digest": _l("One-time link"),
        "link_until": _l("One-time link until"),
        "code": _l("Code"),
        "name_id": _l("Name in Indonesian"),
        "name_en": _l("Name in English"),
        "days": _l("Working days"),
        "position": _l("Position"),
        "retired": _l("Retired"),
        "aliases": _l("Other names"),
        "mended_by": _l("Mended by"),
        "party": _l("Who can mend it"),
        "ask_id": _l("What to ask for, in Indonesian"),
        "ask_en": _l("What to ask for, in English"),
        "icon": _l("Icon"),
        "day": _l("Day"),
        "filename": _l("File"),
        "sha256": _l("Fingerprint"),
        "at": _l("Time"),
        "actor_id": _l("Actor"),
        "read": _l("Rows read"),
        "new": _l("New rows"),
        "same": _l("Rows filed before"),
        "refused": _l("Refused rows"),
        "doubtful": _l("Doubtful rows"),
        "stage": _l("Stage"),
        "columns": _l("Columns"),
        "only_ready": _l("Only rows without a remark"),
        "started_by_id": _l("Ordered by"),
        "attempts": _l("Attempts"),
        "fault": _l("Fault"),
        "batch_ref": _l("Batch"),
        "mends": _l("Mended cells"),
        "signature": _l("Signature of the header"),
        "headers": _l("Headers"),
        "absent": _l("Why it does not count"),
        "plan": _l("Digest of what is to be kept"),
        "kept": _l("Rows and keys kept"),
        "to_keep": _l("Rows and keys to keep"),
        "description": _l("What the file holds"),
        "came_from": _l("Came from"),
    }
)

FACTS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "found": _l("Found"),
        "format": _l("Format"),
        "count": _l("Count"),
        "refusal": _l("Refusal"),
        "endpoint": _l("Page"),
        "error": _l("Error number"),
        "permission": _l("Permission"),
        "event": _l("Event"),
        "actions": _l("Actions"),
        "actors": _l("Actors"),
        "object": _l("Object"),
        "since": _l("From"),
        "until": _l("To"),
        "by": _l("By"),
        "records": _l("Records found"),
        "registry": _l("Registry"),
        "sent": _l("What was sent"),
        "asked": _l("Event of the question"),
        "result": _l("Result"),
        "why": _l("Why not"),
        "people": _l("People"),
        "doses": _l("Doses"),
        "ms": _l("Milliseconds"),
        "pause": _l("Seconds to wait"),
        "suggested": _l("Suggested cause"),
        "evidence": _l("Evidence"),
        "read": _l("Rows read"),
        "ready": _l("Rows without a remark"),
        "new": _l("New rows"),
        "same": _l("Rows filed before"),
        "changed": _l("Changed"),
        "doubtful": _l("Doubtful rows"),
        "refused": _l("Refused rows"),
        "rows": _l("Rows"),
        "columns": _l("Columns"),
        "category": _l("Category"),
        "skipped": _l("Left alone"),
        **{flag.value: words for flag, words in FLAGS.items()},
    }
)

CODES: Final[Mapping[str, Mapping[Any, Any]]] = MappingProxyType(
    {
        "outcome": {
            "corrected": _l("corrected"),
            "no_fault_found": _l("no fault found"),
            "not_our_authority": _l("not our authority"),
            "duplicate": _l("duplicate"),
            "withdrawn": _l("withdrawn by the reporter"),
            "rejected": _l("rejected"),
        },
        "nik_state": {
            "missing": _l("no NIK"),
            "fits": _l("the structure fits"),
            "warned": _l("doubtful"),
            "refused": _l("the structure does not fit"),
            "incomplete": _l("incomplete"),
        },
        "field": {
            "nik": _l("NIK"),
            "name": _l("Name"),
            "birth_date": _l("Birth date"),
            "sex": _l("Sex"),
            "phone": _l("Phone"),
            "dose": _l("Dose"),
            "vaccinated_on": _l("Date of vaccination"),
            "vaccine": _l("Vaccine"),
            "facility": _l("Facility"),
            "vaccine_ticket": _l("Vaccine ticket"),
            "record": _l("The whole record"),
        },
        "party": PARTIES,
        "tier": TIERS,
        "absent": dict(STANDINGS),
        "priority": {0: _l("normal"), 1: _l("high"), 2: _l("urgent")},
        "sex": {"L": _l("male"), "P": _l("female")},
        **outside_words.CODES,
    }
)
PEOPLE: Final = (
    "filed_by_id", "assignee_id", "corrected_by_id", "added_by_id", "decided_by_id", "actor_id", "started_by_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """What the ids in events stand for."""

    people: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[str, Mapping[int, str]] = field(default_factory=dict)

    def of(self, column: str, row_id: Any) -> str | None:
        """The name behind an id in ``column``, None where the column holds no such id."""
        known = self.people if column in PEOPLE else self.rows.get(column)
        return None if known is None else known.get(row_id, str(row_id))


def names_now() -> Names:
    """The names as they are now, in the language of this answer; four statements, whatever is shown."""
    code = language()
    tables: Mapping[str, Any] = {"category_id": Category, "cause_id": Cause, "channel_id": Channel}
    rows: dict[str, Mapping[int, str]] = {}
    for column, table in tables.items():
        name = table.name_id if code == "id" else table.name_en
        rows[column] = dict(db.session.execute(select(table.id, name)).all())
    rows["facility_id"] = dict(db.session.execute(select(Facility.id, Facility.name)).all())
    people = dict(db.session.execute(select(User.id, User.name)).all())
    return Names(people, rows)


def field_name(column: str) -> str:
    """What a column is called; a sealed one as the value it holds."""
    return str(FIELDS.get(column.removesuffix(SEALED), column))


def fact_name(name: str) -> str:
    """What a fact of an event is called; one without a name of its own as a column would be."""
    return str(FACTS[name]) if name in FACTS else field_name(name)


def value_words(column: str, value: Any, names: Names) -> str:
    """A value of an event (masked before) as people read it; nothing is a dash."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return str(gettext("yes")) if value else gettext("no")
    named = names.of(column, value)
    if named is not None:
        return named
    if column in CODES:
        return str(CODES[column].get(value, value))
    return _special(column, str(value))


def _special(column: str, text: str) -> str:
    if column == "status":
        return status_name(text)
    if column == "role":
        return role_name(text)
    if column.endswith("_at") or column in ("at", "link_until"):
        return moment_words(text)
    if column in ("vaccinated_on", "day"):
        return show_date(date.fromisoformat(text))
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"


def moment_words(text: str) -> str:
    """A moment of an event in the desk's time."""
    return show_moment(datetime.fromisoformat(text))


def list_words(words: Sequence[str], *, most: int) -> str:
    """The first of ``words`` with commas, and how many more there are."""
    shown = ", ".join(word[:1].lower() + word[1:] if not word.isupper() else word for word in words[:most])
    if len(words) <= most:
        return shown
    return str(gettext("%(fields)s and %(count)d more", fields=shown, count=len(words) - most))
