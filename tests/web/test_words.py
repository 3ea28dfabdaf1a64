"""Times, figures and names as people read them."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import Babel, force_locale

from web import words

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def app() -> Iterator[Flask]:
    """A desk that speaks Indonesian and knows no catalogue."""
    app = Flask(__name__)
    Babel(app, default_locale="id", default_timezone="Asia/Makassar")
    with app.test_request_context():
        yield app


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        (datetime(2026, 11, 23, 1, 41, tzinfo=UTC), "23 Nov 2026 09.41"),
        (datetime(2026, 5, 31, 16, 0, tzinfo=UTC), "1 Jun 2026 00.00"),
        (datetime(2026, 8, 17, 2, 5, tzinfo=UTC), "17 Agu 2026 10.05"),
        (None, "–"),
    ],
)
def test_a_moment_is_told_in_the_time_of_the_desk(app: Flask, moment: datetime | None, said: str) -> None:
    assert words.show_moment(moment) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (3, "Today 15.00"),
        (-21, "Yesterday 15.00"),
        (22.5, "Tomorrow 10.30"),
        (48, "25 Nov 12.00"),
        (24 * 365, "23 Nov 2027 12.00"),
    ],
)
def test_a_moment_near_today_is_told_in_words(
    app: Flask, set_clock: Callable[[datetime], None], hours: float, said: str
) -> None:
    set_clock(NOON)

    assert words.show_near(NOON + timedelta(hours=hours)) == said


def test_english_tells_time_and_figures_the_english_way(app: Flask) -> None:
    with force_locale("en"):
        assert words.show_moment(NOON) == "23 Nov 2026 12:00"
        assert words.show_number(1284) == "1,284"


@pytest.mark.parametrize(("number", "said"), [(1284, "1.284"), (2.4, "2,4"), (0, "0"), (None, "–")])
def test_a_figure_has_the_marks_of_the_language(app: Flask, number: float | None, said: str) -> None:
    assert words.show_number(number) == said


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 KB"), (117_249, "117 KB"), (999_499, "999 KB"), (1_300_000, "1,3 MB")]
)
def test_the_size_of_a_file_has_the_marks_of_the_language(app: Flask, size: int, said: str) -> None:
    assert words.show_size(size) == said


def test_a_day_is_told_without_a_time(app: Flask) -> None:
    assert words.show_date(date(2021, 11, 8)) == "8 Nov 2021"


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dewi Anggraini", "DA"), ("Hj. Siti Nur Aisyah", "HA"), ("Sudirman", "S"), ("", "–"), (None, "–"), ("7 8", "–")],
)
def test_a_person_is_drawn_by_two_letters(name: str | None, letters: str) -> None:
    assert words.initials(name) == letters


@pytest.mark.parametrize("status", ["open", "verifying", "corrected", "closed"])
def test_every_status_has_a_name(app: Flask, status: str) -> None:
    assert words.status_name(status) != status
