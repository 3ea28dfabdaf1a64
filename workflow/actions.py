"""What an actor may do with a ticket right now, and why not: what buttons are made from."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

from access.actors import Actor
from access.permissions import Permission
from access.policy import Refusal, allowed, require
from models import Correction, Status, Ticket
from workflow import (
    attachments,
    corrections,
    counterparts,
    desk,
    handoffs,
    matching,
    moves,
    reveals,
    satisfaction,
    tickets,
)
from workflow.refusals import IllegalTransition, MissingRequirement, Requirement
from workflow.steps import Step


@dataclass(frozen=True, slots=True)
class ActionState:
    """One verb: whether it may begin, and the refusal where it may not; of a move, its ``step``."""

    verb: str
    allowed: bool
    why: Refusal | None = None
    step: Step | None = None


def available(ticket: Ticket, *, actor: Actor) -> list[ActionState]:
    """Every move the actor's role knows, in the order of the desk; what the role never does is left out."""
    require(actor, Permission.TICKET_READ, on=ticket)
    return offered(ticket, actor=actor, lines=moves.standing_lines(ticket))


def offered(
    ticket: Ticket, *, actor: Actor, lines: Sequence[Correction], steps: Iterable[Step] | None = None
) -> list[ActionState]:
    """The same, for a caller who has seen that the ticket is visible and has read its standing ``lines``.

    ``steps``: of a definition that is not in force.
    """
    steps = desk.current().steps.values() if steps is None else steps
    known = [step for step in steps if knows(actor, step)]
    return [_state_of(step.verb, partial(_may_move, ticket, step, actor, lines), step) for step in known]


def knows(actor: Actor, step: Step) -> bool:
    """Whether the actor's role makes this move at all; for buttons, never instead of ``moves.may_ever``."""
    return allowed(actor, step.permission) and actor.role in step.roles


def beside(ticket: Ticket, *, actor: Actor) -> dict[str, ActionState]:
    """What else the actor's role knows on a ticket, by its name; the caller has seen that it is visible."""
    return {
        verb: _state_of(verb, partial(check, ticket, actor=actor))
        for verb, (permission, check) in BESIDE.items()
        if allowed(actor, permission)
    }


def knows_now(ticket: Ticket, verb: str, *, actor: Actor) -> bool:
    """Whether the actor can do what else there is on a visible ticket now; the rule itself asks again."""
    permission, check = BESIDE[verb]
    return allowed(actor, permission) and _state_of(verb, partial(check, ticket, actor=actor)).allowed


def may_begin(ticket: Ticket, verb: str, *, actor: Actor, lines: Sequence[Correction]) -> None:
    """Return when ``actor`` can begin this move or other act on a visible ticket now, else raise the refusal."""
    if verb in BESIDE:
        permission, check = BESIDE[verb]
        require(actor, permission)
        check(ticket, actor=actor)
        return
    step = moves.step_for(ticket, verb, actor)
    moves.may_ever(step, actor)
    _may_move(ticket, step, actor, lines)


def _may_move(ticket: Ticket, step: Step, actor: Actor, lines: Sequence[Correction]) -> None:
    moves.may_start(ticket, step, actor=actor, lines=lines)
    if Requirement.CORRECTION in step.needs and not moves.has_whole_correction(lines):
        raise MissingRequirement(Requirement.CORRECTION, step.verb)


def _state_of(verb: str, check: Callable[[], None], step: Step | None = None) -> ActionState:
    try:
        check()
    except Refusal as refusal:
        return ActionState(verb, allowed=False, why=refusal, step=step)
    return ActionState(verb, allowed=True, step=step)


def _may_assign(ticket: Ticket, *, actor: Actor) -> None:  # noqa: ARG001 - asked like every other action
    if ticket.status == Status.CLOSED:
        raise IllegalTransition(ticket.status, "assign")


def _always(ticket: Ticket, *, actor: Actor) -> None:
    """Whoever may at all, may now."""


P = Permission
BESIDE: Mapping[str, tuple[Permission, Callable[..., None]]] = MappingProxyType(
    {
        "correction": (P.TICKET_CORRECT, corrections.may_write),
        "choose": (P.TICKET_CORRECT, matching.may_decide),
        "none_fits": (P.TICKET_CORRECT, matching.may_decide),
        "cause": (P.TICKET_CORRECT, partial(matching.may_decide, verb="cause")),
        "attach": (P.ATTACHMENT_ADD, attachments.may_add),
        "open": (P.ATTACHMENT_OPEN, attachments.may_open),
        "assign": (P.TICKET_ASSIGN, _may_assign),
        "edit": (P.TICKET_EDIT, tickets.may_edit),
        "reveal": (P.PERSONAL_REVEAL, reveals.may_reveal),
        "change_hand_off": (P.TICKET_HAND_OFF, handoffs.may_change),
        "remind": (P.TICKET_HAND_OFF, handoffs.may_remind),
        "note": (P.TICKET_NOTE, _always),
        "rate": (P.TICKET_CLOSE, satisfaction.may_rate),
        "counterpart": (P.TICKET_COUNTERPART, counterparts.may_open),
    }
)
