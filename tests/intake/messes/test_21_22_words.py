"""Messes 21 and 22: the words for sex and dose, and the spellings of facilities, in a recap and in a registry.

21 L/P, Lk/Pr, Laki-laki, 1/2, P of Perempuan and P of Pria; doses as I, 1, "dosis 2", "1&2", booster ·
22 PKM, Puskesmas, UPT, misspelt names
"""

from typing import Any

import pytest

from access.actors import system_actor
from audit.context import acting
from identity.facilities import key
from models import Facility, Ticket, db
from models.database import writing
from tests.conftest import Cast
from tests.intake.books import book, read_rows
from tests.intake.messes.conftest import Filed, Kept
from tests.registry.files import HEADER as REGISTRY
from tests.registry.files import row as record
from workflow import tickets

SEXES: dict[Any, str | None] = {
    "L": "L", "P": "P", "l": "L", " p ": "P", "Lk": "L", "Pr": "P", "LK.": "L", "Laki-laki": "L", "LAKI LAKI": "L",
    "laki2": "L", "Perempuan": "P", "Pria": "L", "Wanita": "P", 1: "L", 2: "P", "1": "L", "2": "P", "?": None,
    "": None, "banci": None,
}  # fmt: skip
DOSES: dict[Any, str] = {
    "I": "1", "II": "2", "III": "3", 1: "1", 2.0: "2", "1": "1", "dosis 2": "2", "Dosis ke-2": "2", "ke-1": "1",
    "Vaksin 1": "1", "1&2": "1&2", "1 dan 2": "1&2", "I, II": "1&2", "pertama": "1", "booster": "3", "Booster 1": "3",
    "booster 2": "4", "dosis 3 (booster)": "3", "sekali": "sekali",
}  # fmt: skip
HEADERS = ("Nama", "Keluhan", "L/P", "Dosis", "Tempat Vaksin", "Via")


def test_every_word_for_a_sex_is_read_in_both(kept: Kept) -> None:
    found = read_rows(book(*((f"Siti {at}", "x", cell) for at, cell in enumerate(SEXES)), header=HEADERS))
    assert {cell: one.draft.sex for cell, one in zip(SEXES, found, strict=True)} == SEXES
    rows = [record(Jenis_Kelamin=cell, No_Tiket=f"PC{at}") for at, cell in enumerate(SEXES)]
    _, records = kept(book(*rows, header=REGISTRY))
    assert {cell: one.person.sex or None for cell, one in zip(SEXES, records, strict=True)} == SEXES


def test_a_sex_and_a_channel_that_nobody_knows_stay_in_the_story() -> None:
    (only,) = read_rows(book(("Siti", "belum terbit", "banci", "", "", "merpati"), header=HEADERS))
    assert only.draft.story.splitlines() == ["belum terbit", "L/P: banci", "Via: merpati"]


def test_beside_w_the_letter_p_is_a_man_in_both(kept: Kept) -> None:
    rows = [("Siti", "x", "W"), ("Budi", "x", "P")]
    assert [one.draft.sex for one in read_rows(book(*rows, header=HEADERS))] == ["P", "L"]
    records = [record(Jenis_Kelamin=sex, No_Tiket=f"PC{sex}") for sex in "WP"]
    _, found = kept(book(*records, header=REGISTRY))
    assert [one.person.sex for one in found] == ["P", "L"]


def test_every_word_for_a_dose_is_read_in_both(kept: Kept) -> None:
    found = read_rows(book(*((f"Siti {at}", "x", "", cell) for at, cell in enumerate(DOSES)), header=HEADERS))
    assert {cell: one.draft.dose for cell, one in zip(DOSES, found, strict=True)} == DOSES
    rows = [record(Dosis=cell, No_Tiket=f"PC{at}") for at, cell in enumerate(DOSES)]
    _, records = kept(book(*rows, header=REGISTRY))
    assert {cell: one.record.dose for cell, one in zip(DOSES, records, strict=True)} == DOSES


KNOWN_AS = {
    "PKM Tj. Selor": "pkm-tanjung-selor", "Puskesmas Tanjung Selor": "pkm-tanjung-selor",
    "UPT Puskesmas Tanjung Selor": "pkm-tanjung-selor", "PKM TJ SELOR": "pkm-tanjung-selor",
    "uptd. pkm tanjung  selor": "pkm-tanjung-selor", "Puskemas Bunyu": "pkm-bunyu",
    "gedung gadis": "gedung-gadis", "Pos Vaksinasi Gdg. Gadis": "gedung-gadis",
    "RSUD dr H Soemarno Sosroatmodjo": "rsud-soemarno", "Selor": None, "PKM": None, "Polres": None,
    "GG lt. 1": "gedung-gadis", "": None,
}  # fmt: skip


def test_a_facility_is_known_by_its_spellings_and_kept_as_it_was_written(filed: Filed, cast: Cast) -> None:
    with writing():
        facility = db.session.scalars(db.select(Facility).where(Facility.code == "gedung-gadis")).one()
        learn(facility, "GG lt. 1; Gd Gadis lantai satu")
    rows = ((f"Siti {at}", "x", "", "", cell) for at, cell in enumerate(KNOWN_AS))
    _, found = filed(book(*rows, header=HEADERS))
    told = {ticket.facility_text: ticket.facility.code if ticket.facility else None for ticket in found}
    assert told == {" ".join(cell.split()): code for cell, code in KNOWN_AS.items()}


def learn(facility: Facility, aliases: str) -> None:
    with acting(system_actor("test", origin="cli"), "reference.edit", object=facility):
        facility.aliases = aliases


def test_another_place_typed_later_is_known_too(filed: Filed, cast: Cast) -> None:
    _, (ticket,) = filed(book(("Siti", "x", "", "", "PKM Bunyu"), header=HEADERS))
    with writing() as session:
        again = session.get_one(Ticket, ticket.id)
        tickets.edit(again, {"facility_text": "Puskesmas entah"}, actor=cast.supervisor)
        assert again.facility_id is None
        tickets.edit(again, {"facility_text": "Puskesmas Tg Selor"}, actor=cast.supervisor)
        assert again.facility.code == "pkm-tanjung-selor"


@pytest.mark.parametrize("name", ["", "UPT", "dr. H."])
def test_a_name_of_no_facility_has_no_words(name: str) -> None:
    assert key(name) == ""
