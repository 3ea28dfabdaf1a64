"""The desk definition in force, drawn and in tables, beside the draft; and the versions there were."""

from typing import Any, ClassVar

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import NoResultFound

from access.permissions import Permission
from access.policy import allowed
from admin_views import workflow_draft
from admin_views.closed import ClosedView
from admin_views.desk_tables import figures, tables
from admin_views.workflow_shown import compared, draft_shown, seen_of, toml_file
from models import DeskVersion
from web.actor import current_actor
from workflow import desk, desk_drafts
from workflow.definition import Definition
from workflow.refusals import BadDefinition

P = Permission


class WorkflowView(ClosedView):
    """What holds and what held; only reading."""

    doors: ClassVar[dict[str, Permission]] = {
        "index_view": P.MATRIX_READ,
        "history": P.MATRIX_READ,
        "compare": P.MATRIX_READ,
        "version": P.MATRIX_READ,
        "download": P.MATRIX_READ,
    }

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """Show what is in force, or the draft of what is to follow where one stands."""
        actor = current_actor()
        edits = allowed(actor, P.DESK_PUBLISH)
        now = desk.current()
        draft = draft_shown(now) if edits else None
        definition = draft.definition if draft and draft.definition else now
        return str(
            self.render(
                "admin/workflow/index.html",
                edits=edits,
                now=now,
                row=desk_drafts.version_row(now.version),
                draft=draft,
                told=tables(definition, now),
                figures=figures(actor),
                seen=seen_of(draft),
            )
        )

    @expose("/versions")  # type: ignore[untyped-decorator]
    def history(self) -> ResponseReturnValue:
        """List the versions, newest first."""
        rows = desk_drafts.versions(before=_number("before"))
        older = rows[-1].number if rows and rows[-1].number > 1 and len(rows) > 1 else None
        return str(self.render("admin/workflow/history.html", rows=rows, older=older, now=desk.current().version))

    @expose("/versions/<int:number>")  # type: ignore[untyped-decorator]
    def version(self, number: int) -> ResponseReturnValue:
        """Read one version."""
        row, definition = _kept(number)
        edits = allowed(current_actor(), P.DESK_PUBLISH)
        return str(
            self.render(
                "admin/workflow/version.html",
                row=row,
                told=tables(definition) if definition else None,
                now=desk.current().version,
                edits=edits,
                seen=seen_of(draft_shown(desk.current())) if edits else "",
            )
        )

    @expose("/versions/<int:number>/desk.toml")  # type: ignore[untyped-decorator]
    def download(self, number: int) -> ResponseReturnValue:
        """Give the text of one version as a file."""
        row, _ = _kept(number)
        return toml_file(row.text, f"desk-v{number}.toml")

    @expose("/versions/compare")  # type: ignore[untyped-decorator]
    def compare(self) -> ResponseReturnValue:
        """Say what one version says otherwise than another."""
        newest = desk.current().version
        one, other = _number("from") or max(1, newest - 1), _number("to") or newest
        (_, before), (_, after) = _kept(one), _kept(other)
        groups = compared(before, after) if before and after else None
        return str(
            self.render("admin/workflow/compare.html", one=one, other=other, groups=groups, rows=desk_drafts.versions())
        )


def _number(name: str) -> int | None:
    asked = request.args.get(name, "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else None


def _kept(number: int) -> tuple[DeskVersion, Definition | None]:
    """A version and what it says; None where this release cannot read it."""
    row = desk_drafts.version_row(number) if number < 10**6 else None
    if row is None:
        abort(404)
    try:
        return row, desk.version(number)
    except (BadDefinition, NoResultFound):
        return row, None


def views() -> list[ClosedView]:
    """Make both views of the desk definition."""
    reading: Any = WorkflowView(name=_l("Workflow"), endpoint="workflow", url="/admin/workflow")
    return [reading, *workflow_draft.views()]
