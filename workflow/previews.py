"""What the counter is told of the registry while a complaint is still being typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed, require
from audit.recorder import note_event
from registry.match import Candidate, candidates
from registry.tiers import Tier
from workflow import matching
from workflow.drafts import Draft
from workflow.records import records_visible_to
from workflow.subjects import subject_of

MOST: Final = 5
READING: Final = (Permission.RECORD_READ, Permission.PERSONAL_REVEAL)


@dataclass(frozen=True, slots=True)
class Given:
    """One dose, by what is nobody's secret."""

    dose: str
    vaccinated_on: date | None
    facility: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Glimpse:
    """A person found: how sure, and what the role may know beside it.

    ``best`` is None for a role that reads no records; ``given`` is empty where it could be a stranger's.
    """

    tier: Tier
    given: tuple[Given, ...]
    best: Candidate | None


def look_up(draft: Draft, *, actor: Actor) -> list[Glimpse]:
    """Who in the registry may be the person of a complaint not filed yet, of the regions of ``actor``; an event.

    Nothing without a name, for a number alone would tell whose it is. A role that reads no records learns the tier,
    and the doses only where NIK and name typed are the person's own. Raises Forbidden.
    """
    require(actor, Permission.TICKET_FILE)
    subject = subject_of(draft)
    found = candidates(subject, visible=records_visible_to(actor)) if subject.name.strip() else []
    if not found:
        return []
    facts = {"tier": str(found[0].tier), "found": len(found)}
    note_event(actor, "record.preview", facts=facts)
    people = matching.by_person(found, lambda one: one)
    return [_glimpse(person, actor) for person in people[:MOST]]


def _glimpse(person: Sequence[Candidate], actor: Actor) -> Glimpse:
    best, reads = person[0], all(allowed(actor, needed) for needed in READING)
    told = person if reads or best.tier in matching.SURE else ()
    records = sorted((one.opened.record for one in told), key=lambda record: (record.dose, record.id))
    given = tuple(Given(record.dose, record.vaccinated_on, record.facility) for record in records)
    return Glimpse(tier=best.tier, given=given, best=best if reads else None)
