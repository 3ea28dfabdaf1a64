"""Whatever is typed or asked for at the doors is answered, and never breaks the desk."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from tests.conftest import NOON, Cast
from tests.visits import hidden_fields, look_in, visit
from tests.web.signing import give_password, type_in

ODD = [
    "\0",
    "a\0b@loket.test",
    "\ufffe",
    "'; DROP TABLE user --",
    "%",
    "😀" * 300,
    "\u202e@x",
    "a" * 100_000,
    " ",
    "\r\nX: y",
]


def test_odd_things_typed_at_the_sign_in_are_a_failure_like_any_other(
    app: Flask, cast: Cast, set_clock: Callable[[datetime], None]
) -> None:
    give_password(cast.operator)
    for hour, odd in enumerate(ODD):
        set_clock(NOON + timedelta(hours=2 * hour))
        refused = 400 if "\0" in odd else 401
        assert type_in(look_in(app), odd, odd).status_code == refused, odd[:20]
        assert type_in(look_in(app), cast.operator.email, odd).status_code == refused, odd[:20]


def test_odd_links_are_spent_links(app: Flask) -> None:
    for odd in ODD:
        assert look_in(app).get(f"/link/{odd.strip()[:99] or 'x'}").status_code in (404, 405), odd[:20]


def test_odd_searches_for_people_find_nobody_or_somebody(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.admin)
    for odd in ODD:
        query = dict.fromkeys(("q", "role", "standing", "after", "lang"), odd)
        assert browser.get("/admin/users/", query_string=query).status_code == (400 if "\0" in odd else 200), odd[:20]


@pytest.mark.parametrize("field", ["name", "email", "role", "regions", "reason"])
def test_odd_people_are_added_or_refused(app: Flask, cast: Cast, field: str) -> None:
    browser = visit(app, cast.admin)
    hidden = hidden_fields(browser.get("/admin/users/new").get_data(as_text=True))
    for number, odd in enumerate(ODD):
        rina = {
            "name": "Rina",
            "email": f"rina{number}@loket.test",
            "role": "operator",
            "regions": "6501",
            "reason": "SK",
        }
        answer = browser.post("/admin/users/new", data=hidden | rina | {field: odd})
        assert answer.status_code in (200, 400, 422), odd[:20]


def test_an_address_with_a_nul_in_it_leads_nowhere(app: Flask, cast: Cast) -> None:
    browser = visit(app, cast.supervisor)
    for place in ("handoffs/facility/a%00", f"handoffs/{'%00' * 36}/chased", "tickets/ADU-26-0000%001A"):
        assert browser.get(f"/admin/{place}").status_code == 404
