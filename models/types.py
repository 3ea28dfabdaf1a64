"""Column types that behave alike on SQLite and PostgreSQL."""

import enum
import secrets
import uuid
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, Integer, TypeDecorator
from sqlalchemy.types import UserDefinedType

from models import clock


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment: timestamptz on PostgreSQL, naive UTC text on SQLite."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        moment = value.astimezone(UTC)
        return moment if dialect.name == "postgresql" else moment.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class TransactionId(UserDefinedType[str]):
    """PostgreSQL's xid8, which the trigger of the event table fills in."""

    cache_ok = True

    def get_col_spec(self, **_: Any) -> str:
        return "xid8"


XACT_ID = Integer().with_variant(TransactionId(), "postgresql")


def by_value(kind: type[enum.StrEnum]) -> Enum:
    """An enumeration stored as its value in a plain text column; its CHECK is named in the table."""
    return Enum(
        kind,
        values_callable=lambda members: [member.value for member in members],
        native_enum=False,
        create_constraint=False,
        length=20,
    )


def new_ref() -> str:
    """A UUID of version 7 (RFC 9562): ordered by time, known before the row is inserted."""
    millis = int(clock.now().timestamp() * 1000) & (1 << 48) - 1
    value = millis << 80 | 0x7 << 76 | secrets.randbits(12) << 64 | 0b10 << 62 | secrets.randbits(62)
    return str(uuid.UUID(int=value))
