"""What the page of a complaint shows, read in a fixed number of statements and every word ready."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import contains_eager, joinedload

from access.actors import Actor
from admin_views import ticket_merged
from admin_views import ticket_words as words
from admin_views.ticket_asked import Asked, Asking, asked_of, asking_of
from admin_views.ticket_diff import Diff, diff_of
from admin_views.ticket_extra import Secret, ShownExtra, shown_extra
from admin_views.ticket_story import ENDED, TAKEN, Happening, last_of, story_of
from admin_views.ticket_upload import files_of
from audit.masked import mask_numbers
from identity.dates import show as show_day
from identity.phones import show as show_phone
from models import Attachment, Correction, Note, Status, Ticket, clock, db
from privacy.masks import mask_nik, mask_phone, mask_text
from web.deadline_words import Rail, rail_of, target_of
from web.due_words import Due, due_of
from web.event_values import field_name
from web.reference_names import Name, Names, reference_names
from workflow import actions, desk, duplicates, kin, reveals, timeline
from workflow.actions import ActionState
from workflow.kinds import Kind
from workflow.refusals import IllegalTransition

NEXT: Final = {
    Status.OPEN: Kind.TAKE,
    Status.VERIFYING: Kind.CORRECT,
    Status.CORRECTED: Kind.CLOSE,
    Status.CLOSED: Kind.REOPEN,
}
TEMPLATES: Final = {"edit": "edit", "correction": "correction", "attach": "attach", "reveal": "why", "open": "why"}
MASKS: Final = {"subject_nik": mask_nik, "subject_phone": mask_phone, "reporter_phone": mask_phone}
NOBODY: Final = Name(id=0, code="", name="–", days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One of the four stages: done, now or todo; when and by whom, or what it waits for."""

    status: Status
    kind: str
    at: datetime | None = None
    who: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of correction."""

    row: Correction
    label: Any
    source: Any
    diff: Diff
    evidence: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the template writes down."""

    ticket: Ticket
    names: Names
    category: Name
    channel: Name
    region: str
    steps: list[Step]
    secrets: dict[str, Secret]
    nik_kind: str
    nik_words: Any
    story_text: str
    lines: list[Line]
    standing: int
    files: list[tuple[Attachment, str]]
    merged_files: list[ticket_merged.MergedFile]
    story: list[Happening]
    older: int | None
    due: Due
    rail: Rail
    primary: ActionState | None
    others: list[ActionState]
    beside: dict[str, ActionState]
    related: list[duplicates.Duplicate]
    kin: list[kin.Kin]
    hand_offs: list[Asked]
    asking: Asking
    extra: list[ShownExtra]


def compose(ticket_id: int, actor: Actor, ties: list[kin.Kin], *, before: int | None = None) -> Page:
    """Read the ticket of this id, which the actor was found to see, all that hangs on it and on its merged ``ties``."""
    ticket, merged = _whole(ticket_id), ticket_merged.tickets_of(ties)
    held = (ticket, *merged)
    lines, files, notes = _lines_of(*held), _files_of(*held), _notes_of(*held)
    events = timeline.events_of(ticket, merged=merged, before=before)
    names = reference_names()
    standing = [line for line in lines if not line.withdrawn and line.ticket_id == ticket.id]
    states = actions.offered(ticket, actor=actor, lines=standing)
    beside = actions.beside(ticket, actor=actor)
    primary, others = _offers(states, ticket)
    now = clock.now()
    due, category = due_of(ticket, now), names.categories.get(ticket.category_id, NOBODY)
    kind, said = words.NIK_STATES[ticket.nik_state]
    opened = reveals.open_fields(ticket, actor=actor)
    hand_offs = asked_of(ticket)
    target = target_of(ticket, _entered(ticket, events), [one.row for one in hand_offs], now, names.holidays)
    return Page(
        ticket=ticket,
        names=names,
        category=category,
        channel=names.channels.get(ticket.channel_id, NOBODY),
        region=names.regions[ticket.region_code].name if ticket.region_code in names.regions else ticket.region_code,
        steps=_steps(ticket, events),
        secrets=_secrets(ticket, opened),
        nik_kind=kind,
        nik_words=said,
        story_text=mask_numbers(ticket.story or ""),
        lines=[_line(line, ticket) for line in lines],
        standing=len(standing),
        files=[(file, mask_numbers(file.name or "–")) for file in files if file.ticket_id == ticket.id],
        merged_files=ticket_merged.files_of(merged, files, actor),
        story=story_of(events, notes, number=ticket.number, me=actor.id, files=files),
        older=events[-1].id if len(events) == timeline.LENGTH else None,
        due=due,
        rail=rail_of(ticket, due, category, now, names.holidays, target),
        primary=primary,
        others=others,
        beside=beside,
        related=duplicates.possible(ticket, actor=actor),
        kin=ties,
        hand_offs=hand_offs,
        asking=asking_of(states, beside),
        extra=shown_extra(ticket, actor, opened),
    )


def beside_form(verb: str, ticket: Ticket, form: Any) -> dict[str, Any]:
    """What a form's page shows beside its fields."""
    step = desk.current().steps.get(verb)
    if step and step.kind == Kind.CORRECT:
        return {"lines": [_line(line, ticket) for line in _lines_of(ticket) if not line.withdrawn]}
    if verb == "withdraw":
        return {"lines": [_line(line, ticket) for line in _lines_of(ticket) if line.ref == form.line.data]}
    if verb == "reveal":
        return {"what": field_name(form.field.data or "–")}
    if verb == "open":
        name = next((file.name for file in files_of(ticket) if file.ref == form.file.data), None)
        return {"what": mask_numbers(name or "–")}
    return {}


def _offers(states: list[ActionState], ticket: Ticket) -> tuple[ActionState | None, list[ActionState]]:
    """The move that comes next, and the others that its status does not forbid."""
    next_kind = Kind.ANSWER if ticket.paused_since else NEXT[ticket.status]
    primary = next((state for state in states if state.step and state.step.kind == next_kind), None)
    others = (state for state in states if state is not primary)
    return primary, [state for state in others if not isinstance(state.why, IllegalTransition)]


def _whole(ticket_id: int) -> Ticket:
    """The ticket with its extra fields and the people and rows that its page names, in one statement."""
    joined = [getattr(Ticket, name) for name in ("assignee", "filed_by", "corrected_by", "cause", "extra_values")]
    query = select(Ticket).where(Ticket.id == ticket_id).options(*(joinedload(name) for name in joined))
    return db.session.scalars(query).unique().one()


def _lines_of(*held: Ticket) -> Sequence[Correction]:
    query = (
        select(Correction)
        .outerjoin(Correction.evidence)
        .options(contains_eager(Correction.evidence))
        .where(Correction.ticket_id.in_([ticket.id for ticket in held]))
        .order_by(Correction.id)
    )
    return db.session.scalars(query).all()


def _files_of(*held: Ticket) -> Sequence[Attachment]:
    ids = [ticket.id for ticket in held]
    query = select(Attachment).where(Attachment.ticket_id.in_(ids)).options(joinedload(Attachment.added_by))
    return db.session.scalars(query.order_by(Attachment.id)).all()


def _notes_of(*held: Ticket) -> dict[int, Note]:
    """The notes of tickets by the event that wrote each; a note is never changed."""
    ids = [ticket.id for ticket in held]
    newest = select(Note).where(Note.ticket_id.in_(ids)).order_by(Note.id.desc()).limit(timeline.LENGTH)
    return {note.last_event_id: note for note in db.session.scalars(newest)}


def _line(line: Correction, ticket: Ticket) -> Line:
    return Line(
        origin=line.ticket.number if line.ticket_id != ticket.id else "",
        row=line,
        label=words.RECORD_FIELDS[line.field],  # type: ignore[index]  # stored as the value of its enumeration
        source=words.SOURCES.get(line.source, line.source),  # type: ignore[call-overload]  # the same
        diff=diff_of(line.field, line.before, line.after),
        evidence=mask_numbers(line.evidence.name or "–") if line.evidence else "–",
    )


def _entered(ticket: Ticket, events: Sequence[Row[Any]]) -> datetime | None:
    """When the ticket came to its status; None where that lies further back than the events that were read."""
    if ticket.status == Status.OPEN:
        released = last_of(events, (Kind.RELEASE,))
        return released[0] if released else ticket.filed_at
    return next(step.at for step in _steps(ticket, events) if step.status == ticket.status)


def _steps(ticket: Ticket, events: Sequence[Row[Any]]) -> list[Step]:
    reached = list(Status).index(ticket.status)
    said = {
        Status.OPEN: (ticket.filed_at, ticket.filed_by.name if ticket.filed_by else ""),
        Status.VERIFYING: last_of(events, TAKEN),
        Status.CORRECTED: (ticket.corrected_at, ticket.corrected_by.name) if ticket.corrected_by else None,
        Status.CLOSED: last_of(events, ENDED) if ticket.closed_at else None,
    }
    steps = []
    for place, status in enumerate(Status):
        skipped = ticket.status == Status.CLOSED and status != Status.CLOSED and said[status] is None
        kind = "now" if place == reached else "todo" if place > reached or skipped else "done"
        at, who = (said[status] or (None, "")) if place <= reached else (None, "")
        note = "" if at or skipped else str(words.STEP_WAITS[status])
        steps.append(Step(status=status, kind=kind, at=at, who=who, note=note))
    return steps


def _secrets(ticket: Ticket, opened: dict[str, str]) -> dict[str, Secret]:
    return {field: _secret(ticket, field, label, opened.get(field)) for field, label in words.SECRETS.items()}


def _secret(ticket: Ticket, field: str, label: Any, opened: str | None) -> Secret:
    value = getattr(ticket, field)
    if not value:
        return Secret(field=field, label=label, masked=None)
    masked = MASKS.get(field, mask_text)(value)
    if opened is None:
        return Secret(field=field, label=label, masked=masked)
    until = datetime.fromisoformat(opened) + timedelta(minutes=reveals.MINUTES)
    return Secret(field=field, label=label, masked=masked, shown=_readable(field, value), until=until)


def _readable(field: str, value: str) -> str:
    if field.endswith("phone") and value.startswith("+"):
        return show_phone(value)
    if field == "subject_birth_date":
        return show_day(datetime.fromisoformat(value).date())
    return value
