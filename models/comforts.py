"""What eases the day and is no part of a case: notices, text being typed, presence, settings.

Plain rows without an event: none of them says anything that the trail does not say already, or that is to be kept.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BIG_ID, Model
from models.types import UtcDateTime

UNSEEN = text("seen_at IS NULL")


class Notice(Model):
    """A word to one person that something about a ticket concerns them; ``event_id`` is the event it speaks of."""

    __tablename__ = "notice"
    __table_args__ = (
        Index("ix_notice_unseen", "user_id", "ticket_id", sqlite_where=UNSEEN, postgresql_where=UNSEEN),
        Index("ix_notice_user_id_id", "user_id", "id"),
        Index("ix_notice_at", "at"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kind: Mapped[str] = mapped_column(String(20))
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"))
    event_id: Mapped[int | None] = mapped_column(BIG_ID)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class TypingDraft(Model):
    """What somebody has typed into one form and not sent yet, sealed under the master key."""

    __tablename__ = "typing_draft"
    __table_args__ = (UniqueConstraint("user_id", "place"), Index("ix_typing_draft_saved_at", "saved_at"))

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    place: Mapped[str] = mapped_column(String(48))
    body_sealed: Mapped[str] = mapped_column(Text)
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Presence(Model):
    """Somebody who has a ticket open, or is changing it, as their browser said last."""

    __tablename__ = "presence"
    __table_args__ = (
        Index("ix_presence_ticket_id_seen_at", "ticket_id", "seen_at"),
        Index("ix_presence_seen_at", "seen_at"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True, autoincrement=False)
    doing: Mapped[str] = mapped_column(String(8))
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class UserSetting(Model):
    """How somebody wants their desk to be: one setting by its name; what is not set is as shipped."""

    __tablename__ = "user_setting"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(24), primary_key=True)
    value: Mapped[str] = mapped_column(String(40))
