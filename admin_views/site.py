"""The back office: which views stand in it."""

from pathlib import Path

from flask import Flask, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import Admin

from admin_views import (
    absences,
    audit,
    bulk,
    counterpart,
    handoff_sheets,
    handoffs,
    home,
    import_draft,
    import_layouts,
    import_rows,
    imports,
    list_export,
    mentions,
    merge,
    notices,
    pairs,
    permissions,
    presence,
    quality,
    records,
    reference,
    ticket,
    ticket_files,
    ticket_handoff,
    ticket_match_view,
    ticket_outside,
    ticket_rating,
    tickets,
    typing,
    undo,
    users,
    views,
    wording,
    workflow,
)
from admin_views.closed import THEME


def front() -> ResponseReturnValue:
    """Until there is a public front, the address of the desk leads to its back office."""
    return redirect(url_for("admin.index"))


def init_app(app: Flask, translations: Path) -> None:
    """Mount every view; each is shut until its own ``doors`` open it."""
    admin = Admin(
        name="Loket",
        url="/admin",
        index_view=home.HomeView(url="/admin", endpoint="admin"),
        theme=THEME,
        translations_path=str(translations),
    )
    admin.init_app(app)
    importing = (imports, import_draft, import_rows, import_layouts)
    of_one = (ticket, ticket_files, ticket_handoff, ticket_match_view, ticket_outside, pairs, counterpart)
    about_tickets = (tickets, views, bulk, list_export, undo, *of_one, handoffs, handoff_sheets)
    comforts = (notices, mentions, presence, typing)
    of_people = (absences, merge, quality, ticket_rating)
    settings = (users, permissions, reference, wording, workflow)
    for room in (*about_tickets, *comforts, records, *importing, audit, *of_people, *settings):
        for view in room.views():
            admin.add_view(view)
    app.add_url_rule("/", "front", front)
