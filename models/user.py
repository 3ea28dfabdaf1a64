"""The people who work at the desk, and their sessions."""

import enum
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from models.base import BIG_ID, Audited, Model, audited, withheld
from models.types import UtcDateTime, by_value


class Role(enum.StrEnum):
    """What somebody is at the desk; ``system`` is the desk itself (imports, schedules, commands).

    ``stranger`` is whoever has not signed in: named in refusals and failed sign-ins, allowed nothing.
    """

    OPERATOR = "operator"
    VERIFIER = "verifier"
    SUPERVISOR = "supervisor"
    AUDITOR = "auditor"
    ADMIN = "admin"
    SYSTEM = "system"
    STRANGER = "stranger"


class User(Audited, Model):
    """Somebody who signs in; one role, and the regions whose tickets they see."""

    __tablename__ = "user"
    __table_args__ = (
        CheckConstraint("role IN ('operator','verifier','supervisor','auditor','admin')", name="role_known"),
        CheckConstraint("email = lower(email)", name="email_lower"),
    )

    email: Mapped[str] = audited(String(254), unique=True)
    name: Mapped[str] = audited(String(120))
    role: Mapped[Role] = audited(by_value(Role))
    region_codes: Mapped[str] = audited(String(120), default="")
    active: Mapped[bool] = audited(default=True)
    locale: Mapped[str] = audited(String(2), default="id")
    password: Mapped[str | None] = withheld(String(255))
    fs_uniquifier: Mapped[str] = withheld(String(64), unique=True)
    link_digest: Mapped[str | None] = withheld(String(64), unique=True)
    link_until: Mapped[datetime | None] = withheld(UtcDateTime)

    @property
    def regions(self) -> frozenset[str]:
        return frozenset(code for code in self.region_codes.split(",") if code)

    @property
    def roles(self) -> list[str]:
        """What Flask-Security hands to Flask-Principal: nothing, ``access/policy.py`` alone decides."""
        return []

    @property
    def audit_label(self) -> str:
        return self.email

    def __str__(self) -> str:
        return self.name

    # Flask-Login asks these four.
    @property
    def is_active(self) -> bool:
        return self.active

    @property
    def is_authenticated(self) -> bool:
        return True

    @property
    def is_anonymous(self) -> bool:
        return False

    def get_id(self) -> str:
        return self.fs_uniquifier


class UserSession(Model):
    """One sign-in; the cookie carries a token whose digest is here, and signing out ends the row."""

    __tablename__ = "user_session"
    __table_args__ = (Index("ix_user_session_user_id", "user_id"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    ref: Mapped[str] = mapped_column(String(36), unique=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    origin: Mapped[str] = mapped_column(String(80))
    started_at: Mapped[datetime] = mapped_column(UtcDateTime)
    until: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    user: Mapped[User] = relationship(lazy="joined")


class SignInAttempt(Model):
    """Failed sign-ins by address and by account, for slowing down whoever guesses."""

    __tablename__ = "signin_attempt"
    __table_args__ = (Index("ix_signin_attempt_key_at", "key", "at"),)

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
