"""Files that were imported and what became of their rows; files on their way in; and the layouts of columns."""

import enum
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, relationship

from models import keyring
from models.base import Audited, Model, audited, withheld
from models.keyring import Sealed
from models.types import UtcDateTime, by_value
from models.user import User


class ImportBatch(Audited, Model):
    """One file read into the desk, with its counts."""

    __tablename__ = "import_batch"
    __table_args__ = (Index("ix_import_batch_kind_id", "kind", "id"),)

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
