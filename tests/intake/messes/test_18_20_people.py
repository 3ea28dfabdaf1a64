"""Messes 18 to 20: ditto marks, phones and names, in a recap and in a registry.

18 idem, sda, ditto marks · 19 phones without the leading 0, with ".0", two in a cell, landline, "tidak ada", +60 ·
20 names in mixed case, with double spaces, titles, a line break with a child's name, "a.n."
"""

from typing import Any

import pytest

from intake.report import Code
from registry.read import Reason
from tests.intake.books import HEADER, book, codes, read_one, read_rows, row
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record

DITTOS = ["idem", "Idem", "IDEM ", "sda", "SDA", "s.d.a", "s.d.a.", '"', "''", "”", "〃", "-''-"]


@pytest.mark.parametrize("mark", DITTOS)
def test_as_above_is_taken_from_above_but_no_person_is(mark: str) -> None:
    below = row(No=2, Tgl_Aduan=mark, Nama="Budi", NIK=mark, Tgl_Lahir="", No_HP=mark, Via=mark)
    found = read_rows(book(row(Via="WA"), below))[1]
    assert (found.draft.channel, found.draft.subject_nik) == ("whatsapp", None)
    assert found.draft.received_at == read_one(book(row())).draft.received_at
    assert Code.DITTO_PERSON in {finding.code for finding in found.findings}


@pytest.mark.parametrize("mark", DITTOS)
def test_a_registry_takes_a_place_from_above_but_no_person(kept: Kept, mark: str) -> None:
    below = record(Faskes=mark, Tanggal_Vaksinasi=mark, NIK=mark, Nama_Lengkap="Budi", No_Tiket="PC2")
    report, found = kept(book(record(), below, header=REGISTRY))
    assert (report.refused, found[1].record.facility, found[1].person.nik) == (0, "Puskesmas Bunyu", "")
    assert found[1].record.vaccinated_on == found[0].record.vaccinated_on


def test_a_second_dose_of_the_same_person_by_ditto_marks_is_theirs(kept: Kept) -> None:
    below = record(Nama_Lengkap="sda", NIK="sda", Tanggal_Lahir="sda", Dosis="2", No_Tiket="PC2", No_HP="sda")
    _, found = kept(book(record(), below, header=REGISTRY))
    assert found[1].person.nik == found[0].person.nik == "6501056504859012"
    assert (found[1].person.name, found[1].person.phones) == (found[0].person.name, found[0].person.phones)


def test_a_ditto_mark_under_nobody_is_no_name(kept: Kept) -> None:
    report, _ = kept(book(record(Nama_Lengkap="sda"), header=REGISTRY))
    assert [refused.reason for refused in report.refused_rows()] == [Reason.NAME_MISSING]


def test_a_refused_row_is_given_back_with_what_stood_above_it() -> None:
    refused = read_rows(book(row(Via="WA"), row(No=2, Tgl_Aduan="sda", Nama="", Via="idem")))[1]
    again = read_one(book([*refused.cells[:2], "Budi", *refused.cells[3:]]))
    assert (again.draft.channel, refused.cells[1]) == ("whatsapp", "8/11/2021")


# cell: (phone, the reporter's, whether the story keeps the cell)
PHONES: dict[Any, tuple[str | None, str | None, bool]] = {
    "081200009001": ("+6281200009001", None, False),
    81200009001: ("+6281200009001", None, False),
    "81200009001": ("+6281200009001", None, False),
    "81200009001.0": ("+6281200009001", None, False),
    "'081200009001": ("+6281200009001", None, False),
    "+62 812 0000 9001": ("+6281200009001", None, False),
    "62812-0000-9001": ("+6281200009001", None, False),
    "+62 0812 0000 9001": ("+6281200009001", None, False),
    "0812.0000.9001": ("+6281200009001", None, False),
    "081200009001 / 085200009006": ("+6281200009001", "+6285200009006", False),
    "081200009001\n085200009006": ("+6281200009001", "+6285200009006", False),
    "081200009001 atau 085200009006": ("+6281200009001", "+6285200009006", False),
    "081200009001, 085200009006, 081200009007": ("+6281200009001", "+6285200009006", True),
    "081200009001 (istri)": ("+6281200009001", None, True),
    "081200009001 (WA)": ("+6281200009001", None, False),
    "(0552) 21 234": ("+6255221234", None, False),
    "+60 12-345 6789": ("+60123456789", None, False),
    60123456789: ("+60123456789", None, False),
    "tidak ada": (None, None, False),
    "tdk punya": (None, None, False),
    "0": (None, None, False),
    "-": (None, None, False),
    "8,12E+10": (None, None, True),
    "0812-abc": (None, None, True),
}


def test_every_phone_is_read_or_kept_in_the_story() -> None:
    found = read_rows(book(*(row(No_HP=cell, Nama=f"Siti {at}", NIK="") for at, cell in enumerate(PHONES))))
    told = {
        cell: (one.draft.subject_phone, one.draft.reporter_phone, "No HP: " in one.draft.story)
        for cell, one in zip(PHONES, found, strict=True)
    }
    assert told == PHONES


def test_a_registry_reads_the_same_phones(kept: Kept) -> None:
    rows = [record(No_HP=cell, No_Tiket=f"PC{at}") for at, cell in enumerate(PHONES)]
    _, found = kept(book(*rows, header=REGISTRY))
    told = {cell: one.person.phones[:2] for cell, one in zip(PHONES, found, strict=True)}
    assert told == {cell: tuple(filter(None, numbers[:2])) for cell, numbers in PHONES.items()}


# cell: (name, reporter, said about two people)
NAMES: dict[str, tuple[str, str | None, bool]] = {
    "SITI NURHASANAH": ("Siti Nurhasanah", None, False),
    "siti  nurhasanah ": ("Siti Nurhasanah", None, False),
    "Siti\u00a0Nurhasanah": ("Siti Nurhasanah", None, False),
    "H. MUH. RAMLI, S.Pd": ("H. Muh. Ramli, S.Pd", None, False),
    "Paulus": ("Paulus", None, False),
    "Budi Santoso\n(anak: RIZKY)": ("Budi Santoso", None, True),
    "Budi Santoso a.n. Siti Nurhasanah": ("Siti Nurhasanah", "Budi Santoso", True),
    "a.n. Siti Nurhasanah": ("Siti Nurhasanah", None, True),
    "Siti Nurhasanah (an. Budi)": ("Budi", "Siti Nurhasanah", True),
}


@pytest.mark.parametrize("cell", NAMES)
def test_the_person_vaccinated_is_found_in_a_name(cell: str) -> None:
    only = read_one(book(row(Nama=cell, NIK="")))
    two = "name_two_people" in codes([only])
    assert (only.draft.subject_name, only.draft.reporter_name, two) == NAMES[cell]


def test_whoever_has_no_field_of_their_own_stays_in_the_story() -> None:
    assert "RIZKY" in read_one(book(row(Nama="Budi Santoso\n(anak: RIZKY)"))).draft.story
    both = (*HEADER[:2], "Nama Pelapor", *HEADER[2:])
    cells = row(Nama="Ani a.n. Siti")
    assert "Ani a.n. Siti" in read_one(book([*cells[:2], "Budi", *cells[2:]], header=both)).draft.story


def test_a_name_longer_than_a_ticket_holds_stays_whole_in_the_story(filed: Filed) -> None:
    long = "Siti " + "Nurhasanah " * 20
    _, (ticket,) = filed(book(row(Nama=long, NIK="")))
    assert (len(ticket.subject_name) <= 100, long.strip() in ticket.story) == (True, True)


def test_a_registry_keeps_a_name_as_it_is_written(kept: Kept) -> None:
    _, (found,) = kept(book(record(Nama_Lengkap="H. MUH.  RAMLI,\nS.Pd"), header=REGISTRY))
    assert found.person.name == "H. MUH. RAMLI, S.Pd"
