"""Quality as it is read: by month and region, how many closings held, and how satisfied the reporters were."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from access.policy import require
from models import QualityMonth, Role, clock, db
from workflow.quality import IN_TIME
from workflow.satisfaction import SCALE

MONTHS: Final = 12
GRADES: Final = (("A", Decimal("88.31")), ("B", Decimal("76.61")), ("C", Decimal("65.00")), ("D", Decimal("25.00")))
CENT: Final = Decimal("0.01")
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Figures:
    """What was counted; ``answers`` from very satisfied (4) down to not satisfied (1)."""

    closed: int = 0
    reopened: int = 0
    answers: tuple[int, ...] = (0,) * len(SCALE)

    @property
    def share(self) -> Decimal | None:
        """Of a hundred closings, how many were opened again in time; nothing where none was closed."""
        return _rounded(Decimal(100 * self.reopened) / self.closed, TENTH) if self.closed else None

    @property
    def asked(self) -> int:
        return sum(self.answers)

    @property
    def index(self) -> Decimal | None:
        """The mean of the answers times 25 (PermenPANRB 14/2017); nothing where nobody answered."""
        points = sum(score * count for score, count in zip(SCALE, self.answers, strict=True))
        return _rounded(Decimal(25 * points) / self.asked, CENT) if self.asked else None

    @property
    def grade(self) -> str:
        """The class of the index, A to D; empty where there is none."""
        index = self.index
        return next((name for name, least in GRADES if index is not None and index >= least), "")


@dataclass(frozen=True, slots=True)
class Line:
    """The figures of a month (``2026-11``) or region; ``settled`` once none of its closings can be reopened in time."""

    name: str
    figures: Figures
    settled: bool = True


@dataclass(frozen=True, slots=True)
class Report:
    total: Figures
    months: list[Line]
    regions: list[Line]


def report(actor: Actor) -> Report:
    """The last twelve months in the regions of ``actor``, an auditor's all; one statement. Raises Forbidden."""
    require(actor, Permission.REPORT_READ)
    first = _first_month(clock.today())
    query = select(QualityMonth).where(QualityMonth.month >= first)
    if actor.role != Role.AUDITOR:
        query = query.where(QualityMonth.region_code.in_(sorted(actor.regions)))
    rows = db.session.scalars(query).all()
    months = sorted({row.month for row in rows}, reverse=True)
    regions = sorted({row.region_code for row in rows})
    return Report(
        total=_sum(rows),
        months=[Line(one, _sum(row for row in rows if row.month == one), _is_settled(one)) for one in months],
        regions=[Line(one, _sum(row for row in rows if row.region_code == one)) for one in regions],
    )


def _sum(rows: Iterable[QualityMonth]) -> Figures:
    held = list(rows)
    answers = tuple(sum(getattr(row, f"rated_{score}") for row in held) for score in SCALE)
    return Figures(sum(row.closed for row in held), sum(row.reopened for row in held), answers)


def _first_month(today: date) -> str:
    months = today.year * 12 + today.month - MONTHS
    return f"{months // 12:04d}-{months % 12 + 1:02d}"


def _is_settled(month: str) -> bool:
    year, number = map(int, month.split("-"))
    end = date(year + number // 12, number % 12 + 1, 1)
    return clock.today() >= end + IN_TIME + timedelta(days=1)


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, rounding=ROUND_HALF_UP)
