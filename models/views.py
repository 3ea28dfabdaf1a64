"""How people look at the list of complaints: views they saved, and the columns each of them chose."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import Audited, Model, audited
from models.types import UtcDateTime
from models.user import User


class SavedView(Audited, Model):
    """A list under a name: the query of its address, its columns, and with whom it is shared.

    ``shared_with`` is a role, or ``everyone``, or nothing for a view of one's own; ``shared_regions`` narrows that to
    the people of some regions. Retired ones are shown no longer.
    """

    __tablename__ = "saved_view"
    __table_args__ = (
        CheckConstraint(
            "shared_with IN ('everyone','operator','verifier','supervisor','auditor')", name="shared_with_known"
        ),
        CheckConstraint("name <> ''", name="named"),
        Index("ix_saved_view_owner_id", "owner_id", "retired", "position"),
        Index("ix_saved_view_shared_with", "shared_with", "retired", "position"),
    )

    owner_id: Mapped[int] = audited(ForeignKey("user.id"))
    name: Mapped[str] = audited(String(60))
    query: Mapped[str] = audited(String(600), default="")
    columns: Mapped[str] = audited(String(400), default="")
    shared_with: Mapped[str | None] = audited(String(20))
    shared_regions: Mapped[str] = audited(String(120), default="")
    position: Mapped[int] = audited(default=0)
    saved_at: Mapped[datetime] = audited(UtcDateTime)
    retired: Mapped[bool] = audited(default=False)
    owner: Mapped[User] = relationship()

    @property
    def audit_label(self) -> str:
        return f"view {self.ref[:8]}"


class ListChoice(Model):
    """The columns one person wants to see in the list; no case data, so no event."""

    __tablename__ = "list_choice"

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), primary_key=True, autoincrement=False)
    columns: Mapped[str] = mapped_column(String(400))
