"""What a hand-off does to its ticket: while one is open the clock stands still, and the ticket says for whom it waits.

``workflow.moves`` calls these as the effects of ``hand_off`` and ``answer``; the rules for others are in
``workflow.handoffs``.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from access.actors import Actor
from models import Facility, HandOff, HandOffResult, Ticket, WaitsFor, clock, db
from workflow import deadlines
from workflow.refusals import BadValue, HandOffEnded, Requirement

LONGEST_TEXT: Final = 2000
LONGEST_PLAIN: Final = 80
FURTHEST: Final = timedelta(days=366)
ANSWERS: Final = frozenset(HandOffResult) - {HandOffResult.WITHDRAWN}


def open_of(ticket: Ticket) -> list[HandOff]:
    """The ticket's open hand-offs, oldest first."""
    query = select(HandOff).where(HandOff.ticket_id == ticket.id, HandOff.answered_at.is_(None)).order_by(HandOff.id)
    return list(db.session.scalars(query.options(joinedload(HandOff.facility))))


def met(facts: Mapping[str, Any]) -> dict[Requirement, bool]:
    """Which needs of the two steps are met."""
    return {
        Requirement.PARTY: facts.get("party") not in (None, ""),
        Requirement.ASKED: bool(str(facts.get("asked") or "").strip()),
        Requirement.CHASE_ON: isinstance(facts.get("chase_on"), date),
        Requirement.HAND_OFF: isinstance(facts.get("hand_off"), HandOff),
        Requirement.RESULT: facts.get("result") not in (None, ""),
    }


def check_hand_off(ticket: Ticket, facts: Mapping[str, Any]) -> None:
    """Refuse a party that is none, one that was asked already and has not answered, and values that cannot be."""
    if facts["party"] not in set(WaitsFor):
        raise BadValue("party", "unknown_code")
    _check_texts(facts, {"asked": LONGEST_TEXT, "reference": LONGEST_PLAIN, "office": LONGEST_PLAIN})
    if facts["party"] == WaitsFor.ANOTHER_OFFICE and not (facts.get("office") or "").strip():
        raise BadValue("office", "required")
    if facts["party"] == WaitsFor.FACILITY:
        _check_facility(facts.get("facility_id"))
    check_chase(facts["chase_on"])
    asked = _whom(facts["party"], facts.get("facility_id"), facts.get("office"))
    if asked in {_whom(one.party, one.facility_id, one.office) for one in open_of(ticket)}:
        raise BadValue("party", "asked_already")


def check_answer(ticket: Ticket, facts: Mapping[str, Any]) -> None:
    """Refuse a hand-off of another ticket, one that has ended, and an answer that cannot be."""
    hand_off: HandOff = facts["hand_off"]
    if hand_off.ticket_id != ticket.id:
        raise BadValue("hand_off", "unknown_code")
    ensure_open(hand_off)
    if facts["result"] not in ANSWERS:
        raise BadValue("result", "unknown_code")
    _check_texts(facts, {"answer": LONGEST_TEXT, "reference": LONGEST_PLAIN})
    if facts.get("theirs_on") and facts["theirs_on"] > clock.today():
        raise BadValue("theirs_on", "in_future")
    if facts["result"] == HandOffResult.OTHER and not (facts.get("answer") or "").strip():
        raise BadValue("answer", "required")


def ensure_open(hand_off: HandOff) -> None:
    """Read the row again, its ticket being held, and raise HandOffEnded where it is no longer open."""
    db.session.refresh(hand_off)
    if not hand_off.is_open:
        raise HandOffEnded


def check_chase(day: date) -> None:
    """A day on which somebody is to be chased lies not behind us, nor further than a year away."""
    if day < clock.today():
        raise BadValue("chase_on", "in_past")
    if day - clock.today() > FURTHEST:
        raise BadValue("chase_on", "too_far")


def hand_off(ticket: Ticket, actor: Actor, facts: Mapping[str, Any]) -> None:
    """Ask somebody outside: the ticket waits for them from now on."""
    party = WaitsFor(facts["party"])
    made = HandOff(
        ticket=ticket,
        ticket_id=ticket.id,
        party=party,
        facility_id=facts.get("facility_id") if party == WaitsFor.FACILITY else None,
        office=(facts.get("office") or "").strip() if party == WaitsFor.ANOTHER_OFFICE else "",
        reference=(facts.get("reference") or "").strip(),
        chase_on=facts["chase_on"],
        opened_at=clock.now(),
        opened_by_id=actor.id,
        asked=facts["asked"].strip(),
    )
    still_open = open_of(ticket)
    db.session.add(made)
    settle(ticket, [*still_open, made])
    if party == WaitsFor.COMPLAINANT:
        deadlines.responded(ticket)


def answer(ticket: Ticket, actor: Actor, facts: Mapping[str, Any]) -> None:
    """Write down what they answered; with the last answer the clock goes on."""
    row: HandOff = facts["hand_off"]
    row.answer = (facts.get("answer") or "").strip() or None
    row.reference = (facts.get("reference") or "").strip() or row.reference
    row.theirs_on = facts.get("theirs_on")
    end(row, HandOffResult(facts["result"]), actor)
    settle(ticket, [one for one in open_of(ticket) if one is not row])


def end(row: HandOff, result: HandOffResult, actor: Actor) -> None:
    row.result, row.answered_at, row.answered_by_id = result, clock.now(), actor.id


def end_all(ticket: Ticket, actor: Actor) -> None:
    """Nobody is waited for any longer: the ticket ends."""
    if ticket.paused_since is None:
        return
    for row in open_of(ticket):
        end(row, HandOffResult.WITHDRAWN, actor)
    settle(ticket, [])


def settle(ticket: Ticket, still_open: Sequence[HandOff]) -> None:
    """Let the ticket say what its open hand-offs mean for it: since when it rests, for whom, when to chase.

    The rows are not flushed yet; whoever reads their moments reads them as objects.
    """
    if not still_open:
        ticket.paused_since = ticket.waits_for = ticket.chase_on = None
        deadlines.resume(ticket)
        return
    ticket.paused_since = ticket.paused_since or still_open[0].opened_at
    ticket.waits_for = still_open[0].party
    ticket.chase_on = min(one.chase_on for one in still_open)


CHECKS: Final[Mapping[str, Callable[[Ticket, Mapping[str, Any]], None]]] = MappingProxyType(
    {"hand_off": check_hand_off, "answer": check_answer}
)


def _check_texts(facts: Mapping[str, Any], limits: Mapping[str, int]) -> None:
    for field, most in limits.items():
        if len(facts.get(field) or "") > most:
            raise BadValue(field, "too_long")


def _check_facility(facility_id: Any) -> None:
    known = select(Facility.id).where(Facility.id == facility_id, Facility.retired.is_(False))
    if not isinstance(facility_id, int) or db.session.scalar(known) is None:
        raise BadValue("facility", "required")


def _whom(party: str, facility_id: int | None, office: str | None) -> tuple[str, int | None, str]:
    """Who is asked, so that nobody is asked twice at a time."""
    if party == WaitsFor.FACILITY:
        return party, facility_id, ""
    return party, None, (office or "").strip().casefold() if party == WaitsFor.ANOTHER_OFFICE else ""
