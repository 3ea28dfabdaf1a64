"""Orders to seal what a definition masks, where it still stands plain."""

from datetime import datetime

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BIG_ID, Model
from models.types import UtcDateTime


class ResealOrder(Model):
    """One definition that masks a field anew. What is left to do are the rows that stand plain; see workflow.reseals.

    ``why`` names the definition, ``event_id`` is the event of its publishing. ``changed`` counts complaints.
    """

    __tablename__ = "reseal_order"

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    why: Mapped[str] = mapped_column(String(300))
    event_id: Mapped[int | None] = mapped_column(BigInteger)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
