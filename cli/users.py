"""``users add | list | disable``: who works at the desk, from the machine it runs on."""

import getpass
from collections.abc import Iterator
from contextlib import contextmanager

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from flask_babel import force_locale
from sqlalchemy import select

from access.actors import Actor, system_actor
from access.policy import Refusal
from cli.permissions import permissions
from models import Role, User
from models.base import db
from web.links import address_of, first_address
from web.saved import saved
from web.value_words import words_for
from workflow import people
from workflow.accounts import ROLES, Account
from workflow.refusals import BadValue
from workflow.signins import find

CALLED_WRONG = 2

users_cli = AppGroup("users", help="The people of the desk.")
users_cli.add_command(permissions)


class Refused(click.ClickException):
    """The desk said no; the state of things is in the way."""


class Miscalled(click.ClickException):
    """The call names something that cannot be."""

    exit_code = CALLED_WRONG


@users_cli.command("add")
@click.argument("email")
@click.option("--role", type=click.Choice([role.value for role in ROLES]), required=True, help="What they are.")
@click.option("--regions", default="", metavar="CODES", help="Regions they see, as 6501,6571.")
@click.option("--name", help="Full name; the e-mail address until they have one.")
@click.option("--reason", default="", help="Why, for the audit trail.")
def add(email: str, role: str, regions: str, name: str | None, reason: str) -> None:
    """Add a user and print the one-time link by which they set their password."""
    codes = frozenset(code.strip() for code in regions.split(",") if code.strip())
    account = Account(email=email, name=name or email.partition("@")[0], role=Role(role), regions=codes)
    with told_in_one_line(), saved():
        invited = people.add(account, actor=_operator_of_the_machine(), reason=reason)
    click.echo(address_of(invited.token))


@users_cli.command("list")
def show() -> None:
    """Print one line a user: e-mail, role, regions, standing, name."""
    for user in db.session.scalars(select(User).order_by(User.email)):
        standing = "active" if user.active else "disabled"
        click.echo("\t".join((user.email, user.role.value, user.region_codes or "-", standing, user.name)))


@users_cli.command("disable")
@click.argument("email")
@click.option("--reason", default="disabled from the command line", help="Why, for the audit trail.")
def disable(email: str, reason: str) -> None:
    """Let a user in no more; their sessions end at once."""
    with told_in_one_line(), saved():
        people.disable(_user(email), actor=_operator_of_the_machine(), reason=reason)
    click.echo(f"{email} disabled")


def first_admin_link(app: Flask) -> str | None:
    """The address by which the first administrator makes their account; None once the desk has users."""
    with app.app_context():
        return first_address() if people.desk_is_empty() else None


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """Turn a refusal into the error of a command: 2 for a value that cannot be, 1 for the rest."""
    try:
        yield
    except BadValue as refused:
        kind = Refused if refused.problem == "taken" else Miscalled
        raise kind(f"{refused.field}: {_in_words(refused)}") from refused
    except people.LastAdmin as refused:
        raise Refused("This is the last active administrator; add another one first.") from refused
    except Refusal as refused:
        raise Refused(type(refused).__name__) from refused


def _in_words(refused: BadValue) -> str:
    with force_locale(current_app.config["LOKET"].locale):
        return words_for(refused)


def _user(email: str) -> User:
    user = find(email)
    if user is None:
        raise Miscalled(f"{email}: there is no such user")
    return user


def _operator_of_the_machine() -> Actor:
    """The desk itself, with the account of the machine that typed the command."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        name = "-"
    return system_actor("Loket", origin=f"cli:{name}"[:80])
