"""Invented households: a NIK as it is issued, one telephone for many, twins, and sons with their father's name."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from bench.name_stock import Stock, full_name, stock
from bench.slips import letter
from identity.regions import DISTRICTS, OLD_CODES

REGIONS = {"6571": 35, "6501": 28, "6503": 25, "6502": 9, "6504": 3}
OLD_OF = {new: old for old, new in OLD_CODES.items()}
ELSEWHERE = (
    "737101 731405 730204 730807 357801 350915 352006 331203 330412 320405 "
    "647201 647405 640305 640811 760402 720503 530801 531204 637105 121105"
).split()
FIRST_SERIAL = 9001
YOUNGEST = date(2009, 6, 1)
PREFIXES = ("0812", "0813", "0852", "0853", "0822", "0821", "0811", "0823")


@dataclass(slots=True)
class Person:
    """Who is vaccinated, as the population register knows them."""

    nik: str
    name: str
    born: date
    sex: str
    phone: str
    region: str


class Households:
    """Households one after the other; the same seed gives the same people."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._issued: Counter[str] = Counter()

    def __iter__(self) -> Iterator[list[Person]]:
        while True:
            yield self._household()

    def phone(self) -> str:
        return f"{self._dice.choice(PREFIXES)}{self._dice.randrange(10_000_000, 100_000_000)}"

    def _household(self) -> list[Person]:
        dice = self._dice
        people, region, phone = stock(dice), dice.choices(list(REGIONS), list(REGIONS.values()))[0], self.phone()
        born = date(1936, 1, 1) + timedelta(days=dice.randrange(23_000))
        father = self._person(full_name(dice, people, "L"), born, "L", region, phone)
        family = [father] if dice.random() < 0.82 else []
        if dice.random() < 0.86:
            hers = born + timedelta(days=dice.randrange(-1500, 3500))
            family.append(self._person(full_name(dice, people, "P"), hers, "P", region, self._phone_of(phone)))
        family += self._children(people, father, region, phone)
        return family

    def _children(self, people: Stock, father: Person, region: str, phone: str) -> Iterator[Person]:
        dice = self._dice
        born = father.born + timedelta(days=dice.randrange(7_000, 10_500))
        word = father.name.split()[0]
        for _ in range(dice.choices(range(6), (22, 24, 24, 17, 9, 4))[0]):
            if born > YOUNGEST:
                return
            sex = dice.choice("LP")
            same = sex == "L" and dice.random() < 0.012
            name = father.name if same else full_name(dice, people, sex, word)
            child = self._person(name, born, sex, region, self._phone_of(phone))
            yield child
            if dice.random() < 0.015:
                yield self._twin(people, child)
            born += timedelta(days=dice.randrange(500, 2600))

    def _twin(self, people: Stock, first: Person) -> Person:
        """The second of two born together: mostly of the same sex and with a name like the first's."""
        dice = self._dice
        sex = first.sex if dice.random() < 0.75 else "LP"[first.sex == "L"]
        alike, kind = first.name, dice.random()
        if sex == first.sex and kind < 0.35:
            alike = letter(dice, first.name)
        elif kind < 0.75 and " " in first.name:
            behind = first.name.split()[1:]
            alike = " ".join([full_name(dice, people, sex).split()[0], *behind])
        if alike == first.name:
            alike = full_name(dice, people, sex)
        return self._person(alike, first.born, sex, first.region, first.phone, place=first.nik[:6])

    def _person(self, name: str, born: date, sex: str, region: str, phone: str, *, place: str = "") -> Person:
        return Person(self._nik(place or self._place(region, born), born, sex), name, born, sex, phone, region)

    def _phone_of(self, household: str) -> str:
        return household if self._dice.random() < 0.65 else self.phone()

    def _place(self, region: str, born: date) -> str:
        """Where somebody was registered: grown-ups mostly under the codes of before 2012, some in another province."""
        dice = self._dice
        if dice.random() < 0.08:
            return dice.choice(ELSEWHERE)
        if dice.random() < 0.1:
            region = dice.choices(list(REGIONS), list(REGIONS.values()))[0]
        district = dice.choice(_DISTRICTS[region])
        old = born.year < 1996 and dice.random() < 0.5
        return OLD_OF[region] + district[4:] if old else district

    def _nik(self, place: str, born: date, sex: str) -> str:
        head = f"{place}{born.day + (40 if sex == 'P' else 0):02d}{born:%m%y}"
        serial = FIRST_SERIAL + self._issued[head]
        self._issued[head] += 1
        return f"{head}{serial:04d}"


_DISTRICTS = {region: [code for code in DISTRICTS if code.startswith(region)] for region in REGIONS}
