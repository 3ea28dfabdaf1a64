"""The story of a complaint: its events and notes as sentences, newest first."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any, Final

from flask_babel import gettext, ngettext
from sqlalchemy import Row, select

from audit import canonical
from audit.masked import mask_numbers
from audit.recorder import SUBSTITUTE_OF
from models import Attachment, Note, User, db
from web.event_values import PEOPLE, Names
from web.event_words import doing_of, sentence
from web.reference_names import reference_names
from web.words import initials
from workflow import desk
from workflow.kinds import Kind
from workflow.mentions import Piece, ids_in, read

TAKEN: Final = (Kind.TAKE, Kind.REOPEN, Kind.SEND_BACK)
VIEWED: Final = "attachment.view"
LOOKS: Final = ("attachment.open", VIEWED)
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


def story_of(
    events: Sequence[Row[Any]],
    notes: Mapping[int, Note],
    *,
    number: str,
    me: int | None,
    files: Sequence[Attachment] = (),
) -> list[Happening]:
    """Turn events into lines; ``notes`` are the ticket's and of those merged into it, by the event that wrote them.

    ``number`` is the ticket's own: what comes from another says so in ``origin``. Whoever looks at one of ``files``
    again and again gets one line, as long as the reason stays; the trail keeps each look.
    """
    bodies = [canonical.loads(row.body) for row in events]
    texts = {note.last_event_id: note.text or "–" for note in notes.values()}
    names = Names(people=_people_in(bodies, texts.values()))
    told = {event: read(text, names.people, mask_numbers) for event, text in texts.items()}
    story, known = list[Happening](), {file.audit_object: mask_numbers(file.name or "–") for file in files}
    for file, run in groupby(zip(events, bodies, strict=True), key=_look_of):
        pairs = list(run)
        lines = [
            replace(line, origin=row.object if row.id in notes and row.object != number else "")
            for row, body in pairs
            for line in [_line(row, body, names, notes.get(row.id), told.get(row.id), me)]
        ]
        if len(pairs) > 1 and file[0] in known:
            pages = sum(row.action == VIEWED for row, _ in pairs)
            lines = [replace(lines[0], icon="eye", words=_looked_at(known[file[0]], pages or len(pairs)))]
        story += lines
    return story


def _look_of(pair: tuple[Row[Any], Mapping[str, Any]]) -> tuple[Any, ...]:
    """Which file is looked at, by whom and why; every other event is like no other."""
    row, body = pair
    if row.action not in LOOKS:
        return ("", row.id)
    file = next((name for name in body["objects"] if name.startswith("attachment:")), "")
    return (file, row.actor_id, row.reason)


def _looked_at(file: str, times: int) -> str:
    if times == 1:
        return str(gettext("looked at %(file)s", file=file))
    return str(ngettext("looked at %(file)s %(num)s time", "looked at %(file)s %(num)s times", times, file=file))


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
