"""The audit trail's own tables: events, and the index of the objects they speak of."""

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BIG_ID, Model
from models.types import XACT_ID


class Event(Model):
    """One line of the trail: ``body`` is the canonical text that is hashed, the rest is derived from it."""

    __tablename__ = "event"
    __table_args__ = (
        Index("ix_event_action_id", "action", "id"),
        Index("ix_event_actor_id_id", "actor_id", "id"),
        Index("ix_event_at", "at"),
        Index("ix_event_role_id", "role", "id"),
        Index("ix_event_object_id", "object", "id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    at: Mapped[str] = mapped_column(String(27))
    actor_id: Mapped[int | None] = mapped_column(BIG_ID)
    actor: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    session: Mapped[str] = mapped_column(String(36))
    origin: Mapped[str] = mapped_column(String(80))
    action: Mapped[str] = mapped_column(String(40))
    object: Mapped[str] = mapped_column(String(80))
    reason: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    xid: Mapped[str | None] = mapped_column(XACT_ID)


class AuditObject(Model):
    """Which objects an event names; a trigger fills it from the event's own body."""

    __tablename__ = "audit_object"
    __table_args__ = (Index("ix_audit_object_object_event_id", "object", "event_id"),)

    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), primary_key=True)
    object: Mapped[str] = mapped_column(String(80), primary_key=True)
