"""Ready words of the desk: texts that are written often, and macros that do several things in one step."""

import enum

from sqlalchemy import CheckConstraint, String
from sqlalchemy.orm import Mapped

from models.base import BIG_ID, Audited, Model, audited
from models.types import by_value


class Purpose(enum.StrEnum):
    """What a ready text is for: where it is offered."""

    NOTE = "note"
    MESSAGE = "message"
    HAND_OFF = "hand_off"
    SEND_BACK = "send_back"
    DISMISS = "dismiss"


class CannedText(Audited, Model):
    """A text that is offered where one is written; its places in braces are filled from the ticket.

    ``workflow.wording`` knows the places. ``text_en`` is empty where nobody wrote one.
    """

    __tablename__ = "canned_text"
    __table_args__ = (
        CheckConstraint("purpose IN ('note','message','hand_off','send_back','dismiss')", name="purpose_known"),
    )

    code: Mapped[str] = audited(String(32), unique=True)
    title: Mapped[str] = audited(String(80))
    purpose: Mapped[Purpose] = audited(by_value(Purpose))
    text_id: Mapped[str] = audited(String(2000))
    text_en: Mapped[str] = audited(String(2000), default="")
    position: Mapped[int] = audited(default=0)
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.title


class Macro(Audited, Model):
    """Several changes of a ticket in one step: what of each is to be done; what is empty is left alone.

    ``note_code`` and ``message_code`` name ready texts. ``assignee_id`` points to no row of a constraint, for what a
    macro would do is asked anew each time. ``assign_by`` is a way of ``workflow.assignment``.
    """

    __tablename__ = "macro"
    __table_args__ = (
        CheckConstraint("priority IS NULL OR priority BETWEEN 0 AND 2", name="priority_range"),
        CheckConstraint("NOT (to_me AND assignee_id IS NOT NULL)", name="one_assignee"),
        CheckConstraint(
            "assign_by IS NULL OR (assign_by IN ('turn','load') AND NOT to_me AND assignee_id IS NULL)",
            name="assigned_once",
        ),
    )

    code: Mapped[str] = audited(String(32), unique=True)
    title: Mapped[str] = audited(String(80))
    takes: Mapped[bool] = audited(default=False)
    priority: Mapped[int | None] = audited()
    to_me: Mapped[bool] = audited(default=False)
    assignee_id: Mapped[int | None] = audited(BIG_ID)
    assign_by: Mapped[str | None] = audited(String(8))
    note_code: Mapped[str] = audited(String(32), default="")
    message_code: Mapped[str] = audited(String(32), default="")
    position: Mapped[int] = audited(default=0)
    retired: Mapped[bool] = audited(default=False)

    @property
    def audit_label(self) -> str:
        return self.code

    def __str__(self) -> str:
        return self.title
