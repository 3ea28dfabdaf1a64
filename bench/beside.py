"""Our tiers beside Splink 5 and on FEBRL4: recall at the same share of false links, in one run."""

import argparse
import csv
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select, true

from bench import homes
from bench.homes import ROOT
from bench.judge import Share, read_truth, right_rows
from bench.queries import opened
from identity import names, phones
from models import Ticket, db
from registry.compare import Comparer
from registry.match import candidates
from registry.tiers import Tier
from registry.told import Subject
from registry.weigh import order
from workflow.subjects import subject_of

FIELDS = ("nik", "name", "birth", "phone", "sex")
COLUMNS = ("unique_id", *FIELDS, "sounds")
ROUND_SHARES = (0.001, 0.005, 0.01, 0.03)
SIDE = Path(__file__).with_name("splink_side.py")


@dataclass(frozen=True)
class Link:
    """What a method would link a complaint to: its first record, and how sure it is (more is surer)."""

    sure: tuple[float, ...]
    right: bool


@dataclass(frozen=True)
class Level:
    """Links as sure as this or surer: how many of those who have a record, and how many false ones."""

    recall: Share
    false: int


Right = dict[str, frozenset[int]]
"""By the number of a complaint: the rows of its person."""


def province(asked: argparse.Namespace) -> dict[str, Any] | None:
    """Both methods on the made-up province."""
    name = homes.province_name(asked.people, asked.seed)
    source = homes.province(asked.home, asked.people, asked.seed)
    assert source.truth is not None
    desk, right = homes.desk(asked.home, name, source), right_rows(read_truth(source.truth))
    told, held = desk.home / "told.csv", desk.home / "held.csv"
    with opened(desk):
        people = dict(_people())
        ours = links(people, right)
    _write(told, (fields_of(number, who) for number, who in people.items()))
    _write(held, _held(source.registry))
    splink = link_with_splink(asked, told, held, desk.home / "splink.csv", FIELDS)
    return compare(f"{name}, beside Splink 5", right, ours, {"Splink": splink} if splink else {})


def _people() -> Iterator[tuple[str, Subject]]:
    """The persons of the complaints as our reader cleaned them, by the numbers of their file."""
    for ticket in db.session.scalars(select(Ticket).where(Ticket.source_row != "").order_by(Ticket.id)):
        yield ticket.source_row.rpartition("#")[2], subject_of(ticket)


def links(people: dict[str, Subject], right: Right) -> list[Link]:
    """The first candidate of each, as sure as the place that ``registry.weigh`` gives it among candidates."""
    found = []
    for number, who in people.items():
        for best in candidates(who, visible=true(), limit=1):
            assert best.opened.person is not None
            place = order(best.tier, Comparer(who).compare(best.opened.record, best.opened.person))
            found.append(Link(tuple(-part for part in place), best.opened.record.source_row in right[number]))
    return found


def fields_of(number: str, who: Subject) -> Sequence[str]:
    """A person as Splink gets them."""
    born, phone = who.birth_date.isoformat() if who.birth_date else "", (*who.phones, "")[0]
    return number, who.nik, " ".join(names.search_words(who.name)), born, phone, who.sex, names.key(who.name)


def _held(registry: Path) -> Iterator[Sequence[str]]:
    with registry.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 1):
            name, phone = row["Nama Lengkap"], (*phones.read(row["No HP"]).numbers, "")[0]
            words = " ".join(names.search_words(name))
            yield str(number), row["NIK"], words, row["Tanggal Lahir"], phone, row["Jenis Kelamin"], names.key(name)


def _write(path: Path, rows: Iterator[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows(rows)


def link_with_splink(
    asked: argparse.Namespace, told: Path, held: Path, out: Path, fields: Sequence[str]
) -> Path | None:
    """What Splink finds, or None where it is not installed."""
    python = asked.splink or asked.home / "splink" / "bin" / "python"
    if not python.exists():
        print(f"Splink is left out: there is no {python} (see docs/benchmarks.md)")
        return None
    command = [str(python), str(SIDE), str(told), str(held), str(out), ",".join(fields)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603 - our own script
    if done.returncode:
        raise SystemExit(done.stderr)
    print(done.stdout.splitlines()[-1])
    return out


def compare(title: str, right: Right, ours: Sequence[Link], others: dict[str, Path]) -> dict[str, Any]:
    """Print what each method recalls with no more false links than each of our tiers, and than some round shares."""
    with_record = sum(map(bool, right.values()))
    curves = {"Loket": _curve(ours, with_record)}
    curves |= {name: _curve(_links_of(path, right), with_record) for name, path in others.items()}
    allowed = {
        f"down to {tier}": sum(not one.right for one in ours if -one.sure[0] <= at) for at, tier in enumerate(Tier)
    }
    allowed |= {f"at most {share:.1%}": int(share * len(right)) for share in ROUND_SHARES}
    print(f"\n{title}: {len(right)} complaints, {with_record} with a record; recall of the first record found")
    print(f"  {'(false links)':32}" + "".join(f"{name:>22}" for name in curves))
    told = []
    for words, most in allowed.items():
        recalls = {name: _best(curve, most) for name, curve in curves.items()}
        print(f"  {f'{words} ({most})':32}" + "".join(f"{value:22.2%}" for value in recalls.values()))
        told.append({"false_links": words, "of_all": most / len(right), **recalls})
    return {"complaints": len(right), "with_record": with_record, "levels": told}


def _best(curve: Sequence[Level], most: int) -> float:
    return max((level.recall.value for level in curve if level.false <= most), default=0.0)


def _links_of(path: Path, right: Right) -> list[Link]:
    """The first record of each complaint in a file of ``splink_side``."""
    found: dict[str, Link] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row, weight in list(csv.reader(file))[1:]:
            found.setdefault(number, Link((float(weight),), int(row) in right[number]))
    return list(found.values())


def _curve(found: Sequence[Link], with_record: int) -> list[Level]:
    """Every level at which a threshold could be set: after each group of equally sure links."""
    curve, right, ranked = [], 0, sorted(found, key=lambda link: link.sure, reverse=True)
    for count, link in enumerate(ranked, 1):
        right += link.right
        if count == len(ranked) or ranked[count].sure != link.sure:
            curve.append(Level(Share(right, with_record), count - right))
    return curve
