"""The main job in a real browser: from a recap of complaints to a closed ticket, and what the trail says of it."""

import csv
from io import BytesIO

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from cli.demo_cards import card
from tests.browser.looks import faults

HEADER = ("No", "Tgl Aduan", "Nama Pelapor", "N I K", "Tgl Lahir", "No. HP/WA", "Jenis Keluhan", "Via")
ROWS = (
    (1, "8 Nov 2021", "SRI WAHYUNI", "6501 0565 0485 9012", "25-04-1985", "0812-0000-9391", "nik tdk ditemukan", "WA"),
    (2, "8 Nov 2021", "Paulus Lawai", "6501012504859003", "25-04-1985", "081200009392", "sertifikat blm keluar", ""),
)
SENT_BACK = "Bukti tidak terbaca."
REOPENED = "Sertifikat belum muncul juga."


def recap() -> bytes:
    """A small recap as a clerk keeps it, with a title above the header."""
    book = openpyxl.Workbook()
    for row in (("REKAP ADUAN",), (), HEADER, *ROWS):
        book.active.append(row)
    kept = BytesIO()
    book.save(kept)
    return kept.getvalue()


def upload(page: Page) -> str:
    """Send the recap as a supervisor does; the number of the first complaint."""
    page.goto("/admin/imports/")
    page.set_input_files("#file-complaints", {"name": "rekap.xlsx", "mimeType": "", "buffer": recap()})
    page.click("main form button.btn-primary")
    page.wait_for_url("**/columns")
    page.click("main form button.btn-primary")
    page.wait_for_url("**/rows")
    page.click("main .lk-pager a.btn-primary")
    page.click("button[form=start]")
    page.wait_for_url("**/admin/imports/*")
    page.goto("/admin/tickets/?q=sri+wah")
    return page.locator("main a[href*='ADU-']").first.get_attribute("href").split("/")[-1]


def act(page: Page, number: str, verb: str, **typed: str) -> None:
    """Open the form of a verb, fill it in, send it; the ticket's page follows."""
    page.goto(f"/admin/tickets/{number}/{verb}")
    for name, value in typed.items():
        field = page.locator(f"main [name={name}]").first
        if field.get_attribute("type") == "radio":
            page.check(f"main [name={name}][value={value}]", force=True)
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/admin/tickets/{number}**")
    expect(page.locator("h1").first).to_contain_text("Sri Wahyuni")


def write_correction(page: Page, number: str) -> None:
    page.goto(f"/admin/tickets/{number}/correction")
    page.select_option("[name=field]", "nik")
    page.fill("[name=before]", "6501056504859021")
    page.fill("[name=after]", "6501056504859012")
    page.set_input_files("[name=file]", {"name": "ktp.jpg", "mimeType": "image/jpeg", "buffer": card()})
    page.click("main form .btn-primary")
    page.wait_for_url(f"**/admin/tickets/{number}**")


def look_at_evidence(page: Page) -> None:
    """Say why, and see the card itself with one's own name across it."""
    page.click(".lk-files a")
    page.click("main form .btn-primary")
    page.wait_for_url("**/file?file=*")
    page.wait_for_function("document.querySelector('.lk-file-pages img').naturalWidth > 800")
    assert faults(page) == []


def status_of(page: Page) -> str:
    return page.locator(".lk-steps [aria-current=step] b").inner_text()


def exported(page: Page) -> list[dict[str, str]]:
    """The trail as the auditor takes it away."""
    page.goto("/admin/audit/export-form")
    page.check("[name=format][value=csv]")
    page.fill("[name=reason]", "Pemeriksaan triwulan.")
    with page.expect_download() as taken:
        page.click("main form .btn-primary")
    return list(csv.DictReader(taken.value.path().read_text(encoding="utf-8").splitlines()))


@pytest.mark.browser
@pytest.mark.timeout(240)
def test_a_complaint_goes_from_a_recap_to_closed_and_open_again(live):
    supervisor, verifier = live.sign_in("supervisor"), live.sign_in("verifier")
    number = upload(supervisor)
    act(verifier, number, "take")
    act(verifier, number, "reveal?field=subject_nik", detail="Mencocokkan dengan KTP.")
    expect(verifier.locator("main")).to_contain_text("6501056504859012")
    write_correction(verifier, number)
    look_at_evidence(verifier)
    act(verifier, number, "correct")
    second = live.sign_in("second_verifier")
    act(second, number, "send_back", reason=SENT_BACK)
    act(verifier, number, "correct")
    assert status_of(verifier) == "Dikoreksi"
    verifier.goto(f"/admin/tickets/{number}/close")
    expect(verifier.locator("main")).not_to_contain_text("Traceback")
    act(supervisor, number, "close", told_how="whatsapp")
    assert status_of(supervisor) == "Ditutup"
    operator = live.sign_in("operator")
    act(operator, number, "reopen", reason=REOPENED)
    assert status_of(operator) == "Diverifikasi"
    rows = [row for row in exported(live.sign_in("auditor")) if row["object"] == number]
    steps = [row["action"] for row in rows if row["action"].startswith("ticket.") and row["action"] != "ticket.read"]
    assert steps == [
        "ticket.file", "ticket.take", "ticket.correct", "ticket.send_back", "ticket.correct", "ticket.close",
        "ticket.reopen",
    ]  # fmt: skip
    assert {"attachment.add", "attachment.open", "attachment.view"} <= {row["action"] for row in rows}
    assert {row["reason"] for row in rows} >= {SENT_BACK, REOPENED}
    assert not [row for row in rows if "6501056504859012" in row["changes"]]
