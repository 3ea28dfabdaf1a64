"""``summaries check``: silent while the figures hold, and one line for each that does not."""

from collections.abc import Callable

import pytest
from flask import Flask

from cli.summaries import summaries_cli
from models import QualityMonth, Status, Ticket, db
from models.database import writing
from tests.audit.test_replay import break_in
from tests.casework import bring_to, hand_off_to, move
from tests.conftest import Cast

Make = Callable[..., Ticket]


def check(app: Flask) -> tuple[int, list[str]]:
    found = app.test_cli_runner().invoke(summaries_cli, ["check"])
    db.session.rollback()
    return found.exit_code, found.stdout.splitlines()


@pytest.fixture
def worked(app: Flask, make_ticket: Make, cast: Cast) -> Flask:
    """A closed ticket, one that waits, and one that nobody took."""
    bring_to(Status.CLOSED, make_ticket(), cast)
    hand_off_to(move(make_ticket(), "take", cast.verifier), cast.verifier)
    make_ticket()
    return app


def test_figures_that_hold_are_passed_over_in_silence(worked: Flask) -> None:
    assert check(worked) == (0, [])


def test_a_figure_of_quality_that_differs_is_named(worked: Flask) -> None:
    with writing():
        db.session.query(QualityMonth).one().closed = 7
    status, (line,) = check(worked)
    assert (status, line.split("/")[1:]) == (1, ["6501", "closed: 7 kept, 1 in the trail"])


def test_a_row_changed_behind_the_wall_is_found_in_every_figure(worked: Flask) -> None:
    break_in("UPDATE ticket SET region_code = '6571' WHERE status = 'open'", "ticket", "ticket_wall_update")
    status, lines = check(worked)
    assert status == 1
    assert lines == [
        f"beranda: {region}/{figure}: {kept} kept, {told} in the trail"
        for region, *figures in (
            ("6501", ("active", 1, 2), ("open", 0, 1), ("unassigned", 0, 1), ("category/nik_not_found", 1, 2)),
            ("6571", ("active", 1, 0), ("open", 1, 0), ("unassigned", 1, 0), ("category/nik_not_found", 1, 0)),
        )
        for figure, kept, told in figures
    ]
