"""Saved views of the list: kept by anybody who reads it, shared by a supervisor with the people of their regions.

A view is a query and never a list of tickets: whoever opens one sees what they may see anyway.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, and_, func, or_, select

from access.actors import Actor
from access.permissions import Permission
from access.policy import NotVisible, allowed, require
from audit.context import acting
from models import ListChoice, Role, SavedView, User, clock, db
from models.upsert import write_over
from workflow.refusals import BadValue

MOST: Final = 12
MOST_SHARED: Final = 24
LONGEST_NAME: Final = 60
LONGEST_QUERY: Final = 600
EVERYONE: Final = "everyone"
AUDIENCES: Final = (EVERYONE, Role.OPERATOR.value, Role.VERIFIER.value, Role.SUPERVISOR.value, Role.AUDITOR.value)
PERSONAL: Final = re.compile(r"(?:\d[\s.\-]?){6,}")
SHOWN_COLUMNS = (
    SavedView.id, SavedView.ref, SavedView.name, SavedView.query, SavedView.columns, SavedView.owner_id,
    SavedView.shared_with, SavedView.shared_regions,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shelf:
    """What one person's list has beside it: at most MOST views, their own first, and the columns they chose."""

    views: Sequence[Row[Any]]
    columns: str

    def get(self, ref: str) -> Row[Any] | None:
        """The view of this ref, if it stands here."""
        return next((view for view in self.views if view.ref == ref), None)


def shelf(actor: Actor) -> Shelf:
    """The views and the columns of ``actor``, in one statement. Raises Forbidden."""
    require(actor, Permission.TICKET_READ)
    columns = ListChoice.columns.label("chosen")
    own_first = (SavedView.owner_id != actor.id, SavedView.position, SavedView.id)
    rows: Sequence[Row[Any]] = db.session.execute(
        select(columns, *SHOWN_COLUMNS, User.name.label("owner"))
        .select_from(User)
        .outerjoin(ListChoice, ListChoice.user_id == User.id)
        .outerjoin(SavedView, _in_reach(actor))
        .where(User.id == actor.id)
        .order_by(*own_first)
        .limit(MOST + MOST_SHARED)
    ).all()  # type: ignore[assignment]  # a row by any other shape
    seen = [row for row in rows if row.id is not None and _is_for(row, actor)]
    return Shelf(seen[:MOST], (rows[0].chosen or "") if rows else "")


def by_ref(ref: str, *, actor: Actor) -> SavedView:
    """A view that ``actor`` may open. Raises NotVisible."""
    view = db.session.scalar(select(SavedView).where(SavedView.ref == ref, _in_reach(actor)))
    if view is None or not _is_for(view, actor):
        raise NotVisible("view")
    return view


def save(name: str, query: str, columns: str, *, actor: Actor) -> SavedView:
    """Keep a list under a name. Raises Forbidden, BadValue for a name that is none, or one view too many."""
    require(actor, Permission.TICKET_READ)
    _ensure_kept_whole(query)
    own = select(func.count(), func.max(SavedView.position)).where(_own(actor))
    count, last = db.session.execute(own).one()
    if count >= MOST:
        raise BadValue("view", "too_many_views")
    view = SavedView(owner_id=actor.id, position=(last or 0) + 1, saved_at=clock.now())
    with acting(actor, "view.save", object=view):
        view.name, view.query, view.columns = _name(name), query, columns
        db.session.add(view)
    return view


def change(view: SavedView, query: str, columns: str, *, actor: Actor) -> None:
    """Let a view show another list. Raises Forbidden, NotVisible, BadValue for a list that narrows by too much."""
    _ensure_hand(view, actor)
    _ensure_kept_whole(query)
    with acting(actor, "view.change", object=view):
        view.query, view.columns, view.saved_at = query, columns, clock.now()


def rename(view: SavedView, name: str, *, actor: Actor) -> None:
    """Raises Forbidden, NotVisible, BadValue."""
    _ensure_hand(view, actor)
    with acting(actor, "view.rename", object=view):
        view.name = _name(name)


def retire(view: SavedView, *, actor: Actor) -> None:
    """Show a view no longer; the trail keeps what it was. Raises Forbidden, NotVisible."""
    _ensure_hand(view, actor)
    with acting(actor, "view.retire", object=view):
        view.retired = True


def to_front(view: SavedView, *, actor: Actor) -> None:
    """Show a view before the others. Raises Forbidden, NotVisible."""
    _ensure_hand(view, actor)
    first = db.session.scalar(select(func.min(SavedView.position)).where(_own(actor)))
    with acting(actor, "view.order", object=view):
        view.position = (first or 0) - 1


def share(view: SavedView, audience: str, regions: Iterable[str], *, actor: Actor) -> None:
    """Show a view to the people of a role (or everyone) in these regions; no audience takes that back.

    No region said means every region of ``actor``. Raises Forbidden, NotVisible, BadValue.
    """
    require(actor, Permission.VIEW_SHARE)
    _ensure_hand(view, actor)
    wanted = sorted(set(regions) or actor.regions)
    if audience and audience not in AUDIENCES:
        raise BadValue("view", "unknown_code")
    if not actor.regions.issuperset(wanted):
        raise BadValue("region_code", "not_yours")
    if audience and not view.shared_with and _shared_count() >= MOST_SHARED:
        raise BadValue("view", "too_many_views")
    if not audience and not view.shared_with:
        return
    with acting(actor, "view.share" if audience else "view.unshare", object=view):
        view.shared_with = audience or None
        view.shared_regions = ",".join(wanted) if audience else ""


def choose_columns(columns: str, *, actor: Actor) -> None:
    """Remember which columns ``actor`` sees in lists; no event, for it says nothing of any case. Raises Forbidden."""
    require(actor, Permission.TICKET_READ)
    write_over(ListChoice, {"user_id": actor.id}, {"columns": columns})


def may_change(view: SavedView | Row[Any], actor: Actor) -> bool:
    """Whether a view is in the hand of ``actor``: their own, or a shared one for whoever may share."""
    shared = bool(view.shared_with) and allowed(actor, Permission.VIEW_SHARE)
    return view.owner_id == actor.id or (shared and actor.regions.issuperset(_regions(view)))


def _ensure_hand(view: SavedView, actor: Actor) -> None:
    require(actor, Permission.TICKET_READ)
    if not may_change(view, actor):
        raise NotVisible("view")


def _ensure_kept_whole(query: str) -> None:
    if len(query) > LONGEST_QUERY:
        raise BadValue("view", "too_long")


def _own(actor: Actor) -> Any:
    return and_(SavedView.owner_id == actor.id, SavedView.retired.is_(False))


def _in_reach(actor: Actor) -> Any:
    shared = SavedView.shared_with.in_((EVERYONE, actor.role.value))
    theirs = SavedView.shared_with.is_not(None) if allowed(actor, Permission.VIEW_SHARE) else shared
    return and_(SavedView.retired.is_(False), or_(SavedView.owner_id == actor.id, theirs))


def _is_for(view: SavedView | Row[Any], actor: Actor) -> bool:
    """Whether a view in reach is one's own or for one's regions; an auditor's are all."""
    own = view.owner_id == actor.id
    return own or actor.role == Role.AUDITOR or bool(actor.regions & _regions(view))


def _regions(view: SavedView | Row[Any]) -> frozenset[str]:
    return frozenset(filter(None, view.shared_regions.split(",")))


def _shared_count() -> int:
    shared = select(func.count()).where(SavedView.shared_with.is_not(None), SavedView.retired.is_(False))
    return db.session.scalar(shared) or 0


def _name(text: str) -> str:
    name = " ".join(text.split())[:LONGEST_NAME]
    if not name:
        raise BadValue("view_name", "required")
    if PERSONAL.search(name):
        raise BadValue("view_name", "personal_number")
    return name
