"""What hangs on a ticket: corrections, attachments, notes, and the records it was matched with."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, relationship

from models.base import BIG_ID, Audited, Model, audited
from models.keyring import Sealed
from models.ticket import Ticket
from models.types import UtcDateTime
from models.user import User


class OfTicket:
    """A row sealed under its ticket's key and called by its ticket's number."""

    ticket: Mapped[Ticket]

    def seal_key(self) -> bytes | None:
        return self.ticket.seal_key()

    @property
    def audit_label(self) -> str:
        return self.ticket.number


class Attachment(OfTicket, Audited, Model):
    """A file given as evidence; its bytes lie sealed in the file store under ``blob``."""

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_ticket_id", "ticket_id"),)

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    kind: Mapped[str] = audited(String(16))
    size: Mapped[int] = audited()
    blob: Mapped[str] = audited(String(64), unique=True)
    added_at: Mapped[datetime] = audited(UtcDateTime)
    added_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    name_sealed: Mapped[str | None] = audited(Text)
    name = Sealed("name_sealed")
    ticket: Mapped[Ticket] = relationship()
    added_by: Mapped[User | None] = relationship()


class Correction(OfTicket, Audited, Model):
    """One field of one record: before, after, the source that was checked, and the evidence."""

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_ticket_id", "ticket_id"),)

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    field: Mapped[str] = audited(String(32))
    source: Mapped[str] = audited(String(80))
    evidence_id: Mapped[int | None] = audited(ForeignKey("attachment.id"))
    sent_to: Mapped[str] = audited(String(80), default="")
    added_at: Mapped[datetime] = audited(UtcDateTime)
    added_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None] = audited(UtcDateTime)
    withdrawn: Mapped[bool] = audited(default=False)
    before_sealed: Mapped[str | None] = audited(Text)
    after_sealed: Mapped[str | None] = audited(Text)
    before = Sealed("before_sealed")
    after = Sealed("after_sealed")
    ticket: Mapped[Ticket] = relationship()
    evidence: Mapped[Attachment | None] = relationship()
    added_by: Mapped[User | None] = relationship()


class Note(OfTicket, Audited, Model):
    """What a colleague wrote about a ticket: internal, or a message told to the reporter."""

    __tablename__ = "note"
    __table_args__ = (Index("ix_note_ticket_id", "ticket_id"),)

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    to_reporter: Mapped[bool] = audited(default=False)
    added_at: Mapped[datetime] = audited(UtcDateTime)
    added_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    text_sealed: Mapped[str | None] = audited(Text)
    text = Sealed("text_sealed")
    ticket: Mapped[Ticket] = relationship()
    added_by: Mapped[User | None] = relationship()


class Match(OfTicket, Audited, Model):
    """What a person decided about the records that were found: one of them is the complaint's, or none fits.

    ``record_id`` points to no row of a constraint, for a batch may be taken back while the decision stays; ``record``
    is its number as the trail writes it (the batch's ref and the row of the file). ``shown`` is every record that the
    person saw, a line each: number, tier, findings.
    """

    __tablename__ = "match"
    __table_args__ = (
        Index("ix_match_ticket_id", "ticket_id"),
        CheckConstraint("(record_id IS NULL) = (tier = '')", name="tier_of_a_record"),
        CheckConstraint("record_id IS NOT NULL OR reason <> ''", name="none_for_a_reason"),
    )

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    record_id: Mapped[int | None] = audited(BIG_ID)
    record: Mapped[str] = audited(String(60), default="")
    tier: Mapped[str] = audited(String(20), default="")
    reasons: Mapped[str] = audited(String(400), default="")
    shown: Mapped[str] = audited(Text, default="")
    reason: Mapped[str] = audited(String(500), default="")
    decided_at: Mapped[datetime] = audited(UtcDateTime)
    decided_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    withdrawn: Mapped[bool] = audited(default=False)
    ticket: Mapped[Ticket] = relationship()
    decided_by: Mapped[User | None] = relationship()
