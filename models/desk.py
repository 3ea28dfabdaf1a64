"""The versions of the desk definition, of which the newest is in force, and the draft of the next."""

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


class DeskDraft(Audited, Model):
    """What the next version may become: at most one stands, the ended ones are kept.

    ``slot`` is 1 while it stands, so that a second one has no room. ``writers`` are the ids of everybody who wrote any
    of it, the latest last; ``based_on`` is the version it began from, ``repeats`` the older one it proposes again.
    """

    __tablename__ = "desk_draft"
    __table_args__ = (
        CheckConstraint("slot IS NULL OR slot = 1", name="one_stands"),
        CheckConstraint("(slot IS NULL) = (ended_at IS NOT NULL)", name="ended_or_stands"),
    )

    slot: Mapped[int | None] = audited(unique=True)
    text: Mapped[str] = audited(Text)
    based_on: Mapped[int] = audited()
    repeats: Mapped[int | None] = audited()
    writers: Mapped[str] = audited(String(400), default="")
    begun_at: Mapped[datetime] = audited(UtcDateTime)
    changed_at: Mapped[datetime] = audited(UtcDateTime)
    ended_at: Mapped[datetime | None] = audited(UtcDateTime)

    @property
    def wrote(self) -> frozenset[int]:
        """Everybody who wrote any of it."""
        return frozenset(map(int, filter(None, self.writers.split(","))))

    @property
    def audit_label(self) -> str:
        return f"v{self.based_on + 1}"

    def __str__(self) -> str:
        return self.audit_label
