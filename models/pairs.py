"""What people decided of two tickets: that they are no duplicates, or that each has the other's record."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, relationship

from models.base import Audited, Model, audited
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
