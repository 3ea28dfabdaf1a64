"""A real browser at a real desk: Debian's Chromium driven by Playwright, one desk served to it for each test."""

import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from access.actors import actor_of, system_actor
from audit.context import acting
from models import User, db
from models.database import writing
from tests.conftest import Cast
from tests.visits import visit
from web.passwords import digest_of

PASSWORD = "pintu-loket-terbuka-pagi"
NAP = 0.02  # seconds between two looks of a server whether it shall end
SIZES = {"wide": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
CHROMIUM = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("LOKET_BROWSER") or "/usr/bin/chromium"
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=CHROMIUM)
        yield opened
        opened.close()


@dataclass
class Window:
    """One person's browser window, and everything it complained about."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def listen(self) -> "Window":
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        return self

    def _on_console(self, message: ConsoleMessage) -> None:
        expected = "Failed to load resource: the server responded with a status of 4" in message.text
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(f"{message.type}: {message.text}")


@dataclass
class LiveDesk:
    """A served desk and its windows."""

    app: Flask
    address: str
    browser: Browser
    contexts: list[BrowserContext] = field(default_factory=list)
    windows: list[Window] = field(default_factory=list)

    def window(self, *, size: str = "wide", dark: bool = False) -> Window:
        """A fresh window of a stranger."""
        context = self.browser.new_context(
            base_url=self.address,
            viewport=SIZES[size],
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",  # no colour is looked at half way
            locale="id-ID",
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        self.contexts.append(context)
        window = Window(context.new_page()).listen()
        self.windows.append(window)
        return window

    def sign_in(self, name: str, *, size: str = "wide", dark: bool = False) -> Page:
        """The window of one of the cast, signed in; the front door has tests of its own."""
        page = self.window(size=size, dark=dark).page
        user = db.session.scalars(select(User).filter_by(email=f"{name}@loket.test")).one()
        cookie = visit(self.app, actor_of(user, session="", origin="")).get_cookie("loket")
        db.session.rollback()
        assert cookie is not None
        page.context.add_cookies([{"name": "loket", "value": cookie.value, "url": self.address}])
        page.goto("/admin/")
        return page

    def sign_in_by_hand(self, name: str, page: Page) -> None:
        """The same through the front door."""
        page.goto("/login")
        page.fill("input[name=email]", f"{name}@loket.test")
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_url("**/admin/**")

    @property
    def complaints(self) -> list[str]:
        return [complaint for window in self.windows for complaint in window.complaints]


@pytest.fixture
def live(app: Flask, cast: Cast, browser: Browser) -> Iterator[LiveDesk]:
    """The cast's desk on a port of its own; at the end no window may have complained."""
    _give_passwords()
    db.session.remove()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    serving = threading.Thread(target=server.serve_forever, args=(NAP,), daemon=True)
    serving.start()
    desk = LiveDesk(app, f"http://127.0.0.1:{server.server_port}", browser)
    yield desk
    for context in desk.contexts:
        context.close()
    server.shutdown()
    serving.join()
    assert desk.complaints == []


@cache
def password_digest() -> str:
    """Made once: it takes long on purpose."""
    return digest_of(PASSWORD)


def _give_passwords() -> None:
    """Everybody of the cast gets the same password."""
    digest = password_digest()
    with writing(), acting(system_actor("Tests", origin="tests"), "user.password"):
        for user in db.session.query(User):
            user.password = digest


@pytest.fixture
def goto(live: LiveDesk) -> Callable[[Page, str], None]:
    """Open an address and wait until the page and its scripts are loaded."""

    def go(page: Page, path: str) -> None:
        page.goto(path)

    return go
