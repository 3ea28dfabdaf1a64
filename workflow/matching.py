"""Which vaccination records may be the person's of a complaint, and which one a verifier says it is."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeVar

from sqlalchemy import select, true
from sqlalchemy.orm import joinedload

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from identity import names
from models import ImportBatch, Match, Status, Ticket, clock, db
from models.record import Record
from registry.find import present
from registry.match import Candidate, Reason, Subject, candidates
from registry.tiers import Tier
from workflow.assignees import is_assignee
from workflow.drafts import Draft
from workflow.fresh import ensure_fresh, hold
from workflow.records import records_visible_to
from workflow.refusals import BadValue, IllegalTransition, MissingRequirement, NotAssignee, Requirement
from workflow.subjects import subject_of

T = TypeVar("T")

NOTHING: Final = "none"
SURE: Final = (Tier.SAME, Tier.STRONG)
LONGEST_REASON: Final = 500


def found_for(complaint: Ticket | Draft, *, actor: Actor) -> Sequence[Candidate]:
    """The records that may be the person's, best first, as far as ``actor`` may see them. Raises Forbidden, NotVisible.

    One statement, whatever is found; nothing found is a frequent and right answer.
    """
    require(actor, Permission.RECORD_READ, on=complaint if isinstance(complaint, Ticket) else None)
    return candidates(subject_of(complaint), visible=records_visible_to(actor))


def desk_knows(subject: Subject) -> dict[str, Any]:
    """What the desk itself finds, whoever files: facts for the event, the tier and the numbers of the records.

    Nobody is shown this; the story of the complaint tells later what could have been known when.
    """
    found = candidates(subject, visible=true())
    numbers = numbers_of(found)
    told = [f"{one.tier} {numbers[one.opened.record.id]}" for one in found]
    return {"tier": str(found[0].tier) if found else NOTHING, "records": told}


def numbers_of(found: Sequence[Candidate]) -> Mapping[int, str]:
    """The number of each record as the trail writes it, by its id: the ref of its batch and its row in the file."""
    batches = {one.opened.record.batch_id for one in found}
    if not batches:
        return {}
    refs = dict(db.session.execute(select(ImportBatch.id, ImportBatch.ref).where(ImportBatch.id.in_(batches))).all())
    records = (one.opened.record for one in found)
    return {record.id: f"{refs[record.batch_id]}/{record.source_row}" for record in records}


def reason_code(reason: Reason) -> str:
    """A reason as it is kept: ``nik=nik_exchanged:11,12``."""
    places = ",".join(map(str, reason.places))
    return f"{reason.field}={reason.finding}{':' if places else ''}{places}"


def decision_on(ticket: Ticket) -> Match | None:
    """What was decided last and stands."""
    standing = select(Match).where(Match.ticket_id == ticket.id, Match.withdrawn.is_(False))
    return db.session.scalar(standing.order_by(Match.id.desc()).limit(1))


def decision_and_presence(ticket: Ticket) -> tuple[Match | None, bool]:
    """What stands, with who decided it, and whether its record is still the last told of its dose; one statement."""
    there = select(Record.id).where(Record.id == Match.record_id, present()).exists()
    query = select(Match, there).where(Match.ticket_id == ticket.id, Match.withdrawn.is_(False))
    newest = query.options(joinedload(Match.decided_by)).order_by(Match.id.desc()).limit(1)
    row = db.session.execute(newest).one_or_none()
    return (row[0], bool(row[1])) if row else (None, False)


def choose(
    ticket: Ticket, record_id: int, *, actor: Actor, reason: str = "", last_event_id: int | None = None
) -> Match:
    """Decide that a record among those found now is the person's; a decision made before is withdrawn.

    A record that is less than a strong match needs a reason. Raises Forbidden, IllegalTransition, NotAssignee,
    BadValue, MissingRequirement, StaleTicket.
    """
    found = _begin(ticket, actor=actor, last_event_id=last_event_id)
    chosen = next((one for one in found if one.opened.record.id == record_id), None)
    if chosen is None:
        raise BadValue("record", "not_found_now")
    if chosen.tier not in SURE and not reason.strip():
        raise MissingRequirement(Requirement.REASON, "choose")
    return _decide(ticket, "match.choose", found, chosen, actor=actor, reason=reason)


def none_fits(ticket: Ticket, *, actor: Actor, reason: str, last_event_id: int | None = None) -> Match:
    """Decide that none of the records found now is the person's, for a reason. Raises as ``choose``."""
    found = _begin(ticket, actor=actor, last_event_id=last_event_id)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, "none_fits")
    return _decide(ticket, "match.none_fits", found, None, actor=actor, reason=reason)


def may_decide(ticket: Ticket, *, actor: Actor, verb: str = "match") -> None:
    """Return when ``actor``, whose role may, can decide about the records of this ticket now; else raise."""
    if ticket.status != Status.VERIFYING:
        raise IllegalTransition(ticket.status, verb)
    if not is_assignee(ticket, actor):
        raise NotAssignee(verb)


def person_key(candidate: Candidate) -> tuple[str, ...] | None:
    """What the records of one person share; several doses of one person are several candidates."""
    person = candidate.opened.person
    return (person.nik, names.key(person.name), person.birth_date, person.sex) if person else None


def by_person(found: Sequence[T], candidate_of: Callable[[T], Candidate]) -> list[list[T]]:
    """The records found, those of one person together, in the order of their best."""
    people: dict[Any, list[T]] = {}
    for one in found:
        people.setdefault(person_key(candidate_of(one)), []).append(one)
    return list(people.values())


def _begin(ticket: Ticket, *, actor: Actor, last_event_id: int | None) -> Sequence[Candidate]:
    require(actor, Permission.TICKET_CORRECT, on=ticket)
    hold(ticket)
    ensure_fresh(ticket, last_event_id)
    may_decide(ticket, actor=actor)
    return found_for(ticket, actor=actor)


def _decide(
    ticket: Ticket, action: str, found: Sequence[Candidate], chosen: Candidate | None, *, actor: Actor, reason: str
) -> Match:
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")
    numbers, former = numbers_of(found), decision_on(ticket)
    decided = Match(
        ticket=ticket,
        ticket_id=ticket.id,
        record_id=chosen.opened.record.id if chosen else None,
        record=numbers[chosen.opened.record.id] if chosen else "",
        tier=str(chosen.tier) if chosen else "",
        reasons=_codes(chosen) if chosen else "",
        shown="\n".join(f"{numbers[one.opened.record.id]} {one.tier} {_codes(one)}" for one in found),
        reason=reason.strip(),
        decided_at=clock.now(),
        decided_by_id=actor.id,
    )
    with acting(actor, action, reason, object=ticket):
        if former is not None:
            former.withdrawn = True
        db.session.add(decided)
    return decided


def _codes(candidate: Candidate) -> str:
    return " ".join(map(reason_code, candidate.reasons))
