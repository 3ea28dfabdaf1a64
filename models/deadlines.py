"""Orders to compute the deadlines of open tickets anew, and how far each has come."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BIG_ID, Model
from models.types import UtcDateTime


class RecomputeOrder(Model):
    """One change of the calendar or of a target, whose open tickets up to ``after_id`` have their new deadlines.

    ``why`` names the change, ``event_id`` is its event where it has one. ``done_at`` is set with the last ticket.
    """

    __tablename__ = "recompute_order"

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    why: Mapped[str] = mapped_column(String(300))
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    after_id: Mapped[int] = mapped_column(BigInteger, default=0)
    changed: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
