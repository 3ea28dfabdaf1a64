"""The import wizard in a real browser, wide and on a phone: a recap sent, its columns and rows put right, imported."""

import pytest
from playwright.sync_api import Page, expect

from models import Ticket, db
from tests.browser.conftest import LiveDesk
from tests.browser.looks import faults, too_wide
from tests.registry.files import csv_file, row
from web.carrier import carrier

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(240),
    pytest.mark.parametrize("desks", ["sqlite"], indirect=True, scope="session"),
]
RECAP = """No,Tgl Lapor,Nama Peserta,NIK,Tgl Lahir,No HP,Keluhan,Faskes,Ket
1,08/11/2021,HASNAH,6501054503859012,05/03/1985,081200006628,sertif blm ada,PKM Bunyu,-
2,08/11/2021,Daud Liling,650105110485901,11/04/1985,081200006629,sertipikat zonk terus,PKM Bunyu,
3,09/11/2021,,6501051104859013,11/04/1985,081200006630,NIK tidak ditemukan,PKM Bunyu,
4,09/11/2021,Siti Aminah,6501054503859019,05/03/1985,081200006631,sertipikat zonk terus,PKM Bunyu,
5,10/11/2021,Hasnah,6501054503859012,05/03/1985,081200006628,sertif blm ada,PKM Bunyu,
"""


def send(page: Page, data: bytes, name: str, kind: str = "complaints") -> None:
    page.goto("/admin/imports/")
    page.set_input_files(f"#file-{kind}", {"name": name, "mimeType": "text/csv", "buffer": data})
    page.locator(f"form[action$='/upload/{kind}'] button").click()
    page.wait_for_url("**/columns")


def looks_right(page: Page) -> list[str]:
    """What axe finds, and whether the page is wider than its window."""
    page.wait_for_load_state("load")
    return faults(page) + too_wide(page)


@pytest.mark.parametrize("size", ["wide", "phone"])
def test_a_recap_goes_through_the_wizard(live: LiveDesk, size: str) -> None:
    page = live.sign_in("supervisor", size=size)
    found = []
    send(page, RECAP.encode(), "rekap-bunyu.csv")
    found += looks_right(page)
    page.fill("#layout", "Rekap Bunyu")
    page.click("main form .btn-primary")
    page.wait_for_url("**/rows")
    expect(page.locator(".lk-steps [aria-current=step]")).to_contain_text("Periksa baris")
    found += looks_right(page)
    page.locator(".lk-prow button").first.click()
    expect(page.locator("main")).to_contain_text("Kategori diterapkan.")
    page.locator(".lk-pager a", has_text="Tinjau").click()
    found += looks_right(page)
    page.goto(page.url.replace("row=3", "row=4"))
    page.fill("#c-2", "Maria Lawai")
    page.click("main .lk-pager .btn-primary")
    page.wait_for_url("**/rows")
    expect(page.locator("main")).to_contain_text("Baris 4 kini beres.")
    page.locator(".lk-pager a.btn-primary").click()
    found += looks_right(page)
    page.click("button[form=start]")
    page.wait_for_url("**/admin/imports/*")
    expect(page.locator("main")).to_contain_text("5 aduan dicatat.")
    found += looks_right(page)
    assert found == []
    assert db.session.query(Ticket).filter_by(subject_name="Maria Lawai").count() == 1


def test_vaccination_data_go_through_the_same_wizard(live: LiveDesk) -> None:
    page = live.sign_in("admin", size="phone")
    data = csv_file(row(), row(NIK="6501056504859013", No_Tiket="PC777000112", Nama_Lengkap=""))
    send(page, data, "registri.csv", "registry")
    found = looks_right(page)
    page.click("main form .btn-primary")
    page.wait_for_url("**/rows")
    found += looks_right(page)
    page.locator(".lk-pager a.btn-primary").click()
    page.click("button[form=start]")
    page.wait_for_url("**/admin/imports/*")
    found += looks_right(page)
    page.goto("/admin/imports/layouts/")
    found += looks_right(page)
    assert found == []


def test_the_progress_moves_by_itself_and_leads_on(live: LiveDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("web.import_orders.order_check", lambda _ref: None)
    page = live.sign_in("supervisor")
    send(page, RECAP.encode(), "rekap.csv")
    page.click("main form .btn-primary")
    page.wait_for_url("**/rows")
    expect(page.locator("[role=progressbar]")).to_have_attribute("aria-valuenow", "0")
    assert looks_right(page) == []
    monkeypatch.undo()
    carrier().work("check", page.url.split("/")[-2])
    expect(page.locator(".lk-cnt")).to_be_visible()
