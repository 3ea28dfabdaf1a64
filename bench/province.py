"""Builds a made-up province with faults like the samples': ``python3 bench/province.py FOLDER --people 34000``.

The folder gets registry.csv, aduan.xlsx and truth.csv in the layout of the samples; same seed, same province.
"""

import argparse
import csv
import random
import sys
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench import slips
from bench.complaints import Complaints
from bench.people import Households, Person

SEED = 20211108
PEOPLE = 340_000
SECOND_DOSE = 0.54
REMEMBERED = 3_000
HEADER = (
    "NIK,Nama Lengkap,Tanggal Lahir,Jenis Kelamin,No HP,Kode Kab/Kota,No Tiket,Dosis,Tanggal Vaksinasi,"
    "Jenis Vaksin,No Batch,Faskes,Status Sertifikat,No Sertifikat,Tanggal Input"
).split(",")
# What is wrong with somebody's records: the share of all people, and of the complaints.
CAUSES = {
    "none": (0.620, 0.08),
    "not_issued": (0.150, 0.19),
    "nik_mistyped": (0.110, 0.22),
    "birth_swapped": (0.030, 0.09),
    "entered_twice": (0.020, 0.05),
    "ticket_double": (0.015, 0.05),
    "nik_used": (0.012, 0.05),
    "name_swapped": (0.010, 0.03),
    "not_entered": (0.033, 0.24),
}
NEVER = 0.6
COMPLAINTS = 0.05
VACCINES = ("AstraZeneca", "CoronaVac", "Moderna", "Pfizer", "Sinopharm")
FACILITIES = {
    "6571": ("Puskesmas Mamburungan", "Puskesmas Karang Rejo", "RSUD dr. H. Jusuf SK"),
    "6501": ("Puskesmas Tanjung Selor", "Puskesmas Bumi Rahayu", "Puskesmas Tanjung Palas", "Gedung Gadis"),
    "6503": ("Puskesmas Nunukan", "Puskesmas Sebatik", "RSUD Nunukan"),
    "6502": ("Puskesmas Malinau Kota", "RSUD Malinau"),
    "6504": ("Puskesmas Sesayap Hilir", "RSUD Akhmad Berahim"),
}


@dataclass(slots=True)
class Row:
    """One dose as it was typed in."""

    person: Person
    nik: str
    name: str
    born: date
    ticket: str
    dose: int
    day: date
    issued: bool

    def cells(self, dice: random.Random) -> list[str]:
        who, entered = self.person, self.day + timedelta(days=dice.choice((0, 0, 1, 3)))
        certificate = f"CERT{self.ticket[5:]}" if self.issued else ""
        status = "TERBIT" if self.issued else "BELUM TERBIT"
        name = self.name.upper() if dice.random() < 0.3 else self.name
        phone = who.phone if dice.random() < 0.4 else ""
        place, lot = dice.choice(FACILITIES[who.region]), f"B{dice.randrange(10_000, 100_000)}"
        what = [str(self.dose), self.day.isoformat(), dice.choice(VACCINES), lot, place, status, certificate]
        head = [self.nik, name, self.born.isoformat(), who.sex, phone, who.region, self.ticket]
        return [*head, *what, entered.isoformat()]


class Province:
    """People with their rows, streamed; of everybody only the last few thousand are remembered, to be mixed up with."""

    def __init__(self, people: int, seed: int = SEED) -> None:
        self.dice = random.Random(seed)
        self.people = people
        self.households = Households(self.dice)
        self.strangers: deque[Row] = deque(maxlen=REMEMBERED)
        self.serial = 0

    def __iter__(self) -> Iterator[tuple[Person, str, list[Row]]]:
        """Each person with what is wrong and the rows made of it; somebody never entered has none."""
        entered = 0
        shares = [share for share, _ in CAUSES.values()]
        for family in self.households:
            for person in family:
                cause = self.dice.choices(list(CAUSES), shares)[0]
                rows = self._rows(person, cause)
                entered += bool(rows)
                yield person, cause, rows
                self.strangers.extend(rows[:1])
            if entered >= self.people:
                return

    def complains(self, cause: str) -> bool:
        of_people, of_complaints = CAUSES[cause]
        return self.dice.random() < COMPLAINTS * of_complaints / of_people

    def _rows(self, person: Person, cause: str) -> list[Row]:
        dice = self.dice
        if cause == "not_entered" and dice.random() < NEVER:
            return []
        self.serial += 1
        day = date(2021, 3, 1) + timedelta(days=dice.randrange(190))
        doses = 1 if cause == "not_entered" or dice.random() > SECOND_DOSE else 2
        issued = cause == "none" or dice.random() < 0.3
        name = self._written(person.name)
        first = Row(person, person.nik, name, person.born, f"PC11{self.serial:07d}1", 1, day, issued)
        second = replace(
            first,
            ticket=f"{first.ticket[:-1]}2",
            dose=2,
            day=day + timedelta(days=28),
            issued=issued and dice.random() < 0.8,
        )
        return self._spoilt([first, second][:doses], cause)

    def _written(self, name: str) -> str:
        """A name as the vaccinator typed it: nearly always right."""
        kind = self.dice.random()
        if kind < 0.02:
            return slips.spelling(self.dice, name)
        if kind < 0.03:
            return slips.letter(self.dice, name)
        return slips.title(self.dice, name) if kind < 0.04 else name

    def _spoilt(self, rows: list[Row], cause: str) -> list[Row]:
        if cause == "nik_mistyped":
            self._mistype(rows if self.dice.random() < 0.1 else rows[:1])
        elif cause == "entered_twice":
            again = [replace(row, ticket=f"PC119{row.ticket[5:]}") for row in rows]
            self._mistype(rows)
            return [row for pair in zip(rows, again, strict=True) for row in pair]
        elif cause == "birth_swapped":
            for row in rows:
                row.born = slips.swapped(row.born)
        elif self.strangers:
            self._mixed_up(rows, cause)
        return rows

    def _mistype(self, rows: list[Row]) -> None:
        for row in rows:
            row.nik = slips.in_registry(self.dice, row.nik)

    def _mixed_up(self, rows: list[Row], cause: str) -> None:
        """Somebody else's name, person or ticket number on these rows."""
        other = self.dice.choice(self.strangers)
        for row in rows:
            if cause == "nik_used":
                row.name, row.born = other.person.name, other.person.born
            elif cause == "name_swapped":
                row.name = self.dice.choice(self.strangers).person.name
            elif cause == "ticket_double":
                row.ticket = f"{other.ticket[:-1]}{row.dose}"


def build(folder: Path, people: int, seed: int = SEED) -> int:
    """Write the three files into ``folder``; how many rows the registry has."""
    folder.mkdir(parents=True, exist_ok=True)
    province = Province(people, seed)
    complaints = Complaints(random.Random(seed + 1), province.households)
    count = 0
    with (folder / "registry.csv").open("w", newline="", encoding="utf-8") as file:
        registry = csv.writer(file)
        registry.writerow(HEADER)
        for person, cause, rows in province:
            registry.writerows(row.cells(province.dice) for row in rows)
            places = range(count + 1, count + len(rows) + 1)
            count += len(rows)
            if province.complains(cause):
                complaints.add(person, cause, places)
    complaints.write(folder)
    return count


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--people", type=int, default=PEOPLE)
    options.add_argument("--seed", type=int, default=SEED)
    asked = options.parse_args()
    print(f"{build(asked.folder, asked.people, asked.seed)} rows in {asked.folder / 'registry.csv'}", file=sys.stderr)


if __name__ == "__main__":
    main()
