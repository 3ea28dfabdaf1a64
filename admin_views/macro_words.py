"""What a macro does, in words, step by step."""

from typing import Any

from flask_babel import gettext

from models import Macro
from web.event_values import CODES
from web.people_words import CHOSEN
from web.reference_names import Names, reference_names
from web.wording_words import STEPS
from workflow.macros import Step, steps_of


def steps_in_words(macro: Macro) -> list[str]:
    """Every step of the macro as people read it, in the order of doing."""
    names = reference_names()
    return [_words(step, names) for step in steps_of(macro)]


def _words(step: Step, names: Names) -> str:
    what = str(STEPS[step.verb])
    if step.verb == "take":
        return what
    return str(gettext("%(step)s: %(why)s", step=what, why=_with_what(step, names)))


def _with_what(step: Step, names: Names) -> Any:
    if step.verb == "priority":
        return CODES["priority"][step.value]
    if step.value in CHOSEN:
        return CHOSEN[step.value]
    if step.verb == "assign":
        known = {worker.id: worker.name for worker in names.workers}
        return known.get(step.value, "–") if step.value else gettext("whoever uses it")
    return next((text.title for text in names.texts if text.code == step.value), step.value)
