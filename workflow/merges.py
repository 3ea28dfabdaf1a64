"""Merging one complaint into another: the values that are kept are chosen, and the merged one is closed."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Select, func, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require, tickets_visible_to
from audit.context import acting
from audit.recorder import note_event
from models import Attachment, Correction, MergedValue, Note, Outcome, Status, Ticket, db
from workflow import merge_values, moves, originals
from workflow.fresh import ensure_fresh, hold_both, none_before_us
from workflow.pairs import Seen
from workflow.refusals import BadValue, IllegalTransition

MOST: Final = 20
NOTHING_SEEN: Final = Seen()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """A complaint that was merged into another: what was taken over from it, and what hangs on it."""

    number: str
    fields: tuple[str, ...]
    notes: int
    files: int
    corrections: int


def merge(
    merged: Ticket, original: Ticket, *, take: Collection[str], actor: Actor, reason: str, seen: Seen = NOTHING_SEEN
) -> None:
    """Close ``merged`` as a duplicate of ``original``, which takes over the fields named in ``take``.

    Of a row of duplicates the first is named, as ``moves.move`` asks it: nothing is merged into a complaint that
    repeats another itself, nor one away that others repeat. Raises what it raises, Forbidden, BadValue.
    """
    for ticket in (merged, original):
        require(actor, Permission.TICKET_MERGE, on=ticket)
    hold_both(merged, original)
    ensure_fresh(merged, seen.one)
    ensure_fresh(original, seen.other)
    wanted = [field for field in merge_values.offered(original, merged, actor=actor) if field in take]
    if set(take) - set(merge_values.named(actor)):
        raise BadValue("field", "unknown_code")
    if wanted and original.status == Status.CLOSED:
        raise IllegalTransition(original.status, "merge")
    moves.move(merged, "dismiss", actor=actor, reason=reason, outcome=Outcome.DUPLICATE, original=original)
    if not wanted:
        note_event(actor, "ticket.merge", label=original.number, on=[original, merged], reason=reason)
        return
    with none_before_us(original), acting(actor, "ticket.merge", reason, object=original):
        merge_values.take_over(original, merged, wanted, actor=actor)


def may_merge(merged: Ticket, original: Ticket, *, actor: Actor) -> None:
    """Return when the two can be merged now, before the form is filled in; else raise the refusal."""
    for ticket in (merged, original):
        require(actor, Permission.TICKET_MERGE, on=ticket)
    moves.may_start(merged, moves.step_for(merged, "dismiss", actor), actor=actor, lines=())
    originals.check(merged, original, actor=actor)


def origins_of(original: Ticket, *, actor: Actor) -> list[Origin]:
    """The visible complaints merged into this one, at most twenty, the latest first; one statement."""
    found: dict[str, list[str]] = {}
    counts: dict[str, tuple[int, int, int]] = {}
    for row in db.session.execute(_query(original, actor)):
        found.setdefault(row.number, []).extend([row.field] if row.field else [])
        counts[row.number] = (row.notes, row.files, row.corrections)
    return [
        Origin(number=number, fields=tuple(fields), notes=held[0], files=held[1], corrections=held[2])
        for (number, fields), held in zip(found.items(), counts.values(), strict=True)
    ]


def _query(original: Ticket, actor: Actor) -> Select[str, str | None, int, int, int]:
    merged = (
        select(Ticket.id, Ticket.number)
        .where(Ticket.duplicate_of_id == original.id, tickets_visible_to(actor))
        .order_by(Ticket.id.desc())
        .limit(MOST)
        .subquery("merged")
    )
    notes, files, corrections = (
        select(func.count()).where(table.ticket_id == merged.c.id).correlate(merged).scalar_subquery()
        for table in (Note, Attachment, Correction)
    )
    taken = (MergedValue.from_id == merged.c.id) & (MergedValue.ticket_id == original.id) & ~MergedValue.withdrawn
    return (
        select(
            merged.c.number, MergedValue.field, notes.label("notes"), files.label("files"),
            corrections.label("corrections"),
        )
        .select_from(merged.outerjoin(MergedValue, taken))
        .order_by(merged.c.id.desc(), MergedValue.id)
    )  # fmt: skip
