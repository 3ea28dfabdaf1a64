"""The moves of a desk definition, each judged by the bounds of its kind."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from access.permissions import Permission, granted
from models import Role, Status
from workflow.definition_keys import MOVE
from workflow.definition_text import Mistakes, read_table
from workflow.kinds import ANYWHERE, KINDS, MET_BY, RESERVED, By, Kind
from workflow.refusals import Requirement
from workflow.steps import Step

VERB: Final = re.compile(r"[a-z][a-z_]{1,28}[a-z]")
FOR_SUPERVISORS: Final = (By.ASSIGNEE_OR_SUPERVISOR, By.SECOND_PERSON_OR_SUPERVISOR)


def steps_of(tables: Sequence[Mapping[str, Any]], mistakes: Mistakes) -> list[Step | None]:
    """The moves in the order of the file; None for one that is wrong."""
    steps: list[Step | None] = []
    verbs: set[str] = set()
    for number, table in enumerate(tables, 1):
        place, before = f"move[{number}]", len(mistakes.found)
        read = read_table(table, MOVE, place, mistakes)
        _judge_verb(read, verbs, place, mistakes)
        kind = _kind_of(read, table, place, mistakes)
        step = _step(read, kind) if kind and len(mistakes.found) == before else None
        if step:
            _judge(step, place, mistakes)
        steps.append(step if len(mistakes.found) == before else None)
    return steps


def _judge_verb(read: Mapping[str, Any], verbs: set[str], place: str, mistakes: Mistakes) -> None:
    verb = read.get("verb")
    if verb is None:
        return
    if not VERB.fullmatch(verb):
        mistakes.say(f"{place}.verb", "bad_verb", verb=verb)
    elif verb in RESERVED:
        mistakes.say(f"{place}.verb", "reserved_verb", verb=verb)
    elif verb in verbs:
        mistakes.say(f"{place}.verb", "verb_twice", verb=verb)
    elif verb in set(Kind) and read.get("kind", verb) != verb:
        mistakes.say(f"{place}.verb", "verb_of_other_kind", verb=verb, kind=read["kind"])
    elif "kind" in read and KINDS[Kind(read["kind"])].own_page and read["kind"] != verb:
        mistakes.say(f"{place}.verb", "kind_has_one_name", kind=read["kind"])
    verbs.add(verb)


def _kind_of(read: Mapping[str, Any], table: Mapping[str, Any], place: str, mistakes: Mistakes) -> Kind | None:
    if "kind" in read:
        return Kind(read["kind"])
    verb = read.get("verb")
    if verb in set(Kind):
        return Kind(verb)
    if verb is not None and "kind" not in table:
        mistakes.say(f"{place}.kind", "no_kind", verb=verb, known=tuple(Kind))
    return None


def _step(read: Mapping[str, Any], kind: Kind) -> Step:
    return Step(
        verb=read["verb"],
        kind=kind,
        sources=tuple(map(Status, read["from"])),
        target=Status(read["to"]),
        roles=tuple(map(Role, read["roles"])),
        by=By(read.get("by", By.ANYONE)),
        needs=tuple(map(Requirement, read.get("needs", ()))),
        label_id=read["label_id"],
        label_en=read["label_en"],
        within_days=read.get("within_days"),
        target_days=read.get("target_days"),
        why=read.get("why", ""),
    )


def _judge(step: Step, place: str, mistakes: Mistakes) -> None:
    """What a move says against what its kind allows."""
    effect = KINDS[step.kind]
    for status in step.sources:
        if status not in effect.sources:
            fits = tuple(one.value for one in Status if one in effect.sources)
            mistakes.say(f"{place}.from", "from_not_of_kind", status=status, kind=step.kind, fits=fits)
    if step.target != effect.target:
        mistakes.say(f"{place}.to", "to_not_of_kind", status=step.target, kind=step.kind, fits=effect.target)
    for role in step.roles:
        if not granted(role, effect.permission):
            fits = tuple(one.value for one in Role if granted(one, effect.permission))
            mistakes.say(f"{place}.roles", "role_may_not", role=role, permission=effect.permission, fits=fits)
    if step.within_days and Status.CLOSED not in step.sources:
        mistakes.say(f"{place}.within_days", "not_after_closing")
    _judge_by(step, place, mistakes)
    _judge_needs(step, place, mistakes)


def _judge_by(step: Step, place: str, mistakes: Mistakes) -> None:
    """Whoever alone may make a move has to exist by then."""
    if step.kind == Kind.TAKE and step.by != By.ANYONE:
        mistakes.say(f"{place}.by", "nobody_yet", by=step.by)
    if step.by == By.ASSIGNEE:
        for role in step.roles:
            if not granted(role, Permission.TICKET_TAKE):
                mistakes.say(f"{place}.by", "never_assigned", role=role)
    if step.by in FOR_SUPERVISORS and Role.SUPERVISOR not in step.roles:
        mistakes.say(f"{place}.by", "no_supervisor", by=step.by)


def _judge_needs(step: Step, place: str, mistakes: Mistakes) -> None:
    own = KINDS[step.kind].needs
    for need in own:
        if need not in step.needs:
            mistakes.say(f"{place}.needs", "need_left_out", need=need, kind=step.kind)
    for need in step.needs:
        if need not in own and (KINDS[step.kind].own_page or need not in ANYWHERE):
            mistakes.say(f"{place}.needs", "need_not_of_kind", need=need, kind=step.kind)
        elif need in MET_BY:
            _judge_meeting(step, need, place, mistakes)


def _judge_meeting(step: Step, need: Requirement, place: str, mistakes: Mistakes) -> None:
    """Somebody who must meet a requirement has to be able to."""
    for role in step.roles:
        if not granted(role, MET_BY[need]):
            mistakes.say(f"{place}.needs", "need_cannot_be_met", need=need, role=role)
    if step.sources == (Status.OPEN,):
        mistakes.say(f"{place}.needs", "need_comes_later", need=need)
