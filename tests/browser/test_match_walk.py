"""A verifier's path in a real browser: from an imported complaint to the corrected record, without reading a NIK."""

from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from cli.demo_cards import card
from intake.load import load_complaints
from intake.registry import load_registry
from models import Correction, Ticket, clock, db
from tests.registry.files import csv_file, row

HEADER = ("No", "Tgl Aduan", "Nama Pelapor", "N I K", "Tgl Lahir", "No. HP/WA", "Jenis Keluhan", "Via")
COMPLAINT = (
    1, "8 Nov 2021", "SRI WAHYUNI", "6501 0565 0485 9012", "25-04-1985", "0812-0000-9391", "nik tdk ditemukan", "WA",
)  # fmt: skip
SLIPPED = {"NIK": "6501056504589012", "Nama_Lengkap": "SRI WAHYUNY", "Status_Sertifikat": "BELUM TERBIT"}
DOSES = (
    row(**SLIPPED),
    row(**SLIPPED, Dosis="2", No_Tiket="PC777000112", Tanggal_Vaksinasi="2021-08-20", Tanggal_Input="2021-08-20"),
)
STRANGER = row(Nama_Lengkap="Paulus Lawai", Tanggal_Lahir="1971-02-03", No_HP="", No_Tiket="PC8", Jenis_Kelamin="L")
WHOLE = ("6501056504859012", "6501056504589012", "1985-04-25", "25-04-1985", "81200009391")


@pytest.fixture
def imported(cast) -> str:
    """The number of a complaint that came with a recap, after the registry was taken in."""
    load_registry(csv_file(*DOSES, STRANGER), "registri.csv", actor=cast.system)
    book = openpyxl.Workbook()
    for cells in (HEADER, COMPLAINT):
        book.active.append(cells)
    kept = BytesIO()
    book.save(kept)
    load_complaints(kept.getvalue(), "rekap.xlsx", actor=cast.supervisor, today=clock.today())
    return db.session.scalars(select(Ticket.number)).one()


def compare(page: Page) -> None:
    """Look at both people, and go back to the first."""
    section = page.locator("#match")
    expect(section).to_contain_text("Kandidat 1 dari 2")
    expect(section.locator("mark")).to_have_text(["85", "58", "i", "Y"])
    section.get_by_role("link", name="Kandidat berikutnya").click()
    expect(page.locator("#match")).to_contain_text("NIK dipakai orang lain")
    page.locator("#match").get_by_role("link", name="Kandidat sebelumnya").click()


def take_over(page: Page) -> None:
    """The draft as it is offered, with a photograph of the identity card."""
    page.locator("#match").get_by_role("link", name="Susun koreksi").click()
    expect(page.get_by_role("checkbox", name="NIK")).to_be_checked()
    page.set_input_files("[name=file]", {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": card()})
    page.click("main form .btn-primary")


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_verifier_finds_the_record_and_has_it_corrected(live, imported):
    page = live.sign_in("verifier")
    page.goto(f"/admin/tickets/{imported}/take")
    page.click("main form .btn-primary")
    compare(page)
    page.locator("#match").get_by_role("button", name="Pilih data ini Dosis 1").click()
    expect(page.locator("#match")).to_contain_text("Dipilih Verifier")
    page.locator("#cause").get_by_role("button", name="Pastikan NIK salah ketik").click()
    expect(page.locator("#cause")).to_contain_text("Perbaiki NIK di P-Care")
    take_over(page)
    expect(page.locator("main")).to_contain_text("2 baris")
    assert [value for value in WHOLE if value in page.content()] == []
    page.goto(f"/admin/tickets/{imported}/correct")
    page.click("main form .btn-primary")
    expect(page.locator(".lk-steps [aria-current=step] b")).to_have_text("Dikoreksi")
    db.session.rollback()
    kept = {line.field: (line.before, line.after) for line in db.session.scalars(select(Correction))}
    assert kept == {"nik": ("6501056504589012", "6501056504859012"), "name": ("SRI WAHYUNY", "Sri Wahyuni")}
