"""Who of the desk is absent from when to when, and who does their work meanwhile."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, relationship

from models.base import Audited, Model, audited
from models.types import UtcDateTime
from models.user import User


class Away(Audited, Model):
    """One absence, the first and the last day included; it begins and ends by the calendar of the desk.

    ``withdrawn``: it was ended early or called off, and counts no more. ``remark``: what the substitute should know;
    why somebody is away is not asked.
    """

    __tablename__ = "absence"
    __table_args__ = (
        CheckConstraint("since <= until", name="in_order"),
        CheckConstraint("user_id <> substitute_id", name="of_two"),
        Index("ix_absence_substitute_id_until", "substitute_id", "until"),
        Index("ix_absence_user_id_until", "user_id", "until"),
        Index("ix_absence_until", "until"),
    )

    user_id: Mapped[int] = audited(ForeignKey("user.id"))
    substitute_id: Mapped[int] = audited(ForeignKey("user.id"))
    since: Mapped[date] = audited()
    until: Mapped[date] = audited()
    remark: Mapped[str] = audited(String(300), default="")
    entered_at: Mapped[datetime] = audited(UtcDateTime)
    withdrawn: Mapped[bool] = audited(default=False)
    user: Mapped[User] = relationship(foreign_keys="Away.user_id")
    substitute: Mapped[User] = relationship(foreign_keys="Away.substitute_id")

    @property
    def audit_label(self) -> str:
        return self.user.email
