"""Who may be absent, who stands in, and that it begins and ends by the calendar."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from flask import Flask

from access.actors import Actor
from access.policy import Refusal
from audit.replay import differences
from models import Away, Role, User, clock, db
from models.database import writing
from tests.casework import newest_event
from tests.conftest import Cast, make_user
from tests.workflow.test_race import at_once
from workflow import absences, signins

DAY = timedelta(days=1)


def user_of(actor: Actor) -> User:
    return db.session.get_one(User, actor.id)


def enter(who: Actor, other: Actor, actor: Actor, *, since: date | None = None, days: int = 3) -> Away:
    """An absence of some days from today on, unless ``since`` says otherwise."""
    first = since or clock.today()
    with writing():
        return absences.enter(
            user_of(who), substitute=user_of(other), since=first, until=first + days * DAY - DAY, actor=actor
        )


def met(act: Callable[[], Any]) -> str:
    try:
        act()
    except Refusal as refusal:
        return getattr(refusal, "problem", type(refusal).__name__)
    return "done"


def tried(cast: Cast, who: str, other: str, by: str, **days: Any) -> str:
    """What came of it; an absence that was entered is called off again."""
    found = met(lambda: enter(*(getattr(cast, person) for person in (who, other, by)), **days))
    with writing():
        for away in absences.coming_for(cast.admin):
            absences.end(away, actor=cast.admin)
    return found


def test_who_may_enter_an_absence_of_the_verifier(cast: Cast) -> None:
    expected = {
        "verifier": "done", "second_verifier": "Forbidden", "supervisor": "done", "admin": "done",
        "operator": "Forbidden", "auditor": "Forbidden", "other_supervisor": "NotVisible",
    }  # fmt: skip
    assert {person: tried(cast, "verifier", "second_verifier", person) for person in expected} == expected


def test_a_substitute_holds_the_same_role_in_the_same_regions(cast: Cast) -> None:
    expected = {
        ("verifier", "verifier"): "cannot_stand_in", ("verifier", "supervisor"): "cannot_stand_in",
        ("verifier", "outsider"): "cannot_stand_in", ("verifier", "second_verifier"): "done",
        ("operator", "second_verifier"): "cannot_be_away", ("auditor", "second_verifier"): "cannot_be_away",
    }  # fmt: skip
    assert {pair: tried(cast, *pair, "admin") for pair in expected} == expected


def test_the_days_of_an_absence(cast: Cast) -> None:
    expected = {
        (0, 1): "done", (5, 10): "done", (-3, 4): "done", (-3, 3): "in_past", (0, 0): "before_since",
        (0, 400): "too_long_away",
    }  # fmt: skip
    whole = ("verifier", "second_verifier", "verifier")
    today = clock.today()
    found = {one: tried(cast, *whole, since=today + one[0] * DAY, days=one[1]) for one in expected}
    assert found == expected


def test_nobody_is_away_twice_at_once_nor_stands_in_while_away(cast: Cast) -> None:
    enter(cast.verifier, cast.second_verifier, cast.admin)
    assert met(lambda: enter(cast.verifier, cast.second_verifier, cast.admin)) == "away_already"
    assert met(lambda: enter(cast.second_verifier, cast.verifier, cast.admin)) == "away_then"
    later = clock.today() + 3 * DAY
    assert met(lambda: enter(cast.second_verifier, cast.verifier, cast.admin, since=later)) == "done"


def named(one: Actor, other: Actor) -> None:
    enter(one, other, one)


def test_two_who_name_each_other_at_the_same_moment_are_not_both_away(app: Flask, cast: Cast) -> None:
    one, other = cast.verifier, cast.second_verifier
    for _ in range(5):
        done = at_once(app, partial(named, one, other), partial(named, other, one))
        assert sorted(done) == ["BadValue", "done"]
        with writing():
            for away in absences.now_away():
                absences.end(away, actor=cast.admin)
    assert not list(differences(db.session.connection()))


def test_an_absence_begins_and_ends_by_itself_at_midnight_of_the_desk(cast: Cast, set_clock: Any) -> None:
    enter(cast.verifier, cast.second_verifier, cast.admin, since=date(2027, 3, 1), days=2)
    midnight = datetime(2027, 3, 1, tzinfo=clock.WITA)
    for moment, lasts in ((-1, False), (0, True), (2 * 86400 - 1, True), (2 * 86400, False)):
        set_clock(midnight + timedelta(seconds=moment))
        assert stands_for(cast.second_verifier) == ({cast.verifier.id} if lasts else set())


def stands_for(actor: Actor) -> frozenset[int]:
    """For whom ``actor`` stands in, as the page of a browser that signs in now would know it."""
    with writing():
        token = signins.begin(user_of(actor), origin="tests")
    row = signins.holder_of(token)
    return absences.ids_of(row.stands_for) if row else frozenset()


def test_one_stands_in_for_several(cast: Cast) -> None:
    with writing():
        third = make_user("third", Role.VERIFIER, "6501").id
    for who in (cast.verifier, replace(cast.verifier, id=third)):
        enter(who, cast.second_verifier, cast.admin)
    assert stands_for(cast.second_verifier) == {cast.verifier.id, third}
    assert stands_for(cast.verifier) == frozenset()


def test_an_absence_that_was_ended_counts_no_more(cast: Cast) -> None:
    away = enter(cast.verifier, cast.second_verifier, cast.verifier)
    with writing():
        absences.end(away, actor=cast.verifier)
    assert newest_event().action == "absence.end"
    assert stands_for(cast.second_verifier) == frozenset()
    assert met(lambda: absences.end(away, actor=cast.verifier)) == "over"


def test_who_is_shown_an_absence(cast: Cast) -> None:
    enter(cast.verifier, cast.second_verifier, cast.admin)
    people = ("verifier", "second_verifier", "supervisor", "admin", "other_supervisor", "operator")
    assert [len(absences.coming_for(getattr(cast, person))) for person in people] == [1, 1, 1, 1, 0, 0]
