"""What the desk's quality is read from: a short row for each month and region, counted as tickets are closed."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model


class QualityMonth(Model):
    """The closings of one month (WITA) in one region, those that were reopened in time, and the answers given.

    Every figure counts from the month of the closing it belongs to. ``workflow.quality`` alone writes it;
    ``workflow.quality_recount`` counts the same from the trail.
    """

    __tablename__ = "quality_month"

    month: Mapped[str] = mapped_column(String(7), primary_key=True)
    region_code: Mapped[str] = mapped_column(String(4), primary_key=True)
    closed: Mapped[int] = mapped_column(default=0, server_default="0")
    reopened: Mapped[int] = mapped_column(default=0, server_default="0")
    rated_1: Mapped[int] = mapped_column(default=0, server_default="0")
    rated_2: Mapped[int] = mapped_column(default=0, server_default="0")
    rated_3: Mapped[int] = mapped_column(default=0, server_default="0")
    rated_4: Mapped[int] = mapped_column(default=0, server_default="0")
