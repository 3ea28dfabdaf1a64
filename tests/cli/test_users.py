"""``users`` on the command line: what it prints, where, and with which exit status."""

import re

import pytest
from click.testing import Result
from flask import Flask

from cli.users import users_cli
from models import Role, User, db
from tests.conftest import Cast
from tests.visits import look_in
from tests.web.signing import events

LINK = re.compile(r"http://127\.0\.0\.1:8080(/link/[\w-]{43})\n")


def users(app: Flask, *arguments: str) -> Result:
    found = app.test_cli_runner().invoke(users_cli, list(arguments))
    db.session.rollback()
    return found


def test_adding_prints_a_link_and_nothing_else(app: Flask) -> None:
    added = users(app, "add", "rina@loket.test", "--role", "operator", "--regions", "6501,6571", "--name", "Rina")
    [path] = LINK.findall(added.stdout)
    assert (added.exit_code, added.stderr) == (0, "")
    assert LINK.fullmatch(added.stdout)
    assert look_in(app).get(path).status_code == 200


def test_whoever_types_at_the_machine_is_named_in_the_trail(app: Flask) -> None:
    users(app, "add", "rina@loket.test", "--role", "auditor")
    [noted] = events("user.create")
    assert noted["origin"].startswith("cli:")
    assert noted["role"] == Role.SYSTEM


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        (("add", "operator@loket.test", "--role", "auditor"), 1),
        (("add", "bukan-surel", "--role", "auditor"), 2),
        (("add", "rina@loket.test", "--role", "king"), 2),
        (("add", "rina@loket.test"), 2),
        (("add", "rina@loket.test", "--role", "operator"), 2),
        (("add", "rina@loket.test", "--role", "operator", "--regions", "9999"), 2),
        (("disable", "siapa@loket.test"), 2),
        (("disable", "admin@loket.test"), 1),
        (("nonsense",), 2),
    ],
)
def test_a_refusal_has_its_exit_status_and_prints_nothing_on_stdout(
    app: Flask, cast: Cast, arguments: tuple[str, ...], status: int
) -> None:
    told = users(app, *arguments)
    assert (told.exit_code, told.stdout) == (status, "")
    assert "Traceback" not in told.stderr
    assert db.session.query(User).count() == 8


def test_the_list_has_a_line_a_user(app: Flask, cast: Cast) -> None:
    listed = users(app, "list").stdout.splitlines()
    assert listed[0].split("\t") == ["admin@loket.test", "admin", "-", "active", "Admin"]
    assert len(listed) == 8


def test_disabling_shuts_somebody_out(app: Flask, cast: Cast) -> None:
    assert users(app, "disable", "Operator@loket.test").exit_code == 0
    assert not db.session.get_one(User, cast.operator.id).active
    assert events("user.disable")[0]["reason"]
