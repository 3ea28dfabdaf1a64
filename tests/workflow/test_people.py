"""Who may add, change and disable whom, and what the trail keeps of it."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import Actor
from access.policy import Forbidden, OwnAccount
from audit import canonical
from models import Event, Role, User, UserSession, clock, db
from models.database import writing
from tests.conftest import Cast
from workflow import people, signins, tokens
from workflow.accounts import Account, Standing
from workflow.refusals import BadValue

RINA: dict[str, Any] = {"email": "Rina@Dinkes.test ", "name": " Rina  Marlina ", "role": Role.OPERATOR}
NOT_ADMINS = ["operator", "verifier", "supervisor", "auditor"]


def user_of(actor: Actor) -> User:
    return db.session.get_one(User, actor.id)


def add(actor: Actor, **changes: Any) -> people.Invited:
    account = Account(**({"regions": frozenset({"6501"})} | RINA | changes))
    with writing():
        return people.add(account, actor=actor, reason="SK 12/2026")


def change(user: Actor, *, by: Actor, reason: str = "Mutasi", seen: int | None = None, **changes: Any) -> None:
    with writing():
        row = user_of(user)
        known = {"name": row.name, "role": row.role, "regions": row.regions, "active": row.active}
        people.change(row, Standing(**(known | changes)), actor=by, reason=reason, last_event_id=seen)


def last_event() -> dict[str, Any]:
    body = db.session.scalar(select(Event.body).order_by(Event.id.desc()).limit(1))
    found: dict[str, Any] = canonical.loads(str(body))
    return found


def test_an_administrator_adds_a_user_who_is_written_down_in_order(cast: Cast) -> None:
    user = add(cast.admin, regions=frozenset({"6571", "6501"})).user
    assert (user.email, user.name, user.region_codes) == ("rina@dinkes.test", "Rina Marlina", "6501,6571")
    assert (user.active, user.password) == (True, None)


def test_a_new_user_is_an_event_with_its_reason_and_without_the_link(cast: Cast) -> None:
    token = add(cast.admin).token
    noted = last_event()
    assert (noted["action"], noted["reason"], noted["actor"]["id"]) == ("user.create", "SK 12/2026", cast.admin.id)
    assert token not in str(noted)
    assert tokens.digest_of(token) not in str(noted)


@pytest.mark.parametrize("name", NOT_ADMINS)
def test_nobody_but_an_administrator_manages_users(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    with pytest.raises(Forbidden):
        add(actor)
    with pytest.raises(Forbidden):
        change(cast.outsider, by=actor, role=Role.SUPERVISOR)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"email": "rina"}, ("email", "malformed")),
        ({"email": "rina@dinkes"}, ("email", "malformed")),
        ({"email": "a" * 250 + "@b.co"}, ("email", "malformed")),
        ({"email": "OPERATOR@loket.test"}, ("email", "taken")),
        ({"name": "  "}, ("name", "required")),
        ({"name": "Rina\u202e"}, ("name", "malformed")),
        ({"role": Role.SYSTEM}, ("role", "unknown")),
        ({"role": Role.STRANGER}, ("role", "unknown")),
        ({"regions": frozenset()}, ("regions", "required")),
        ({"regions": frozenset({"6501", "9999"})}, ("regions", "unknown")),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(cast: Cast, changes: dict[str, Any], problem: tuple[str, str]) -> None:
    with pytest.raises(BadValue) as refused:
        add(cast.admin, **changes)
    assert (refused.value.field, refused.value.problem) == problem


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ADMIN])
def test_an_auditor_and_an_administrator_have_no_regions(cast: Cast, role: Role) -> None:
    assert add(cast.admin, role=role).user.region_codes == ""


@pytest.mark.parametrize("changes", [{"role": Role.AUDITOR}, {"name": "Lain"}, {"active": False}])
def test_nobody_changes_their_own_standing(cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(OwnAccount):
        change(cast.admin, by=cast.admin, **changes)


def test_nobody_gives_themselves_a_link_or_disables_themselves(cast: Cast) -> None:
    for rule in (people.renew_link, people.disable, people.end_sessions):
        with pytest.raises(OwnAccount), writing():
            rule(user_of(cast.admin), actor=cast.admin, reason="Saya sendiri")


def test_a_change_is_an_event_with_before_after_and_why(cast: Cast) -> None:
    change(cast.operator, by=cast.admin, role=Role.VERIFIER, regions=frozenset({"6571"}), reason="Mutasi")
    told = {line["field"]: (line["before"], line["after"]) for line in last_event()["changes"]}
    assert told == {"role": ("operator", "verifier"), "region_codes": ("6501", "6571")}
    assert last_event()["reason"] == "Mutasi"


def test_a_change_without_a_reason_is_not_made(cast: Cast) -> None:
    with pytest.raises(BadValue):
        change(cast.operator, by=cast.admin, role=Role.AUDITOR, reason=" ")
    db.session.rollback()
    assert user_of(cast.operator).role == Role.OPERATOR


def test_a_form_that_is_older_than_the_user_is_refused(cast: Cast) -> None:
    seen = user_of(cast.operator).last_event_id
    change(cast.operator, by=cast.admin, name="Satu")
    with pytest.raises(people.StaleUser):
        change(cast.operator, by=cast.admin, name="Dua", seen=seen)


@pytest.mark.parametrize("changes", [{"active": False}, {"role": Role.AUDITOR}])
def test_the_last_administrator_stays(app: Flask, cast: Cast, changes: dict[str, Any]) -> None:
    with pytest.raises(people.LastAdmin):
        change(cast.admin, by=cast.system, **changes)
    add(cast.admin, email="kedua@loket.test", role=Role.ADMIN)
    change(cast.admin, by=cast.system, **changes)


def test_disabling_ends_sessions_and_spends_the_link(cast: Cast) -> None:
    with writing():
        token = people.renew_link(user_of(cast.operator), actor=cast.admin, reason="Lupa").token
        signins.begin(user_of(cast.operator), origin="10.0.0.1")
    with writing():
        people.disable(user_of(cast.operator), actor=cast.admin, reason="Pindah")
    assert db.session.query(UserSession).filter(UserSession.ended_at.is_(None)).count() == 0
    with pytest.raises(people.LinkSpent):
        people.holder_of_link(token)


def test_a_disabled_user_comes_back_only_when_enabled(cast: Cast) -> None:
    change(cast.operator, by=cast.admin, active=False)
    with pytest.raises(BadValue), writing():
        people.renew_link(user_of(cast.operator), actor=cast.admin, reason="Lupa")
    change(cast.operator, by=cast.admin, active=True)
    assert last_event()["action"] == "user.enable"


def test_signing_somebody_out_everywhere_ends_every_session_and_leaves_others(cast: Cast) -> None:
    with writing():
        for actor in (cast.operator, cast.operator, cast.verifier):
            signins.begin(user_of(actor), origin="10.0.0.1")
    with writing():
        people.end_sessions(user_of(cast.operator), actor=cast.admin, reason="Laptop hilang")
    running = db.session.scalars(select(UserSession.user_id).where(UserSession.ended_at.is_(None)))
    assert list(running) == [cast.verifier.id]


def test_a_password_and_a_language_are_set_by_oneself_alone(cast: Cast) -> None:
    with pytest.raises(people.NotOwnAccount), writing():
        people.change_password(user_of(cast.operator), password_digest="x", actor=cast.admin)
    with pytest.raises(people.NotOwnAccount), writing():
        people.choose_language(user_of(cast.operator), "en", actor=cast.admin)


def test_a_token_opens_its_session_until_it_ends(cast: Cast) -> None:
    with writing():
        token = signins.begin(user_of(cast.operator), origin="10.0.0.1")
    row = signins.holder_of(token)
    assert row is not None
    assert row.email == cast.operator.email
    later = clock.now() + timedelta(hours=12)
    clock.set_clock(lambda: later)
    assert signins.holder_of(token) is None
