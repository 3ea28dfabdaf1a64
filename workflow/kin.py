"""The complaints that people have tied to one: its original, its duplicates, what is none, the other of a swap."""

import enum
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Select, and_, case, literal, select, union_all

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from models import Status, Ticket, TicketLink, db

MOST: Final = 20


class Tie(enum.StrEnum):
    """What the other complaint is to this one."""

    ORIGINAL = "original"
    DUPLICATE = "duplicate"
    SWAP = "swap"
    NOT_DUPLICATE = "not_duplicate"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kin:
    """A complaint tied to another; of one that the actor does not see nothing is known but the tie."""

    tie: Tie
    ref: str = ""
    number: str = ""
    name: str = ""
    status: Status | None = None

    @property
    def is_seen(self) -> bool:
        return bool(self.number)

    @property
    def audit_object(self) -> str:
        """Its name in the trail."""
        return f"{Ticket.__tablename__}:{self.ref}"


def of(ticket: Ticket, *, actor: Actor) -> list[Kin]:
    """Everything tied to ``ticket``, in the order of ``Tie``, at most twenty of each; one statement.

    What the actor may not see never leaves the database. Raises Forbidden.
    """
    require(actor, Permission.TICKET_READ)
    rows = db.session.execute(query_of(ticket, actor)).all()
    return sorted(map(_kin, rows), key=lambda kin: (list(Tie).index(kin.tie), not kin.is_seen))


def merged_among(ties: Iterable[Kin]) -> list[Kin]:
    """Those that were closed as duplicates of it and that the actor sees: its page shows what hangs on them."""
    return [one for one in ties if one.tie == Tie.DUPLICATE and one.is_seen]


def query_of(ticket: Ticket, actor: Actor) -> Select[Any]:
    """The one question ``of`` asks."""
    stands = TicketLink.withdrawn.is_(False)
    ours = (TicketLink.ticket_id == ticket.id, Ticket.id == TicketLink.other_id)
    theirs = (TicketLink.other_id == ticket.id, Ticket.id == TicketLink.ticket_id)
    arms = [_arm(literal(Tie.DUPLICATE.value), actor).where(Ticket.duplicate_of_id == ticket.id)]
    for mine, join in (ours, theirs):
        arms.append(_arm(TicketLink.kind, actor).join(TicketLink, and_(join, mine, stands)))
    if ticket.duplicate_of_id is not None:
        arms.append(_arm(literal(Tie.ORIGINAL.value), actor).where(Ticket.id == ticket.duplicate_of_id))
    return select(union_all(*(select(arm.limit(MOST).subquery()) for arm in arms)).subquery("kin"))


def _arm(tie: Any, actor: Actor) -> Select[Any]:
    seen = tickets_visible_to(actor)
    shown = {"ref": Ticket.ref, "number": Ticket.number, "name": Ticket.subject_name, "status": Ticket.status}
    return select(tie.label("tie"), *(case((seen, column)).label(name) for name, column in shown.items())).order_by(
        Ticket.id.desc()
    )


def _kin(row: Row[Any]) -> Kin:
    return Kin(
        tie=Tie(row.tie),
        ref=row.ref or "",
        number=row.number or "",
        name=row.name or "",
        status=Status(row.status) if row.status else None,
    )
