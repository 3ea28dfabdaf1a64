"""The queue's comforts as people meet them: chips, saved views with figures, columns, and the way on."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from admin_views.queue_filters import read_code
from models import Event, SavedView, Ticket, db
from models.database import writing
from tests.conftest import NOON, Cast
from tests.visits import Browser, visit
from web.list_columns import COLUMNS
from workflow import moves, views

Make = Callable[..., Ticket]
Counting = Callable[[], AbstractContextManager[list[str]]]
LIST = "/admin/tickets/"


def token(browser: Browser) -> str:
    found = re.search(r'name="csrf_token" value="([^"]*)"', browser.get(LIST).text)
    assert found
    return found[1]


def post(browser: Browser, address: str, **form: Any) -> Any:
    return browser.post(f"{LIST}views/{address}", data={"csrf_token": token(browser), **form})


@pytest.fixture
def three(make_ticket: Make, set_clock: Callable[..., None]) -> list[str]:
    """Three complaints of three days, the most urgent first."""
    set_clock(NOON)
    return [make_ticket(received_at=NOON - timedelta(days=ago)).number for ago in (4, 3, 0)]


def test_a_filter_that_is_set_is_a_chip_with_its_words(app: Flask, cast: Cast, three: list[str]) -> None:
    page = visit(app, cast.auditor).get(f"{LIST}?region=6501,6571&received=2026-11-17..2026-11-23").text
    chips = re.findall(r'<span class="k">(.*?)</span><b>(.*?)</b>', page)
    assert [words for _, words in chips] == ["Kab. Bulungan, Kota Tarakan", "17–23 Nov"]
    assert "Hapus saringan: Wilayah" in page


def test_taking_one_chip_away_keeps_the_other(app: Flask, cast: Cast, three: list[str]) -> None:
    page = visit(app, cast.auditor).get(f"{LIST}?region=6501&priority=1&status=open").text
    links = re.findall(r'class="lk-filter-x" href="([^"]*)"', page)
    assert links == ["?status=open&amp;priority=1", "?status=open&amp;region=6501"]


def test_a_list_is_saved_opened_changed_and_put_away(app: Flask, cast: Cast, three: list[str]) -> None:
    browser = visit(app, cast.verifier)
    saved = post(browser, "save", name="Pekan ini", query="?status=open&received=week")
    ref = saved.headers["Location"].split("view=")[1]
    page = browser.get(saved.headers["Location"]).text
    assert "Tampilan: Pekan ini" in page
    assert "Simpan perubahan" not in page
    changed = browser.get(f"{LIST}?view={ref}&status=active").text
    assert "Simpan perubahan" in changed
    post(browser, f"{ref}/change", query=f"?view={ref}&status=active&channel=counter")
    assert db.session.scalars(select(SavedView.query)).one() == "channel=counter"
    post(browser, f"{ref}/retire")
    assert "Pekan ini" not in browser.get(LIST).text


def test_nonsense_is_not_kept(app: Flask, cast: Cast) -> None:
    post(
        visit(app, cast.verifier), "save", name="X", query="?region=9999&category=x&assignee=none,77&q=Sri&sort=oldest"
    )
    assert db.session.scalars(select(SavedView.query)).one() == "assignee=none&sort=oldest"


@pytest.mark.parametrize("address", ["save", "change", "rename", "retire", "first"])
def test_a_view_of_somebody_else_is_not_there(app: Flask, cast: Cast, address: str) -> None:
    with writing():
        ref = views.save("Rahasia", "", "", actor=cast.supervisor).ref
    if address != "save":
        assert post(visit(app, cast.verifier), f"{ref}/{address}", name="Y").status_code == 404
    assert "Rahasia" not in visit(app, cast.verifier).get(f"{LIST}?view={ref}").text
    assert db.session.scalars(select(SavedView.name)).one() == "Rahasia"


def test_a_page_costs_the_same_with_no_view_and_with_twelve(
    app: Flask, cast: Cast, three: list[str], statements: Counting
) -> None:
    browser = visit(app, cast.supervisor)
    browser.get(LIST)
    with statements() as none:
        browser.get(LIST)
    with writing():
        for number in range(views.MOST):
            views.save(f"T {number}", f"priority={number % 3}", "", actor=cast.supervisor)
    browser.get(LIST)
    with statements() as twelve:
        page = browser.get(LIST).text
    assert len(none) == len(twelve) <= 6, "\n".join(twelve)
    assert len(re.findall(r'data-count="view:[^"]*">\d', page)) == views.MOST


def test_figures_follow_the_desk_and_are_no_event(
    app: Flask, cast: Cast, three: list[str], make_ticket: Make, statements: Counting
) -> None:
    browser = visit(app, cast.supervisor)
    with writing():
        ref = views.save("Semua", "", "", actor=cast.supervisor).ref
    first: Any = browser.get(f"{LIST}views/counts?status=open")
    assert {first.json[f"view:{ref}"], first.json["tab:open"], first.json["nav:tickets"]} == {"3"}
    before = db.session.scalar(select(func.max(Event.id)))
    again = browser.get(f"{LIST}views/counts?status=open", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    with statements() as asked:
        browser.get(f"{LIST}views/counts")
    assert len(asked) <= 5
    assert db.session.scalar(select(func.max(Event.id))) == before
    make_ticket()
    other: Any = browser.get(f"{LIST}views/counts?status=open", headers={"If-None-Match": first.headers["ETag"]})
    assert other.json["tab:open"] == "4"


def heads_of(browser: Browser, address: str = "") -> list[str]:
    """What stands over the columns."""
    page = browser.get(LIST + address).text
    return re.findall(r'<th scope="col"[^>]*>([^<]*?) ?<', page)


def test_each_column_can_be_chosen_alone(app: Flask, cast: Cast, make_ticket: Make) -> None:
    ticket = make_ticket(facility_text="RSD dr. Soemarno", dose="2")
    browser = visit(app, cast.operator)
    csrf = token(browser)
    for key in COLUMNS:
        browser.post(f"{LIST}views/columns", data={"csrf_token": csrf, "column": [key]})
        page = browser.get(LIST).text
        assert len(re.findall(r'<th scope="col"', page)) == 3, key
        assert ticket.number in page


def test_the_usual_columns_are_as_drawn(app: Flask, cast: Cast, three: list[str]) -> None:
    browser = visit(app, cast.operator)
    post(browser, "columns", column=["facility"])
    post(browser, "columns", column=[])
    assert heads_of(browser, "?lang=en") == [
        "Number", "Vaccinated and reporter", "Category", "Status", "Region", "Assignee", "Deadline", "Channel", "Age",
    ]  # fmt: skip


def test_columns_of_a_view_are_that_views_alone(app: Flask, cast: Cast, three: list[str]) -> None:
    browser = visit(app, cast.operator)
    with writing():
        ref = views.save("Faskes", "", "", actor=cast.operator).ref
    post(browser, "columns", column=["facility"], only_view="1", query=f"?view={ref}")
    assert len(heads_of(browser)) == 9
    assert heads_of(browser, f"?view={ref}&lang=en") == ["Number", "Vaccinated and reporter", "Facility"]


def opened(browser: Browser, address: str, place: int = 0) -> str:
    """The address that a row of a list leads to."""
    found: list[str] = re.findall(r'lk-kode" data-open href="([^"]*)"', browser.get(LIST + address).text)
    return LIST + found[place]


def test_a_complaint_knows_its_place_in_the_list_and_the_two_beside_it(
    app: Flask, cast: Cast, three: list[str]
) -> None:
    browser = visit(app, cast.verifier)
    page = browser.get(opened(browser, "?status=open", 1)).text
    assert "2 dari 3" in page
    links = re.findall(r'data-key="([JK])" href="/admin/tickets/([^"?]*)\?from=', page)
    assert dict(links) == {"K": three[0], "J": three[2]}


def test_after_a_step_the_way_on_is_still_there(app: Flask, cast: Cast, three: list[str]) -> None:
    browser = visit(app, cast.verifier)
    browser.get(opened(browser, "?status=open"))
    with writing():
        moves.move(db.session.scalars(select(Ticket).filter_by(number=three[0])).one(), "take", actor=cast.verifier)
    page = browser.get(LIST + three[0], headers={"Referer": f"http://localhost{LIST}{three[0]}/take"}).text
    assert "sudah keluar dari daftar ini, tersisa 2" in page
    assert re.search(rf'data-key="J" href="{LIST}{three[1]}\?from=', page)
    assert "dari daftar ini" not in browser.get(LIST + three[0]).text


def test_what_was_searched_for_is_in_no_address(app: Flask, cast: Cast, three: list[str]) -> None:
    page = visit(app, cast.verifier).get(f"{LIST}?q=sri+wahyuni").text
    assert "data-open" in page
    assert "from=" not in page


@pytest.mark.parametrize("code", ["", "1", "x", "1" + "A" * 3000, "1%FF", "1cmVnaW9uPTk5OTk", "💥"])
def test_a_list_that_is_none_changes_nothing(app: Flask, cast: Cast, three: list[str], code: str) -> None:
    assert visit(app, cast.verifier).get(LIST + three[0], query_string={"from": code}).status_code == 200


def test_the_name_of_a_list_is_read_back() -> None:
    assert read_code("1c3RhdHVzPW9wZW4") == "status=open"
    assert read_code("2c3RhdHVzPW9wZW4") is None


def test_the_way_on_costs_one_statement_whatever_the_list_holds(
    app: Flask, cast: Cast, three: list[str], make_ticket: Make, statements: Counting
) -> None:
    browser = visit(app, cast.verifier)
    address = opened(browser, "", 1)
    browser.get(address)
    with statements() as without:
        browser.get(address.split("?")[0])
    with statements() as few:
        browser.get(address)
    for _ in range(5):
        make_ticket(subject_nik="6501014101900003", subject_name="Lain", subject_phone="")
    with statements() as many:
        browser.get(address)
    assert len(few) == len(many) == len(without) + 1
