"""Says a notice in a person's words: who did what that concerns the reader, and its icon."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from flask_babel import lazy_gettext as _l
from sqlalchemy import Row

from workflow.notices import Kind

ICONS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.MENTIONED: "at",
        Kind.ASSIGNED: "person-check",
        Kind.SENT_BACK: "arrow-return-left",
        Kind.REOPENED: "arrow-counterclockwise",
        Kind.ANSWERED: "reply",
        Kind.ESCALATED: "exclamation-triangle",
    }
)
BY_SOMEBODY: Final[Mapping[Kind, Any]] = MappingProxyType(
    {
        Kind.MENTIONED: _l("mentioned you in a note"),
        Kind.ASSIGNED: _l("assigned the complaint to you"),
        Kind.SENT_BACK: _l("sent back the complaint that you work on"),
        Kind.REOPENED: _l("reopened the complaint that you worked on"),
        Kind.ANSWERED: _l("wrote down the answer you were waiting for"),
        Kind.ESCALATED: _l("brought an overdue complaint before you"),
    }
)
BY_ITSELF: Final[Mapping[Kind, Any]] = MappingProxyType(
    {
        Kind.MENTIONED: _l("You were mentioned in a note"),
        Kind.ASSIGNED: _l("The complaint was assigned to you"),
        Kind.SENT_BACK: _l("The complaint that you work on was sent back"),
        Kind.REOPENED: _l("The complaint that you worked on was reopened"),
        Kind.ANSWERED: _l("The answer you were waiting for has come"),
        Kind.ESCALATED: _l("The complaint is overdue and was brought before you"),
    }
)


class ShownNotice(NamedTuple):
    """One notice as the page writes it down; ``who`` is empty where the desk itself did it."""

    id: int
    icon: str
    who: str
    words: str
    number: str
    name: str
    at: datetime
    is_new: bool


def shown_notice(row: Row[Any]) -> ShownNotice:
    """A row of ``workflow.notices.page`` in words."""
    kind = Kind(row.kind)
    words = (BY_SOMEBODY if row.actor else BY_ITSELF)[kind]
    return ShownNotice(
        id=row.id,
        icon=ICONS[kind],
        who=row.actor or "",
        words=str(words),
        number=row.number,
        name=row.subject_name,
        at=row.at,
        is_new=row.seen_at is None,
    )
