"""The day's comforts in a browser: every key, the counter by keyboard alone, drafts, mentions, who else is there."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from models import Note, Ticket, TypingDraft, UserSession, clock, db
from models.database import writing
from tests.browser.conftest import PASSWORD, LiveDesk
from workflow import mentions

# What scripts do depends on no database; one is enough, for a browser is slow.
pytestmark = [pytest.mark.browser, pytest.mark.parametrize("desks", ["sqlite"], indirect=True, scope="session")]
Make = Callable[..., Ticket]
COMPOSER = ".lk-compose textarea"
A_MINUTE = 200  # keystrokes of somebody who types forty words a minute


@dataclass
class Hands:
    """Two hands on a keyboard; they count what they press."""

    page: Page
    pressed: int = 0

    def press(self, key: str) -> None:
        self.pressed += 1
        self.page.keyboard.press(key)

    def write(self, text: str) -> int:
        self.page.keyboard.type(text)
        self.pressed += len(text)
        return len(text)

    def at(self) -> str:
        """The name of the field that has the focus."""
        return str(self.page.evaluate("document.activeElement.name || document.activeElement.tagName"))


FILLED = {
    "reporter_name": "Hendra Gunawan",
    "phone": "081200006628",
    "relation": "",
    "subject_nik": "6501054503859012",
    "subject_name": "Nurhayati",
    "subject_birth_date": "5-3-1985",
    "sex": "",
    "category": "3",
    "dose": "",
    "vaccinated_on": "21-7-2021",
    "facility_text": "",
    "vaccine_ticket": "",
    "story": "Sertifikat dosis 2 tidak muncul.",
    "privacy": " ",
}


@pytest.mark.usefixtures("cast")
def test_the_counter_files_a_complaint_by_keyboard_alone_in_a_minute(live: LiveDesk) -> None:
    page = live.sign_in("operator")
    page.add_init_script("window.print = () => { window.wasPrinted = true; }")
    page.goto("/admin/")
    hands, characters = Hands(page), 0
    hands.press("n")
    page.wait_for_url("**/tickets/new")
    expect(page.locator("[name=reporter_name]")).to_be_focused()
    opened = hands.pressed
    for place, (name, typed) in enumerate(FILLED.items()):
        if place:
            hands.press("Tab")
        assert hands.at() == name
        characters += hands.write(typed)
    assert page.locator("[name=category]:checked").count() == 1
    hands.press("Control+Enter")
    page.wait_for_url("**/receipt")
    assert hands.pressed - opened <= characters + len(FILLED) + 1
    assert hands.pressed < A_MINUTE
    hands.press("Enter")
    assert page.evaluate("window.wasPrinted") is True


def marked(page: Page) -> list[bool]:
    return [tick.is_checked() for tick in page.locator("table [data-row] input[type=checkbox]").all()]


def test_each_key_does_what_its_sheet_says(live: LiveDesk, make_ticket: Make) -> None:
    numbers = [make_ticket().number for _ in range(3)]
    page = live.sign_in("supervisor")
    keys = page.keyboard
    page.goto("/admin/tickets/")
    keys.press("j")
    keys.press("x")
    keys.press("j")
    keys.press("j")
    keys.press("Shift+X")
    assert marked(page) == [True] * 3
    keys.press("k")
    keys.press("x")
    assert marked(page) == [True, False, True]
    keys.press("Enter")
    page.wait_for_url(f"**/tickets/{numbers[1]}**")
    keys.press("a")
    page.wait_for_url("**/assign**")
    keys.press("Escape")
    page.wait_for_url(f"**/{numbers[1]}")
    keys.press("d")
    page.wait_for_url("**/take")
    db.session.rollback()
    assert db.session.scalar(select(Ticket.status).where(Ticket.number == numbers[1])) == "open"
    page.focus("main form button.btn-primary")
    keys.press("Control+Enter")
    page.wait_for_url(f"**/{numbers[1]}")
    expect(page.locator(".lk-steps [aria-current=step] b")).to_have_text("Diverifikasi")
    keys.press("m")
    assert page.evaluate("document.activeElement.name") == "text"
    keys.press("Escape")
    keys.press("?")
    expect(page.locator("#keys")).to_be_visible()
    keys.press("Escape")
    for where, key in (("**/admin/", "b"), ("**/admin/tickets/", "a"), ("**/admin/audit/", "j")):
        keys.press("g")
        keys.press(key)
        page.wait_for_url(where)
    keys.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    keys.press("Escape")
    keys.press("n")
    page.wait_for_url("**/tickets/new")


def sign_out_everywhere() -> None:
    with writing():
        db.session.query(UserSession).update({"ended_at": clock.now()})


def sign_in_beside(page: Page, name: str, address: str) -> Page:
    """Another tab of the same browser, signed in anew."""
    tab = page.context.new_page()
    tab.goto("/login")
    tab.fill("input[name=email]", f"{name}@loket.test")
    tab.fill("input[name=password]", PASSWORD)
    tab.press("input[name=password]", "Enter")
    tab.wait_for_url("**/admin/**")
    tab.goto(address)
    return tab


def write_mention(page: Page) -> None:
    page.keyboard.press("m")
    page.keyboard.type("Mohon @ope")
    expect(page.locator("[role=option]")).to_have_text("Operator Petugas Loket")
    page.keyboard.press("Enter")
    page.keyboard.type("kabari.")
    expect(page.locator(COMPOSER)).to_have_value("Mohon @Operator kabari.")
    expect(page.locator("[data-draft-box]")).to_contain_text("Draf tersimpan")


def follow_the_bell(page: Page, address: str) -> None:
    expect(page.locator("[data-bell]")).to_have_attribute("aria-label", "Pemberitahuan, 1 belum dibaca")
    page.click("[data-bell]")
    page.wait_for_url("**/admin/notices/")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{address}#story")
    expect(page.locator("[data-bell]")).to_have_attribute("aria-label", "Pemberitahuan")


def test_what_is_typed_outlives_the_session_and_a_mention_rings_a_bell(live: LiveDesk, make_ticket: Make) -> None:
    address = f"/admin/tickets/{make_ticket().number}"
    other, page = live.sign_in("operator"), live.sign_in("verifier")
    other.goto(address)
    page.goto(address)
    expect(page.locator(".lk-presence")).to_have_text("OOperator sedang membuka aduan ini")
    write_mention(page)
    other.goto("/admin/tickets/")
    expect(other.locator("table .lk-here")).to_have_text("VVerifier sedang menyunting aduan ini")
    sign_out_everywhere()
    page.keyboard.type(" Terima kasih.")
    expect(page.locator("[data-draft-box]")).to_contain_text("Masuk lagi di tab lain")
    again = sign_in_beside(page, "verifier", address)
    again.click("[data-restore]")
    expect(again.locator(COMPOSER)).to_have_value("Mohon @Operator kabari.")
    again.close()
    page.keyboard.press("Control+Enter")
    expect(page.locator(".lk-tl .box")).to_be_visible()
    db.session.rollback()
    note = db.session.scalars(select(Note)).one()
    assert (len(mentions.ids_in(note.text)), note.text[-22:]) == (1, " kabari. Terima kasih.")
    assert db.session.scalar(select(TypingDraft.id)) is None
    follow_the_bell(sign_in_beside(other, "operator", "/admin/"), address)
