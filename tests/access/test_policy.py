"""The wall between roles: every permission for every role, every region, and whoever has not signed in."""

import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import Actor, stranger
from access.permissions import GRANTS, Permission, granted
from access.policy import Forbidden, NotVisible, OwnAccount, allowed, require, tickets_visible_to
from models import Role, Ticket, User, db
from tests.conftest import Cast

# Written out by hand from the roles of the desk, one letter a role: Operator, Verifier, Supervisor, Auditor, aDmin.
LETTERS = {"O": Role.OPERATOR, "V": Role.VERIFIER, "S": Role.SUPERVISOR, "A": Role.AUDITOR, "D": Role.ADMIN}
EXPECTED = {
    "ticket.read": "OVSA",
    "ticket.search": "OVSA",
    "ticket.export": "SA",
    "view.share": "S",
    "ticket.file": "OS",
    "ticket.note": "OVS",
    "ticket.edit": "OVS",
    "ticket.take": "VS",
    "ticket.hand_off": "VS",
    "ticket.assign": "S",
    "ticket.correct": "VS",
    "ticket.send_back": "VS",
    "ticket.close": "OVS",
    "ticket.dismiss": "VS",
    "ticket.reopen": "OS",
    "ticket.deadline": "",
    "ticket.pair": "VS",
    "ticket.merge": "S",
    "ticket.counterpart": "VS",
    "record.read": "VSA",
    "outside.query": "VS",
    "personal.reveal": "VS",
    "attachment.add": "OVS",
    "attachment.open": "VS",
    "import.run": "SD",
    "import.mend": "S",
    "report.read": "SA",
    "audit.read": "SA",
    "audit.export": "A",
    "user.manage": "D",
    "reference.edit": "D",
    "wording.edit": "SD",
    "matrix.read": "OVSAD",
    "desk.read": "OVSAD",
    "desk.publish": "D",
}
READING = {
    Permission.TICKET_READ,
    Permission.TICKET_SEARCH,
    Permission.RECORD_READ,
    Permission.REPORT_READ,
    Permission.AUDIT_READ,
    Permission.AUDIT_EXPORT,
    Permission.TICKET_EXPORT,
    Permission.MATRIX_READ,
    Permission.DESK_READ,
}
MakeTicket = Callable[..., Ticket]
PEOPLE = ("operator", "verifier", "supervisor", "auditor", "admin")


def test_the_table_knows_every_permission_and_every_role() -> None:
    assert set(EXPECTED) == {permission.value for permission in Permission}
    assert GRANTS.keys() == set(Role)


@pytest.mark.parametrize(("permission", "role"), list(itertools.product(Permission, LETTERS.values())))
def test_each_role_holds_what_the_table_says_and_no_more(permission: Permission, role: Role) -> None:
    assert granted(role, permission) == (role in {LETTERS[letter] for letter in EXPECTED[permission.value]})


@pytest.mark.parametrize("permission", Permission)
def test_a_stranger_may_nothing(permission: Permission) -> None:
    with pytest.raises(Forbidden):
        require(stranger(origin="10.0.0.1"), permission)


@pytest.mark.parametrize(
    "permission", [p for p in Permission if p.value.startswith(("ticket.", "personal.", "attachment."))]
)
def test_an_administrator_touches_no_ticket(permission: Permission) -> None:
    assert not granted(Role.ADMIN, permission)


@pytest.mark.parametrize("permission", sorted(set(Permission) - READING))
def test_an_auditor_writes_nothing(permission: Permission) -> None:
    assert not granted(Role.AUDITOR, permission)


@pytest.mark.parametrize(
    ("name", "sees"),
    [("operator", True), ("verifier", True), ("supervisor", True), ("auditor", True), ("outsider", False),
     ("other_supervisor", False)],
)  # fmt: skip
def test_a_ticket_is_seen_in_its_region_and_does_not_exist_elsewhere(
    cast: Cast,
    make_ticket: MakeTicket,
    name: str,
    sees: bool,  # noqa: FBT001 - a column of the table
) -> None:
    ticket, actor = make_ticket(region="6501"), getattr(cast, name)
    listed = db.session.scalars(select(Ticket.id).where(tickets_visible_to(actor))).all()
    assert listed == ([ticket.id] if sees else [])
    if sees:
        require(actor, Permission.TICKET_READ, on=ticket)
    else:
        with pytest.raises(NotVisible):
            require(actor, Permission.TICKET_READ, on=ticket)


@pytest.mark.parametrize("who", ["admin", "stranger"])
def test_an_administrator_and_a_stranger_see_no_ticket(cast: Cast, make_ticket: MakeTicket, who: str) -> None:
    make_ticket()
    actor: Actor = stranger(origin="10.0.0.1") if who == "stranger" else cast.admin
    assert db.session.scalars(select(Ticket.id).where(tickets_visible_to(actor))).all() == []


def test_permission_on_a_user_ends_at_oneself(app: Flask, cast: Cast) -> None:
    with pytest.raises(OwnAccount):
        require(cast.admin, Permission.USER_MANAGE, on=db.session.get_one(User, cast.admin.id))


@pytest.mark.parametrize("name", PEOPLE)
def test_menus_ask_the_same_table_as_the_rules(cast: Cast, name: str) -> None:
    actor = getattr(cast, name)
    assert {p for p in Permission if allowed(actor, p)} == GRANTS[actor.role]
