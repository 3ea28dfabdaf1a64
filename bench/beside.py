"""Our tiers beside Splink 5 and on FEBRL4: recall at the same share of false links, in one run."""

import argparse
import csv
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bench import homes
from bench.homes import ROOT, Desk
from bench.judge import Judged, Share, judge, read_truth
from bench.queries import opened
from identity import names, phones
from models import Ticket, db
from registry.told import Subject
from workflow.subjects import subject_of

TIERS = ("same", "strong", "nik_used_by_other", "check")
FIELDS = ("nik", "name", "birth", "phone", "sex")
COLUMNS = ("unique_id", *FIELDS, "sounds")
ROUND_SHARES = (0.001, 0.005, 0.01, 0.03)
SIDE = Path(__file__).with_name("splink_side.py")


@dataclass(frozen=True)
class Link:
    """What a method would link a complaint to: its first record, and how sure it is (more is surer)."""

    sure: float
    right: bool


@dataclass(frozen=True)
class Level:
    """Links as sure as this or surer: how many of those who have a record, and how many of all are false."""

    name: str
    recall: Share
    false: Share


def province(asked: argparse.Namespace) -> dict[str, Any] | None:
    """Both methods on the made-up province."""
    source, name = homes.province(asked.home, asked.people), f"province-{asked.people}"
    desk = homes.desk(asked.home, name, source)
    told, held = desk.home / "told.csv", desk.home / "held.csv"
    _write(told, _told(desk))
    _write(held, _held(source.registry))
    assert source.truth is not None
    judged = judge(read_truth(source.truth), desk.matched())
    splink = link_with_splink(asked, told, held, desk.home / "splink.csv", FIELDS)
    return None if splink is None else compare(f"{name}, beside Splink 5", judged, {"Splink": splink})


def _told(desk: Desk) -> Iterator[Sequence[str]]:
    """The complaints as our reader cleaned them, by the numbers of their file."""
    with opened(desk):
        for ticket in db.session.scalars(select(Ticket).where(Ticket.source_row != "").order_by(Ticket.id)):
            yield fields_of(ticket.source_row.rpartition("#")[2], subject_of(ticket))


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
    subprocess.run(command, cwd=ROOT, check=True)  # noqa: S603 - our own script
    return out


def compare(title: str, judged: Sequence[Judged], others: dict[str, Path]) -> dict[str, Any]:
    """Print what each method recalls with no more false links than each of our tiers, and than some round shares."""
    with_record = sum(bool(one.right) for one in judged)
    ours = list(_our_levels(judged, with_record))
    curves = {name: _curve(_links_of(path, judged), with_record, len(judged)) for name, path in others.items()}
    allowed = [(f"down to {level.name}", level.false.hits, level.recall.value) for level in ours]
    for share in ROUND_SHARES:
        most = int(share * len(judged))
        allowed.append((f"at most {share:.1%}", most, _best(ours, most)))
    print(f"\n{title}: {len(judged)} complaints, {with_record} with a record; recall of the first record found")
    print(f"  {'(false links)':28}" + "".join(f"{name:>24}" for name in ("Loket", *curves)))
    told = []
    for words, most, recall in allowed:
        recalls = {"Loket": recall} | {name: _best(curve, most) for name, curve in curves.items()}
        print(f"  {f'{words} ({most})':28}" + "".join(f"{value:24.2%}" for value in recalls.values()))
        told.append({"false_links": words, "of_all": most / len(judged), **recalls})
    return {"complaints": len(judged), "with_record": with_record, "levels": told}


def _best(curve: Sequence[Level], most: int) -> float:
    return max((level.recall.value for level in curve if level.false.hits <= most), default=0.0)


def _our_levels(judged: Sequence[Judged], with_record: int) -> Iterator[Level]:
    for at, name in enumerate(TIERS, 1):
        linked = [one for one in judged if one.found and one.found[0].tier in TIERS[:at]]
        right = sum(one.first for one in linked)
        yield Level(name, Share(right, with_record), Share(len(linked) - right, len(judged)))


def _links_of(path: Path, judged: Sequence[Judged]) -> list[Link]:
    """The first record of each complaint in a file of ``splink_side``."""
    right = {one.number: one.right for one in judged}
    links: dict[str, Link] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row, weight in list(csv.reader(file))[1:]:
            links.setdefault(number, Link(float(weight), int(row) in right[number]))
    return sorted(links.values(), key=lambda link: -link.sure)


def _curve(links: Sequence[Link], with_record: int, complaints: int) -> list[Level]:
    """Every level at which a threshold could be set: after each group of equally sure links."""
    curve, right = [], 0
    for count, link in enumerate(links, 1):
        right += link.right
        if count == len(links) or links[count].sure != link.sure:
            curve.append(Level(f"{link.sure:.1f}", Share(right, with_record), Share(count - right, complaints)))
    return curve
