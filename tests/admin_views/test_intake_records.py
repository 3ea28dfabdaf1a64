"""The registry beside the new complaint: tiers for the counter, digits for a supervisor, and nothing more."""

from typing import Any

import pytest

from intake.registry import load_registry
from tests.admin_views.test_new_ticket import DECODE, NEW, send
from tests.conftest import Cast
from tests.registry.files import csv_file, row
from tests.visits import visit

OWN = row(NIK="6501054503859021", Nama_Lengkap="Nurhayaty", Tanggal_Lahir="1985-03-05", No_HP="", Jenis_Kelamin="P")
CANARIES = ("6501054503859021", "Nurhayaty", "PC777000111", "1985-03-05", "CERT9900123")


@pytest.fixture
def taken_in(cast: Cast) -> None:
    load_registry(csv_file(OWN), "registri.csv", actor=cast.system)


def test_an_operator_is_told_of_a_match_and_its_dose_at_once(app, cast, taken_in) -> None:
    told = send(visit(app, cast.operator), DECODE).json["records_html"]
    assert "Cocok kuat" in told
    assert "Dosis 1 · 1 Jul 2021 · Puskesmas Bunyu" in told
    assert [canary for canary in (*CANARIES, "<mark", "tertukar") if canary in told] == []


def test_a_supervisor_sees_the_digits_that_differ(app, cast, taken_in) -> None:
    told = send(visit(app, cast.supervisor), DECODE).json["records_html"]
    assert '<mark class="lk-x">21</mark>' in told
    assert "Angka ke-15 dan ke-16 tertukar" in told
    assert "6501054503859021" not in told


def test_without_scripts_the_same_is_said_when_the_form_comes_back(app, cast, taken_in) -> None:
    answer = send(visit(app, cast.operator), NEW, category="")
    assert answer.status_code == 422
    assert "Cocok kuat" in answer.text


def test_nothing_found_is_no_alarm(app: Any, cast: Cast) -> None:
    assert "Tidak ditemukan itu hal yang sering" in send(visit(app, cast.operator), DECODE).json["records_html"]
