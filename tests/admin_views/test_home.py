"""Beranda: the figures of one's own regions, one's next tickets, and what each role can do."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask import Flask

from models import Ticket
from models.database import writing
from tests.conftest import NOON, Cast
from tests.visits import look_in, visit
from workflow import moves

Make = Callable[..., Ticket]


def figures(page: str) -> list[str]:
    shown = page[page.index("lk-kpi") : page.index("lk-dash")]
    return re.findall(r"<b>([\d.+]+)</b>", shown)


def test_the_figures_are_those_of_ones_own_regions(app: Flask, cast: Cast, make_ticket: Make) -> None:
    taken = make_ticket()
    make_ticket()
    make_ticket(region="6571")
    with writing():
        moves.move(taken, "take", actor=cast.verifier)
    assert figures(visit(app, cast.verifier).get("/admin/").text) == ["2", "1", "1", "0", "0", "0"]


def test_a_verifier_sees_their_own_next_tickets(app: Flask, cast: Cast, make_ticket: Make) -> None:
    mine, other = make_ticket(), make_ticket()
    with writing():
        moves.move(mine, "take", actor=cast.verifier)
    page = visit(app, cast.verifier).get("/admin/").text
    assert "Antrean saya" in page
    assert (mine.number in page, other.number in page) == (True, False)


def test_an_operator_sees_the_nearest_deadlines(app: Flask, cast: Cast, make_ticket: Make) -> None:
    number = make_ticket().number
    page = visit(app, cast.operator).get("/admin/").text
    assert number in page
    assert "Tenggat terdekat" in page


@pytest.mark.parametrize(
    ("who", "doors"),
    [("auditor", ["/admin/audit/"]), ("admin", ["/admin/users/", "/admin/imports/", "/admin/reference/categories/"])],
)
def test_whoever_has_no_queue_sees_what_they_can_do(app: Flask, cast: Cast, who: str, doors: list[str]) -> None:
    page = visit(app, getattr(cast, who)).get("/admin/").text
    main = page[page.index("<main") : page.index("</main")]
    assert all(f'href="{door}"' in main for door in doors)


def test_the_administrator_sees_no_figure_and_no_name(app: Flask, cast: Cast, make_ticket: Make) -> None:
    make_ticket()
    page = visit(app, cast.admin).get("/admin/").text
    assert "lk-kpi" not in page
    assert "Sri Wahyuni" not in page


def test_a_stranger_is_asked_to_sign_in(app: Flask) -> None:
    answer = look_in(app).get("/admin/")
    assert (answer.status_code, "/login" in answer.location) == (302, True)


def test_a_supervisor_sees_who_holds_what_is_overdue_and_due_soon(
    app: Flask, cast: Cast, make_ticket: Make, set_clock: Callable[[datetime], None]
) -> None:
    set_clock(NOON)
    held = [make_ticket(received_at=NOON - timedelta(days=ago)) for ago in (0, 7, 7, 20)]
    with writing():
        for ticket in held:
            moves.move(ticket, "take", actor=cast.verifier)
    make_ticket(region="6571", received_at=NOON - timedelta(days=20))
    make_ticket(received_at=NOON - timedelta(days=20))
    page = visit(app, cast.supervisor).get("/admin/").text
    shown = page[page.index("per orang") :]
    rows = re.findall(r'<th scope="row"><a href="([^"]*)">([^<]*)</a></th>(.*?)</tr>', shown[: shown.index("</table>")])
    figures = {name: re.findall(r">(\d+)<", rest) for _, name, rest in rows}
    assert figures == {"Verifier": ["1", "2"], "Belum ada": ["1", "0"]}
    assert f"?assignee={cast.verifier.id}&amp;due=soon" in shown


@pytest.mark.parametrize("who", ["operator", "verifier", "auditor"])
def test_nobody_else_sees_who_is_behind(app: Flask, cast: Cast, make_ticket: Make, who: str) -> None:
    make_ticket(received_at=NOON - timedelta(days=200))
    assert "per orang" not in visit(app, getattr(cast, who)).get("/admin/").text
