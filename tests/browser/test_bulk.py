"""Many complaints by keyboard in a real browser: tick, assign, take back; a ready text; nothing axe finds serious."""

import pytest
from playwright.sync_api import expect

from models import Ticket, db
from tests.browser.looks import faults


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_rows_are_ticked_assigned_and_taken_back_by_keyboard(live, make_ticket, cast):
    listed = [make_ticket().number for _ in range(4)]
    page = live.sign_in("supervisor")
    page.goto("/admin/tickets/")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    for key in ("j", "x", "j", "j", "Shift+X"):
        page.keyboard.press(key)
    expect(page.locator("[data-bulk-count]")).to_have_text("3 dipilih")
    page.keyboard.press("Escape")
    expect(page.locator("[data-bulk]")).to_be_hidden()
    page.check("[data-pick-all]")
    expect(page.locator("[data-bulk-count]")).to_have_text("4 dipilih")
    found = faults(page)
    page.keyboard.press("a")
    page.wait_for_url("**/bulk/assign**")
    page.select_option("[name=assignee]", str(cast.verifier.id))
    page.press("[name=assignee]", "Control+Enter")
    toast = page.locator(".lk-undone")
    expect(toast).to_contain_text("4 aduan ditugaskan kepada Verifier.")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
    found += faults(page)
    toast.locator("button").click()
    expect(page.locator(".lk-note-ok")).to_contain_text("Perubahan pada 4 aduan diurungkan.")
    db.session.rollback()
    assert db.session.query(Ticket).filter(Ticket.number.in_(listed), Ticket.assignee_id.is_not(None)).count() == 0
    assert found == []


@pytest.mark.browser
@pytest.mark.timeout(240)
@pytest.mark.parametrize("desks", ["sqlite"], indirect=True)
def test_a_ready_text_fills_what_is_written_on_a_phone(live, make_ticket):
    number = make_ticket().number
    page = live.sign_in("supervisor", size="phone", dark=True)
    page.goto(f"/admin/tickets/{number}")
    page.fill("#note-text", "Tadi pagi.")
    page.select_option("[data-canned]", label="Aduan diterima (untuk pelapor)")
    assert page.input_value("#note-text").startswith("Tadi pagi.\nTerima kasih, aduan Bapak/Ibu Sri Wahyuni")
    expect(page.locator("[name=to_reporter][value='1']")).to_be_checked()
    found = []
    for path in (
        f"/admin/tickets/bulk/macro?ticket={number}&macro=take_urgent",
        f"/admin/tickets/bulk/dismiss?ticket={number}&ticket=ADU-26-00001X",
        f"/admin/tickets/bulk/print?ticket={number}",
        "/admin/reference/macros/new/",
    ):
        page.goto(path)
        found += faults(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
    assert found == []
