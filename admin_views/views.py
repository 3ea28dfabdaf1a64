"""Saved views of the queue: kept, changed, shared, put away; its columns; and its figures for a page left open."""

import hashlib
import json
from typing import Any, ClassVar

from flask import Response, flash, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.actors import Actor
from access.permissions import Permission
from access.policy import allowed
from admin_views.closed import ClosedView
from admin_views.queue_choices import told
from admin_views.queue_filters import Asked, arguments_of, asked
from admin_views.queue_page import columns_of, figures_by_name, place_of
from web.actor import current_actor
from web.list_columns import USUAL, all_columns, chosen, written
from web.list_columns import column as column_of
from web.reference_names import offered, reference_names
from web.saved import saved
from web.words import role_name
from workflow import views as rule

P = Permission
POST = ("POST",)


class ViewsView(ClosedView):
    """What people keep of the queue; the queue itself is in ``admin_views.tickets``."""

    doors: ClassVar[dict[str, Permission]] = {
        "index_view": P.TICKET_READ,
        "counts": P.TICKET_READ,
        "columns": P.TICKET_READ,
        "save": P.TICKET_READ,
        "change": P.TICKET_READ,
        "rename": P.TICKET_READ,
        "retire": P.TICKET_READ,
        "first": P.TICKET_READ,
        "share": P.VIEW_SHARE,
    }

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """The views a person has, each with what it shows, and what may be done with it."""
        actor, names = current_actor(), reference_names()
        lines = [_line(view, actor) for view in rule.shelf(actor).views]
        regions = [name for name in offered(names.regions) if name.code in actor.regions]
        return str(
            self.render(
                "admin/tickets/views.html",
                lines=lines,
                most=rule.MOST,
                may_share=allowed(actor, P.VIEW_SHARE),
                audiences=audiences(),
                regions=regions,
            )
        )

    @expose("/counts")  # type: ignore[untyped-decorator]
    def counts(self) -> ResponseReturnValue:
        """The figures of a list that stays open; nothing where they are still the same."""
        actor, names = current_actor(), reference_names()
        shelf = rule.shelf(actor)
        place = place_of(request.args, names, actor, shelf)
        body = json.dumps(figures_by_name(place, names, actor, shelf), sort_keys=True)
        answer: Response = make_response(body)
        answer.mimetype = "application/json"
        answer.set_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
        return answer.make_conditional(request)

    @expose("/columns", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def columns(self) -> ResponseReturnValue:
        """Choose the columns of lists, or of one view."""
        actor = current_actor()
        shelf, place = _here(actor)
        view = shelf.get(place.view)
        mine = view is not None and rule.may_change(view, actor)
        if request.method == "POST":
            picked = written(request.form.getlist("column"), actor.role)
            with saved():
                if mine and request.form.get("only_view") == "1":
                    kept = rule.by_ref(place.view, actor=actor)
                    rule.change(kept, kept.query, picked or ",".join(USUAL), actor=actor)
                else:
                    rule.choose_columns(picked, actor=actor)
            return redirect(_list(place))
        columns = columns_of(place, shelf, actor)
        return str(
            self.render(
                "admin/tickets/columns.html",
                all=all_columns(actor.role), columns=columns, usual=USUAL, view=view if mine else None,
                back_to=_list(place),
            )
        )  # fmt: skip

    @expose("/save", methods=POST)  # type: ignore[untyped-decorator]
    def save(self) -> ResponseReturnValue:
        """Keep the list under a name."""
        actor = current_actor()
        shelf, place = _here(actor)
        with saved():
            view = rule.save(request.form.get("name", ""), place.query, _columns(place, shelf, actor), actor=actor)
        flash(gettext("The view is saved."), "success")
        return redirect(url_for("tickets.index_view", view=view.ref))

    @expose("/<ref>/change", methods=POST)  # type: ignore[untyped-decorator]
    def change(self, ref: str) -> ResponseReturnValue:
        """Let a view show the list as it is now."""
        actor = current_actor()
        shelf, place = _here(actor)
        with saved():
            rule.change(rule.by_ref(ref, actor=actor), place.query, _columns(place, shelf, actor), actor=actor)
        flash(gettext("The view is saved."), "success")
        return redirect(url_for("tickets.index_view", view=ref))

    @expose("/<ref>/rename", methods=POST)  # type: ignore[untyped-decorator]
    def rename(self, ref: str) -> ResponseReturnValue:
        """Give a view another name."""
        actor = current_actor()
        with saved():
            rule.rename(rule.by_ref(ref, actor=actor), request.form.get("name", ""), actor=actor)
        return redirect(url_for(".index_view"))

    @expose("/<ref>/retire", methods=POST)  # type: ignore[untyped-decorator]
    def retire(self, ref: str) -> ResponseReturnValue:
        """Put a view away."""
        actor = current_actor()
        with saved():
            rule.retire(rule.by_ref(ref, actor=actor), actor=actor)
        flash(gettext("The view is put away."), "success")
        return redirect(url_for(".index_view"))

    @expose("/<ref>/first", methods=POST)  # type: ignore[untyped-decorator]
    def first(self, ref: str) -> ResponseReturnValue:
        """Show a view before the others."""
        actor = current_actor()
        with saved():
            rule.to_front(rule.by_ref(ref, actor=actor), actor=actor)
        return redirect(url_for(".index_view"))

    @expose("/<ref>/share", methods=POST)  # type: ignore[untyped-decorator]
    def share(self, ref: str) -> ResponseReturnValue:
        """Show a view to others, or to nobody else any more."""
        actor, form = current_actor(), request.form
        with saved():
            view = rule.by_ref(ref, actor=actor)
            rule.share(view, form.get("audience", ""), form.getlist("region"), actor=actor)
        return redirect(url_for(".index_view"))


def audiences() -> dict[str, str]:
    """With whom a view can be shared, in words."""
    everyone = {rule.EVERYONE: gettext("Everybody")}
    return everyone | {role: role_name(role) for role in rule.AUDIENCES if role != rule.EVERYONE}


def _here(actor: Actor) -> tuple[rule.Shelf, Asked]:
    """The list that a form was sent from, or the one an address names."""
    shelf = rule.shelf(actor)
    query = request.form.get("query")
    arguments = request.args if query is None else arguments_of(query.lstrip("?"))
    return shelf, place_of(arguments, reference_names(), actor, shelf)


def _list(place: Asked) -> str:
    return url_for("tickets.index_view") + place.link()


def _columns(place: Asked, shelf: rule.Shelf, actor: Actor) -> str:
    return ",".join(columns_of(place, shelf, actor)) if shelf.columns or place.view else ""


def _line(view: Any, actor: Actor) -> dict[str, Any]:
    names = reference_names()
    place = asked(arguments_of(view.query), names, actor)
    shown = chosen(view.columns, actor.role) if view.columns else ()
    regions = [names.regions[code].short for code in view.shared_regions.split(",") if code in names.regions]
    return {
        "view": view,
        "url": url_for("tickets.index_view", view=view.ref),
        "told": told(place, names, actor) or gettext("Every active complaint"),
        "columns": ", ".join(str(column_of(key).label) for key in shown),
        "mine": rule.may_change(view, actor),
        "own": view.owner_id == actor.id,
        "regions": regions,
    }


def views() -> list[ClosedView]:
    """The view of this room."""
    return [ViewsView(name=_l("Saved views"), endpoint="views", url="/admin/tickets/views")]
