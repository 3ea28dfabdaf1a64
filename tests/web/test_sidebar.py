"""The navigation follows the role, and is the same few statements for everyone."""

import pytest
from flask import Flask

from access.permissions import granted
from models import Role
from tests.conftest import Cast
from tests.visits import look_in, visit
from web.sidebar import ITEMS, show_count
from workflow.lanes import COUNT_CAP

PEOPLE = [Role.OPERATOR, Role.VERIFIER, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN]


@pytest.mark.parametrize("role", PEOPLE)
def test_the_navigation_shows_what_the_role_may_open_and_nothing_else(app: Flask, cast: Cast, role: Role) -> None:
    page = visit(app, cast.of_role(role)).get("/admin/").text
    shown = {item.id for item in ITEMS if f'href="{item.path}"' in page.replace("&amp;", "&")}

    assert shown == {item.id for item in ITEMS if granted(role, item.permission)}


def test_a_stranger_is_shown_no_navigation(app: Flask) -> None:
    assert "lk-nav" not in look_in(app).get("/login").text


def test_a_figure_counted_to_the_cap_says_that_there_may_be_more(app: Flask) -> None:
    with app.test_request_context():
        assert show_count(COUNT_CAP) == "1.000+"
        assert show_count(12) == "12"
        assert show_count(None) is None
