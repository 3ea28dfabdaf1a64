"""The administrator keeps the calendar: years are filled from the national one, and open complaints follow."""

import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from models import Category, Event, Holiday, Ticket, db
from models.clock import WITA
from models.database import writing
from tests.conftest import Cast
from tests.visits import Browser, hidden_fields, visit
from tests.workflow.test_race import at_once
from workflow import holidays, recomputes

PLACE = "/admin/reference/holidays/"
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=WITA)
Make = Callable[..., Ticket]


@pytest.fixture
def admin(app: Flask, cast: Cast, set_clock: Callable[[datetime], None]) -> Browser:
    set_clock(MONDAY)
    return visit(app, cast.admin)


def send(admin: Browser, address: str, **fields: str) -> Any:
    form = hidden_fields(admin.get(address).text) | {"reason": "Keputusan gubernur"} | fields
    return admin.post(address, data=form, follow_redirects=True)


def due(number: str) -> date:
    return db.session.scalars(select(Ticket).where(Ticket.number == number)).one().due_at.date()


def test_a_local_holiday_moves_open_complaints_and_says_how_many(admin: Browser, make_ticket: Make) -> None:
    number = make_ticket().number
    answer = send(admin, f"{PLACE}new/", day="2026-11-25", name="HUT Kabupaten")
    event = db.session.scalars(select(Event).where(Event.action == "ticket.recompute")).one()
    assert "1 aduan terbuka mendapat tenggat baru." in answer.text
    assert (event.reason, due(number)) == (
        "Hari libur 25 Nov 2026 (HUT Kabupaten): Keputusan gubernur",
        date(2026, 12, 1),
    )


def test_retiring_it_moves_them_back_and_its_name_moves_nothing(admin: Browser, make_ticket: Make) -> None:
    number = make_ticket().number
    send(admin, f"{PLACE}new/", day="2026-11-25", name="HUT Kabupaten")
    address = f"{PLACE}edit/?id={db.session.scalar(select(func.max(Holiday.id)))}"
    renamed = send(admin, address, day="2026-11-25", name="Hari jadi")
    assert "tenggat" not in renamed.text
    send(admin, address, day="2026-11-25", name="Hari jadi", retired="y")
    assert due(number) == date(2026, 11, 30)


def test_of_two_who_fill_a_year_at_once_one_adds_its_days(app: Flask, cast: Cast) -> None:
    for year in (2030, 2031, 2032):

        def fill(year: int = year) -> None:
            with writing():
                holidays.fill(year, actor=cast.admin, reason="SKB")

        assert at_once(app, *[fill] * 6) == ["done"] * 6
        days = [day for day, _ in holidays.listed(year)]
        assert len(days) == len(set(days)) > 10


def test_the_days_of_a_category_move_its_complaints(admin: Browser, make_ticket: Make) -> None:
    number = make_ticket().number
    row = db.session.scalars(select(Category).where(Category.code == "nik_not_found")).one()
    form = {"code": row.code, "name_id": row.name_id, "name_en": row.name_en, "position": str(row.position)}
    send(admin, f"/admin/reference/categories/edit/?id={row.id}", days="3", **form)
    assert due(number) == date(2026, 11, 26)


def test_a_large_desk_is_told_that_it_takes_a_while(
    admin: Browser, make_ticket: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_ticket()
    monkeypatch.setattr(recomputes, "SMALL", 1)
    answer = send(admin, f"{PLACE}new/", day="2026-11-25", name="HUT Kabupaten")
    assert "sedang dihitung ulang" in answer.text
    assert len(recomputes.left_to_do()) == 1


def days_of(year: int) -> int:
    found = db.session.scalars(select(Holiday.day)).all()
    return sum(day.year == year for day in found)


def test_filling_a_year_adds_only_what_is_missing(admin: Browser) -> None:
    page = admin.get(f"{PLACE}fill?year=2028").text
    shown = len(re.findall(r'<tr><td class="lk-nw">', page))
    assert "masih perkiraan" in page
    answer = send(admin, f"{PLACE}fill?year=2028", year="2028")
    assert f"{shown} hari ditambahkan." in answer.text
    assert days_of(2028) == shown > 10
    assert "Tidak ada yang kurang" in admin.get(f"{PLACE}fill?year=2028").text


def test_a_retired_day_is_not_filled_in_again(admin: Browser) -> None:
    row = db.session.scalars(select(Holiday).where(Holiday.day == date(2027, 1, 1))).one()
    send(admin, f"{PLACE}edit/?id={row.id}", day="2027-01-01", name=row.name, retired="y")
    assert "Tidak ada yang kurang" in admin.get(f"{PLACE}fill?year=2027").text


@pytest.mark.parametrize(
    ("fields", "status"), [({"reason": " "}, 422), ({"year": "1999"}, 422), ({"year": "x"}, 422), ({"year": ""}, 422)]
)
def test_a_year_is_filled_for_a_reason_and_only_a_real_one(admin: Browser, fields: dict[str, str], status: int) -> None:
    before = db.session.scalar(select(func.count(Holiday.id)))
    assert send(admin, f"{PLACE}fill?year=2028", **({"year": "2028"} | fields)).status_code == status
    assert db.session.scalar(select(func.count(Holiday.id))) == before


@pytest.mark.parametrize("year", ["2027", "1999", "0", "99999", "abcd", "-1", "２０２７", ""])
def test_no_year_breaks_the_page(admin: Browser, year: str) -> None:
    assert admin.get(f"{PLACE}fill", query_string={"year": year}).status_code == 200


@pytest.mark.parametrize("who", ["operator", "verifier", "supervisor", "auditor"])
def test_nobody_else_keeps_the_calendar(app: Flask, cast: Cast, who: str) -> None:
    assert visit(app, getattr(cast, who)).get(f"{PLACE}fill").status_code == 403
