"""docs/sign-in.md says what the code does."""

import re
from pathlib import Path

from web import sessions, throttle
from workflow import passwords, people, signins

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "sign-in.md"


def test_the_figures_of_the_document_are_those_of_the_code() -> None:
    told = [int(figure) for figure in re.findall(r"^\| [^|]+ \| (\d+) \|$", DOCUMENT.read_text("utf-8"), re.MULTILINE)]
    assert told == [
        passwords.SHORTEST,
        passwords.LONGEST,
        sessions.IDLE_SECONDS // 60,
        signins.LIFETIME.total_seconds() // 3600,
        people.LINK_LIVES.total_seconds() // 3600,
        throttle.FREE_BY_ACCOUNT,
        throttle.FREE_BY_ADDRESS,
        throttle.FIRST_WAIT,
        throttle.LONGEST_WAIT,
        throttle.FORGOTTEN_AFTER.total_seconds() // 60,
    ]
