"""How long the step that a complaint is in should take: told to whoever works on it, never enforced."""

from collections.abc import Iterable
from datetime import datetime

from models import Status
from workflow import desk
from workflow.deadlines import Calendar, Span, due_of


def due(status: Status, entered: datetime, calendar: Calendar, pauses: Iterable[Span] = ()) -> datetime | None:
    """When a complaint that entered ``status`` should have left it, in UTC; None where the desk sets no target.

    Of several moves that lead on, the quickest target holds. The day of entering does not count, no pause does.
    """
    leading_on = (step for step in desk.current().steps.values() if status in step.sources and step.target != status)
    days = [step.target_days for step in leading_on if step.target_days]
    return due_of(entered, min(days), calendar, pauses) if days else None
