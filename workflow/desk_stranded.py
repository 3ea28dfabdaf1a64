"""What a new desk definition would leave behind: tickets, hand-offs and macros, counted to a cap.

One statement for each question, and a question is asked only where the definition changes what it is about.
"""

import enum
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import Select, and_, exists, func, literal, or_, select

from models import ExtraValue, HandOff, Macro, Role, Status, Ticket, User, clock, db
from workflow.definition import Definition
from workflow.definition_difference import Change, How, between
from workflow.definition_parts import FILING
from workflow.filters import ACTIVE
from workflow.kinds import Kind
from workflow.lanes import COUNT_CAP
from workflow.steps import Step

LOOKED_AT: Final = 5 * COUNT_CAP
"""Of how many tickets a question looks at more than an index has."""


class Kindred(enum.StrEnum):
    """In which way something is left behind."""

    MOVE_GONE = "move_gone"
    ROLE_OUT = "role_out"
    HELD_BY_NOBODY = "held_by_nobody"
    HAND_OFFS = "hand_offs"
    TOO_LATE = "too_late"
    NOW_REQUIRED = "now_required"
    FIELD_GONE = "field_gone"
    NEW_TIMES = "new_times"
    MACROS = "macros"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stranded:
    """So many of something: ``count`` is told up to COUNT_CAP. ``about``: the label, role, status it concerns."""

    kind: Kindred
    count: int
    step: Step | None = None
    field: Any = None
    statuses: tuple[Status, ...] = ()
    roles: tuple[Role, ...] = ()


def stranded(old: Definition, new: Definition) -> list[Stranded]:
    """Everything that ``new`` leaves behind of what ``old`` allowed; what concerns nothing is left out."""
    changes = between(old, new)
    found = (*_by_status(old, new), *_held(old, new), *_hand_offs(old, new), *_too_late(old, new),
             *_fields(old, new, changes), *_new_times(changes), *_macros(old, new))  # fmt: skip
    return [one for one in found if one.count]


def in_statuses() -> dict[Status, int]:
    """How many tickets stand in each status, over all regions, each to the cap; one statement."""
    counted = [_capped(select(literal(1)).where(Ticket.status == status)).label(status.value) for status in Status]
    row = db.session.execute(select(*counted)).one()._asdict()
    return {status: row[status.value] for status in Status}


def _capped(query: Select[Any]) -> Any:
    few = query.limit(COUNT_CAP).subquery()
    return select(func.count()).select_from(few).scalar_subquery()


def _count(query: Select[Any]) -> int:
    return int(db.session.scalar(select(_capped(query))) or 0)


def _by_status(old: Definition, new: Definition) -> Iterator[Stranded]:
    """Moves that are gone where tickets stand, and roles that may no longer make them."""
    lost = [(step, new.steps.get(step.verb)) for step in old.steps.values()]
    asked = [(step, after, _sources_lost(step, after), _roles_lost(step, after)) for step, after in lost]
    if not any(sources or roles for _, _, sources, roles in asked):
        return
    standing = in_statuses()
    for step, after, sources, roles in asked:
        if sources:
            yield Stranded(kind=Kindred.MOVE_GONE, step=step, statuses=sources, count=_sum(standing, sources))
        if after and roles:
            kept = tuple(one for one in step.sources if one in after.sources)
            yield Stranded(kind=Kindred.ROLE_OUT, step=step, statuses=kept, roles=roles, count=_sum(standing, kept))


def _sum(standing: dict[Status, int], statuses: tuple[Status, ...]) -> int:
    return min(COUNT_CAP, sum(standing[status] for status in statuses if status != Status.CLOSED))


def _sources_lost(step: Step, after: Step | None) -> tuple[Status, ...]:
    return tuple(one for one in step.sources if after is None or one not in after.sources)


def _roles_lost(step: Step, after: Step | None) -> tuple[Role, ...]:
    return tuple(one for one in step.roles if after is None or one not in after.roles)


def _held(old: Definition, new: Definition) -> Iterator[Stranded]:
    """Tickets whose assignee could take them on, and no longer can."""
    lost = [
        (status, role) for status in ACTIVE for role in Role
        if _acts(old, status, role) and not _acts(new, status, role)
    ]  # fmt: skip
    if lost:
        some = select(Ticket.status, Ticket.assignee_id).where(Ticket.status.in_(ACTIVE)).limit(LOOKED_AT).subquery()
        theirs = or_(*(and_(some.c.status == status, User.role == role) for status, role in lost))
        query = select(literal(1)).select_from(some).join(User, User.id == some.c.assignee_id).where(theirs)
        statuses, roles = (tuple(dict.fromkeys(part)) for part in zip(*lost, strict=True))
        yield Stranded(kind=Kindred.HELD_BY_NOBODY, statuses=statuses, roles=roles, count=_count(query))


def _acts(definition: Definition, status: Status, role: Role) -> bool:
    """Whether an assignee of this role can bring a ticket on from this status; giving it back is not that."""
    return any(
        status in step.sources
        and role in step.roles
        and step.target != status
        and step.kind != Kind.RELEASE
        and (not step.second_person or (step.or_supervisor and role == Role.SUPERVISOR))
        for step in definition.steps.values()
    )


def _hand_offs(old: Definition, new: Definition) -> Iterator[Stranded]:
    if old.of_kind(Kind.ANSWER) and not new.of_kind(Kind.ANSWER):
        waiting = select(literal(1)).select_from(HandOff).where(HandOff.answered_at.is_(None))
        yield Stranded(kind=Kindred.HAND_OFFS, count=_count(waiting))


def _too_late(old: Definition, new: Definition) -> Iterator[Stranded]:
    """Closed tickets that could still be opened again, and no longer can."""
    for step in old.of_kind(Kind.REOPEN):
        after = new.steps.get(step.verb)
        if after is None or not after.within_days or (step.within_days and step.within_days <= after.within_days):
            continue
        some = select(Ticket.closed_at).where(Ticket.status == Status.CLOSED).order_by(Ticket.id.desc())
        newest = some.limit(LOOKED_AT).subquery()
        late = [newest.c.closed_at < _days_ago(after.within_days)]
        late += [newest.c.closed_at >= _days_ago(step.within_days)] if step.within_days else []
        query = select(literal(1)).select_from(newest).where(*late)
        yield Stranded(kind=Kindred.TOO_LATE, step=after, count=_count(query))


def _days_ago(days: int) -> Any:
    return clock.now() - timedelta(days=days)


def _fields(old: Definition, new: Definition, changes: Sequence[Change]) -> Iterator[Stranded]:
    """Fields that are asked for from now on, and fields that are shown no more."""
    before = {field.code: field for field in old.fields}
    for field in new.fields:
        known = before[field.code].required_at if field.code in before else ()
        verbs = [verb for verb in field.required_at if verb != FILING and verb not in known]
        statuses = tuple({status for verb in verbs for status in new.steps[verb].sources})
        if statuses:
            count = _count(_with_field(field.code, statuses, filled=False))
            yield Stranded(kind=Kindred.NOW_REQUIRED, field=field, statuses=statuses, count=count)
    for change in changes:
        if change.part == "field" and change.how == How.REMOVED:
            count = _count(_with_field(change.name, ACTIVE, filled=True))
            yield Stranded(kind=Kindred.FIELD_GONE, field=change.before, count=count)


def _with_field(code: str, statuses: tuple[Status, ...], *, filled: bool) -> Select[Any]:
    """Tickets in these statuses with a value in an extra field, or without one."""
    some = select(Ticket.id).where(Ticket.status.in_(statuses)).limit(LOOKED_AT).subquery()
    there = exists().where(
        ExtraValue.ticket_id == some.c.id,
        ExtraValue.code == code,
        or_(ExtraValue.value.is_not(None), ExtraValue.secret_sealed.is_not(None)),
    )
    return select(literal(1)).select_from(some).where(there if filled else ~there)


def _new_times(changes: Sequence[Change]) -> Iterator[Stranded]:
    if any(change.part == "deadlines" for change in changes):
        active = select(literal(1)).select_from(Ticket).where(Ticket.status.in_(ACTIVE))
        yield Stranded(kind=Kindred.NEW_TIMES, count=_count(active))


def _macros(old: Definition, new: Definition) -> Iterator[Stranded]:
    """Macros that take a complaint on, where no move does so any more."""
    if old.of_kind(Kind.TAKE) and not new.of_kind(Kind.TAKE):
        taking = select(literal(1)).select_from(Macro).where(Macro.takes, Macro.retired.is_(False))
        yield Stranded(kind=Kindred.MACROS, count=_count(taking))
