"""Beranda: what waits, how it is spread, and the next tickets by deadline; for the rest, what they can do."""

from dataclasses import dataclass
from typing import Any, ClassVar

from flask.typing import ResponseReturnValue
from flask_admin import AdminIndexView, expose
from flask_babel import format_date
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views import quality
from admin_views.closed import Closed
from admin_views.queue_filters import regions_of
from models import clock
from web.actor import current_actor
from web.reference_names import Names, offered, reference_names
from web.sidebar import show_count, sidebar
from web.ticket_rows import shown
from workflow import deadlines, lateness, queue
from workflow.queue import Filters

NEXT = 9
PEOPLE = 8
FIGURES = {tab: Filters(tab=tab) for tab in queue.TABS} | {
    "mine": Filters(assignee="me"),
    "unassigned": Filters(assignee="none"),
    "overdue": Filters(due="late"),
}
WHAT_FOR: dict[str, Any] = {
    "new": _l("Take in a complaint at the counter, by phone or by message."),
    "tickets": _l("Read every complaint, with personal values masked."),
    "imports": _l("Read recaps of complaints into the desk, and get back the rows to mend."),
    "audit": _l("See who did what, when and why, and take it away as a file."),
    "users": _l("Give people their role, their regions and their one-time link."),
    "permissions": _l("See which role may do what."),
    "reference": _l("Keep categories, causes, channels, places, regions and holidays."),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a spread: how many, how long its bar is, and where to read on."""

    label: str
    count: str
    percent: int
    query: str
    late: str = ""


class HomeView(Closed, AdminIndexView):
    """The first page after signing in."""

    doors: ClassVar[dict[str, Permission]] = {"index": Permission.DESK_READ}

    @expose("/")  # type: ignore[untyped-decorator]
    def index(self) -> ResponseReturnValue:
        """The working page of whoever asks."""
        actor = current_actor()
        today = format_date(clock.now().astimezone(clock.WITA).date(), "EEEE, d MMMM y")
        if not allowed(actor, Permission.TICKET_READ):
            return str(self.render("admin/home.html", today=today, figures=None, links=_links()))
        names = reference_names()
        counts = _counted(actor, names)
        own = allowed(actor, Permission.TICKET_TAKE)
        page = queue.page(actor, Filters(assignee="me" if own else ""), size=NEXT)
        return str(
            self.render(
                "admin/home.html",
                today=today,
                figures={name: show_count(counts[name]) for name in FIGURES},
                categories=_categories(counts, names),
                regions=_regions(counts, names, actor),
                people=_people(actor, names) if allowed(actor, Permission.TICKET_ASSIGN) else [],
                rows=shown(page.rows, names),
                own=own,
                **quality.shown(actor),
                links=[link for link in _links() if link["id"] in ("audit", "imports")],
            )
        )


def _counted(actor: Actor, names: Names) -> dict[str, int]:
    """Every figure of the page, in one statement."""
    asked = dict(FIGURES)
    asked |= {f"category_{name.code}": Filters(category=name.code) for name in offered(names.categories)}
    for code in sorted(regions_of(actor, names)):
        asked |= {f"region_{code}": Filters(region=code), f"late_{code}": Filters(region=code, due="late")}
    return queue.counters(actor, asked)


def _categories(counts: dict[str, int], names: Names) -> list[Bar]:
    found = [(counts[f"category_{name.code}"], name) for name in offered(names.categories)]
    most = max((count for count, _ in found), default=0) or 1
    return [
        Bar(name.name, _shown(count), round(100 * count / most), f"?category={name.code}")
        for count, name in sorted(found, key=lambda one: -one[0])
    ]


def _regions(counts: dict[str, int], names: Names, actor: Actor) -> list[Bar]:
    seen = [names.regions[code] for code in sorted(regions_of(actor, names)) if code in names.regions]
    return [
        Bar(name.name, _shown(counts[f"region_{name.code}"]), 0, f"?region={name.code}", _late(counts, name.code))
        for name in seen
    ]


def _people(actor: Actor, names: Names) -> list[lateness.Load]:
    """Who holds most of what is overdue and due soon; the calendar is known from the names."""
    longest = max((name.days for name in names.categories.values()), default=1)
    until = deadlines.soon_within(clock.now(), longest, deadlines.calendar(names.holidays))
    return lateness.by_person(actor, soon_until=until)[:PEOPLE]


def _late(counts: dict[str, int], code: str) -> str:
    return _shown(counts[f"late_{code}"]) if counts[f"late_{code}"] else ""


def _shown(count: int) -> str:
    return show_count(count) or ""


def _links() -> list[dict[str, Any]]:
    return [
        {"id": item.id, "url": item.url, "label": item.label, "icon": item.icon, "what_for": WHAT_FOR[item.id]}
        for item in sidebar()
        if item.id in WHAT_FOR
    ]
