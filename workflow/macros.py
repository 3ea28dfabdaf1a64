"""Macros: several changes and a text in one step, each by its ordinary rule, all of them or none."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import Select, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import Refusal, require
from audit.context import together
from models import CannedText, Correction, Macro, Ticket, User, db
from workflow import actions, assignment, moves, notes, tickets, wording
from workflow.fresh import ensure_fresh, hold
from workflow.refusals import BadValue, MacroRefused

Texts = Mapping[str, CannedText]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that a macro does: ``take``, ``priority``, ``assign``, ``note`` or ``message``, and with what."""

    verb: str
    value: Any = None


def in_use() -> Sequence[Macro]:
    """The macros that are offered, in their order."""
    return db.session.scalars(select(Macro).where(Macro.retired.is_(False)).order_by(Macro.position, Macro.code)).all()


def by_code(code: str) -> Macro | None:
    """The macro in use with this code."""
    return db.session.scalar(select(Macro).where(Macro.code == code, Macro.retired.is_(False)))


def steps_of(macro: Macro) -> list[Step]:
    """What the macro does, in the order of doing."""
    asked = (
        Step("take") if macro.takes else None,
        Step("priority", macro.priority) if macro.priority is not None else None,
        Step("assign", macro.assign_by or macro.assignee_id) if _assigns(macro) else None,
        Step("note", macro.note_code) if macro.note_code else None,
        Step("message", macro.message_code) if macro.message_code else None,
    )
    return [step for step in asked if step]


def _assigns(macro: Macro) -> bool:
    return macro.to_me or macro.assignee_id is not None or macro.assign_by is not None


def texts_of(macro: Macro) -> Texts:
    """The texts in use that the macro names, by code; one statement, none where it names none."""
    codes = [code for code in (macro.note_code, macro.message_code) if code]
    rows = db.session.scalars(_in_use(codes)) if codes else ()
    return {row.code: row for row in rows}


def may_apply(ticket: Ticket, macro: Macro, *, actor: Actor, lines: Sequence[Correction], texts: Texts) -> None:
    """Return when every step of the macro could be done to this visible ticket now, else raise MacroRefused.

    ``texts`` are the macro's, read once for many tickets. Whoever has taken the ticket may change it: what the steps
    after a ``take`` need, they are asked as if it was done.
    """
    steps = steps_of(macro)
    if not steps:
        raise BadValue("macro", "required")
    for step in steps:
        with _named(step):
            _check(ticket, step, actor, lines, texts, taken=macro.takes and step.verb != "take")


def apply(ticket: Ticket, macro: Macro, *, actor: Actor, last_event_id: int | None = None) -> None:
    """Do every step of the macro, or raise and change nothing.

    Raises StaleTicket, BadValue for a macro that does nothing, and MacroRefused with the step and its refusal.
    """
    hold(ticket)
    ensure_fresh(ticket, last_event_id)
    steps = steps_of(macro)
    if not steps:
        raise BadValue("macro", "required")
    with together(macro=macro.code):
        for step in steps:
            with _named(step):
                DO[step.verb](ticket, actor, step.value)


@contextmanager
def _named(step: Step) -> Iterator[None]:
    """A refusal inside is told with the step that met it."""
    try:
        yield
    except Refusal as refusal:
        raise MacroRefused(step.verb, refusal) from refusal


def _check(ticket: Ticket, step: Step, actor: Actor, lines: Sequence[Correction], texts: Texts, *, taken: bool) -> None:
    require(actor, PERMISSIONS[step.verb])
    if step.verb in TEXTS:
        _known(texts.get(step.value))
    elif not taken:
        actions.may_begin(ticket, "edit" if step.verb == "priority" else step.verb, actor=actor, lines=lines)
    if step.verb == "assign":
        tickets.may_be_given(ticket, _proposed(ticket, step.value) or _person(actor, step.value))


def _person(actor: Actor, person: int | None) -> User:
    found = db.session.get(User, person or actor.id)
    if found is None:
        raise BadValue("assignee", "required")
    return found


def _proposed(ticket: Ticket, how: Any) -> User | None:
    """Who is next by a way of assigning; None where ``how`` is none. Raises BadValue where nobody is at work."""
    if how not in assignment.WAYS:
        return None
    choice = assignment.proposed(ticket.region_code, how)
    if choice is None:
        raise BadValue("assignee", "nobody_here")
    return choice.user


def _in_use(codes: Sequence[str]) -> Select[CannedText]:
    return select(CannedText).where(CannedText.code.in_(codes), CannedText.retired.is_(False))


def _text(code: str) -> CannedText:
    return _known(db.session.scalar(_in_use([code])))


def _known(row: CannedText | None) -> CannedText:
    if row is None:
        raise BadValue("canned", "unknown_code")
    return row


def _take(ticket: Ticket, actor: Actor, _value: None) -> None:
    moves.move(ticket, "take", actor=actor)


def _set_priority(ticket: Ticket, actor: Actor, level: int) -> None:
    tickets.edit(ticket, {"priority": level}, actor=actor)


def _assign(ticket: Ticket, actor: Actor, whom: int | str | None) -> None:
    """Give the ticket to a person, or to whom a way of assigning says; None is whoever uses the macro."""
    if isinstance(whom, str):
        tickets.assign_next(ticket, whom, actor=actor)
    else:
        tickets.assign(ticket, _person(actor, whom), actor=actor)


def _note(ticket: Ticket, actor: Actor, code: str) -> None:
    notes.add(ticket, actor=actor, text=wording.fill(_text(code).text_id, wording.values_of(ticket)))


def _message(ticket: Ticket, actor: Actor, code: str) -> None:
    text = wording.fill(_text(code).text_id, wording.values_of(ticket))
    notes.add(ticket, actor=actor, text=text, to_reporter=True)


P = Permission
TEXTS: Final = ("note", "message")
PERMISSIONS: Final[Mapping[str, Permission]] = MappingProxyType(
    {
        "take": P.TICKET_TAKE,
        "priority": P.TICKET_EDIT,
        "assign": P.TICKET_ASSIGN,
        "note": P.TICKET_NOTE,
        "message": P.TICKET_NOTE,
    }
)
DO: Final[Mapping[str, Callable[[Ticket, Actor, Any], None]]] = MappingProxyType(
    {"take": _take, "priority": _set_priority, "assign": _assign, "note": _note, "message": _message}
)
