"""What an actor may do with a ticket right now, and why not: what buttons are made from."""

from dataclasses import dataclass

from access.actors import Actor
from access.policy import Forbidden, Refusal
from models import Ticket
from workflow import moves, tickets
from workflow.refusals import MissingRequirement, Requirement
from workflow.steps import STEPS


@dataclass(frozen=True, slots=True)
class ActionState:
    """One verb: whether it may begin, and the refusal where it may not."""

    verb: str
    allowed: bool
    why: Refusal | None = None


def available(ticket: Ticket, *, actor: Actor) -> list[ActionState]:
    """Every verb the actor's role knows, in the order of the desk; what the role never does is left out."""
    states = [_state_of(ticket, verb, actor) for verb in STEPS]
    return [state for state in states if not isinstance(state.why, Forbidden)]


def _state_of(ticket: Ticket, verb: str, actor: Actor) -> ActionState:
    try:
        moves.may_start(ticket, STEPS[verb], actor=actor)
        if verb == "correct" and not moves.has_whole_correction(ticket):
            raise MissingRequirement(Requirement.CORRECTION, verb)
    except Refusal as refusal:
        return ActionState(verb, allowed=False, why=refusal)
    return ActionState(verb, allowed=True)


def may_edit(ticket: Ticket, *, actor: Actor) -> bool:
    """Whether the facts may be changed now."""
    try:
        tickets.may_edit(ticket, actor=actor)
    except Refusal:
        return False
    return True
