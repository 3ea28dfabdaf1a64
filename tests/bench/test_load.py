"""The desk of the benchmarks is one that the desk's own checks pass, with tickets that rest and that are late."""

from flask import Flask
from sqlalchemy import func, select

from audit.replay import differences as differing_rows
from bench.load import build
from models import HandOff, QualityMonth, Ticket, db
from workflow import desk_recount, quality_recount


def test_a_loaded_desk_agrees_with_its_trail(app: Flask) -> None:
    assert build(150) == 150
    connection = db.session.connection()
    for differences in (differing_rows, desk_recount.differences, quality_recount.differences):
        assert list(differences(connection)) == []
    resting, late, rated = db.session.execute(
        select(func.count(Ticket.paused_since), func.count(Ticket.escalated_at), func.count(Ticket.satisfaction))
    ).one()
    waits = db.session.scalar(select(func.count()).where(HandOff.answered_at.is_(None)))
    assert (waits, min(resting, late, rated) > 0) == (resting, True)
    assert sum(db.session.scalars(select(QualityMonth.closed))) > 100
