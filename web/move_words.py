"""What the moves of the desk are called: by the definition's own labels, in the language of the answer."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.exc import NoResultFound

from web.language import language
from workflow import desk
from workflow.kinds import Kind
from workflow.steps import Step

ICONS: Final[Mapping[Kind, str]] = MappingProxyType(
    {
        Kind.TAKE: "person-plus",
        Kind.HAND_OFF: "box-arrow-up-right",
        Kind.ANSWER: "reply",
        Kind.CORRECT: "check2",
        Kind.SEND_BACK: "arrow-return-left",
        Kind.CLOSE: "check-circle",
        Kind.DISMISS: "x-circle",
        Kind.REOPEN: "arrow-counterclockwise",
        Kind.UNDO_DUPLICATE: "arrow-counterclockwise",
        Kind.RELEASE: "box-arrow-in-left",
    }
)
PREFIX: Final = "ticket."


def label_of(step: Step) -> str:
    """What a move is called."""
    return step.label(language())


def step_of(action: str, version: int | None) -> Step | None:
    """The move behind an event: by the definition it happened under, or by the one in force."""
    verb = action.removeprefix(PREFIX)
    if verb == action:
        return None
    step = desk.current().steps.get(verb)
    if step is None and version:
        try:
            step = desk.version(version).steps.get(verb)
        except NoResultFound:
            return None
    return step
