"""The simple rules of the desk definition: what happens by itself when a complaint is filed, or told otherwise later.

Each thing a rule does is an event of its own under the desk's own name, with the rule's name as its reason. A rule that
cannot be followed is noted and holds nobody up.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from sqlalchemy import select

from access.actors import Actor, system_actor
from access.permissions import Permission
from access.policy import Refusal, require
from audit.context import acting
from audit.recorder import note_event
from models import Category, Channel, Ticket, User, db
from workflow import assigning, assignment, desk, extra, facts, notes
from workflow.definition import DeskRule
from workflow.refusals import BadValue

ASKED: Final = frozenset({"category", "channel", "region_code"})
"""The facts by which a rule can hold for a complaint that did not hold for it before."""
NAME: Final = "Aturan"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What rules ask of a complaint: codes, and the values of extra fields as they are kept."""

    category: str
    region: str
    channel: str
    fields: Mapping[str, str] = field(default_factory=dict)


def filed(ticket: Ticket, category: str, channel: str, *, origin: str, fields: Mapping[str, str] | None = None) -> None:
    """Follow the rules that hold for a complaint that was filed just now."""
    rules = desk.current().rules
    if rules:
        stands = Standing(category=category, region=ticket.region_code, channel=channel, fields=fields or {})
        _follow(ticket, [rule for rule in rules if holds(rule, stands)], origin)


def standing(ticket: Ticket, changes: Collection[str]) -> Standing | None:
    """How a complaint stands before ``changes`` of its facts; None where no rule could ask."""
    rules = desk.current().rules
    asked = ASKED | {extra.name_of(code) for rule in rules for code in rule.when.fields}
    return _standing(ticket) if rules and asked & set(changes) else None


def changed(ticket: Ticket, before: Standing | None, *, origin: str) -> None:
    """Follow the rules that hold now and did not ``before``."""
    if before is not None:
        after = _standing(ticket)
        new = [rule for rule in desk.current().rules if holds(rule, after) and not holds(rule, before)]
        _follow(ticket, new, origin)


def holds(rule: DeskRule, stands: Standing) -> bool:
    """Whether all that the rule asks is so; a field without a value is never so."""
    when = rule.when
    pairs = ((when.category, stands.category), (when.region, stands.region), (when.channel, stands.channel))
    return all(not asked or value in asked for asked, value in pairs) and all(
        stands.fields.get(code) in values for code, values in when.fields.items()
    )


def _standing(ticket: Ticket) -> Standing:
    category = db.session.get_one(Category, ticket.category_id)
    channel = db.session.get_one(Channel, ticket.channel_id)
    fields = extra.texts_of(ticket) if any(rule.when.fields for rule in desk.current().rules) else {}
    return Standing(category=category.code, region=ticket.region_code, channel=channel.code, fields=fields)


def _follow(ticket: Ticket, rules: list[DeskRule], origin: str) -> None:
    actor = system_actor(NAME, origin=origin)
    for rule in rules:
        for do in _deeds(ticket, rule, actor):
            try:
                do()
            except Refusal as refusal:
                told = {"refusal": type(refusal).__name__}
                note_event(actor, "rule.skipped", label=ticket.number, on=[ticket], reason=rule.name, facts=told)


def _deeds(ticket: Ticket, rule: DeskRule, actor: Actor) -> Iterator[Callable[[], object]]:
    then = rule.then
    if then.assign and ticket.assignee_id is None:
        yield partial(_assign, ticket, then.assign, actor, rule.name)
    if then.priority is not None and ticket.priority != then.priority:
        yield partial(_set_priority, ticket, then.priority, actor, rule.name)
    if then.note:
        yield partial(notes.add, ticket, actor=actor, text=then.note, reason=rule.name)


def _assign(ticket: Ticket, email: str, actor: Actor, reason: str) -> None:
    if email in assignment.WAYS:
        return assigning.assign_next(ticket, email, actor=actor, reason=reason)
    user = db.session.scalar(select(User).where(User.email == email))
    if user is None:
        raise BadValue("assignee", "unknown_code")
    return assigning.assign(ticket, user, actor=actor, reason=reason)


def _set_priority(ticket: Ticket, priority: int, actor: Actor, reason: str) -> None:
    require(actor, Permission.TICKET_ASSIGN, on=ticket)  # the desk says who and how soon, and edits nothing else
    with acting(actor, "ticket.edit", reason, object=ticket):
        facts.write(ticket, "priority", priority)
