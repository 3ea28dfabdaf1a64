"""Complaints of a made-up province: how people tell of themselves, in a workbook as messy as the sample's."""

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from xlsxwriter import Workbook

from bench import slips
from bench.people import Households, Person

MESSES = {
    "clean": 66.6,
    "complainant_transposed": 7,
    "complainant_mistyped": 4.2,
    "letter_o": 3.3,
    "family_card": 3.3,
    "two_errors": 3.1,
    "apostrophe": 2.4,
    "excel_float": 2.4,
    "spaces": 2.2,
    "missing": 2,
    "short": 2,
}
AGAIN = 0.025
STRANGERS = frozenset({"nik_used", "name_swapped"})
VAGUE = frozenset({"missing", "family_card", "two_errors"})
"""Not told of a record under a stranger's name: as in the sample, a desk asks on until something leads to it."""
CATEGORIES = {"ticket_double": "tiket_ganda", "entered_twice": "tiket_ganda", "none": "lainnya",
              "nik_used": "nama_orang_lain", "name_swapped": "nama_orang_lain"}  # fmt: skip
SAYINGS = {
    "sertifikat_belum_terbit": ("Sertifikat belum terbit", "sertifikat blm keluar", "SERTIFIKAT BELUM ADA"),
    "nik_tidak_ditemukan": ("NIK tidak ditemukan", "nik tdk ditemukan", "NIK TIDAK TERDAFTAR"),
    "tiket_ganda": ("Nomor tiket ganda", "no tiket dobel", "TIKET GANDA"),
    "nama_orang_lain": ("Sertifikat atas nama orang lain", "muncul nama org lain", "nama salah"),
    "lainnya": ("Lainnya", "lain-lain", "pindah faskes"),
}
MONTHS = ("Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember").split()
HEADER = ("No", "Tgl Aduan", "Nama Pelapor ", "N I K", "Tgl Lahir", "No. HP/WA", "Jenis Keluhan", "Keterangan", "Via",
          "Tgl Vaksin", "Petugas")  # fmt: skip
TRUTH = ("no", "registry_rows", "cause", "category", "mess", "nik", "name", "birth_date")


@dataclass(frozen=True)
class Told:
    """One complaint: the cells of its row, and what is true of it."""

    person: Person
    rows: Sequence[int]
    cause: str
    category: str
    mess: str
    day: date
    name: str
    nik: str | int
    birth: date | str
    phone: str | int


class Complaints:
    """Takes people as they come and writes their complaints in the order of the days."""

    def __init__(self, dice: random.Random, households: Households) -> None:
        self._dice = dice
        self._phone = households.phone
        self._told: list[Told] = []
        self._along = [self._phone() for _ in range(40)]

    def add(self, person: Person, cause: str, rows: Sequence[int]) -> None:
        """Let ``person`` complain; ``rows`` are theirs in the registry."""
        dice = self._dice
        mess = self._mess(cause)
        told = Told(
            person,
            rows,
            cause,
            self._category(cause),
            mess,
            date(2021, 11, 8) + timedelta(days=len(self._told) * 40 // 17_000),
            self._name(person.name, careful=mess in {"missing", "family_card"}),
            NIKS[mess](dice, person.nik),
            self._birth(person.born, careful=mess == "missing"),
            self._phone_told(person.phone),
        )
        self._told.append(told)
        if mess == "clean" and dice.random() < AGAIN:
            self._told.append(replace(told, name=told.name.lower(), mess=f"again:{len(self._told)}"))

    def _mess(self, cause: str) -> str:
        mess = self._dice.choices(list(MESSES), list(MESSES.values()))[0]
        return self._mess(cause) if cause in STRANGERS and mess in VAGUE else mess

    def _category(self, cause: str) -> str:
        known = CATEGORIES.get(cause, "sertifikat_belum_terbit")
        if cause in {"nik_mistyped", "not_entered"} and self._dice.random() < 0.45:
            return "nik_tidak_ditemukan"
        return known if self._dice.random() < 0.8 else "sertifikat_belum_terbit"

    def _name(self, name: str, *, careful: bool) -> str:
        """The name as it is told; somebody whose NIK is not at hand is asked for it ``careful``ly."""
        dice = self._dice
        spoil = dice.choices(
            (None, slips.first_word, slips.initials, slips.order, slips.letter, slips.title, slips.spelling),
            (64, 8, 6, 5, 9, 4, 4),
        )[0]
        told = spoil(dice, name) if spoil and not (careful and dice.random() < 0.7) else name
        form = dice.random()
        if form < 0.12:
            return told.upper()
        return told.lower() if form < 0.15 else f"  {told}" if form < 0.23 else told

    def _birth(self, born: date, *, careful: bool) -> date | str:
        dice = self._dice
        if dice.random() < 0.055 and not careful:
            return ""
        day = slips.birth(dice, born) if dice.random() < 0.085 and not careful else born
        month = MONTHS[day.month - 1]
        texts = (
            f"{day:%d-%m-%Y}",
            f"{day:%d/%m/%Y}",
            f"{day.day} {month} {day.year}",
            f"Tanjung Selor, {day:%d-%m-%Y}",
        )
        return day if dice.random() < 0.3 else dice.choice(texts)

    def _phone_told(self, phone: str) -> str | int:
        """The person's own number, one never seen, or that of who comes along for many."""
        dice = self._dice
        kind = dice.random()
        said = phone if kind < 0.6 else self._phone() if kind < 0.9 else dice.choice(self._along)
        forms = (
            said,
            f"{said[:4]}-{said[4:8]}-{said[8:]}",
            f"+62{said[1:]}",
            f"62{said[1:]}",
            f"{said} (WA)",
            said[1:],
        )
        return int(said[1:]) if dice.random() < 0.15 else dice.choice(forms)

    def write(self, folder: Path) -> None:
        """Write aduan.xlsx and truth.csv into ``folder``."""
        with (folder / "truth.csv").open("w", newline="", encoding="utf-8") as file:
            truth = csv.writer(file)
            truth.writerow(TRUTH)
            for number, told in enumerate(self._told, 1):
                who, rows = told.person, ";".join(map(str, told.rows))
                truth.writerow(
                    [number, rows, told.cause, told.category, told.mess, who.nik, who.name, who.born.isoformat()]
                )
        with Workbook(str(folder / "aduan.xlsx"), {"constant_memory": True}) as book:
            self._fill(book)

    def _fill(self, book: Workbook) -> None:
        sheet, dates = book.add_worksheet("Rekap Aduan"), book.add_format({"num_format": "dd/mm/yyyy"})
        sheet.write(0, 0, "REKAP ADUAN SERTIFIKAT VAKSIN COVID-19")
        sheet.write_row(3, 0, HEADER)
        for number, told in enumerate(self._told, 1):
            at = number + 3
            saying = self._dice.choice(SAYINGS[told.category])
            for column, cell in enumerate((number, told.day, told.name, told.nik, told.birth, told.phone, saying)):
                if isinstance(cell, date):
                    sheet.write_datetime(at, column, cell, dates)
                elif isinstance(cell, int):
                    sheet.write_number(at, column, cell)
                else:
                    sheet.write_string(at, column, cell)


def _letter_o(dice: random.Random, nik: str) -> str:
    places = [place for place, digit in enumerate(nik) if digit == "0"]
    at = dice.choice(places)
    return f"{nik[:at]}O{nik[at + 1 :]}"


def _family_card(dice: random.Random, nik: str) -> str:
    """The number of the family's card: its first digits tell where, the next ones when it was issued."""
    issued = date(2005, 1, 1) + timedelta(days=dice.randrange(5_800))
    return f"{nik[:6]}{issued:%d%m%y}{dice.randrange(1, 60):04d}"


def _spaced(_dice: random.Random, nik: str) -> str:
    return " ".join((nik[:6], nik[6:12], nik[12:]))


def _short(dice: random.Random, nik: str) -> str:
    return nik[:15] if dice.random() < 0.6 else slips.missing(dice, nik)


NIKS: dict[str, Callable[[random.Random, str], str | int]] = {
    "clean": lambda _dice, nik: nik,
    "complainant_transposed": slips.exchanged,
    "complainant_mistyped": slips.digit,
    "letter_o": _letter_o,
    "family_card": _family_card,
    "two_errors": slips.two,
    "apostrophe": lambda _dice, nik: f"'{nik}",
    "excel_float": lambda _dice, nik: int(nik[:15]) * 10,
    "spaces": _spaced,
    "missing": lambda _dice, _nik: "",
    "short": _short,
}
