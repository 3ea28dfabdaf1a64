"""Measures the suggested causes: ``python3 bench/causes.py FOLDER``, with registry.csv, aduan.xlsx and truth.csv.

Prints how often each true cause was suggested first, or at all, as a table of true against suggested.
"""

import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from sqlalchemy import select, true

from access.actors import system_actor
from app import create_app
from config import Settings
from intake.load import load_complaints
from intake.registry import load_registry
from models import Ticket, db
from models.database import writing
from models.schema import migrate
from registry.match import candidates
from workflow import causes
from workflow.starting_data import seed
from workflow.subjects import subject_of

TODAY = date(2021, 11, 30)
NONE = "none"
KEYS = dict.fromkeys(("secret_key", "master_key", "index_key", "log_key"), bytes(range(32)))
CODES: Mapping[str, str] = MappingProxyType({"birth_swapped": "name_mistyped", "name_swapped": "name_mistyped"})
"""What the truth calls otherwise than the desk."""


def main() -> None:
    folder = Path(sys.argv[1])
    with (folder / "truth.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["no"]: row["cause"] for row in csv.DictReader(file)}
    with tempfile.TemporaryDirectory(prefix="loket-causes-") as home:
        settings = Settings(home=Path(home), database_url=f"sqlite:///{home}/desk.sqlite", **KEYS)
        migrate(settings)
        with create_app(settings).app_context():
            _take_in(folder)
            told = [(truth[number], codes) for number, codes in _suggested() if number in truth]
            db.session.remove()
    _print(told)


def _take_in(folder: Path) -> None:
    actor = system_actor("bench", origin="bench")
    with writing():
        seed()
    load_registry(folder / "registry.csv", "registry.csv", actor=actor)
    load_complaints((folder / "aduan.xlsx").read_bytes(), "aduan.xlsx", actor=actor, today=TODAY)


def _suggested() -> Iterator[tuple[str, list[str]]]:
    """The number of each complaint in its file, and the causes suggested."""
    for ticket in db.session.scalars(select(Ticket).order_by(Ticket.id)):
        found = candidates(subject_of(ticket), visible=true())
        case = causes.case_of(ticket, causes.seen_of(found))
        yield ticket.source_row.rpartition("#")[2], [one.code for one in causes.suggestions(case)]


def _print(told: list[tuple[str, list[str]]]) -> None:
    table = Counter((true_one, codes[0] if codes else NONE) for true_one, codes in told)
    columns = sorted({first for _, first in table})
    print(f"{'true':<14}{'n':>5}{'first':>7}{'listed':>8}  " + " ".join(f"{name[:13]:>13}" for name in columns))
    firsts = 0
    for cause in sorted({cause for cause, _ in told}):
        code = CODES.get(cause, cause)
        of_it = [codes for true_one, codes in told if true_one == cause]
        first = sum((codes[0] if codes else NONE) == code for codes in of_it)
        listed = sum(code in codes or (code == NONE and not codes) for codes in of_it)
        firsts += first
        row = " ".join(f"{table[cause, name]:>13}" for name in columns)
        print(f"{cause:<14}{len(of_it):>5}{first / len(of_it):>7.0%}{listed / len(of_it):>8.0%}  {row}")
    print(f"suggested first: {firsts} of {len(told)} ({firsts / len(told):.1%})")


if __name__ == "__main__":
    main()
