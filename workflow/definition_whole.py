"""The desk as a whole: its working time, its second person, and whether every status can be reached and left."""

from collections.abc import Mapping
from typing import Any

from models import Status
from workflow.definition_keys import DEADLINES, DESK, WEEKDAYS
from workflow.definition_parts import Deadlines, Definition
from workflow.definition_text import Mistakes, read_table
from workflow.kinds import Kind


def desk_of(table: Mapping[str, Any], mistakes: Mistakes) -> dict[str, Any] | None:
    """The values of ``[desk]``; None where one is wrong."""
    before = len(mistakes.found)
    read = {"second_person": True} | read_table(table, DESK, "desk", mistakes)
    if not read["second_person"] and "why" not in table:
        mistakes.say("desk.why", "no_why")
    return read if len(mistakes.found) == before else None


def deadlines_of(table: Mapping[str, Any], mistakes: Mistakes) -> Deadlines | None:
    """The values of ``[deadlines]``; None where one is wrong."""
    before = len(mistakes.found)
    read = read_table(table, DEADLINES, "deadlines", mistakes)
    if "working_days" in read:
        read["working_days"] = tuple(sorted(map(WEEKDAYS.index, read["working_days"])))
        if not read["working_days"]:
            mistakes.say("deadlines.working_days", "empty")
    if len(mistakes.found) > before:
        return None
    found = Deadlines(**read)
    if found.opens >= found.closes:
        mistakes.say("deadlines.closes", "closes_before_it_opens", opens=f"{found.opens:%H:%M}")
    return found


def judge(definition: Definition, mistakes: Mistakes) -> None:
    """What no single line tells: the second person, and the ways through the desk."""
    _judge_second_person(definition, mistakes)
    if definition.of_kind(Kind.HAND_OFF) and not definition.of_kind(Kind.ANSWER):
        mistakes.say("move", "nobody_answers")
    reached = _reached(definition)
    for status in Status:
        if status not in reached:
            mistakes.say("move", "not_reached", status=status)
        elif status != Status.CLOSED and not _is_left(definition, status):
            mistakes.say("move", "dead_end", status=status)
        elif status != Status.CLOSED and not _leads_to_an_end(definition, status):
            mistakes.say("move", "no_way_to_an_end", status=status)


def _judge_second_person(definition: Definition, mistakes: Mistakes) -> None:
    for number, step in enumerate(definition.steps.values(), 1):
        if step.kind != Kind.CLOSE:
            continue
        if definition.second_person and not (step.second_person and not step.or_supervisor):
            mistakes.say(f"move[{number}].by", "closes_alone", verb=step.verb)


def _is_left(definition: Definition, status: Status) -> bool:
    return any(status in step.sources and step.target != status for step in definition.steps.values())


def _reached(definition: Definition, start: Status = Status.OPEN) -> set[Status]:
    reached, waiting = set(), {start}
    while waiting:
        status = waiting.pop()
        reached.add(status)
        waiting |= {step.target for step in definition.steps.values() if status in step.sources} - reached
    return reached


def _leads_to_an_end(definition: Definition, status: Status) -> bool:
    return Status.CLOSED in _reached(definition, status)
