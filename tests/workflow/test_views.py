"""Saved views: whose they are, who sees a shared one, and what the trail keeps of them."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from access.policy import Forbidden, NotVisible
from models import Event, SavedView, db
from models.database import writing
from tests.conftest import Cast
from tests.workflow.test_race import at_once
from workflow import views
from workflow.refusals import BadValue


@pytest.fixture
def keep(cast: Cast) -> Callable[..., SavedView]:
    """Save a view of somebody."""

    def make(name: str = "Pekan ini", query: str = "received=week", who: str = "supervisor") -> SavedView:
        with writing():
            return views.save(name, query, "", actor=getattr(cast, who))

    return make


def names_of(actor: Any) -> list[str]:
    return [view.name for view in views.shelf(actor).views]


def test_a_view_is_its_owners_alone(cast: Cast, keep: Callable[..., SavedView]) -> None:
    view = keep(who="verifier")
    assert names_of(cast.verifier) == ["Pekan ini"]
    assert names_of(cast.second_verifier) == names_of(cast.supervisor) == []
    with pytest.raises(NotVisible):
        views.by_ref(view.ref, actor=cast.second_verifier)


@pytest.mark.parametrize(
    ("audience", "see"),
    [
        ("everyone", {"supervisor", "verifier", "operator", "second_verifier", "auditor"}),
        ("verifier", {"supervisor", "verifier", "second_verifier"}),
        ("auditor", {"supervisor", "auditor"}),
        ("", {"supervisor"}),
    ],
)
def test_a_shared_view_is_seen_by_its_audience_in_its_regions(
    cast: Cast, keep: Callable[..., SavedView], audience: str, see: set[str]
) -> None:
    with writing():
        views.share(db.session.merge(keep()), audience, [], actor=cast.supervisor)
    people = ("supervisor", "verifier", "second_verifier", "operator", "auditor", "outsider", "other_supervisor")
    assert {name for name in people if names_of(getattr(cast, name))} == see


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor"])
def test_only_a_supervisor_shares(cast: Cast, keep: Callable[..., SavedView], who: str) -> None:
    with pytest.raises(Forbidden), writing():
        views.share(keep(who=who), "everyone", [], actor=getattr(cast, who))


def test_nobody_shares_into_a_region_of_others(cast: Cast, keep: Callable[..., SavedView]) -> None:
    with pytest.raises(BadValue), writing():
        views.share(keep(), "everyone", ["6571"], actor=cast.supervisor)


def test_who_sees_a_shared_view_does_not_change_it(cast: Cast, keep: Callable[..., SavedView]) -> None:
    view = keep()
    with writing():
        views.share(db.session.merge(view), "everyone", [], actor=cast.supervisor)
    told: dict[Callable[..., None], tuple[str, ...]] = {
        views.rename: ("Milikku",), views.change: ("status=open", ""), views.retire: (), views.to_front: (),
    }  # fmt: skip
    for change, arguments in told.items():
        with pytest.raises(NotVisible), writing():
            change(views.by_ref(view.ref, actor=cast.verifier), *arguments, actor=cast.verifier)
    assert names_of(cast.verifier) == ["Pekan ini"]


def test_every_change_of_a_view_is_an_event(cast: Cast, keep: Callable[..., SavedView]) -> None:
    ref = keep().ref
    with writing():
        view = views.by_ref(ref, actor=cast.supervisor)
        views.change(view, "status=open", "status", actor=cast.supervisor)
        views.rename(view, "Terbuka", actor=cast.supervisor)
        views.to_front(view, actor=cast.supervisor)
        views.share(view, "everyone", [], actor=cast.supervisor)
        views.share(view, "", [], actor=cast.supervisor)
        views.retire(view, actor=cast.supervisor)
    said = db.session.scalars(select(Event.action).where(Event.action.startswith("view.")).order_by(Event.id)).all()
    assert [action.removeprefix("view.") for action in said] == [
        "save", "change", "rename", "order", "share", "unshare", "retire",
    ]  # fmt: skip
    assert names_of(cast.supervisor) == []


@pytest.mark.parametrize("name", ["", "   ", "6501056504859012", "Bu Sri 0812 0000 9391", "NIK 6501-0565-0485"])
def test_a_name_says_something_and_nothing_personal(cast: Cast, keep: Callable[..., SavedView], name: str) -> None:
    with pytest.raises(BadValue):
        keep(name)


def test_twelve_views_are_enough(cast: Cast, keep: Callable[..., SavedView]) -> None:
    for number in range(views.MOST):
        keep(f"Tampilan {number}")
    with pytest.raises(BadValue):
        keep("Satu lagi")
    assert names_of(cast.supervisor) == [f"Tampilan {number}" for number in range(views.MOST)]


def test_ones_own_views_come_first_and_no_more_than_twelve(cast: Cast, keep: Callable[..., SavedView]) -> None:
    for number in range(2):
        with writing():
            views.share(db.session.merge(keep(f"Bersama {number}")), "everyone", [], actor=cast.supervisor)
    for number in range(views.MOST - 1):
        keep(f"Sendiri {number}", who="verifier")
    assert names_of(cast.verifier)[-2:] == [f"Sendiri {views.MOST - 2}", "Bersama 0"]
    assert len(names_of(cast.verifier)) == views.MOST


def test_columns_are_remembered_without_an_event(cast: Cast) -> None:
    before = db.session.scalar(select(func.max(Event.id)))
    for kept in ("status,due", "status"):
        with writing():
            views.choose_columns(kept, actor=cast.operator)
    assert views.shelf(cast.operator).columns == "status"
    assert views.shelf(cast.verifier).columns == ""
    assert db.session.scalar(select(func.max(Event.id))) == before


def test_two_windows_that_choose_columns_at_once_meet_no_error(app: Flask, cast: Cast) -> None:
    def choose(actor: Any) -> None:
        with writing():
            views.choose_columns("status", actor=actor)

    for actor in (cast.operator, cast.verifier, cast.supervisor, cast.auditor):
        assert at_once(app, *[partial(choose, actor)] * 8) == ["done"] * 8


def test_a_list_that_would_be_kept_in_part_is_not_kept(cast: Cast, keep: Callable[..., SavedView]) -> None:
    long = "category=" + ",".join(f"category_{number:02d}" for number in range(60))
    with pytest.raises(BadValue):
        keep(query=long)
    with pytest.raises(BadValue), writing():
        views.change(db.session.merge(keep()), long, "", actor=cast.supervisor)


def test_an_administrator_has_no_list_and_no_views(cast: Cast) -> None:
    with pytest.raises(Forbidden):
        views.shelf(cast.admin)


def test_the_event_of_sharing_says_with_whom(cast: Cast, keep: Callable[..., SavedView]) -> None:
    with writing():
        views.share(db.session.merge(keep()), "verifier", ["6501"], actor=cast.supervisor)
    event = db.session.scalars(select(Event).where(Event.action == "view.share")).one()
    after = {change["field"]: change.get("after") for change in json.loads(event.body)["changes"]}
    assert after == {"shared_with": "verifier", "shared_regions": "6501"}
