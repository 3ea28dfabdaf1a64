"""The versions of the desk definition: each published one is kept, and the newest is in force."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, relationship

from models.base import Audited, Model, audited
from models.types import UtcDateTime
from models.user import User


class DeskVersion(Audited, Model):
    """A definition as it was published; it is never changed, a newer one replaces it.

    ``made_by`` wrote it and ``published_by`` put it in force, both empty where it came with the desk. ``replaces`` is
    the version in force before, ``repeats`` the older one whose text was published again.
    """

    __tablename__ = "desk_version"
    __table_args__ = (
        CheckConstraint("number >= 1", name="counted_from_one"),
        CheckConstraint("replaces IS NULL OR replaces = number - 1", name="replaces_the_one_before"),
        CheckConstraint("repeats IS NULL OR repeats < number", name="repeats_an_older"),
    )

    number: Mapped[int] = audited(unique=True)
    text: Mapped[str] = audited(Text)
    digest: Mapped[str] = audited(String(64))
    made_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    published_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    published_at: Mapped[datetime] = audited(UtcDateTime)
    note: Mapped[str] = audited(String(500), default="")
    replaces: Mapped[int | None] = audited()
    repeats: Mapped[int | None] = audited()
    made_by: Mapped[User | None] = relationship(foreign_keys="DeskVersion.made_by_id")
    published_by: Mapped[User | None] = relationship(foreign_keys="DeskVersion.published_by_id")

    @property
    def audit_label(self) -> str:
        return f"v{self.number}"

    def __str__(self) -> str:
        return f"v{self.number}"
