"""Dates as the recaps have them, and whatever else a cell may hold."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from identity import dates
from identity.dates import CAMPAIGN_START, Problem

TODAY = date(2021, 11, 30)
OPENING = date(2021, 11, 8)


def read(cell: object, **more: Any) -> dates.DateReading:
    return dates.read(cell, today=TODAY, **more)


@pytest.mark.parametrize(
    "written",
    [
        "8 November 2021",
        "08 Nop 2021",
        "8 Nopember 2021",
        "8 NOVEMBER 2021",
        "8-Nov-2021",
        "8Nov2021",
        "8/XI/2021",
        "Senin, 8 November 2021",
        "senin 8 nov 2021",
        "tgl 8 Nov 2021",
        "tgl. 8-11-2021",
        "Tanjung Selor, 08-11-2021",
        "8/11/2021",
        "08/11/2021",
        "8-11-2021",
        "8.11.2021",
        "8 11 2021",
        "8 - 11 - 2021",
        "8//11/2021",
        "08112021",
        8112021,
        "20211108",
        20211108,
        "2021-11-08",
        "2021/11/8",
        "2021-11-08 00:00:00",
        "2021-11-08T09:15:00Z",
        "8/11/2021 09.15",
        "8 November 2021 pukul 09.15 WITA",
        "November 8, 2021",
        "\u200e8\u00a0November\u202f2021 ",
        OPENING,
        datetime(2021, 11, 8, 9, 15, tzinfo=UTC),
    ],
)
def test_the_opening_day_is_read_however_it_is_written(written: object) -> None:
    assert read(written) == dates.DateReading(OPENING)


@pytest.mark.parametrize(
    ("word", "month"),
    [
        *zip(["Januari", "Februari", "Maret", "April", "Mei", "Juni"], range(1, 7), strict=True),
        *zip(["Juli", "Agustus", "September", "Oktober", "November", "Desember"], range(7, 13), strict=True),
        *[("Jan", 1), ("Peb", 2), ("Feb", 2), ("Pebruari", 2), ("Febuari", 2), ("Mar", 3), ("Mrt", 3)],
        *[("Apr", 4), ("May", 5), ("Jun", 6), ("Jul", 7), ("Agst", 8), ("Agt", 8), ("Agu", 8), ("Ags", 8)],
        *[("Aug", 8), ("Sep", 9), ("Sept", 9), ("Okt", 10), ("Oct", 10), ("Nop", 11), ("Nopember", 11)],
        *[("Nov", 11), ("Des", 12), ("Dec", 12), ("VIII", 8), ("ix", 9)],
    ],
)
@pytest.mark.parametrize("pattern", ["17 {} 1945", "17-{}-1945", "17 {}. 1945", "Jum'at, 17 {} 1945"])
def test_a_month_is_known_by_every_name(pattern: str, word: str, month: int) -> None:
    assert read(pattern.format(word)).date == date(1945, month, 17)


@pytest.mark.parametrize(
    ("cell", "day", "problem"),
    [
        ("17-Agu-45", date(1945, 8, 17), Problem.SHORT_YEAR),
        ("25/04/70", date(1970, 4, 25), Problem.SHORT_YEAR),
        ("8-11-21", date(2021, 11, 8), Problem.SHORT_YEAR),
        ("08/11/21 09.15", date(2021, 11, 8), Problem.SHORT_YEAR),
        ("09.15 8/11/21", date(2021, 11, 8), Problem.SHORT_YEAR),
        ("250490", date(1990, 4, 25), Problem.SHORT_YEAR),
        (44508, date(2021, 11, 8), Problem.SERIAL),
        (44508.38, date(2021, 11, 8), Problem.SERIAL),
        ("44508", date(2021, 11, 8), Problem.SERIAL),
        ("44508.0", date(2021, 11, 8), Problem.SERIAL),
        (31162, date(1985, 4, 25), Problem.SERIAL),
        ("04/25/1985", date(1985, 4, 25), Problem.MONTH_FIRST),
    ],
)
def test_a_date_that_took_a_guess_says_so(cell: object, day: date, problem: Problem) -> None:
    assert read(cell) == dates.DateReading(day, (problem,))


def test_an_old_mac_workbook_counts_from_1904() -> None:
    assert read(43046, from_1904=True).date == OPENING


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        (None, Problem.MISSING),
        ("", Problem.MISSING),
        ("-", Problem.MISSING),
        ("tidak ada", Problem.MISSING),
        ("belum vaksin", Problem.MISSING),
        ("#REF!", Problem.MISSING),
        ("32/04/1985", Problem.IMPOSSIBLE),
        ("31/02/2021", Problem.IMPOSSIBLE),
        ("29-02-2021", Problem.IMPOSSIBLE),
        ("00/00/1960", Problem.IMPOSSIBLE),
        ("31 Nopember 2021", Problem.IMPOSSIBLE),
        ("8/11/0021", Problem.IMPOSSIBLE),
        ("14/7 & 11/8/2021", Problem.SEVERAL),
        ("14/07/2021 dan 11/08/2021", Problem.SEVERAL),
        ("1960", Problem.UNREADABLE),
        (1960, Problem.UNREADABLE),
        (7, Problem.UNREADABLE),
        ("April 1985", Problem.UNREADABLE),
        ("8/11", Problem.UNREADABLE),
        ("8/11/20211", Problem.UNREADABLE),
        ("1/8/11/2021", Problem.UNREADABLE),
        ("6501052504859001", Problem.UNREADABLE),
        ("081200009001", Problem.UNREADABLE),
        ("idem", Problem.UNREADABLE),
        ("٨/١١/٢٠٢١", Problem.UNREADABLE),
        (time(9, 15), Problem.UNREADABLE),
        (True, Problem.UNREADABLE),
        (float("inf"), Problem.UNREADABLE),
    ],
)
def test_what_is_no_date_says_why(cell: object, problem: Problem) -> None:
    assert read(cell) == dates.DateReading(None, (problem,))


@pytest.mark.parametrize("cell", [datetime(2021, 8, 11, tzinfo=UTC), "11/08/2021", "2021-08-11", 44419])
def test_day_and_month_swapped_are_suspected_when_only_the_other_way_fits(cell: object) -> None:
    reading = read(cell, earliest=OPENING)
    assert reading.date == date(2021, 8, 11)
    assert reading.problems[-2:] == (Problem.TOO_EARLY, Problem.SWAPPED_LIKELY)
    assert reading.swapped == OPENING


@pytest.mark.parametrize(
    ("cell", "problems", "swapped"),
    [
        ("8/12/2021", (Problem.FUTURE, Problem.SWAPPED_LIKELY), date(2021, 8, 12)),
        ("8/12/21", (Problem.SHORT_YEAR, Problem.FUTURE, Problem.SWAPPED_LIKELY), date(2021, 8, 12)),
        ("12/1/2021", (Problem.TOO_EARLY, Problem.SWAPPED_LIKELY), date(2021, 12, 1)),
        ("8 Desember 2021", (Problem.FUTURE,), None),
        ("12/13/2021", (Problem.MONTH_FIRST, Problem.FUTURE), None),
        ("25/12/2021", (Problem.FUTURE,), None),
        ("12/12/2021", (Problem.FUTURE,), None),
        ("25/04/70", (Problem.SHORT_YEAR, Problem.TOO_EARLY), None),
        ("14/07/2021", (), None),
        ("11/08/2021", (), None),
    ],
)
def test_a_dose_lies_between_the_campaigns_start_and_today(
    cell: object, problems: tuple[Problem, ...], swapped: date | None
) -> None:
    today = date(2021, 12, 2) if cell == "12/1/2021" else TODAY
    reading = dates.read(cell, today=today, earliest=CAMPAIGN_START)
    assert (reading.problems, reading.swapped) == (problems, swapped)


births = st.dates(date(1921, 12, 1), TODAY)
PATTERNS = ["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d%m%Y", "%Y-%m-%d %H:%M:%S", "Malinau, %d %m %Y"]


@given(births, st.sampled_from([*PATTERNS, "%d/%m/%y"]))
def test_a_date_written_in_figures_reads_back(day: date, pattern: str) -> None:
    assert read(f"{datetime(day.year, day.month, day.day, tzinfo=UTC):{pattern}}").date == day


@given(births)
def test_a_date_shown_or_counted_in_days_reads_back(day: date) -> None:
    assert read(dates.show(day)).date == day
    assert read((day - date(1899, 12, 30)).days).date == day


@given(
    st.one_of(st.text(), st.from_regex(r"[0-9 /.-]{1,20}[a-z]{0,9}"), st.integers(), st.floats(), st.dates()),
    st.none() | st.dates(),
)
def test_nothing_a_cell_holds_raises_and_doubt_is_always_told(cell: object, earliest: date | None) -> None:
    reading = read(cell, earliest=earliest)
    assert reading.date or reading.problems
    if reading.date and not reading.problems:
        assert (earliest or date.min) <= reading.date <= TODAY
    assert reading.swapped is None or Problem.SWAPPED_LIKELY in reading.problems


@given(st.dates(TODAY + timedelta(1)))
def test_a_day_to_come_is_told(day: date) -> None:
    assert Problem.FUTURE in read(day).problems
