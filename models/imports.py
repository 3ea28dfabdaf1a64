"""Files that were imported and what became of their rows; files on their way in; and the layouts of columns."""

import enum
from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, relationship

from models import keyring
from models.base import Audited, Model, audited, withheld
from models.keyring import Sealed
from models.types import UtcDateTime, by_value
from models.user import User


class Absence(enum.StrEnum):
    """Why the records of a batch do not count: not all are kept yet, or never will be, or they were taken back."""

    LOADING = "loading"
    GIVEN_UP = "given_up"
    TAKEN_BACK = "taken_back"


LOADING = text(f"absent = '{Absence.LOADING}'")


class ImportBatch(Audited, Model):
    """One file read into the desk, with its counts; ``absent`` until and unless its rows count.

    Of a registry, ``columns`` are those it was read by where a person gave them, ``kept`` counts the rows of records
    and keys kept so far, of ``to_keep``, and ``plan`` is the digest of what is to be kept: an import that stopped
    goes on only where all of it is still the same.
    """

    __tablename__ = "import_batch"
    __table_args__ = (
        Index("ix_import_batch_kind_id", "kind", "id"),
        Index("ix_import_batch_loading", "kind", unique=True, sqlite_where=LOADING, postgresql_where=LOADING),
        CheckConstraint("absent IN ('loading','given_up','taken_back')", name="absent_known"),
    )

    kind: Mapped[str] = audited(String(16))
    filename: Mapped[str] = audited(String(120))
    sha256: Mapped[str] = audited(String(64))
    at: Mapped[datetime] = audited(UtcDateTime)
    actor_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    read: Mapped[int] = audited(default=0)
    new: Mapped[int] = audited(default=0)
    same: Mapped[int] = audited(default=0)
    refused: Mapped[int] = audited(default=0)
    doubtful: Mapped[int] = audited(default=0)
    absent: Mapped[Absence | None] = audited(by_value(Absence))
    columns: Mapped[str | None] = audited(String(400))
    plan: Mapped[str | None] = audited(String(64))
    kept: Mapped[int | None] = audited(BigInteger)
    to_keep: Mapped[int | None] = audited(BigInteger)
    description: Mapped[str | None] = audited(String(500))
    came_from: Mapped[str | None] = audited(String(200))

    @property
    def audit_label(self) -> str:
        return f"import {self.ref[:8]}"


class Stage(enum.StrEnum):
    """How far a file on its way in has come."""

    COLUMNS = "columns"
    CHECKING = "checking"
    CHECKED = "checked"
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


class ImportDraft(Audited, Model):
    """A file that was uploaded and is on its way in; its bytes lie sealed on the disk under its ref.

    ``columns`` is JSON: by the signature of a header, the field of each column that has one. ``mends`` is JSON
    with personal values: cells typed anew, words given a category, rows to be left alone.
    """

    __tablename__ = "import_draft"
    __table_args__ = (Index("ix_import_draft_stage_id", "stage", "id"),)

    kind: Mapped[str] = audited(String(16))
    filename: Mapped[str] = audited(String(120))
    size: Mapped[int] = audited()
    sha256: Mapped[str] = audited(String(64))
    at: Mapped[datetime] = audited(UtcDateTime)
    actor_id: Mapped[int] = audited(ForeignKey("user.id"))
    stage: Mapped[Stage] = audited(by_value(Stage), default=Stage.COLUMNS)
    columns: Mapped[str] = audited(Text, default="")
    only_ready: Mapped[bool] = audited(default=False)
    started_by_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    attempts: Mapped[int] = audited(default=0)
    fault: Mapped[str] = audited(String(32), default="")
    batch_ref: Mapped[str | None] = audited(String(36))
    mends_sealed: Mapped[str | None] = withheld(Text)
    mends = Sealed("mends_sealed")
    actor: Mapped[User] = relationship(foreign_keys=[actor_id])
    started_by: Mapped[User | None] = relationship(foreign_keys=[started_by_id])

    def seal_key(self) -> bytes:
        return keyring.ring().master

    @property
    def audit_label(self) -> str:
        return f"import {self.ref[:8]}"


class ImportLayout(Audited, Model):
    """The columns of a kind of file as somebody confirmed them, found again by the header's signature."""

    __tablename__ = "import_layout"
    __table_args__ = (Index("ix_import_layout_kind_signature", "kind", "signature"),)

    kind: Mapped[str] = audited(String(16))
    name: Mapped[str] = audited(String(80))
    signature: Mapped[str] = audited(String(32))
    columns: Mapped[str] = audited(Text)
    headers: Mapped[str] = audited(Text)
    at: Mapped[datetime] = audited(UtcDateTime)
    actor_id: Mapped[int | None] = audited(ForeignKey("user.id"))
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return f"layout {self.ref[:8]}"
