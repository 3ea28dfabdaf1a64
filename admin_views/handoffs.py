"""To be chased: the open hand-offs of one's regions, and noting that somebody was reminded."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final
from urllib.parse import urlencode

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from access.actors import Actor
from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.ticket_asked import Asked, asked
from admin_views.ticket_handoff import SAYINGS, RemindForm
from models import Facility, db
from web.actor import current_actor
from web.handoff_words import PARTIES
from web.reference_names import reference_names
from web.saved import saved
from workflow import chasing, handoffs
from workflow.chasing import Wanted

REF: Final = "/<string(length=36):ref>"
FILTERS: Final = ("party", "facility", "region")


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One select above the list: what can be chosen, and what is."""

    field: str
    label: Any
    options: Mapping[str, str]
    chosen: str


class HandOffsView(ClosedView):
    """The list of what to chase; one hand-off is shown on the page of its complaint."""

    doors: ClassVar[dict[str, Permission]] = {
        "index_view": Permission.TICKET_HAND_OFF,
        "chased": Permission.TICKET_HAND_OFF,
    }

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """What is to be chased by today, or all that is open."""
        actor = current_actor()
        choices = choices_for(actor)
        wanted = _wanted(choices)
        page = chasing.page(actor, wanted, after=request.args.get("after", ""))
        return str(
            self.render(
                "admin/handoffs/list.html",
                lines=[_line(row) for row in page.rows],
                choices=choices,
                wanted=wanted,
                next_url=link(wanted, after=page.after) if page.after else "",
                first_url=link(wanted) if request.args.get("after") else "",
                due_url=link(wanted, when=""),
                all_url=link(wanted, when="all"),
            )
        )

    @expose(f"{REF}/chased", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def chased(self, ref: str) -> ResponseReturnValue:
        """Note that they were reminded: at once with the usual next day, or with a day of one's own."""
        actor, form = current_actor(), RemindForm()
        row = chasing.by_ref(ref, actor=actor)
        if not form.is_submitted() or not form.validate():
            page = self.render("admin/handoffs/chased.html", line=_line(row), form=form, say=SAYINGS["remind"])
            return str(page), 422 if form.is_submitted() else 200
        with saved():
            row = chasing.by_ref(ref, actor=actor)
            handoffs.chased(row, actor=actor, chase_on=form.chase_on.data, reference=form.reference.data or "")
        flash(gettext("The reminder is noted."), "success")
        return redirect(url_for(".index_view"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One hand-off of the list, with its complaint."""

    asked: Asked
    number: str
    name: str
    region: str
    facility: str


def choices_for(actor: Actor) -> list[Choice]:
    """The filters, and what the address has chosen of them."""
    regions = reference_names().regions
    facilities = select(Facility.code, Facility.name).where(Facility.retired.is_(False)).order_by(Facility.name)
    options: dict[str, tuple[Any, dict[str, str]]] = {
        "party": (_l("Waits for"), {party.value: str(words) for party, words in PARTIES.items()}),
        "facility": (_l("Facility"), dict(db.session.execute(facilities).all())),
        "region": (_l("Region"), {code: regions[code].name for code in sorted(actor.regions) if code in regions}),
    }
    return [
        Choice(field=field, label=label, options=listed, chosen=_known(request.args.get(field, ""), listed))
        for field, (label, listed) in options.items()
        if field != "region" or len(listed) > 1
    ]


def link(wanted: Wanted, **changes: str) -> str:
    """The address of a list that differs in ``changes``."""
    kept = {field: getattr(wanted, field) for field in FILTERS} | {"when": "all" if wanted.all else ""}
    return "?" + urlencode({name: value for name, value in (kept | changes).items() if value})


def _wanted(choices: list[Choice]) -> Wanted:
    return Wanted(**{one.field: one.chosen for one in choices}, all=request.args.get("when") == "all")


def _known(value: str, options: Mapping[str, str]) -> str:
    return value if value in options else ""


def _line(row: Any) -> Line:
    names = reference_names().regions
    region = row.ticket.region_code
    return Line(
        asked=asked(row),
        number=row.ticket.number,
        name=row.ticket.subject_name,
        region=names[region].short if region in names else region,
        facility=row.facility.code if row.facility else "",
    )


def views() -> list[ClosedView]:
    """The view of this room."""
    return [HandOffsView(name=_l("To be chased"), endpoint="handoffs", url="/admin/handoffs")]
