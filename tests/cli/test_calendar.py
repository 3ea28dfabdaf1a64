"""``calendar`` on the command line: the working days of the desk's own table."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from audit.context import acting
from cli.__main__ import main
from cli.calendar import calendar_cli
from models import Holiday, db
from models.database import writing
from tests.conftest import Cast


def calendar(app: Flask, *arguments: str) -> tuple[int, str]:
    found = app.test_cli_runner().invoke(calendar_cli, list(arguments))
    db.session.rollback()
    return found.exit_code, found.stdout


@pytest.mark.parametrize(
    ("day", "days", "due"),
    [
        ("2021-11-08", "0", "2021-11-08"),
        ("2021-11-08", "3", "2021-11-11"),
        ("2021-11-08", "5", "2021-11-15"),
        ("2021-11-08", "14", "2021-11-26"),
        ("2021-11-08", "60", "2022-01-31"),
        ("2022-04-27", "3", "2022-05-10"),
        ("2022-04-27", "14", "2022-05-27"),
    ],
)
def test_the_due_date_is_printed_and_nothing_else(app: Flask, day: str, days: str, due: str) -> None:
    assert calendar(app, "due", day, days) == (0, f"{due}\n")


def test_a_holiday_that_was_retired_counts_as_a_working_day(app: Flask, cast: Cast) -> None:
    with writing():
        holiday = db.session.scalars(select(Holiday).where(Holiday.day == date(2022, 5, 2))).one()
        with acting(cast.admin, "reference.edit", "uji"):
            holiday.retired = True
    assert calendar(app, "due", "2022-04-27", "3") == (0, "2022-05-09\n")


def test_the_year_is_listed(app: Flask) -> None:
    status, text = calendar(app, "list", "2026")
    assert (status, len(text.splitlines())) == (0, 25)
    assert "2026-12-25 Hari Raya Natal" in text


@pytest.mark.parametrize(
    "words",
    [
        ["due"],
        ["due", "2021-11-08"],
        ["due", "8/11/2021", "14"],
        ["due", "2021-02-30", "1"],
        ["due", "2021-11-08", "-1"],
        ["due", "2021-11-08", "many"],
        ["due", "2021-11-08", "14", "15"],
        ["list", "1999"],
        ["list", "x"],
        ["when"],
    ],
)
def test_wrong_words_are_told_in_one_line(
    app: Flask, words: list[str], monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("cli.__main__.ready", lambda _: None)
    monkeypatch.setattr("flask.cli.ScriptInfo.load_app", lambda _: app)
    assert main(["calendar", *words]) == 2
    told = capfd.readouterr()
    assert (told.out, told.err.count("\n")) == ("", 1)
