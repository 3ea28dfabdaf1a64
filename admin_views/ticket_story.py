"""The story of a complaint: its events and notes as sentences, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Row, select

from audit import canonical
from audit.masked import mask_numbers
from audit.recorder import SUBSTITUTE_OF
from models import Note, User, db
from web.event_values import PEOPLE, Names
from web.event_words import doing_of, sentence
from web.reference_names import reference_names
from web.words import initials
from workflow import desk
from workflow.kinds import Kind
from workflow.mentions import Piece, ids_in, read

TAKEN: Final = (Kind.TAKE, Kind.REOPEN, Kind.SEND_BACK)
ENDED: Final = (Kind.CLOSE, Kind.DISMISS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One line of the story; ``pieces`` are what a note says, ``to_reporter`` whether it was told outside."""

    id: int
    at: datetime
    who: str
    initials: str
    is_me: bool
    icon: str
    words: str
    reason: str
    pieces: list[Piece] | None = None
    to_reporter: bool = False
    origin: str = ""


def story_of(events: Sequence[Row[Any]], notes: Mapping[int, Note], *, number: str, me: int | None) -> list[Happening]:
    """Turn events into lines; ``notes`` are the ticket's and of those merged into it, by the event that wrote them.

    ``number`` is the ticket's own: what comes from another says so in ``origin``.
    """
    bodies = [canonical.loads(row.body) for row in events]
    texts = {note.last_event_id: note.text or "–" for note in notes.values()}
    names = Names(people=_people_in(bodies, texts.values()))
    told = {event: read(text, names.people, mask_numbers) for event, text in texts.items()}
    return [
        replace(line, origin=row.object if row.id in notes and row.object != number else "")
        for row, body in zip(events, bodies, strict=True)
        for line in [_line(row, body, names, notes.get(row.id), told.get(row.id), me)]
    ]


def last_of(events: Sequence[Row[Any]], kinds: tuple[Kind, ...]) -> tuple[datetime, str] | None:
    """When and by whom a move of one of ``kinds`` was made last."""
    actions = desk.current().actions_of(*kinds)
    found = next((row for row in events if row.action in actions), None)
    return (datetime.fromisoformat(found.at), found.actor) if found else None


def _line(
    row: Row[Any], body: Mapping[str, Any], names: Names, note: Note | None, pieces: list[Piece] | None, me: int | None
) -> Happening:
    words = sentence(body, names)
    return Happening(
        id=row.id,
        at=datetime.fromisoformat(row.at),
        who=row.actor,
        initials=initials(row.actor),
        is_me=row.actor_id is not None and row.actor_id == me,
        icon=doing_of(row.action, body.get("desk")).icon,
        words=mask_numbers(words[:1].lower() + words[1:]),
        reason=mask_numbers(row.reason),
        pieces=pieces,
        to_reporter=note.to_reporter if note else False,
    )


def _people_in(bodies: Sequence[Mapping[str, Any]], texts: Iterable[str]) -> dict[int, str]:
    """The names of people: as events tell them, but whom a note names by the name they have now.

    Asked of the database where nobody at work has that id.
    """
    workers = {worker.id: worker.name for worker in reference_names().workers}
    known = {body["actor"]["id"]: body["actor"]["name"] for body in bodies if "id" in body["actor"]} | workers
    named = {
        change["after"]
        for body in bodies
        for change in body.get("changes", ())
        if change["field"] in PEOPLE and "after" in change
    }
    named |= {body["facts"][SUBSTITUTE_OF] for body in bodies if SUBSTITUTE_OF in body.get("facts", {})}
    missing = (named - known.keys()) | (set[int]().union(*map(ids_in, texts)) - workers.keys())
    if missing:
        asked = select(User.id, User.name).where(User.id.in_(missing))
        known |= {row.id: row.name for row in db.session.execute(asked)}
    return known
