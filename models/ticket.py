"""The ticket: one complaint, and the constraints that tie its columns to its status."""

import enum
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG_ID, Audited, Model, audited, derived
from models.keyring import Sealed, open_key
from models.reference import Category, Cause, Channel, Facility
from models.types import UtcDateTime, by_value
from models.user import User

if TYPE_CHECKING:
    from models.extra import ExtraValue


class Status(enum.StrEnum):
    """Where a ticket stands; exactly these four."""

    OPEN = "open"
    VERIFYING = "verifying"
    CORRECTED = "corrected"
    CLOSED = "closed"


class Outcome(enum.StrEnum):
    """How a closed ticket ended."""

    CORRECTED = "corrected"
    NO_FAULT_FOUND = "no_fault_found"
    NOT_OUR_AUTHORITY = "not_our_authority"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"


class NikState(enum.StrEnum):
    """What the structure of the NIK says: never more than that it fits."""

    MISSING = "missing"
    FITS = "fits"
    WARNED = "warned"
    REFUSED = "refused"
    INCOMPLETE = "incomplete"


class WaitsFor(enum.StrEnum):
    """Somebody outside whom a hand-off asks, and the ticket waits for."""

    COMPLAINANT = "complainant"
    FACILITY = "facility"
    DUKCAPIL = "dukcapil"
    NATIONAL_HELPDESK = "national_helpdesk"
    ANOTHER_OFFICE = "another_office"


def one_of(column: str, kind: type[enum.StrEnum]) -> CheckConstraint:
    """The column holds a value of ``kind`` or nothing."""
    values = ",".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=f"{column}_known")


def _where(condition: str) -> dict[str, Any]:
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}


def _queue_index(name: str, *first: str, then: tuple[str, ...] = (), where: str = "") -> Index:
    """An index that serves one filter of the queue: the filter, the lanes, the order.

    ``paused_since`` says what rests; ``then`` is what else is asked of each row, so that the row is not read for it.
    """
    order = ("status", "region_code", "due_at", "id", "paused_since")
    return Index(name, *first, *order, *then, **(_where(where) if where else {}))


ACTIVE: Final = "status <> 'closed'"


class Ticket(Audited, Model):
    """One complaint, from the moment it is filed until it is closed.

    ``status`` is written by ``workflow.moves.move`` and by nothing else. While a hand-off is open, ``paused_since``
    says since when the clock stands still, ``waits_for`` for whom, ``chase_on`` the day they are to be chased.
    ``extra_changes`` counts the changes of its extra fields, so that two who change them are told of each other.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        one_of("status", Status),
        one_of("outcome", Outcome),
        one_of("nik_state", NikState),
        CheckConstraint("(status = 'closed') = (closed_at IS NOT NULL)", name="closed_at_iff_closed"),
        CheckConstraint("(status = 'closed') = (outcome IS NOT NULL)", name="outcome_iff_closed"),
        CheckConstraint("status = 'open' OR assignee_id IS NOT NULL OR status = 'closed'", name="worked_by_somebody"),
        CheckConstraint("status <> 'corrected' OR corrected_by_id IS NOT NULL", name="corrected_by_somebody"),
        CheckConstraint("outcome <> 'duplicate' OR duplicate_of_id IS NOT NULL", name="duplicate_names_original"),
        one_of("waits_for", WaitsFor),
        CheckConstraint("(paused_since IS NULL) = (waits_for IS NULL)", name="waits_while_paused"),
        CheckConstraint("(paused_since IS NULL) = (chase_on IS NULL)", name="chased_while_paused"),
        CheckConstraint("paused_since IS NULL OR status = 'verifying'", name="paused_while_verifying"),
        CheckConstraint("satisfaction BETWEEN 1 AND 4", name="satisfaction_range"),
        CheckConstraint("(satisfaction IS NULL) = (satisfaction_at IS NULL)", name="satisfaction_has_its_moment"),
        CheckConstraint("satisfaction IS NULL OR status = 'closed'", name="satisfaction_of_a_closed_one"),
        CheckConstraint("priority BETWEEN 0 AND 2", name="priority_range"),
        CheckConstraint("subject_name <> ''", name="subject_named"),
        _queue_index("ix_ticket_queue", then=("amber_at",)),
        _queue_index("ix_ticket_queue_response", then=("response_due_at",), where="responded_at IS NULL"),
        _queue_index("ix_ticket_queue_category", "category_id"),
        _queue_index("ix_ticket_queue_channel", "channel_id"),
        _queue_index("ix_ticket_queue_assignee", "assignee_id"),
        _queue_index("ix_ticket_queue_waiting", "waits_for", where="waits_for IS NOT NULL"),
        Index("ix_ticket_chase", "status", "region_code", "chase_on", **_where("chase_on IS NOT NULL")),
        Index("ix_ticket_active", "id", **_where(ACTIVE)),
        Index("ix_ticket_to_escalate", "due_at", **_where(f"{ACTIVE} AND escalated_at IS NULL")),
        _queue_index("ix_ticket_queue_priority", "priority"),
        _queue_index("ix_ticket_queue_outcome", "outcome"),
        Index("ix_ticket_queue_received", "status", "region_code", "received_at", "id"),
        Index("ix_ticket_nik_index", "nik_index"),
        Index("ix_ticket_phone_index", "phone_index"),
        Index("ix_ticket_reporter_phone_index", "reporter_phone_index"),
        Index("ix_ticket_person_key", "person_key"),
        Index("ix_ticket_duplicate_of_id", "duplicate_of_id"),
    )

    number: Mapped[str] = audited(String(16), unique=True)
    status: Mapped[Status] = audited(by_value(Status), default=Status.OPEN)
    outcome: Mapped[Outcome | None] = audited(by_value(Outcome))
    category_id: Mapped[int] = audited(ForeignKey("category.id"))
    cause_id: Mapped[int | None] = audited(ForeignKey("cause.id"))
    channel_id: Mapped[int] = audited(ForeignKey("channel.id"))
    facility_id: Mapped[int | None] = audited(ForeignKey("facility.id"))
    facility_text: Mapped[str] = audited(String(120), default="")
    region_code: Mapped[str] = audited(String(4))
    priority: Mapped[int] = audited(default=0)

    received_at: Mapped[datetime] = audited(UtcDateTime)
    due_at: Mapped[datetime] = audited(UtcDateTime)
    amber_at: Mapped[datetime | None] = audited(UtcDateTime)
    response_due_at: Mapped[datetime | None] = audited(UtcDateTime)
    responded_at: Mapped[datetime | None] = audited(UtcDateTime)
    escalated_at: Mapped[datetime | None] = audited(UtcDateTime)
    filed_at: Mapped[datetime] = audited(UtcDateTime)
    filed_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    assignee_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    corrected_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    corrected_at: Mapped[datetime | None] = audited(UtcDateTime)
    closed_at: Mapped[datetime | None] = audited(UtcDateTime)
    paused_since: Mapped[datetime | None] = audited(UtcDateTime)
    waits_for: Mapped[WaitsFor | None] = audited(by_value(WaitsFor))
    chase_on: Mapped[date | None] = audited()
    told_how: Mapped[str | None] = audited(String(32))
    told_at: Mapped[datetime | None] = audited(UtcDateTime)
    satisfaction: Mapped[int | None] = audited()
    satisfaction_at: Mapped[datetime | None] = audited(UtcDateTime)
    reopened_count: Mapped[int] = derived(default=0, server_default="0")
    duplicate_of_id: Mapped[int | None] = audited(ForeignKey("ticket.id"))

    subject_name: Mapped[str] = audited(String(100))
    sex: Mapped[str | None] = audited(String(1))
    reporter_name: Mapped[str] = audited(String(100), default="")
    relation: Mapped[str] = audited(String(40), default="")
    dose: Mapped[str] = audited(String(20), default="")
    vaccinated_on: Mapped[date | None] = audited()
    vaccine_ticket: Mapped[str] = audited(String(40), default="")
    nik_state: Mapped[NikState] = audited(by_value(NikState), default=NikState.MISSING)
    handled_by: Mapped[str] = audited(String(60), default="")

    subject_nik_sealed: Mapped[str | None] = audited(Text)
    subject_birth_date_sealed: Mapped[str | None] = audited(Text)
    subject_phone_sealed: Mapped[str | None] = audited(Text)
    reporter_phone_sealed: Mapped[str | None] = audited(Text)
    address_sealed: Mapped[str | None] = audited(Text)
    story_sealed: Mapped[str | None] = audited(Text)
    satisfaction_words_sealed: Mapped[str | None] = audited(Text)
    subject_nik = Sealed("subject_nik_sealed")
    subject_birth_date = Sealed("subject_birth_date_sealed")
    subject_phone = Sealed("subject_phone_sealed")
    reporter_phone = Sealed("reporter_phone_sealed")
    address = Sealed("address_sealed")
    story = Sealed("story_sealed")
    satisfaction_words = Sealed("satisfaction_words_sealed")

    wrapped_key: Mapped[str | None] = derived(String(200))
    nik_index: Mapped[str | None] = derived(String(64))
    phone_index: Mapped[str | None] = derived(String(64))
    reporter_phone_index: Mapped[str | None] = derived(String(64))
    person_key: Mapped[str | None] = derived(String(64))
    search_text: Mapped[str] = derived(Text, default="")
    import_fingerprint: Mapped[str | None] = derived(String(64), unique=True)
    source_row: Mapped[str] = audited(String(120), default="")
    extra_changes: Mapped[int | None] = audited()

    category: Mapped[Category] = relationship()
    cause: Mapped[Cause | None] = relationship()
    channel: Mapped[Channel] = relationship()
    facility: Mapped[Facility | None] = relationship()
    assignee: Mapped[User | None] = relationship(foreign_keys="Ticket.assignee_id")
    filed_by: Mapped[User | None] = relationship(foreign_keys="Ticket.filed_by_id")
    corrected_by: Mapped[User | None] = relationship(foreign_keys="Ticket.corrected_by_id")
    duplicate_of: Mapped["Ticket | None"] = relationship(remote_side="Ticket.id")
    near_keys: Mapped[list["TicketKey"]] = relationship(cascade="all, delete-orphan")
    extra_values: Mapped[list["ExtraValue"]] = relationship(viewonly=True, order_by="ExtraValue.id")

    def seal_key(self) -> bytes | None:
        """The key of this ticket, or None once it was destroyed."""
        if self.wrapped_key is None:
            return None
        opened: bytes | None = self.__dict__.get("_opened_key")
        if opened is None:
            opened = open_key(self.wrapped_key, self.ref)
            self.__dict__["_opened_key"] = opened
        return opened

    @property
    def audit_label(self) -> str:
        return self.number

    def __str__(self) -> str:
        return self.number


class TicketKey(Model):
    """A keyed hash of a ticket's NIK, by which nearly equal ones are found; see ``workflow.near_nik``."""

    __tablename__ = "ticket_key"
    __table_args__ = (Index("ix_ticket_key_ticket_id", "ticket_id"), {"sqlite_with_rowid": False})

    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True, autoincrement=False)


class TicketCounter(Model):
    """The last serial number given in a year."""

    __tablename__ = "ticket_counter"
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BIG_ID)
