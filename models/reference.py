"""Reference data that an administrator edits: categories, causes, channels, facilities, regions, holidays."""

import enum
from datetime import date

from sqlalchemy import CheckConstraint, Index, String
from sqlalchemy.orm import Mapped

from models.base import Audited, Model, audited


class Party(enum.StrEnum):
    """Who can mend a record: where the desk sends what it found."""

    FACILITY = "facility"
    DUKCAPIL = "dukcapil"
    NATIONAL_HELPDESK = "national_helpdesk"
    THIS_OFFICE = "this_office"


class Category(Audited, Model):
    """What a complaint is about, and in how many working days it should be done."""

    __tablename__ = "category"
    code: Mapped[str] = audited(String(32), unique=True)
    name_id: Mapped[str] = audited(String(80))
    name_en: Mapped[str] = audited(String(80))
    days: Mapped[int] = audited(default=5)
    position: Mapped[int] = audited(default=0)
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.name_id


class Cause(Audited, Model):
    """Why the record was wrong, as the verifier found it, and what follows: who can mend it, what to ask them for.

    ``party`` is a ``Party``; it and what is asked are empty where an administrator has not said it yet.
    """

    __tablename__ = "cause"
    code: Mapped[str] = audited(String(32), unique=True)
    name_id: Mapped[str] = audited(String(80))
    name_en: Mapped[str] = audited(String(80))
    mended_by: Mapped[str] = audited(String(120), default="")
    party: Mapped[str | None] = audited(String(20))
    ask_id: Mapped[str | None] = audited(String(400))
    ask_en: Mapped[str | None] = audited(String(400))
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.name_id


class Channel(Audited, Model):
    """How a complaint reached the desk."""

    __tablename__ = "channel"
    code: Mapped[str] = audited(String(32), unique=True)
    name_id: Mapped[str] = audited(String(80))
    name_en: Mapped[str] = audited(String(80))
    icon: Mapped[str] = audited(String(40), default="inbox")
    position: Mapped[int] = audited(default=0)
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.name_id


class Region(Audited, Model):
    """A regency or city by its four-digit code; 65 is the province, for what is not yet placed.

    ``assign``: new complaints go to its verifiers by ``turn`` or by ``load``; empty where a person assigns them.
    """

    __tablename__ = "region"
    __table_args__ = (CheckConstraint("assign IN ('turn','load')", name="assign_known"),)
    code: Mapped[str] = audited(String(4), unique=True)
    name: Mapped[str] = audited(String(80))
    assign: Mapped[str | None] = audited(String(8))
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.name


class Facility(Audited, Model):
    """A place where people were vaccinated."""

    __tablename__ = "facility"
    __table_args__ = (Index("ix_facility_region_code", "region_code"),)
    code: Mapped[str] = audited(String(32), unique=True)
    name: Mapped[str] = audited(String(120))
    aliases: Mapped[str] = audited(String(500), default="")
    region_code: Mapped[str] = audited(String(4))
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.name


class Holiday(Audited, Model):
    """A day on which the desk does not work, public holidays and collective leave alike."""

    __tablename__ = "holiday"
    day: Mapped[date] = audited(unique=True)
    name: Mapped[str] = audited(String(120))
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.day.isoformat()

    def __str__(self) -> str:
        return self.name
