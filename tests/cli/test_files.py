"""A complainant's file is proved the same as the one that was sent, though only what was drawn from it is kept."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from models import Ticket
from tests.casework import PDF, attach
from tests.conftest import Cast


@pytest.mark.parametrize(("brought", "status", "said"), [(PDF, 0, "was drawn"), (PDF + b" ", 1, "none of its files")])
def test_a_file_is_compared_with_what_was_sent(
    app: Flask, make_ticket: Callable[..., Ticket], cast: Cast, tmp_path: Path, brought: bytes, status: int, said: str
) -> None:
    ticket = make_ticket()
    attach(ticket, cast.operator)
    (tmp_path / "ktp.pdf").write_bytes(brought)
    done = app.test_cli_runner().invoke(args=["files", "came-from", ticket.number, str(tmp_path / "ktp.pdf")])
    assert (done.exit_code, said in done.output) == (status, True)
