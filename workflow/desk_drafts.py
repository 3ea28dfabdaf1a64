"""The draft of the next desk definition: one at a time, written by administrators, put in force by another.

A draft may have mistakes, a version may not. Each save is an event that names what it changed.
"""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.exc import StaleDataError

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import DeskDraft, DeskVersion, Role, User, clock, db
from workflow import definition_here, desk
from workflow.definition import Definition, read
from workflow.definition_difference import between
from workflow.definition_keys import MOST_BYTES
from workflow.refusals import BadDefinition, BadValue, Mistake, NewerDefinition, SamePerson, StaleDraft

STANDING = select(DeskDraft).where(DeskDraft.slot == 1)
NAMED = "draft.toml"
WHOLE = "file"
MOST_TOLD = 20


def standing() -> DeskDraft | None:
    """The draft that stands, or None."""
    return db.session.scalar(STANDING)


def text_of(draft: DeskDraft | None) -> str:
    """What a change begins from: the draft, else the version in force."""
    return draft.text if draft else text_in_force()


def text_in_force() -> str:
    """The text of the version in force."""
    return db.session.scalars(desk.NEWEST).one().text


def version_row(number: int) -> DeskVersion | None:
    return db.session.scalar(select(DeskVersion).where(DeskVersion.number == number))


def versions(*, before: int | None = None, most: int = 50) -> Sequence[DeskVersion]:
    """The versions, newest first, at most ``most`` older than ``before``."""
    query = select(DeskVersion).order_by(DeskVersion.number.desc()).limit(most)
    return db.session.scalars(query.where(DeskVersion.number < before) if before else query).all()


def checked(text: str) -> tuple[Definition | None, tuple[Mistake, ...]]:
    """The definition in ``text``, None where it cannot be read; and its mistakes, those of this desk as well."""
    try:
        found = read(text, file=NAMED)
    except BadDefinition as refusal:
        return None, refusal.mistakes
    return found, tuple(definition_here.mistakes_here(found, file=NAMED).found)


def write(text: str, *, actor: Actor, last_event_id: int | None, repeats: int | None = None) -> DeskDraft | None:
    """Let the draft be ``text``, and begin one where none stands; None where nothing is left of it to keep.

    ``last_event_id`` is the draft as the writer saw it, None where there was none. Raises Forbidden, StaleDraft,
    BadValue.
    """
    require(actor, Permission.DESK_PUBLISH)
    if len(text.encode("utf-8", "replace")) > MOST_BYTES:
        raise BadValue("text", "too_long")
    draft = _held(last_event_id)
    if draft is None:
        return _begun(text, actor, repeats) if text != text_in_force() else None
    if text == draft.text:
        return draft
    facts = {"parts": _parts(draft.text, text)}
    with acting(actor, "desk.draft", object=draft, facts=facts):
        draft.text, draft.repeats = text, repeats
        draft.writers = _with(draft, actor)
        draft.changed_at = clock.now()
    return draft


def _held(last_event_id: int | None) -> DeskDraft | None:
    """The draft, held until the unit of work ends, where it still is what the writer saw."""
    draft = db.session.scalar(STANDING.with_for_update(), execution_options={"populate_existing": True})
    if (draft.last_event_id if draft else None) != last_event_id:
        raise StaleDraft
    return draft


def _begun(text: str, actor: Actor, repeats: int | None) -> DeskDraft:
    number = desk.version_in_force()
    draft = DeskDraft(
        slot=1, text=text, based_on=number, repeats=repeats, writers=str(actor.id),
        begun_at=clock.now(), changed_at=clock.now(),
    )  # fmt: skip
    try:
        with acting(actor, "desk.draft", object=draft, facts={"parts": _parts(text_in_force(), text)}):
            db.session.add(draft)
    except IntegrityError:
        raise StaleDraft from None
    return draft


def _with(draft: DeskDraft, actor: Actor) -> str:
    others = [one for one in draft.writers.split(",") if one and one != str(actor.id)]
    return ",".join([*others, str(actor.id)])


def _parts(before: str, after: str) -> list[str]:
    """What a save changed, by name; the whole file where one of both cannot be read."""
    try:
        changes = between(read(before), read(after))
    except BadDefinition:
        return [WHOLE]
    return list(dict.fromkeys(change.name or change.part for change in changes))[:MOST_TOLD]


def propose(number: int, *, actor: Actor, last_event_id: int | None) -> DeskDraft | None:
    """Make the draft of an older version's text: another administrator publishes it. Raises as ``write`` does."""
    require(actor, Permission.DESK_PUBLISH)
    old = version_row(number)
    if old is None:
        raise BadValue("version", "unknown_code")
    return write(old.text, actor=actor, last_event_id=last_event_id, repeats=number)


def discard(draft: DeskDraft, *, actor: Actor, last_event_id: int) -> None:
    """End the draft; it is kept and stands no more. Raises Forbidden, StaleDraft."""
    require(actor, Permission.DESK_PUBLISH)
    _held(last_event_id)
    with acting(actor, "desk.draft.discard", object=draft):
        draft.slot, draft.ended_at = None, clock.now()


def follow(draft: DeskDraft, *, actor: Actor, last_event_id: int) -> None:
    """Say that the draft was compared with the version in force, and follows it. Raises Forbidden, StaleDraft.

    Whoever says so has a part in what is published.
    """
    require(actor, Permission.DESK_PUBLISH)
    _held(last_event_id)
    with acting(actor, "desk.draft.follow", object=draft):
        draft.based_on, draft.writers = desk.version_in_force(), _with(draft, actor)
        draft.changed_at = clock.now()


def may_publish(draft: DeskDraft, *, actor: Actor) -> None:
    """Return when ``actor`` can put this draft in force, else raise the refusal.

    Raises Forbidden, SamePerson, NewerDefinition, BadDefinition.
    """
    require(actor, Permission.DESK_PUBLISH)
    if actor.persons & draft.wrote:
        raise SamePerson(desk.PUBLISH)
    if draft.based_on != desk.version_in_force():
        raise NewerDefinition(draft.based_on, desk.version_in_force())
    _, mistakes = checked(draft.text)
    if mistakes:
        raise BadDefinition(mistakes)


def publish(draft: DeskDraft, *, actor: Actor, note: str, last_event_id: int) -> DeskVersion:
    """Put the draft in force and end it. Raises what ``may_publish`` and ``desk.publish`` raise, and StaleDraft."""
    require(actor, Permission.DESK_PUBLISH)
    _held(last_event_id)
    may_publish(draft, actor=actor)
    writer = int(draft.writers.rpartition(",")[2])
    try:
        made = desk.publish(
            draft.text, actor=actor, made_by=writer, note=note, based_on=draft.based_on, repeats=_repeated(draft)
        )
        with acting(actor, "desk.draft.end", object=draft):
            draft.slot, draft.ended_at = None, clock.now()
    except StaleDataError:
        raise StaleDraft from None
    return made


def _repeated(draft: DeskDraft) -> int | None:
    """The older version that the draft still is, word for word."""
    old = version_row(draft.repeats) if draft.repeats else None
    return old.number if old and old.text == draft.text else None


def publishers(draft: DeskDraft | None) -> list[str]:
    """Who may put the draft in force: the administrators who wrote nothing of it, by name."""
    admins = select(User.id, User.name).where(User.role == Role.ADMIN, User.active).order_by(func.lower(User.name))
    wrote = draft.wrote if draft else frozenset()
    return [row.name for row in db.session.execute(admins.limit(20)) if row.id not in wrote]
