"""The hand-offs of one complaint as its page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from audit.masked import mask_numbers
from models import HandOff, HandOffResult, Ticket, WaitsFor, clock, db
from models.clock import WITA
from web.due_words import age_of
from web.handoff_words import RESULTS, whom
from web.language import language
from workflow.actions import ActionState
from workflow.handoffs import COMPLETE_WITHIN
from workflow.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One hand-off: whom it asks, how long it has waited, and what was answered, fit to be shown."""

    row: HandOff
    whom: str
    reference: str
    span: str
    asked: str
    answer: str
    result: Any
    opened_by: str
    answered_by: str
    to_chase: bool
    complete_by: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What the person may do about the hand-offs of a complaint."""

    hand_off: ActionState | None
    may_remind: bool
    may_change: bool


def asked_of(ticket: Ticket) -> list[Asked]:
    """The ticket's hand-offs, the open ones first, then the newest; one statement."""
    joined = (joinedload(HandOff.facility), joinedload(HandOff.opened_by), joinedload(HandOff.answered_by))
    query = select(HandOff).where(HandOff.ticket_id == ticket.id).options(*joined).order_by(HandOff.id.desc())
    rows: Sequence[HandOff] = db.session.scalars(query).all()
    return [asked(row) for row in sorted(rows, key=lambda row: not row.is_open)]


def asking_of(states: Sequence[ActionState], beside: dict[str, ActionState]) -> Asking:
    remind, change = beside.get("remind"), beside.get("change_hand_off")
    return Asking(
        hand_off=next((state for state in states if state.step and state.step.kind == Kind.HAND_OFF), None),
        may_remind=remind is not None and remind.allowed,
        may_change=change is not None and change.allowed,
    )


def asked(row: HandOff) -> Asked:
    """One hand-off, fit to be shown."""
    until: datetime = row.answered_at or clock.now()
    by_law = row.opened_at.astimezone(WITA).date() + timedelta(days=COMPLETE_WITHIN)
    return Asked(
        row=row,
        whom=whom(row),
        reference=mask_numbers(row.reference),
        span=age_of(language(), row.opened_at, until),
        asked=mask_numbers(row.asked or "–"),
        answer=mask_numbers(row.answer or ""),
        result=RESULTS[HandOffResult(row.result)] if row.result else "",
        opened_by=row.opened_by.name if row.opened_by else "–",
        answered_by=row.answered_by.name if row.answered_by else "–",
        to_chase=row.is_open and row.chase_on <= clock.today(),
        complete_by=by_law if row.party == WaitsFor.COMPLAINANT else None,
    )
