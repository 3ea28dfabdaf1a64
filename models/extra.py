"""The extra fields of a ticket: their values, and where a ticket stands in the lists that are narrowed by them."""

from datetime import datetime
from typing import Any, Final

from sqlalchemy import (
    Connection,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    delete,
    event,
    insert,
    inspect,
    literal,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Mapper, mapped_column, relationship

from models.base import Audited, Model, audited
from models.casework import OfTicket
from models.keyring import Sealed
from models.ticket import Status, Ticket
from models.types import UtcDateTime, by_value

LONGEST_KEPT: Final = 40
FOLLOWED: Final = ("status", "region_code", "due_at")
PLAIN: Final = text("value IS NOT NULL")


class ExtraValue(OfTicket, Audited, Model):
    """What one extra field of a complaint holds, in one spelling a kind; a masked field's value is sealed.

    The row stays when its field leaves the desk definition, and is shown again when the field comes back.
    """

    __tablename__ = "extra_value"
    __table_args__ = (
        UniqueConstraint("ticket_id", "code"),
        Index("ix_extra_value_plain", "code", "ticket_id", sqlite_where=PLAIN, postgresql_where=PLAIN),
    )
    audit_part = "code"

    ticket_id: Mapped[int] = audited(ForeignKey("ticket.id"))
    code: Mapped[str] = audited(String(30))
    value: Mapped[str | None] = audited(String(300))
    secret_sealed: Mapped[str | None] = audited(Text)
    secret = Sealed("secret_sealed")
    ticket: Mapped[Ticket] = relationship()

    @property
    def text(self) -> str:
        """The value, wherever it lies; empty where there is none, or its key was destroyed."""
        return self.value or self.secret or ""


class ExtraPlace(Model):
    """One value and where its ticket stands, so that an index gives a filtered list in order; follows both.

    ``key`` is code and value in one, ``needs_for=umrah``. A sealed value and a long text have no place.
    """

    __tablename__ = "extra_place"
    __table_args__ = (
        Index("ix_extra_place_queue", "status", "region_code", "key", "due_at", "ticket_id"),
        {"sqlite_with_rowid": False},
    )

    ticket_id: Mapped[int] = mapped_column(ForeignKey("ticket.id"), primary_key=True, autoincrement=False)
    code: Mapped[str] = mapped_column(String(30), primary_key=True)
    key: Mapped[str] = mapped_column(String(80))
    status: Mapped[Status] = mapped_column(by_value(Status))
    region_code: Mapped[str] = mapped_column(String(4))
    due_at: Mapped[datetime] = mapped_column(UtcDateTime)


PLACES: Final[Any] = ExtraPlace.__table__
TICKETS: Final[Any] = Ticket.__table__


def key_of(code: str, value: str) -> str:
    """The key under which the tickets with this value are listed."""
    return f"{code}={value}"


@event.listens_for(ExtraValue, "after_insert")
@event.listens_for(ExtraValue, "after_update")
def _put_in_place(_mapper: Mapper[Any], connection: Connection, row: ExtraValue) -> None:
    here = (PLACES.c.ticket_id == row.ticket_id, PLACES.c.code == row.code)
    connection.execute(delete(PLACES).where(*here))
    if row.value and len(row.value) <= LONGEST_KEPT:
        told = (literal(row.code), literal(key_of(row.code, row.value)))
        stands = select(TICKETS.c.id, *told, *(TICKETS.c[name] for name in FOLLOWED))
        names = ["ticket_id", "code", "key", *FOLLOWED]
        connection.execute(insert(PLACES).from_select(names, stands.where(TICKETS.c.id == row.ticket_id)))


@event.listens_for(Ticket, "after_update")
def _follow(_mapper: Mapper[Any], connection: Connection, ticket: Ticket) -> None:
    attributes = inspect(ticket).attrs
    if any(attributes[name].history.has_changes() for name in FOLLOWED):
        moved = {name: getattr(ticket, name) for name in FOLLOWED}
        connection.execute(update(PLACES).where(PLACES.c.ticket_id == ticket.id).values(**moved))
