"""The rail says by when the step that a complaint is in should be done, and that this has passed."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from models import Ticket
from models.clock import WITA
from tests.admin_views.desk import address
from tests.casework import answer_to, hand_off_to, move
from tests.conftest import Cast
from tests.visits import visit

Clock = Callable[[datetime], None]


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WITA)


@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_the_target_of_a_step_is_told_from_when_it_began(
    app: Flask, cast: Cast, make_ticket: Callable[..., Ticket], set_clock: Clock
) -> None:
    set_clock(local("2021-11-08 09:00"))
    ticket = make_ticket()

    def page() -> str:
        return visit(app, cast.verifier).get(address(ticket.number)).text

    assert "Sasaran langkah ini: Selasa 9 Nov" in page()
    set_clock(local("2021-11-09 09:00"))
    move(ticket, "take", cast.verifier)
    assert "Sasaran langkah ini: Jumat 12 Nov" in page()
    row = hand_off_to(ticket, cast.verifier)
    set_clock(local("2021-11-11 09:00"))
    assert "Sasaran langkah ini: Selasa 16 Nov" in page()
    answer_to(row, cast.verifier)
    set_clock(local("2021-11-17 09:00"))
    assert "Sasaran langkah ini lewat: Selasa 16 Nov" in page()
    move(ticket, "dismiss", cast.verifier)
    assert "Sasaran langkah ini" not in page()
