"""What the ticket's page shows of the registry: the people found, one of them compared field by field, the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views.match_rows import Row, day, rows_of, says
from audit.masked import mask_numbers
from models import Cause, Match, Ticket, db
from registry.flags import Flag
from registry.tiers import Tier
from web.cause_words import evidence_words
from web.language import language
from web.match_words import FLAGS, TIERS, TIERS_MEAN
from workflow import causes, matching
from workflow.cause_rules import Case, Seen
from workflow.subjects import subject_of

MOST_SUGGESTED: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """One record of the person: what is nobody's secret, and whether it is the one that was chosen."""

    record_id: int
    dose: str
    vaccinated_on: str
    entered_on: str
    facility: str
    vaccine: str
    certificate: str
    chosen: bool
    needs_reason: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggested:
    """A cause that is suggested: its code and name, and what speaks for it in sentences."""

    code: str
    name: str
    evidence: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The person who is compared: the tier of their best record, its reasons, and every dose that is recorded."""

    tier: Tier
    name: Any
    means: Any
    says: str
    rows: list[Row]
    doses: list[Dose]
    flags: list[Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class MatchPart:
    """The section of one complaint; ``place`` counts the people found from 1.

    ``present`` is false where the record decided for was replaced or taken back since.
    """

    count: int
    place: int
    person: Shown | None
    decided: Match | None
    reason: str
    present: bool
    is_chosen: bool
    is_sure: bool
    suggested: list[Suggested]


def compose(ticket: Ticket, actor: Actor, *, place: int | None = None) -> MatchPart | None:
    """Compare the complaint with the person at ``place`` among those found, the chosen or the best one by default.

    None for a role that sees no records. Four statements, whatever is found.
    """
    if not allowed(actor, Permission.RECORD_READ):
        return None
    seen = causes.seen_of(matching.found_for(ticket, actor=actor))
    decided, present = matching.decision_and_presence(ticket)
    people = matching.by_person(seen, lambda one: one.candidate)
    chosen_at = _place_of(people, decided)
    at = min(max(place or chosen_at or 1, 1), max(len(people), 1))
    case = causes.case_of(ticket, seen, decided)
    return MatchPart(
        count=len(people),
        place=at,
        person=_shown(ticket, people[at - 1], decided, actor) if people else None,
        decided=decided,
        reason=mask_numbers(decided.reason) if decided else "",
        present=present,
        is_chosen=chosen_at == at,
        is_sure=case.is_sure,
        suggested=_suggested(case),
    )


def of_record(ticket: Ticket, record_id: str, actor: Actor) -> Shown | None:
    """The person of a record among those found, compared by that record; None where it is not among them."""
    seen = causes.seen_of(matching.found_for(ticket, actor=actor))
    wanted = [one for one in seen if str(_id(one)) == record_id]
    return _shown(ticket, wanted, None, actor) if wanted else None


def _shown(ticket: Ticket, person: Sequence[Seen], decided: Match | None, actor: Actor) -> Shown:
    best = person[0]
    tier = best.candidate.tier
    return Shown(
        tier=tier,
        name=TIERS[tier],
        means=TIERS_MEAN[tier],
        says=says(best),
        rows=rows_of(subject_of(ticket), best, opened=allowed(actor, Permission.PERSONAL_REVEAL)),
        doses=[_dose(one, decided) for one in sorted(person, key=_by_dose)],
        flags=[words for flag, words in FLAGS.items() if any(flag in one.flags for one in person)],
    )


def _place_of(people: Sequence[Sequence[Seen]], decided: Match | None) -> int | None:
    if decided is None or decided.record_id is None:
        return None
    chosen = decided.record_id
    holding = (at for at, person in enumerate(people, 1) if any(_id(one) == chosen for one in person))
    return next(holding, None)


def _by_dose(seen: Seen) -> tuple[str, int]:
    return (seen.candidate.opened.record.dose, _id(seen))


def _id(seen: Seen) -> int:
    return seen.candidate.opened.record.id


def _dose(seen: Seen, decided: Match | None) -> Dose:
    record = seen.candidate.opened.record
    return Dose(
        record_id=record.id,
        dose=record.dose,
        vaccinated_on=day(record.vaccinated_on),
        entered_on=day(record.entered_on) if Flag.ENTERED_LATE in seen.flags else "",
        facility=record.facility,
        vaccine=record.vaccine,
        certificate=record.certificate,
        chosen=decided is not None and decided.record_id == record.id,
        needs_reason=seen.candidate.tier not in matching.SURE,
    )


def _suggested(case: Case) -> list[Suggested]:
    """The suggestions with the names of their causes; a retired one is not suggested."""
    found = causes.suggestions(case)[:MOST_SUGGESTED]
    known = _cause_names()
    return [
        Suggested(code=one.code, name=known[one.code], evidence=[evidence_words(sign) for sign in one.evidence])
        for one in found
        if one.code in known
    ]


def _cause_names() -> dict[str, str]:
    name = Cause.name_id if language() == "id" else Cause.name_en
    return dict(db.session.execute(select(Cause.code, name).where(Cause.retired.is_(False))).all())
