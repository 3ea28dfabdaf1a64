"""Absence from the desk: who is away from when to when, and who stands in for them; it ends by itself by its date.

Why somebody is away is nobody's business here, so it is not asked.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, cast, func, select
from sqlalchemy.orm import joinedload

from access.actors import Actor
from access.permissions import Permission
from access.policy import Forbidden, NotVisible, allowed, require
from audit.context import acting
from models import Away, User, clock, db
from workflow.assignees import WORKERS
from workflow.refusals import BadValue

LONGEST = timedelta(days=366)
LONGEST_REMARK = 300
MOST = 200


def enter(user: User, *, substitute: User, since: date, until: date, actor: Actor, remark: str = "") -> Away:
    """Note that ``user`` is away and who stands in. Raises Forbidden, NotVisible, BadValue.

    Everyone enters their own absence, a supervisor that of people of their regions, an administrator anybody's.
    """
    ensure_may(user, actor=actor)
    _hold(user, substitute)
    _check_days(since, until)
    if len(remark) > LONGEST_REMARK:
        raise BadValue("remark", "too_long")
    if not can_be_away(user):
        raise BadValue("person", "cannot_be_away")
    if not can_stand_in(substitute, user):
        raise BadValue("substitute", "cannot_stand_in")
    for one, field, problem in ((user, "since", "away_already"), (substitute, "substitute", "away_then")):
        if _is_away(one, since, until):
            raise BadValue(field, problem)
    away = Away(
        user=user,
        user_id=user.id,
        substitute_id=substitute.id,
        since=since,
        until=until,
        remark=remark.strip(),
        entered_at=clock.now(),
    )
    with acting(actor, "absence.enter"):
        db.session.add(away)
    return away


def end(away: Away, *, actor: Actor) -> None:
    """End an absence before its time, or call it off. Raises Forbidden, NotVisible, BadValue."""
    ensure_may(away.user, actor=actor)
    db.session.refresh(away, ["withdrawn", "until", "last_event_id"], with_for_update=True)
    if away.withdrawn or away.until < clock.today():
        raise BadValue("absence", "over")
    with acting(actor, "absence.end"):
        away.withdrawn = True


def ensure_may(user: User, *, actor: Actor) -> None:
    """Return when ``actor`` may say of ``user`` that they are away."""
    require(actor, Permission.DESK_READ)
    if user.id == actor.id or allowed(actor, Permission.USER_MANAGE):
        return
    if not allowed(actor, Permission.TICKET_ASSIGN):
        raise Forbidden(Permission.TICKET_ASSIGN, actor.role)
    if not user.regions & actor.regions:
        raise NotVisible(user.ref)


def can_be_away(user: User) -> bool:
    """Whether tickets are ever assigned to ``user``."""
    return user.active and user.role in WORKERS


def can_stand_in(substitute: User, user: User) -> bool:
    """Whether ``substitute`` may do whatever ``user`` may: another one of their role who sees the same tickets."""
    return (
        substitute.id != user.id
        and substitute.active
        and substitute.role == user.role
        and substitute.regions >= user.regions
    )


def people_for(actor: Actor) -> list[User]:
    """Those of whom ``actor`` may say that they are away, by name; of themselves first."""
    query = select(User).where(User.active, User.role.in_(WORKERS)).order_by(User.id != actor.id, User.name).limit(MOST)
    if allowed(actor, Permission.USER_MANAGE) or allowed(actor, Permission.TICKET_ASSIGN):
        return [user for user in db.session.scalars(query) if _is_within_reach(user, actor)]
    return list(db.session.scalars(query.where(User.id == actor.id)))


def substitutes_for(user: User) -> list[User]:
    """Those who can stand in for ``user``, by name."""
    query = select(User).where(User.active, User.role == user.role, User.id != user.id).order_by(User.name).limit(MOST)
    return [one for one in db.session.scalars(query) if can_stand_in(one, user)]


def coming_for(actor: Actor) -> list[Away]:
    """The absences that last or are to come, as far as they concern ``actor``, the nearest first."""
    rows = db.session.scalars(
        select(Away)
        .where(~Away.withdrawn, Away.until >= clock.today())
        .options(joinedload(Away.user), joinedload(Away.substitute))
        .order_by(Away.since, Away.id)
        .limit(MOST)
    )
    return [away for away in rows if _concerns(away, actor)]


def now_away() -> Sequence[Away]:
    """Every absence that lasts today, with its people; one statement over a short table."""
    query = select(Away).where(*_lasts()).options(joinedload(Away.user), joinedload(Away.substitute))
    return db.session.scalars(query.order_by(Away.id)).all()


def stood_in_for(user: type[User] = User) -> Any:
    """For a query about users: for whom each stands in today, their ids with commas; null where for nobody."""
    ids = func.aggregate_strings(cast(Away.user_id, String), ",")
    return select(ids).where(Away.substitute_id == user.id, *_lasts()).scalar_subquery().label("stands_for")


def ids_of(text: str | None) -> frozenset[int]:
    """The ids in an answer of ``stood_in_for``."""
    return frozenset(map(int, (text or "").split(","))) if text else frozenset()


def _lasts() -> tuple[ColumnElement[bool], ...]:
    today = clock.today()
    return ~Away.withdrawn, Away.since <= today, Away.until >= today


def _is_within_reach(user: User, actor: Actor) -> bool:
    return user.id == actor.id or allowed(actor, Permission.USER_MANAGE) or bool(user.regions & actor.regions)


def _concerns(away: Away, actor: Actor) -> bool:
    if actor.id in (away.user_id, away.substitute_id) or allowed(actor, Permission.USER_MANAGE):
        return True
    return allowed(actor, Permission.TICKET_ASSIGN) and bool(away.user.regions & actor.regions)


def _hold(*users: User) -> None:
    """Hold both, the older first, so that nobody becomes absent while they are made somebody's substitute."""
    for user in sorted({user.id: user for user in users}.values(), key=lambda held: held.id):
        db.session.refresh(user, with_for_update=True)


def _check_days(since: date, until: date) -> None:
    if until < since:
        raise BadValue("until", "before_since")
    if until < clock.today():
        raise BadValue("until", "in_past")
    if until - since > LONGEST:
        raise BadValue("until", "too_long_away")


def _is_away(user: User, since: date, until: date) -> bool:
    meets = (Away.user_id == user.id, ~Away.withdrawn, Away.since <= until, Away.until >= since)
    return db.session.scalar(select(Away.id).where(*meets).limit(1)) is not None
