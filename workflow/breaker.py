"""Leaves a registry that does not answer in peace for a while: a circuit breaker made of the trail itself.

Every question and every answer is an event, so all processes see the same state, and a restart forgets nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from audit import canonical
from models import Event, clock, db
from registry.outside import SOMEBODY_ANSWERED, Result
from workflow.refusals import RegistryResting
from workflow.turns import in_turn

ASKED: Final = "record.outside.ask"
ANSWERED: Final = "record.outside.answer"
FAILURES: Final = 3
PAUSE: Final = timedelta(seconds=60)
TRIAL: Final = timedelta(seconds=65)
"""How long the one trial after a pause is waited for: longer than any question may take."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the talk with a registry."""

    id: int
    at: datetime
    facts: Mapping[str, Any]

    @property
    def alive(self) -> bool:
        """Whether somebody was there who can be asked the next question."""
        return self.facts["result"] != Result.UNAVAILABLE or self.facts["why"] in SOMEBODY_ANSWERED


def ensure_awake(registry: str) -> None:
    """Return when ``registry`` may be asked now, in the unit of work that notes the question; or RegistryResting.

    After a pause one question is let through; the others wait for what becomes of it.
    """
    in_turn(f"outside.{registry}")
    until = resting_until(registry)
    if until is not None:
        raise RegistryResting(registry, until)


def resting_until(registry: str) -> datetime | None:
    """The moment from which ``registry`` may be asked again; None where it may be asked now."""
    answers = _latest(ANSWERED, registry, FAILURES)
    if not answers or answers[0].alive:
        return None
    newest = answers[0]
    broken = len(answers) == FAILURES and not any(answer.alive for answer in answers)
    until = newest.at + max(timedelta(seconds=newest.facts.get("pause", 0)), PAUSE if broken else timedelta())
    if clock.now() < until:
        return until
    return _trial_until(registry, newest.id) if broken else None


def _trial_until(registry: str, newest: int) -> datetime | None:
    trial = next(iter(_latest(ASKED, registry, 1)), None)
    if trial is None or trial.id < newest or clock.now() >= trial.at + TRIAL:
        return None
    return trial.at + TRIAL


def _latest(action: str, registry: str, most: int) -> list[Told]:
    """The newest events of ``action``; there is one registry outside, so another's among them are few."""
    query = select(Event.id, Event.at, Event.body).where(Event.action == action)
    rows = db.session.execute(query.order_by(Event.id.desc()).limit(4 * most))
    told = [Told(row.id, datetime.fromisoformat(row.at), canonical.loads(row.body)["facts"]) for row in rows]
    return [one for one in told if one.facts["registry"] == registry][:most]
