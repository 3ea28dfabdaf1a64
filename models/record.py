"""Vaccination records of a registry: one row, one dose; whatever is personal is sealed, and found by keyed hashes."""

from datetime import date

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, LargeBinary, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from models.base import BIG_ID, Model

TOLD_BEFORE = text("first_id IS NOT NULL")


class RecordBatch(Model):
    """What a registry import holds besides its counts: the range of its records, and the key they are sealed under.

    Destroying the key takes every personal value of the batch away, and only that may happen to the row.
    """

    __tablename__ = "record_batch"
    __table_args__ = (CheckConstraint("last_record_id >= first_record_id - 1", name="range"),)

    batch_id: Mapped[int] = mapped_column(ForeignKey("import_batch.id"), primary_key=True, autoincrement=False)
    first_record_id: Mapped[int] = mapped_column(BIG_ID)
    last_record_id: Mapped[int] = mapped_column(BIG_ID)
    wrapped_key: Mapped[str | None] = mapped_column(String(200))


class Record(Model):
    """One dose of one person as a registry tells it; never changed: a later row ``replaces`` it.

    ``first_id`` is the record that told of the dose first: with it the records of one dose stay in a row whichever
    of their batches is taken back. ``source_row`` counts the data rows of the file from 1. ``sealed`` is a
    ``registry.sealed.Personal``.
    """

    __tablename__ = "record"
    __table_args__ = (
        Index(
            "ix_record_first_id_batch_id",
            "first_id",
            "batch_id",
            unique=True,
            sqlite_where=TOLD_BEFORE,
            postgresql_where=TOLD_BEFORE,
        ),
        Index("ix_record_batch_id_source_row", "batch_id", "source_row", unique=True),
        CheckConstraint("source_row > 0", name="source_row_from_one"),
    )

    id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
    batch_id: Mapped[int] = mapped_column(ForeignKey("record_batch.batch_id"))
    source_row: Mapped[int] = mapped_column()
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    first_id: Mapped[int | None] = mapped_column(ForeignKey("record.id"))
    dose: Mapped[str] = mapped_column(String(20))
    vaccinated_on: Mapped[date | None] = mapped_column()
    entered_on: Mapped[date | None] = mapped_column()
    facility: Mapped[str] = mapped_column(String(120))
    vaccine: Mapped[str] = mapped_column(String(40))
    lot: Mapped[str] = mapped_column(String(40))
    region_code: Mapped[str] = mapped_column(String(4))
    certificate: Mapped[str] = mapped_column(String(40))
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class RecordKey(Model):
    """A keyed hash by which a record is found; ``kind`` is a ``registry.keys.Kind``."""

    __tablename__ = "record_key"
    __table_args__ = {"sqlite_with_rowid": False}

    kind: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    hash: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    record_id: Mapped[int] = mapped_column(BIG_ID, primary_key=True, autoincrement=False)
