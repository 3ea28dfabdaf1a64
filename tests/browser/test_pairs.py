"""Two complaints side by side in a real browser: compared, decided, taken back; for everybody, on every window."""

from datetime import date

import pytest
from playwright.sync_api import expect

from models import Status
from tests.browser.looks import faults, faults_in_both_themes, too_wide
from tests.casework import bring_to
from tests.workflow.test_counterparts import HERE, carried

__all__ = ["carried"]

ONE = {
    "subject_name": "Sri Wahyuni", "subject_nik": "6501054412859012", "subject_birth_date": date(1985, 12, 4),
    "reporter_name": "Agus Salim", "relation": "suami", "story": "Sertifikat dosis kedua tidak muncul di aplikasi.",
}  # fmt: skip
OTHER = ONE | {"subject_name": "Sri Wahyuny", "subject_nik": "6501054412589012", "channel": "whatsapp"}


@pytest.fixture
def pair(make_ticket, cast):
    older, newer = (bring_to(Status.VERIFYING, make_ticket(**told), cast).number for told in (OTHER, ONE))
    return newer, older


@pytest.mark.browser
@pytest.mark.timeout(300)
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_the_pair_can_be_read_by_everybody(live, pair, size):
    found = []
    for name in ("verifier", "auditor"):
        page = live.sign_in(name, size=size)
        for path in (f"/admin/tickets/{pair[0]}/compare/{pair[1]}", f"/admin/tickets/{pair[0]}"):
            page.goto(path)
            found += faults_in_both_themes(page)
    assert found == []


@pytest.mark.browser
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_a_duplicate_is_found_compared_closed_and_taken_back(live, pair, size):
    page = live.sign_in("verifier", size=size)
    page.goto(f"/admin/tickets/{pair[0]}")
    page.click(".lk-rel >> text=Gabungkan")
    expect(page.locator("mark.lk-x").first).to_have_text("85")
    page.fill("[name=reason]", "Orang dan keluhan yang sama.")
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/admin/tickets/{pair[0]}")
    expect(page.locator(".lk-rel")).to_contain_text(pair[1])
    page.goto(f"/admin/tickets/{pair[0]}/undo_duplicate")
    page.fill("[name=reason]", "Dua keluhan yang berbeda.")
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/admin/tickets/{pair[0]}")
    page.click(".lk-rel >> text=Bukan duplikat")
    page.fill("[name=reason]", "Dosis yang berbeda.")
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/admin/tickets/{pair[0]}")
    expect(page.locator("main")).not_to_contain_text("Mungkin duplikat")


@pytest.mark.browser
@pytest.mark.parametrize("size", ["wide", "phone"])
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_the_other_person_of_a_swapped_record_gets_a_complaint(live, carried, size):
    number = carried(HERE).number
    page = live.sign_in("verifier", size=size)
    page.goto(f"/admin/tickets/{number}")
    page.click("#match >> text=Buka aduan pasangan")
    assert faults(page) + too_wide(page) == []
    page.fill("[name=reason]", "NIK memuat data orang lain.")
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/admin/tickets/{number}")
    expect(page.locator(".lk-rel")).to_contain_text("Paulus Lawai")
