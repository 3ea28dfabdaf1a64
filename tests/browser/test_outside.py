"""Asking the national registry, in a browser: from the complaint's menu to an answer that everybody can read."""

import pytest

from models import Status
from tests.browser.looks import faults_in_both_themes
from tests.casework import bring_to
from tests.fhir_answers import NIK, immunization, patient
from tests.fhir_server import Say
from tests.outside_desk import asking
from tests.registry.conftest import taken_in
from tests.registry.files import csv_file, row

__all__ = ["taken_in"]


@pytest.fixture
def server(app, monkeypatch, taken_in):
    taken_in(csv_file(row(), row(Dosis="2", No_Tiket="PC2", Tanggal_Vaksinasi="2021-07-29")))
    with asking(app, monkeypatch) as made:
        made.keeps(NIK, patient(name="Sri Wahyuningsih"), *(immunization(number) for number in (1, 2, 3)))
        yield made


def ask(page, number):
    """From the complaint's page to the answer, as somebody does it by hand."""
    page.goto(f"/admin/tickets/{number}")
    page.click("summary[aria-label='Tindakan lain']")
    page.click("text=Tanyakan ke registri nasional")
    found = faults_in_both_themes(page)
    page.check("input[value=elsewhere]")
    page.click("text=Kirim dan tanyakan")
    page.wait_for_selector(".lk-notes b")
    return found + faults_in_both_themes(page)


@pytest.mark.browser
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_a_verifier_asks_and_reads_the_answer(live, server, cast, make_ticket, size):
    number = bring_to(Status.VERIFYING, make_ticket(), cast).number
    page = live.sign_in("verifier", size=size)
    found = ask(page, number)
    assert page.locator("text=S•••• W••••").count() == 1
    server.says("Patient", Say(b"oops", 500))
    found += ask(page, number)
    assert page.locator("text=Ini tidak berarti orangnya tidak ditemukan").count() == 1
    assert found == []
