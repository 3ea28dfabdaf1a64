"""Words to people that something about a ticket concerns them; no part of the case, and gone after a while."""

import enum
from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Row, delete, func, literal, select, tuple_, update

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, allowed, require, tickets_visible_to
from models import Event, Notice, Ticket, clock, db
from workflow.lanes import UNSEEN_CAP

KEPT_FOR: Final = timedelta(days=90)
PAGE: Final = 50
AT_ONCE: Final = 1000


class Kind(enum.StrEnum):
    """What a notice is about; a name in the table is never given another meaning."""

    MENTIONED = "mentioned"
    ASSIGNED = "assigned"
    SENT_BACK = "sent_back"
    REOPENED = "reopened"
    ANSWERED = "answered"
    ESCALATED = "escalated"


AFTER_MOVE: Final[Mapping[str, tuple[Kind, Callable[[Ticket], int | None]]]] = MappingProxyType(
    {
        "send_back": (Kind.SENT_BACK, lambda ticket: ticket.assignee_id),
        "answer": (Kind.ANSWERED, lambda ticket: ticket.assignee_id),
        "reopen": (Kind.REOPENED, lambda ticket: ticket.assignee_id),
    }
)


def tell(
    people: Iterable[int | None], kind: str, *, ticket: Ticket, event_id: int | None, by: Actor | None = None
) -> None:
    """Leave a notice for each of ``people`` (ids of users); ``by``, who did it, needs none. Within a unit of work.

    ``kind`` is one of ``Kind``; ``event_id`` the event it speaks of, whose actor the notice names. Whether somebody
    sees the ticket is asked when the notice is shown.
    """
    kind, doer = Kind(kind), by.id if by else None
    told = [person for person in dict.fromkeys(people) if person is not None and person != doer]
    now = clock.now()
    db.session.add_all(
        Notice(user_id=person, kind=kind.value, ticket_id=ticket.id, event_id=event_id, at=now) for person in told
    )
    db.session.flush()


def take_away(events: Mapping[int, int]) -> None:
    """Take away what was told of ``events``, each by the id of its ticket: they were taken back."""
    told = tuple_(Notice.ticket_id, Notice.event_id).in_(events.items())
    db.session.execute(delete(Notice).where(told), execution_options={"synchronize_session": False})


def after_move(ticket: Ticket, verb: str, *, actor: Actor) -> None:
    """Tell whom a move concerns; the move has been flushed."""
    if verb in AFTER_MOVE:
        kind, whom = AFTER_MOVE[verb]
        tell([whom(ticket)], kind, ticket=ticket, event_id=ticket.last_event_id, by=actor)


def unseen(actor: Actor) -> int:
    """How many notices wait for ``actor``, none counted past UNSEEN_CAP; one statement, none for who sees no ticket."""
    if not allowed(actor, Permission.TICKET_READ):
        return 0
    waiting = _of(actor, select(literal(1).label("one"))).where(Notice.seen_at.is_(None)).limit(UNSEEN_CAP).subquery()
    return db.session.scalar(select(func.count()).select_from(waiting)) or 0


def page(actor: Actor, *, before: int | None = None) -> list[Row[Any]]:
    """The newest notices about tickets that ``actor`` still sees, at most PAGE; ``before`` a notice reads on."""
    require(actor, Permission.TICKET_READ)
    columns = (Notice.id, Notice.kind, Notice.at, Notice.seen_at, Ticket.number, Ticket.subject_name, Event.actor)
    query = _of(actor, select(*columns)).outerjoin(Event, Event.id == Notice.event_id)
    query = query.where(Notice.id < before) if before else query
    return list(db.session.execute(query.order_by(Notice.id.desc()).limit(PAGE)))


def see(notice_id: int, *, actor: Actor) -> str:
    """Note that ``actor`` read a notice; the number of its ticket. Raises NotVisible for another's."""
    require(actor, Permission.TICKET_READ)
    number: str | None = db.session.scalar(_of(actor, select(Ticket.number)).where(Notice.id == notice_id))
    if number is None:
        raise NotVisible("")
    _mark(Notice.id == notice_id)
    return number


def see_all(*, actor: Actor) -> None:
    """Note that ``actor`` read all that was left for them."""
    require(actor, Permission.TICKET_READ)
    _mark(Notice.user_id == actor.id)


def see_of(ticket_id: int, *, actor: Actor) -> None:
    """Note that ``actor`` looked at the ticket that their notices speak of."""
    _mark(Notice.user_id == actor.id, Notice.ticket_id == ticket_id)


def forget_old() -> None:
    """Remove notices older than KEPT_FOR, the oldest first and not too many at once."""
    old = select(Notice.id).where(Notice.at < clock.now() - KEPT_FOR).order_by(Notice.at).limit(AT_ONCE)
    db.session.execute(delete(Notice).where(Notice.id.in_(old)), execution_options={"synchronize_session": False})


def _of(actor: Actor, query: Any) -> Any:
    """``query`` over the notices of ``actor`` whose ticket is in sight."""
    return (
        query.select_from(Notice)
        .join(Ticket, Ticket.id == Notice.ticket_id)
        .where(Notice.user_id == actor.id, tickets_visible_to(actor))
    )


def _mark(*which: Any) -> None:
    db.session.execute(
        update(Notice).where(*which, Notice.seen_at.is_(None)).values(seen_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
