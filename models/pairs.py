"""What people decided of two tickets: that they are no duplicates, or that each has the other's record."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, relationship

from models.base import Audited, Model, audited
from models.keyring import Sealed
from models.ticket import Ticket
from models.types import UtcDateTime, by_value
from models.user import User


class LinkKind(enum.StrEnum):
    """What a link says of its two tickets; that one is a duplicate stands on the ticket itself."""

    NOT_DUPLICATE = "not_duplicate"
    SWAP = "swap"


class TicketLink(Audited, Model):
    """A decision about a pair of tickets; withdrawn, it stays in the trail and binds nobody.

    ``ticket_id`` is the older of two that are no duplicates, and of a swap the one whose NIK carries the record of
    the other's person. ``pair`` keeps a second decision of its kind out, while this one stands.
    """

    __tablename__ = "ticket_link"
    __table_args__ = (
        CheckConstraint("kind IN ('not_duplicate','swap')", name="kind_known"),
        CheckConstraint("ticket_id <> other_id", name="of_two"),
        CheckConstraint("withdrawn = (pair IS NULL)", name="pair_while_it_stands"),
        Index("ix_ticket_link_ticket_id", "ticket_id"),
        Index("ix_ticket_link_other_id", "other_id"),
    )

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    other_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    kind: Mapped[LinkKind] = audited(by_value(LinkKind))
    pair: Mapped[str | None] = audited(String(48), unique=True)
    reason: Mapped[str] = audited(String(500), default="")
    decided_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = audited(UtcDateTime)
    withdrawn: Mapped[bool] = audited(default=False)
    ticket: Mapped[Ticket] = relationship(foreign_keys="TicketLink.ticket_id")
    other: Mapped[Ticket] = relationship(foreign_keys="TicketLink.other_id")
    decided_by: Mapped[User | None] = relationship()

    @property
    def audit_label(self) -> str:
        return self.ticket.number


class MergedValue(Audited, Model):
    """One value that a complaint took over from another that was merged into it; withdrawn once that was undone.

    Sealed under the key of the complaint that took it over, whatever the field: what stood there, and what came.
    """

    __tablename__ = "merge"
    __table_args__ = (
        CheckConstraint("ticket_id <> from_id", name="of_two"),
        Index("ix_merge_ticket_id", "ticket_id"),
        Index("ix_merge_from_id", "from_id"),
    )

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    from_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    field: Mapped[str] = audited(String(32))
    merged_at: Mapped[datetime] = audited(UtcDateTime)
    merged_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    withdrawn: Mapped[bool] = audited(default=False)
    before_sealed: Mapped[str | None] = audited(Text)
    after_sealed: Mapped[str | None] = audited(Text)
    before = Sealed("before_sealed")
    after = Sealed("after_sealed")
    ticket: Mapped[Ticket] = relationship(foreign_keys="MergedValue.ticket_id")
    merged: Mapped[Ticket] = relationship(foreign_keys="MergedValue.from_id")

    def seal_key(self) -> bytes | None:
        return self.ticket.seal_key()

    @property
    def audit_label(self) -> str:
        return self.ticket.number
