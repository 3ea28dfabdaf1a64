"""Files that were imported, and what became of their rows."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped

from models.base import Audited, Model, audited
from models.types import UtcDateTime


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
