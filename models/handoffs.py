"""Hand-offs: what somebody outside was asked about a ticket, and what they answered."""

import enum
from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, relationship

from models.base import Audited, Model, audited
from models.casework import OfTicket
from models.keyring import Sealed
from models.reference import Facility
from models.ticket import Ticket, WaitsFor, one_of
from models.types import UtcDateTime, by_value
from models.user import User

_IS_OPEN = text("answered_at IS NULL")
_OPEN: dict[str, Any] = {"sqlite_where": _IS_OPEN, "postgresql_where": _IS_OPEN}


class HandOffResult(enum.StrEnum):
    """What became of a hand-off; ``withdrawn`` is the desk's own doing."""

    MENDED = "mended"
    RIGHT_ALREADY = "right_already"
    NOT_THERE = "not_there"
    OTHER = "other"
    WITHDRAWN = "withdrawn"


class HandOff(OfTicket, Audited, Model):
    """The wait for one party outside: open until it is answered or withdrawn.

    ``facility_id`` is told for a facility alone, ``office`` for another office alone. ``reference`` is the number that
    they gave it; ``theirs_on`` the day of their answer where it names one.
    """

    __tablename__ = "hand_off"
    __table_args__ = (
        one_of("party", WaitsFor),
        one_of("result", HandOffResult),
        CheckConstraint("(party = 'facility') = (facility_id IS NOT NULL)", name="facility_of_facility"),
        CheckConstraint("(party = 'another_office') = (office <> '')", name="office_of_office"),
        CheckConstraint("(answered_at IS NULL) = (result IS NULL)", name="answered_with_result"),
        Index("ix_hand_off_ticket_id", "ticket_id"),
        Index("ix_hand_off_chase", "chase_on", "id", **_OPEN),
        Index("ix_hand_off_party", "party", "chase_on", "id", **_OPEN),
        Index("ix_hand_off_facility", "facility_id", "chase_on", "id", **_OPEN),
    )

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    party: Mapped[WaitsFor] = audited(by_value(WaitsFor))
    facility_id: Mapped[int | None] = audited(ForeignKey("facility.id"))
    office: Mapped[str] = audited(String(80), default="")
    reference: Mapped[str] = audited(String(80), default="")
    chase_on: Mapped[date] = audited()
    chased: Mapped[int] = audited(default=0)
    chased_at: Mapped[datetime | None] = audited(UtcDateTime)
    opened_at: Mapped[datetime] = audited(UtcDateTime)
    opened_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = audited(UtcDateTime)
    answered_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    result: Mapped[HandOffResult | None] = audited(by_value(HandOffResult))
    theirs_on: Mapped[date | None] = audited()
    asked_sealed: Mapped[str | None] = audited(Text)
    answer_sealed: Mapped[str | None] = audited(Text)
    asked = Sealed("asked_sealed")
    answer = Sealed("answer_sealed")
    ticket: Mapped[Ticket] = relationship()
    facility: Mapped[Facility | None] = relationship()
    opened_by: Mapped[User | None] = relationship(foreign_keys="HandOff.opened_by_id")
    answered_by: Mapped[User | None] = relationship(foreign_keys="HandOff.answered_by_id")

    @property
    def is_open(self) -> bool:
        return self.answered_at is None
