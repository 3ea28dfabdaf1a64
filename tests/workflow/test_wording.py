"""Ready texts are filled from a table of four words and from nothing else; the desk starts with some."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from access.actors import system_actor
from models import CannedText, Macro, Purpose, Ticket, db
from models.database import writing
from workflow import wording
from workflow.macros import steps_of
from workflow.refusals import BadValue
from workflow.starting_data import seed
from workflow.starting_words import MACROS, TEXTS, seed_words

VALUES = {"nomor": "ADU-26-00001A", "nama": "Sri", "kategori": "NIK tidak ditemukan", "tenggat": "23 November 2026"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("Aduan {nomor} a.n. {nama}", "Aduan ADU-26-00001A a.n. Sri"),
        ("{kategori}, {tenggat}", "NIK tidak ditemukan, 23 November 2026"),
        ("{nama.__class__} {0} {nama!r} {{nomor}}", "{nama.__class__} {0} {nama!r} {ADU-26-00001A}"),
        ("{nomor", "{nomor"),
        ("%(nama)s $nama", "%(nama)s $nama"),
    ],
)
def test_only_known_places_are_filled_and_nothing_is_run(text: str, filled: str) -> None:
    assert wording.fill(text, VALUES) == filled


def test_a_value_with_braces_is_not_looked_at_again() -> None:
    assert wording.fill("{nama}", VALUES | {"nama": "{nomor}"}) == "{nomor}"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "required"),
        ("  ", "required"),
        ("x" * 301, "too_long"),
        ("{nik}", "unknown_place"),
        ("{nama.__class__.__mro__}", "unknown_place"),
        ("{}", "unknown_place"),
        ("{Nama}", "unknown_place"),
    ],
)
def test_what_cannot_be_filled_is_not_kept(text: str, problem: str) -> None:
    with pytest.raises(BadValue) as refused:
        wording.check(text, Purpose.DISMISS)
    assert refused.value.problem == problem


@pytest.mark.parametrize("known", TEXTS, ids=lambda known: known[0])
def test_a_text_of_the_start_could_be_kept(known: tuple[str, Purpose, str, str, str]) -> None:
    for text in known[3:]:
        wording.check(text, known[1])


def test_a_ticket_fills_them(app: Flask, make_ticket: Callable[..., Ticket]) -> None:
    values = wording.values_of(make_ticket())
    assert set(values) == set(wording.PLACES)
    assert values["nama"] == "Sri Wahyuni"
    assert values["kategori"] == "NIK tidak ditemukan"


def test_an_older_desk_gets_them_once_and_keeps_its_own(app: Flask) -> None:
    assert db.session.query(CannedText).count() == len(TEXTS)
    macros = db.session.scalars(select(Macro)).all()
    assert len(macros) == len(MACROS)
    assert all(steps_of(macro) for macro in macros)
    with writing():
        seed()
        seed_words(system_actor("Tests", origin="tests"))
    assert db.session.query(CannedText).count() == len(TEXTS)
