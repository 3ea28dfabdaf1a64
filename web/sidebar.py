"""The staff navigation as data: what stands in it, for whom, and the counts beside it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import Flask, g, request, url_for
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from web import kept, words
from web.actor import current_actor
from web.words import show_number
from workflow import queue
from workflow.lanes import COUNT_CAP, UNSEEN

THEMES: Final = ("light", "dark", "auto")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of the navigation; ``counts`` says which tickets its figure counts."""

    id: str
    path: str
    label: Any
    permission: Permission
    icon: str = ""
    section: Any = ""
    section_order: int = 0
    sub: bool = False
    button: bool = False
    counts: queue.Filters | None = None
    count: str | None = None
    key: str = ""
    go: str = ""
    bottom: Any = ""
    bottom_icon: str = ""
    bottom_order: int = 9

    @property
    def url(self) -> str:
        return f"{request.script_root}{self.path}"


P = Permission
F = queue.Filters
OVERSIGHT: Final = _l("Oversight")
SETTINGS: Final = _l("Settings")

ITEMS: Final[tuple[Item, ...]] = (
    Item(id="new", path="/admin/tickets/new", label=_l("New complaint"), permission=P.TICKET_FILE,
         icon="plus-lg", button=True, key="N", bottom=_l("New"), bottom_icon="plus-square",
         bottom_order=3),
    Item(id="home", path="/admin/", label=_l("Home"), permission=P.DESK_READ,
         icon="house", go="B", bottom=_l("Home"), bottom_order=1),
    Item(id="tickets", path="/admin/tickets/", label=_l("Complaints"), permission=P.TICKET_READ,
         icon="inbox", counts=F(), go="A", bottom=_l("Complaints"), bottom_order=2),
    Item(id="mine", path="/admin/tickets/?assignee=me", label=_l("My queue"), permission=P.TICKET_TAKE,
         sub=True, counts=F(assignee="me"), bottom=_l("Queue"), bottom_icon="person-check",
         bottom_order=4),
    Item(id="unassigned", path="/admin/tickets/?assignee=none", label=_l("Unassigned"),
         permission=P.TICKET_READ, sub=True, counts=F(assignee="none")),
    Item(id="overdue", path="/admin/tickets/?due=late", label=_l("Overdue"),
         permission=P.TICKET_READ, sub=True, counts=F(due="late")),
    Item(id="to_close", path="/admin/tickets/?status=corrected", label=_l("Waiting to be closed"),
         permission=P.TICKET_READ, sub=True, counts=F(tab="corrected")),
    Item(id="handoffs", path="/admin/handoffs/", label=_l("To be chased"), permission=P.TICKET_HAND_OFF,
         sub=True, counts=F(tab="verifying", chase=True)),
    Item(id="records", path="/admin/records/", label=_l("Vaccination records"), permission=P.RECORD_READ,
         icon="database"),
    Item(id="imports", path="/admin/imports/", label=_l("Imports"), permission=P.IMPORT_RUN,
         icon="file-earmark-arrow-up", bottom=_l("Imports"), bottom_order=7),
    Item(id="absences", path="/admin/absences/", label=_l("Absences"), permission=P.TICKET_ASSIGN,
         icon="calendar-x", section=OVERSIGHT, section_order=1),
    Item(id="quality", path="/admin/reports/quality", label=_l("Service quality"), permission=P.REPORT_READ,
         icon="clipboard-data", section=OVERSIGHT, section_order=1),
    Item(id="audit", path="/admin/audit/", label=_l("Audit trail"), permission=P.AUDIT_READ,
         icon="journal-check", section=OVERSIGHT, section_order=1, go="J", bottom=_l("Audit trail"),
         bottom_order=5),
    Item(id="workflow", path="/admin/workflow/", label=_l("Workflow"), permission=P.DESK_PUBLISH,
         icon="diagram-3", section=SETTINGS, section_order=2, bottom=_l("Workflow"), bottom_order=9),
    Item(id="users", path="/admin/users/", label=_l("Users and roles"), permission=P.USER_MANAGE,
         icon="people", section=SETTINGS, section_order=2, bottom=_l("Users"), bottom_order=6),
    Item(id="permissions", path="/admin/users/permissions", label=_l("Permissions"), permission=P.MATRIX_READ,
         icon="shield-lock", section=SETTINGS, section_order=2),
    Item(id="reference", path="/admin/reference/categories/", label=_l("Reference data"),
         permission=P.REFERENCE_EDIT, icon="tags", section=SETTINGS, section_order=2,
         bottom=_l("Reference data"), bottom_order=8),
    Item(id="wording", path="/admin/reference/texts/", label=_l("Ready texts and macros"),
         permission=P.WORDING_EDIT, icon="chat-square-quote", section=SETTINGS, section_order=2),
)  # fmt: skip


def _signed_in() -> Actor | None:
    actor = current_actor()
    return actor if actor.id is not None else None


def show_count(count: int | None) -> str | None:
    """Write a figure that is counted only so far: 1.000+ stands for that many or more."""
    if count is None:
        return None
    return show_number(count) + ("+" if count >= COUNT_CAP else "")


def sidebar() -> list[Item]:
    """List the items the present person may use, with their counts; one statement, once per request."""
    if "sidebar" not in g:
        counted_beside({})
    return list(g.sidebar)


def counted_beside(more: Mapping[str, queue.Filters]) -> dict[str, int]:
    """Count for the navigation and for a page at once: one statement gives the figures of both."""
    actor = _signed_in()
    items = [item for item in ITEMS if actor and allowed(actor, item.permission)]
    asked = {f"nav_{item.id}": item.counts for item in items if item.counts} | dict(more)
    figures = queue.counters(actor, asked, unseen=True) if actor and asked else {}
    g.unseen_notices = figures.get(UNSEEN)
    g.sidebar = [replace(item, count=show_count(figures.get(f"nav_{item.id}"))) for item in items]
    return {name: figures[name] for name in more}


def sidebar_key() -> tuple[tuple[str, str | None], ...]:
    """Name what the navigation depends on: its items and their figures."""
    return tuple((item.id, item.count) for item in sidebar())


def unseen_notices() -> int | None:
    """Tell how many notices wait, as the navigation's one statement counted them; None for who has no bell."""
    sidebar()
    waiting: int | None = g.unseen_notices
    return waiting


def sees_tickets() -> bool:
    actor = _signed_in()
    return actor is not None and allowed(actor, P.TICKET_SEARCH)


def kept_theme() -> str:
    """Tell the theme this browser remembers: light, dark, or as the device has it."""
    kept = request.cookies.get("loket_theme", "")
    return kept if kept in THEMES else "auto"


def theme_name() -> str:
    """Name the theme for the first byte of the page; ``theme.js`` settles ``auto`` before the first paint."""
    return "dark" if kept_theme() == "dark" else "light"


def init_app(app: Flask) -> None:
    """Give the shell what it draws, and its words."""
    words.init_app(app)
    kept.init_app(app)
    app.jinja_env.globals.update(
        sidebar=sidebar,
        sidebar_key=sidebar_key,
        signed_in=_signed_in,
        sees_tickets=sees_tickets,
        unseen_notices=unseen_notices,
        kept_theme=kept_theme,
        theme_name=theme_name,
        drafts_url=lambda: f"{request.script_root}/admin/drafts/",
        mentions_url=lambda: f"{request.script_root}/admin/mentions/",
        presence_url=lambda: f"{request.script_root}/admin/presence/",
        notices_url=lambda: f"{request.script_root}/admin/notices/",
        tickets_url=lambda: f"{request.script_root}/admin/tickets/",
        account_url=lambda: f"{request.script_root}/admin/profile/",
        sign_out_url=lambda: url_for("security.logout"),
    )
