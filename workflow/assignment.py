"""To whom a complaint goes next: by turn, or to whoever has the fewest; the absent one's substitute takes it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import func, literal, select, text

from models import Away, Region, Role, Status, Ticket, Turn, User, db
from workflow import absences
from workflow.refusals import BadValue

WAYS: Final = ("turn", "load")
ACTIVE: Final = (Status.OPEN, Status.VERIFYING)
LONGEST_CHAIN: Final = 5
FIRST_OF_REGION = text("INSERT INTO turn (region_code) VALUES (:region) ON CONFLICT (region_code) DO NOTHING")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Who gets the complaint, how they were chosen, and in whose place where somebody is away."""

    user: User
    how: str
    load: int
    in_place_of: int | None = None

    @property
    def facts(self) -> dict[str, Any]:
        """What the event of the assignment tells of it."""
        return {"chosen": self.how} | ({"in_place_of_id": self.in_place_of} if self.in_place_of else {})


def setting_of(region: str) -> str | None:
    """How new complaints of a region are given to somebody: ``turn``, ``load``, or None where by hand."""
    return db.session.scalar(select(Region.assign).where(Region.code == region))


def next_for(region: str, how: str) -> Choice | None:
    """Choose, inside a unit of work, who gets the next complaint of ``region``; None where nobody is at work.

    Whoever chooses for the same region at the same moment waits, and then sees what was given. Raises BadValue.
    """
    _check(how)
    db.session.execute(FIRST_OF_REGION, {"region": region})
    turn = db.session.get(Turn, region, with_for_update=True, populate_existing=True)
    found = _choose(region, how, turn)
    if found is None:
        return None
    choice, due = found
    if how == "turn" and turn is not None:
        turn.user_id = due
    return choice


def proposed(region: str, how: str) -> Choice | None:
    """Who would be next now; nothing is held and nobody's turn is used. Raises BadValue."""
    _check(how)
    found = _choose(region, how, db.session.get(Turn, region))
    return found[0] if found else None


def loads_in(region: str) -> list[tuple[User, int]]:
    """The verifiers of a region in the order of their ids, each with the active complaints they have; one statement."""
    held = select(func.count()).where(Ticket.assignee_id == User.id, Ticket.status.in_(ACTIVE)).correlate(User)
    in_region = (literal(",") + User.region_codes + literal(",")).contains(f",{region},", autoescape=True)
    query = select(User, held.scalar_subquery()).where(User.role == Role.VERIFIER, User.active, in_region)
    return [(user, count) for user, count in db.session.execute(query.order_by(User.id))]


def _choose(region: str, how: str, turn: Turn | None) -> tuple[Choice, int] | None:
    """The choice, and whose turn it was."""
    workers, away = loads_in(region), {one.user_id: one for one in absences.now_away()}
    loads = {user.id: count for user, count in workers}
    for user in _in_order(workers, how, turn.user_id if turn else None):
        present = _present(user, region, away)
        if present is not None:
            place = user.id if present.id != user.id else None
            return Choice(user=present, how=how, load=loads.get(present.id, 0), in_place_of=place), user.id
    return None


def _in_order(workers: Sequence[tuple[User, int]], how: str, last: int | None) -> Iterator[User]:
    if how == "load":
        yield from (user for user, _ in sorted(workers, key=lambda one: (one[1], one[0].id)))
        return
    yield from (user for user, _ in workers if last is None or user.id > last)
    yield from (user for user, _ in workers if last is not None and user.id <= last)


def _present(user: User, region: str, away: Mapping[int, Away]) -> User | None:
    """``user``, or whoever stands in for them, or for those; None where nobody of the row can take it."""
    for _ in range(LONGEST_CHAIN):
        if user.id not in away:
            return user if user.active and user.role == Role.VERIFIER and region in user.regions else None
        user = away[user.id].substitute
    return None


def _check(how: str) -> None:
    if how not in WAYS:
        raise BadValue("assignee", "unknown_code")
