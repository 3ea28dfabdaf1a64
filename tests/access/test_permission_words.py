"""What is told of the policy is the policy: the words, the limits, the page and the document."""

import re
from pathlib import Path

import pytest
from flask import Flask

from access.permissions import Permission, granted
from cli.permissions import as_markdown
from models import Role
from tests.conftest import Cast
from tests.visits import look_in, visit
from web.permission_words import GROUPS, LIMITS, Mark, matrix
from workflow.accounts import ROLES

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "permissions.md"
MATRIX = "/admin/users/permissions"


def test_every_permission_has_one_place_in_the_matrix() -> None:
    listed = [permission for _, labels in GROUPS for permission in labels]
    assert sorted(listed) == sorted(Permission)


def test_a_limit_is_told_only_of_what_is_granted() -> None:
    assert [place for place in LIMITS if not granted(place[1], place[0])] == []


def test_the_matrix_says_no_exactly_where_the_policy_does() -> None:
    said = {
        (line.permission, role): cell.mark is not Mark.NO
        for _, lines in matrix()
        for line in lines
        for role, cell in zip(ROLES, line.cells, strict=True)
    }
    assert said == {(permission, role): granted(role, permission) for permission in Permission for role in ROLES}


def test_the_document_is_made_from_the_policy_of_today(app: Flask) -> None:
    assert DOCUMENT.read_text(encoding="utf-8") == as_markdown()


@pytest.mark.parametrize("role", [role.value for role in ROLES])
def test_everybody_who_works_here_may_see_the_matrix(app: Flask, cast: Cast, role: str) -> None:
    answer = visit(app, getattr(cast, role)).get(MATRIX)
    marks = re.findall(r'<td><span class="lk-p', answer.get_data(as_text=True))
    assert (answer.status_code, len(marks)) == (200, len(Permission) * len(ROLES))


def test_a_stranger_is_sent_to_the_sign_in(app: Flask) -> None:
    assert look_in(app).get(MATRIX).location == f"/login?next={MATRIX}"


def test_the_matrix_counts_the_people_of_each_role(app: Flask, cast: Cast) -> None:
    page = visit(app, cast.operator).get(MATRIX).get_data(as_text=True)
    assert re.findall(r"<small>(\d+) pengguna</small>", page) == ["1", "3", "2", "1", "1"]


def test_only_who_manages_users_is_offered_their_list(app: Flask, cast: Cast) -> None:
    tab = '<a href="/admin/users/">'
    assert tab in visit(app, cast.admin).get(MATRIX).get_data(as_text=True)
    assert tab not in visit(app, cast.auditor).get(MATRIX).get_data(as_text=True)


def test_the_desk_itself_is_no_role_somebody_can_have() -> None:
    assert not {Role.SYSTEM, Role.STRANGER} & set(ROLES)
