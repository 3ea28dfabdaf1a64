"""Two people at the same moment: one link is used once, and somebody is left who manages users."""

import threading
from collections.abc import Callable

from flask import Flask

from access.policy import Refusal
from models import Role, User, db
from models.database import writing
from tests.conftest import Cast
from workflow import people
from workflow.accounts import Account


def at_once(app: Flask, *acts: Callable[[], object]) -> list[str]:
    """Run each act in a unit of work of its own, all at the same moment; how each ended."""
    start, ended = threading.Barrier(len(acts)), ["" for _ in acts]

    def run(place: int, act: Callable[[], object]) -> None:
        with app.app_context():
            start.wait()
            try:
                with writing():
                    act()
                ended[place] = "done"
            except Refusal as refused:
                ended[place] = type(refused).__name__
            db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.rollback()
    return sorted(ended)


def test_two_administrators_who_disable_each_other_leave_one(app: Flask, cast: Cast) -> None:
    with writing():
        second = people.add(Account(email="dua@loket.test", name="Dua", role=Role.ADMIN), actor=cast.admin).user.id

    def disable(number: int) -> Callable[[], object]:
        return lambda: people.disable(db.session.get_one(User, number), actor=cast.system, reason="Berebut")

    assert at_once(app, disable(second), disable(cast.admin.id or 0)) == ["LastAdmin", "done"]
    assert db.session.query(User).filter_by(role=Role.ADMIN, active=True).count() == 1


def test_a_link_used_by_two_at_once_sets_one_password(app: Flask, cast: Cast) -> None:
    with writing():
        user = db.session.get_one(User, cast.operator.id)
        token = people.renew_link(user, actor=cast.admin, reason="Lupa").token
    acts = [lambda digest=digest: people.use_link(token, password_digest=digest, origin="10.0.0.1") for digest in "ab"]
    assert at_once(app, *acts) == ["LinkSpent", "done"]


def test_an_empty_desk_gets_one_first_administrator(app: Flask) -> None:
    acts = [
        lambda name=name: people.add_first_admin(f"{name}@loket.test", name, password_digest="x", origin="10.0.0.1")
        for name in ("satu", "dua", "tiga")
    ]
    assert at_once(app, *acts) == ["LinkSpent", "LinkSpent", "done"]
    assert db.session.query(User).count() == 1
