"""A desk that files the complaints of a messy file and keeps the records of a messy registry."""

from collections.abc import Callable, Sequence

import pytest

from intake.load import LoadReport, load_complaints
from intake.registry import RegistryReport, load_registry
from models import Ticket, db
from models.record import Record
from registry.find import Opened, open_records, present
from tests.conftest import Cast
from tests.intake.books import TODAY

Filed = Callable[..., tuple[LoadReport, Sequence[Ticket]]]
Kept = Callable[..., tuple[RegistryReport, Sequence[Opened]]]


@pytest.fixture
def filed(cast: Cast) -> Filed:
    """Import complaints: the report, and every ticket of the desk in the order of filing."""

    def file(data: bytes, name: str = "rekap.xlsx") -> tuple[LoadReport, Sequence[Ticket]]:
        report = load_complaints(data, name, actor=cast.supervisor, today=TODAY)
        return report, db.session.scalars(db.select(Ticket).order_by(Ticket.id)).all()

    return file


@pytest.fixture
def kept(cast: Cast) -> Kept:
    """Import a registry: the report, and every present record, opened, in file order."""

    def keep(data: bytes, name: str = "registri.xlsx") -> tuple[RegistryReport, Sequence[Opened]]:
        report = load_registry(data, name, actor=cast.system)
        return report, open_records(list(db.session.scalars(db.select(Record).where(present()).order_by(Record.id))))

    return keep
