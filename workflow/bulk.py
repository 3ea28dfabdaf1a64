"""One act on many tickets: what would happen to each, and the doing of it to all of them or to none."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, Refusal, require, tickets_visible_to
from audit.context import together
from audit.recorder import note_event
from models import Correction, Ticket, db
from models.types import new_ref
from workflow import actions, macros, moves, notes, numbers, tickets, wording
from workflow.fresh import ensure_fresh
from workflow.refusals import BadValue, BulkRefused, MistypedNumber

MOST: Final = 200
P = Permission
Facts = Mapping[str, Any]
Lines = Sequence[Correction]
Seen = Mapping[str, int | None]
"""The numbers that were chosen, each with the event that the form knew of it (None asks nothing)."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """One chosen number: its ticket where it is in sight, and why the act would be refused, if it would."""

    number: str
    ticket: Ticket | None
    why: Refusal | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """What was done in one go: its id in the events, the tickets as they were held, the events that changed them."""

    bulk: str
    tickets: tuple[Ticket, ...]
    events: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Deed:
    """One act that can be done to many; ``asks`` is the action whose rules say whether it may begin.

    ``reads`` what is read once for all of them, ``checks`` what the form adds to that (it gets the standing lines of
    correction), ``does`` the one rule that does it to one ticket.
    """

    permission: Permission
    asks: str
    does: Callable[[Ticket, Actor, Facts], object]
    checks: Callable[[Ticket, Actor, Facts, Lines], None] = lambda _ticket, _actor, _facts, _lines: None
    reads: Callable[[Facts], Facts] = lambda _facts: {}


def _check_assignee(ticket: Ticket, _actor: Actor, facts: Facts, _lines: Lines) -> None:
    if "assignee" in facts:
        tickets.may_be_given(ticket, facts["assignee"])


def _assign(ticket: Ticket, actor: Actor, facts: Facts) -> None:
    tickets.assign(ticket, facts["assignee"], actor=actor, reason=facts.get("reason", ""))


def _set_priority(ticket: Ticket, actor: Actor, facts: Facts) -> None:
    tickets.edit(ticket, {"priority": facts["priority"]}, actor=actor, reason=facts.get("reason", ""))


def _note(ticket: Ticket, actor: Actor, facts: Facts) -> None:
    """The text with its places filled for this ticket; they are the only words that differ from one to the next."""
    text = wording.fill(facts["text"], wording.values_of(ticket))
    notes.add(ticket, actor=actor, text=text, to_reporter=facts.get("to_reporter", False))


def _dismiss(ticket: Ticket, actor: Actor, facts: Facts) -> None:
    moves.move(ticket, "dismiss", actor=actor, reason=facts["reason"], outcome=facts["outcome"])


def _read_texts(facts: Facts) -> Facts:
    return {"texts": macros.texts_of(facts["macro"])}


def _check_macro(ticket: Ticket, actor: Actor, facts: Facts, lines: Lines) -> None:
    macros.may_apply(ticket, facts["macro"], actor=actor, lines=lines, texts=facts["texts"])


def _apply(ticket: Ticket, actor: Actor, facts: Facts) -> None:
    macros.apply(ticket, facts["macro"], actor=actor)


DEEDS: Final[Mapping[str, Deed]] = MappingProxyType(
    {
        "assign": Deed(P.TICKET_ASSIGN, "assign", _assign, _check_assignee),
        "priority": Deed(P.TICKET_EDIT, "edit", _set_priority),
        "note": Deed(P.TICKET_NOTE, "note", _note),
        "dismiss": Deed(P.TICKET_DISMISS, "dismiss", _dismiss),
        "macro": Deed(P.TICKET_NOTE, "note", _apply, _check_macro, _read_texts),
    }
)


def outlook(chosen: Seen, verb: str, *, actor: Actor, **facts: Any) -> list[Outlook]:
    """What would become of each chosen number, in the order of choosing; nothing is written.

    Two statements however many are chosen, and one for a macro's texts. Raises Forbidden, and BadValue for none or
    too many.
    """
    deed = _asked(chosen, verb, actor)
    return _outlooks(chosen, deed, actor, facts, _seen_by(actor, chosen))


def perform(chosen: Seen, verb: str, *, actor: Actor, **facts: Any) -> Done:
    """Do it to all of them under one id, or raise BulkRefused with every refusal and change nothing.

    They are held in the order of their ids, so that two who reach for the same ones never wait for each other.
    Raises Forbidden, BadValue.
    """
    deed = _asked(chosen, verb, actor)
    held = _seen_by(actor, chosen, hold=True)
    refused = [one for one in _outlooks(chosen, deed, actor, facts, held) if one.why]
    if refused:
        raise BulkRefused(_why_by_number(refused))
    bulk, listed = new_ref(), tuple(held.values())
    before = [ticket.last_event_id for ticket in listed]
    with together(bulk=bulk):
        for ticket in listed:
            _do(deed, ticket, actor, facts)
    after = [ticket.last_event_id for ticket in listed]
    return Done(bulk, listed, tuple(new for new, old in zip(after, before, strict=True) if new != old))


def printed(chosen: Iterable[str], *, actor: Actor) -> list[Ticket]:
    """The chosen tickets for paper, masked by whoever draws them; that they were printed is one event.

    Raises Forbidden, NotVisible for a number out of sight, BadValue for none or too many.
    """
    require(actor, P.TICKET_READ)
    listed = in_sight(chosen, actor=actor)
    note_event(actor, "ticket.print", label=listed[0].number, on=listed, facts={"count": len(listed)})
    return listed


def in_sight(chosen: Iterable[str], *, actor: Actor) -> list[Ticket]:
    """The chosen tickets in the order of choosing. Raises NotVisible for one out of sight, BadValue for a bad count."""
    wanted = dict.fromkeys(chosen)
    _ensure_count(wanted)
    found = _seen_by(actor, wanted)
    missing = next((number for number in wanted if number not in found), None)
    if missing is not None:
        raise NotVisible(missing[:16])
    return [found[number] for number in wanted]


def _asked(chosen: Seen, verb: str, actor: Actor) -> Deed:
    deed = DEEDS[verb]
    require(actor, deed.permission)
    _ensure_count(chosen)
    return deed


def _ensure_count(chosen: Mapping[str, Any]) -> None:
    if not chosen:
        raise BadValue("tickets", "required")
    if len(chosen) > MOST:
        raise BadValue("tickets", "too_many_tickets")


def _seen_by(actor: Actor, chosen: Iterable[str], *, hold: bool = False) -> dict[str, Ticket]:
    """The chosen tickets in sight by the number as it was given, in the order of ids."""
    spelled = {given: number for given in chosen if (number := _parsed(given))}
    query = select(Ticket).where(Ticket.number.in_(spelled.values()), tickets_visible_to(actor)).order_by(Ticket.id)
    if hold:
        query = query.with_for_update().execution_options(populate_existing=True)
    given_as = {number: given for given, number in spelled.items()}
    return {given_as[ticket.number]: ticket for ticket in db.session.scalars(query)}


def _parsed(given: str) -> str | None:
    try:
        return numbers.parse(given)
    except MistypedNumber:
        return None


def _outlooks(chosen: Seen, deed: Deed, actor: Actor, facts: Facts, found: Mapping[str, Ticket]) -> list[Outlook]:
    lines, facts = _lines_of(found.values()), {**facts, **deed.reads(facts)}
    return [
        Outlook(number, found.get(number), _refusal(found.get(number), seen, number, deed, actor, facts, lines))
        for number, seen in chosen.items()
    ]


def _lines_of(listed: Iterable[Ticket]) -> dict[int, list[Correction]]:
    """The standing lines of correction of each ticket, in one statement."""
    lines: dict[int, list[Correction]] = {ticket.id: [] for ticket in listed}
    query = select(Correction).where(Correction.ticket_id.in_(lines), Correction.withdrawn.is_(False))
    for line in db.session.scalars(query):
        lines[line.ticket_id].append(line)
    return lines


def _refusal(
    ticket: Ticket | None,
    seen: int | None,
    number: str,
    deed: Deed,
    actor: Actor,
    facts: Facts,
    lines: Mapping[int, Lines],
) -> Refusal | None:
    if ticket is None:
        return NotVisible(number[:16])
    try:
        ensure_fresh(ticket, seen)
        actions.may_begin(ticket, deed.asks, actor=actor, lines=lines[ticket.id])
        deed.checks(ticket, actor, facts, lines[ticket.id])
    except Refusal as refusal:
        return refusal
    return None


def _do(deed: Deed, ticket: Ticket, actor: Actor, facts: Facts) -> None:
    """Do it to one; what its rule alone could know is told like what was known before."""
    try:
        deed.does(ticket, actor, facts)
    except Refusal as refusal:
        raise BulkRefused({ticket.number: refusal}) from refusal


def _why_by_number(refused: Iterable[Outlook]) -> dict[str, Refusal]:
    return {one.number: one.why for one in refused if one.why}
