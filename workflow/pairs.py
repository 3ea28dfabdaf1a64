"""Two complaints side by side: that one repeats the other, that they are two, and taking either decision back."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, Refusal, allowed, require
from audit.context import acting
from audit.recorder import note_event
from models import LinkKind, Outcome, Ticket, TicketLink, clock, db
from workflow import moves, originals, tickets, timeline
from workflow.actions import ActionState
from workflow.fresh import ensure_fresh, hold_both
from workflow.refusals import AlreadyDecided, BadValue, MissingRequirement, Requirement

REPEATS, REPEATED, APART, AGAIN = "repeats", "repeated", "apart", "again"
LONGEST_REASON = 500


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest event of each ticket that a form knew; None asks nothing."""

    one: int | None = None
    other: int | None = None


def open_both(number: str, other: str, *, actor: Actor) -> tuple[Ticket, Ticket]:
    """Two tickets to look at beside each other, the opening of each noted. Raises as ``tickets.by_number``."""
    pair = both(number, other, actor=actor)
    for ticket in pair:
        note_event(actor, timeline.READ, label=ticket.number, on=[ticket])
    return pair


def both(number: str, other: str, *, actor: Actor) -> tuple[Ticket, Ticket]:
    """The tickets of two numbers; a ticket has no second side of its own. Raises as ``tickets.by_number``."""
    one, two = (tickets.by_number(text, actor=actor) for text in (number, other))
    if one.id == two.id:
        raise NotVisible(one.number)
    return one, two


def decide(decision: str, one: Ticket, other: Ticket, *, actor: Actor, reason: str, seen: Seen = Seen()) -> None:
    """Decide what two complaints are to each other, from the side of ``one``.

    ``repeats``: it is closed as a duplicate of ``other``; ``repeated``: the other way round; ``apart``: they are no
    duplicates; ``again``: that they are none was wrong, and they may be compared again.
    Raises what ``moves.move`` raises, AlreadyDecided, BadValue, MissingRequirement.
    """
    if decision not in (REPEATS, REPEATED, APART, AGAIN):
        raise BadValue("decision", "unknown_code")
    hold_both(one, other)
    ensure_fresh(one, seen.one)
    ensure_fresh(other, seen.other)
    if decision == REPEATS:
        _close(one, other, actor=actor, reason=reason)
    elif decision == REPEATED:
        _close(other, one, actor=actor, reason=reason)
    elif decision == APART:
        _part(one, other, actor=actor, reason=reason)
    else:
        _compare_again(one, other, actor=actor, reason=reason)


def options(one: Ticket, other: Ticket, *, actor: Actor, apart: TicketLink | None) -> list[ActionState]:
    """What the actor's role may decide of a pair they see, each with why it rests; what it never does is left out.

    ``apart`` is the standing decision that the two are no duplicates. One statement.
    """
    repeated = originals.repeated_of(one, other)

    def may_close(duplicate: Ticket, original: Ticket) -> None:
        moves.may_start(duplicate, moves.step_for(duplicate, "dismiss", actor), actor=actor, lines=())
        originals.ensure_first(duplicate, original, actor=actor, repeated=repeated, parted=apart is not None)

    known: list[tuple[str, Permission, Callable[[], object]]] = [
        (REPEATS, Permission.TICKET_DISMISS, partial(may_close, one, other)),
        (REPEATED, Permission.TICKET_DISMISS, partial(may_close, other, one)),
        (APART, Permission.TICKET_PAIR, partial(_ensure_undecided, one, other, apart)),
        (AGAIN, Permission.TICKET_PAIR, partial(_ensure_stands, apart)),
    ]
    return [_state(verb, check) for verb, permission, check in known if allowed(actor, permission)]


def _state(verb: str, check: Callable[[], object]) -> ActionState:
    try:
        check()
    except Refusal as refusal:
        return ActionState(verb, allowed=False, why=refusal)
    return ActionState(verb, allowed=True)


def _close(duplicate: Ticket, original: Ticket, *, actor: Actor, reason: str) -> None:
    moves.move(duplicate, "dismiss", actor=actor, reason=reason, outcome=Outcome.DUPLICATE, original=original)


def _part(one: Ticket, other: Ticket, *, actor: Actor, reason: str) -> None:
    _ensure_may(one, other, actor=actor, reason=reason, verb=APART)
    _ensure_undecided(one, other, originals.apart(one, other))
    older, newer = sorted((one, other), key=lambda ticket: ticket.id)
    link = TicketLink(
        ticket_id=older.id,
        other_id=newer.id,
        kind=LinkKind.NOT_DUPLICATE,
        pair=originals.pair_of(LinkKind.NOT_DUPLICATE, one, other),
        reason=reason.strip(),
        decided_by_id=actor.id,
        decided_at=clock.now(),
    )
    with acting(actor, "ticket.apart", reason, object=one):
        db.session.add(link)
    note_event(actor, "ticket.apart", label=other.number, on=[other], reason=reason)


def _compare_again(one: Ticket, other: Ticket, *, actor: Actor, reason: str) -> None:
    _ensure_may(one, other, actor=actor, reason=reason, verb=AGAIN)
    link = _ensure_stands(originals.apart(one, other))
    with acting(actor, "ticket.apart_withdrawn", reason, object=one):
        link.withdrawn, link.pair = True, None
    note_event(actor, "ticket.apart_withdrawn", label=other.number, on=[other], reason=reason)


def _ensure_may(one: Ticket, other: Ticket, *, actor: Actor, reason: str, verb: str) -> None:
    for ticket in (one, other):
        require(actor, Permission.TICKET_PAIR, on=ticket)
    if not reason.strip():
        raise MissingRequirement(Requirement.REASON, verb)
    if len(reason) > LONGEST_REASON:
        raise BadValue("reason", "too_long")


def _ensure_undecided(one: Ticket, other: Ticket, apart: TicketLink | None) -> None:
    repeats = one.duplicate_of_id == other.id or other.duplicate_of_id == one.id
    if repeats or apart is not None:
        raise AlreadyDecided


def _ensure_stands(apart: TicketLink | None) -> TicketLink:
    if apart is None:
        raise BadValue("decision", "nothing_to_withdraw")
    return apart
