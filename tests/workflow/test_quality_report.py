"""What the page of quality says of the figures: an index with its class, shares, and whose regions."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from access.policy import Forbidden
from models import QualityMonth, db
from models.database import writing
from tests.conftest import NOON, Cast
from workflow import quality_report
from workflow.quality_report import Figures


@pytest.mark.parametrize(
    ("answers", "index", "grade"),
    [
        ((1, 0, 0, 0), "100.00", "A"), ((0, 1, 0, 0), "75.00", "C"), ((0, 0, 1, 0), "50.00", "D"),
        ((0, 0, 0, 1), "25.00", "D"), ((8, 7, 0, 0), "88.33", "A"), ((54, 46, 0, 0), "88.50", "A"),
        ((53, 47, 0, 0), "88.25", "B"), ((13, 187, 0, 0), "76.63", "B"), ((3, 47, 0, 0), "76.50", "C"),
        ((0, 3, 2, 0), "65.00", "C"), ((0, 0, 0, 0), None, ""),
    ],
)  # fmt: skip
def test_the_index_and_its_class(answers: tuple[int, ...], index: str | None, grade: str) -> None:
    figures = Figures(answers=answers)
    assert (figures.index, figures.grade) == (Decimal(index) if index else None, grade)


def test_a_share_is_of_something() -> None:
    assert (Figures().share, Figures(closed=3, reopened=1).share) == (None, Decimal("33.3"))


@pytest.fixture
def counted(cast: Cast, set_clock: Callable[[datetime], None]) -> Cast:
    set_clock(NOON)
    rows = (("2026-11", "6501", 5), ("2026-10", "6501", 4), ("2026-10", "6571", 7), ("2025-12", "6501", 2),
            ("2025-11", "6501", 100))  # fmt: skip
    with writing():
        for month, region, closed in rows:
            db.session.add(QualityMonth(month=month, region_code=region, closed=closed, reopened=1))
    return cast


def test_the_last_twelve_months_of_ones_own_regions(counted: Cast, statements: Any) -> None:
    with statements() as sent:
        report = quality_report.report(counted.supervisor)
    assert len(sent) == 1
    assert [(line.name, line.figures.closed, line.settled) for line in report.months] == [
        ("2026-11", 5, False), ("2026-10", 4, False), ("2025-12", 2, True)]  # fmt: skip
    assert [(line.name, line.figures.closed) for line in report.regions] == [("6501", 11)]


def test_an_auditor_reads_of_every_region_and_others_of_none(counted: Cast) -> None:
    assert quality_report.report(counted.auditor).total.closed == 18
    for person in (counted.operator, counted.verifier, counted.admin):
        with pytest.raises(Forbidden):
            quality_report.report(person)
