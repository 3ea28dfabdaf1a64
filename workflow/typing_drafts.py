"""What somebody has typed into a form and not sent: kept sealed for a while, one for each person and form.

No event: a draft is nobody's decision and changes nothing; it is shown to its writer alone, and goes when the form is
done, when it is thrown away, or after a week.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import TypingDraft, clock, db
from models.keyring import ring
from models.upsert import write_over
from privacy.seal import Unreadable, seal, unseal
from workflow import tickets
from workflow.refusals import BadValue

INTAKE: Final = "intake"
PLACE: Final = re.compile(r"([a-z_]{2,24}):([A-Za-z0-9-]{8,20})", re.ASCII)
LONGEST: Final = 20_000
KEPT_FOR: Final = timedelta(days=7)
AT_ONCE: Final = 1000


@dataclass(frozen=True, slots=True)
class Typed:
    """A draft as it is offered to its writer."""

    text: str
    saved_at: datetime


def place_of(verb: str, number: str) -> str:
    """The form of an action of one ticket."""
    return f"{verb}:{number}"


def keep(place: str, text: str, *, actor: Actor) -> datetime:
    """Keep ``text`` in the place of what was typed there before; when. Raises Forbidden, NotVisible, BadValue."""
    place = _seen(place, actor)
    if len(text) > LONGEST:
        raise BadValue("text", "too_long")
    now = clock.now()
    sealed = seal(ring().master, text, place=_bound(place, actor))
    write_over(TypingDraft, {"user_id": actor.id, "place": place}, {"body_sealed": sealed, "saved_at": now})
    return now


def offered(place: str, *, actor: Actor) -> Typed | None:
    """What ``actor`` typed there, while it is kept. Raises Forbidden, NotVisible, BadValue."""
    place = _seen(place, actor)
    query = select(TypingDraft.body_sealed, TypingDraft.saved_at).where(
        TypingDraft.user_id == actor.id, TypingDraft.place == place, TypingDraft.saved_at > clock.now() - KEPT_FOR
    )
    row = db.session.execute(query).one_or_none()
    if row is None:
        return None
    try:
        return Typed(unseal(ring().master, row.body_sealed, place=_bound(place, actor)), row.saved_at)
    except Unreadable:
        return None


def drop(place: str, *, actor: Actor) -> None:
    """Forget what ``actor`` typed there: it was sent, or thrown away."""
    mine = delete(TypingDraft).where(TypingDraft.user_id == actor.id, TypingDraft.place == place)
    db.session.execute(mine, execution_options={"synchronize_session": False})


def forget_old() -> None:
    """Remove what nobody came back to."""
    old = select(TypingDraft.id).where(TypingDraft.saved_at < clock.now() - KEPT_FOR).limit(AT_ONCE)
    db.session.execute(
        delete(TypingDraft).where(TypingDraft.id.in_(old)), execution_options={"synchronize_session": False}
    )


def _seen(place: str, actor: Actor) -> str:
    """The place in its one spelling, which ``actor`` may enter."""
    if place == INTAKE:
        require(actor, Permission.TICKET_FILE)
        return place
    require(actor, Permission.TICKET_NOTE)  # an auditor has no form, and leaves nothing
    found = PLACE.fullmatch(place)
    if found is None:
        raise BadValue("text", "unknown_field")
    return place_of(found[1], tickets.by_number(found[2], actor=actor).number)


def _bound(place: str, actor: Actor) -> str:
    return f"typing_draft.body:{actor.id}:{place}"
