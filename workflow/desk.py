"""The desk definition in force, and how another comes into force.

What others rely on: ``current()`` gives the ``Definition`` (its ``version`` is the number that events name);
``version(number)`` an older one; ``publish(text, actor=...)`` puts another in force, which every process sees at its
next request.
"""

import hashlib
import unicodedata
from dataclasses import replace
from functools import lru_cache
from typing import Final

from sqlalchemy import select

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import DeskVersion, clock, db
from models.database import may_write
from workflow import definition_here
from workflow.definition import Definition, read, shipped, shipped_text
from workflow.refusals import BadDefinition, BadValue, MissingRequirement, NewerDefinition, Requirement, SamePerson

NEWEST: Final = select(DeskVersion).order_by(DeskVersion.number.desc()).limit(1)
IN_FORCE: Final = select(DeskVersion.number, DeskVersion.digest).order_by(DeskVersion.number.desc()).limit(1)
KEPT: Final = "desk definitions"
OLDER: Final = "older desk definitions"
PUBLISH = "publish"
LONGEST_NOTE: Final = 500
CAME_WITH: Final = "Came with the desk"
UNREADABLE: Final = "The definition before could not be read by this release"


def current() -> Definition:
    """The definition in force: a unit of work asks which that is, a request that only reads asks once.

    It is one statement; a text is read and parsed once in a process.
    """
    session = db.session()
    unit = session.get_transaction() if may_write() else None
    seen_in: object
    seen: Definition | None
    seen_in, seen = session.info.get(KEPT, (None, None))
    if seen is None or (may_write() and (unit is None or unit is not seen_in)):
        row = session.execute(IN_FORCE).one_or_none()
        seen = _kept(*row) if row else shipped()
        session.info[KEPT] = (session.get_transaction() if may_write() else None, seen)
    return seen


def version_in_force() -> int:
    """The number by which events name the definition in force; 0 before one was kept."""
    return current().version


def version(number: int) -> Definition:
    """The definition of one version, asked once in a request; 0 comes with the desk. Raises NoResultFound."""
    known: dict[int, Definition] = db.session().info.setdefault(OLDER, {0: shipped()})
    if number not in known:
        query = select(DeskVersion.number, DeskVersion.digest).where(DeskVersion.number == number)
        known[number] = _kept(*db.session.execute(query).one())
    return known[number]


@lru_cache(maxsize=32)
def _kept(number: int, _digest: str) -> Definition:
    text = db.session.scalars(select(DeskVersion.text).where(DeskVersion.number == number)).one()
    return replace(read(text, file=f"v{number}"), version=number)


def publish(
    text: str, *, actor: Actor, made_by: int | None, note: str, based_on: int | None = None, repeats: int | None = None
) -> DeskVersion:
    """Put ``text`` in force; ``made_by`` drafted it, on the version ``based_on``, and somebody else publishes it.

    ``repeats``: the older version whose text it is.
    Raises Forbidden, SamePerson, MissingRequirement, BadValue, BadDefinition, NewerDefinition.
    """
    require(actor, Permission.DESK_PUBLISH)
    if made_by is None or made_by == actor.id:
        raise SamePerson(PUBLISH)
    _judge_note(note)
    return _publish(text, actor, action="desk.publish", note=note, made_by=made_by, based_on=based_on, repeats=repeats)


def _judge_note(note: str) -> None:
    if not note.strip():
        raise MissingRequirement(Requirement.REASON, PUBLISH)
    if len(note) > LONGEST_NOTE:
        raise BadValue("reason", "too_long")


def _publish(
    text: str,
    actor: Actor,
    *,
    action: str,
    note: str,
    made_by: int | None = None,
    based_on: int | None = None,
    repeats: int | None = None,
) -> DeskVersion:
    before = _hold_newest()
    newest = before.number if before else 0
    if based_on is not None and based_on != newest:
        raise NewerDefinition(based_on, newest)
    text = unicodedata.normalize("NFC", text)
    definition_here.ensure_fits(read(text, file=f"v{newest + 1}"), file=f"v{newest + 1}")
    made = DeskVersion(
        number=newest + 1,
        text=text,
        digest=digest_of(text),
        made_by_id=made_by,
        published_by_id=actor.id,
        published_at=clock.now(),
        note=note.strip(),
        replaces=newest or None,
        repeats=repeats,
    )
    with acting(actor, action, note, object=made):
        db.session.add(made)
    for kept in (KEPT, OLDER):
        db.session.info.pop(kept, None)
    if before is not None:
        _follow(made, _read_again(before), actor)
    return made


def _follow(made: DeskVersion, before: Definition | None, actor: Actor) -> None:
    """Order what follows from the definition now in force: deadlines anew, and seals on what it masks."""
    from workflow import recomputes, reseals  # noqa: PLC0415 - they read the definition in force

    why = f"v{made.number}: {made.note}"
    if before is None or before.deadlines != current().deadlines:
        recomputes.order(why, actor=actor, event_id=made.last_event_id)
    if reseals.masks_anew(before, current()):
        reseals.order(why, actor=actor, event_id=made.last_event_id)


def _read_again(kept: DeskVersion) -> Definition | None:
    try:
        return read(kept.text)
    except BadDefinition:
        return None


def _hold_newest() -> DeskVersion | None:
    """The version in force, held until this unit of work ends: of two who publish at once the second is told."""
    held = db.session.scalar(NEWEST.with_for_update())
    number = db.session.scalars(select(DeskVersion.number).order_by(DeskVersion.number.desc()).limit(1)).first() or 0
    if held is not None and held.number != number:
        raise NewerDefinition(held.number, number)
    return held


def digest_of(text: str) -> str:
    """SHA-256 of a definition's text, in hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def settle() -> None:
    """Keep the definition that comes with the desk: as the first version, and while nobody has published another.

    To be called at every start, inside a unit of work. A definition that this release cannot read gives way to it.
    """
    newest = db.session.scalar(NEWEST)
    if newest is None:
        note = CAME_WITH
    elif not _is_readable(newest):
        note = UNREADABLE
    elif newest.published_by_id is None and newest.digest != digest_of(shipped_text()):
        note = CAME_WITH
    else:
        return
    _publish(shipped_text(), system_actor("Loket", origin="server"), action="desk.seed", note=note)


def _is_readable(kept: DeskVersion) -> bool:
    try:
        read(kept.text)
    except BadDefinition:
        return False
    return True
