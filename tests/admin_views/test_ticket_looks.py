"""Whoever looks at a file again and again is told once in the story; each look stays in the trail."""

from collections.abc import Callable

from flask import Flask

from models import Event, Status, Ticket, db
from models.database import writing
from tests.admin_views.desk import address
from tests.casework import attach, bring_to
from tests.conftest import Cast
from tests.visits import visit
from workflow import viewing


def test_looks_in_a_row_are_one_line(app: Flask, cast: Cast, make_ticket: Callable[..., Ticket]) -> None:
    ticket = bring_to(Status.VERIFYING, make_ticket(), cast)
    kept = attach(ticket, cast.operator, name="KTP.pdf")
    for reason, times in (("Mencocokkan", 3), ("Ditanya Dukcapil", 1)):
        with writing():
            viewing.open_file(kept, actor=cast.verifier, reason=reason)
        for _ in range(times):
            with writing():
                viewing.look(kept, 1, actor=cast.verifier, role="Verifikator")
    page = visit(app, cast.supervisor).get(address(ticket.number)).text
    assert page.count("melihat KTP.pdf") == 2
    assert "melihat KTP.pdf 3 kali. Alasan: Mencocokkan" in page
    assert "melihat KTP.pdf. Alasan: Ditanya Dukcapil" in page
    assert db.session.query(Event).filter(Event.action.in_(("attachment.open", "attachment.view"))).count() == 6
