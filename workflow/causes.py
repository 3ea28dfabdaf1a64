"""Why a record may be wrong, suggested from what was found, and the cause that a person confirms."""

from collections.abc import Sequence
from typing import Any, Final

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from audit.context import acting
from models import Match, Ticket
from registry.flags import flags_of
from registry.match import Candidate
from registry.tiers import Tier
from workflow import facts, matching
from workflow.cause_rules import RULES, Case, Evidence, Seen, Suggestion, carries_their_nik, may_be_theirs
from workflow.drafts import Draft
from workflow.fresh import ensure_fresh, hold, none_before_us
from workflow.refusals import BadValue
from workflow.subjects import subject_of

__all__ = ["Evidence", "Suggestion", "case_of", "confirm", "evidence_code", "suggestions"]

NO_SUGGESTION: Final = "none"


def suggestions(case: Case) -> list[Suggestion]:
    """The causes that the case speaks for, the likeliest first, each with its evidence; none is an answer too."""
    found: dict[str, Suggestion] = {}
    for rule in RULES:
        evidence = rule.speaks(case)
        if evidence and rule.code not in found:
            found[rule.code] = Suggestion(rule.code, evidence)
    return list(found.values())


def case_of(complaint: Ticket | Draft, seen: Sequence[Seen], decided: Match | None = None) -> Case:
    """What is known of a complaint: a decision says whose the records are, and without one their tier does.

    Where nothing is sure and nothing decided, the likeliest of what is doubtful is taken for theirs, and said so.
    """
    subject = subject_of(complaint)
    if decided is not None and decided.record_id is None:
        return Case(subject, doubtful=tuple(seen))
    chosen = _chosen_person(seen, decided)
    theirs = [one for one in seen if _is_theirs(one.candidate, chosen)]
    used = [one for one in seen if one.candidate.tier == Tier.NIK_USED or (not theirs and carries_their_nik(one))]
    likely = () if theirs or used or decided else _likely(seen)
    rest = [one for one in seen if one not in (*theirs, *used, *likely)]
    return Case(subject, tuple(theirs) or likely, tuple(used), tuple(rest), is_sure=not likely)


def seen_of(found: Sequence[Candidate]) -> tuple[Seen, ...]:
    """The candidates with the facts about each; one statement."""
    return tuple(map(Seen, found, flags_of([one.opened for one in found])))


def confirm(ticket: Ticket, code: str, *, actor: Actor, reason: str = "", last_event_id: int | None = None) -> None:
    """Say why the record was wrong; the event tells what was suggested, and the evidence for it.

    Raises Forbidden, NotVisible, IllegalTransition, NotAssignee, BadValue, StaleTicket.
    """
    require(actor, Permission.TICKET_CORRECT, on=ticket)
    hold(ticket)
    ensure_fresh(ticket, last_event_id)
    matching.may_decide(ticket, actor=actor, verb="cause")
    if not code:
        raise BadValue("cause", "required")
    seen = seen_of(matching.found_for(ticket, actor=actor))
    case = case_of(ticket, seen, matching.decision_on(ticket))
    with none_before_us(ticket), acting(actor, "ticket.cause", reason, object=ticket, facts=_told(suggestions(case))):
        facts.write(ticket, "cause", code)


def evidence_code(evidence: Evidence) -> str:
    """A piece of evidence as the trail keeps it: ``nik_differs nik=nik_exchanged:11,12``."""
    return f"{evidence.sign} {matching.reason_code(evidence.reason)}" if evidence.reason else str(evidence.sign)


def _told(suggested: Sequence[Suggestion]) -> dict[str, Any]:
    if not suggested:
        return {"suggested": NO_SUGGESTION}
    return {"suggested": suggested[0].code, "evidence": [evidence_code(one) for one in suggested[0].evidence]}


def _chosen_person(seen: Sequence[Seen], decided: Match | None) -> Any:
    chosen = (one.candidate for one in seen if decided and one.candidate.opened.record.id == decided.record_id)
    return next((matching.person_key(one) for one in chosen if one.tier != Tier.NIK_USED), None)


def _likely(seen: Sequence[Seen]) -> tuple[Seen, ...]:
    """The records of the first person among the doubtful ones whose name and something else nearly agree."""
    first = next((matching.person_key(one.candidate) for one in seen if may_be_theirs(one)), None)
    return tuple(one for one in seen if first is not None and matching.person_key(one.candidate) == first)


def _is_theirs(candidate: Candidate, chosen: Any) -> bool:
    return candidate.tier in matching.SURE or (chosen is not None and matching.person_key(candidate) == chosen)
