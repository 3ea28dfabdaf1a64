"""Whose turn it was last, region by region; held while the next one is chosen."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Model


class Turn(Model):
    """The verifier of a region to whom a complaint was given last by turn; None before the first."""

    __tablename__ = "turn"

    region_code: Mapped[str] = mapped_column(String(4), primary_key=True)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
