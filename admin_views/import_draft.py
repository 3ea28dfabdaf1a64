"""A file on its way in: its columns, the dry run, the import itself and how far it has come."""

from typing import Any, ClassVar

from flask import Response, abort, flash, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from admin_views.closed import ClosedView
from admin_views.import_columns import ColumnsForm
from admin_views.import_problems import ON_A_PAGE, column_marks, first_to_mend, shown_problem, shown_problems
from admin_views.imports import workbook
from audit.recorder import note_event
from intake import incoming, mends
from models import ImportDraft, Stage
from web import import_orders, import_progress, import_work
from web.actor import current_actor
from web.import_categories import categories, unknown_words
from web.import_kinds import KINDS
from web.import_rest import give_up_rest
from web.import_stage_words import FAULTS, failed_words
from web.import_words import LEFT_OUT
from web.saved import saved

WORKING = frozenset({Stage.CHECKING, Stage.QUEUED, Stage.RUNNING})
STEP_OF = {
    Stage.COLUMNS: "columns",
    Stage.CHECKING: "rows",
    Stage.CHECKED: "rows",
    Stage.QUEUED: "confirm",
    Stage.RUNNING: "confirm",
    Stage.FAILED: "confirm",
    Stage.CANCELLED: "confirm",
}


class ImportDraftView(ClosedView):
    """The steps of an import; each page is for a stage and leads to where the file is now."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("step", "columns", "rows", "problem", "refused", "confirm", "start", "cancel", "progress"),
        Permission.IMPORT_RUN,
    )

    @expose("/<ref>")  # type: ignore[untyped-decorator]
    def step(self, ref: str) -> ResponseReturnValue:
        """Where the file is now."""
        return redirect(here(import_work.draft_of(ref)))

    @expose("/<ref>/columns", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def columns(self, ref: str) -> ResponseReturnValue:
        """What each column holds: shown, corrected, confirmed."""
        draft = import_work.draft_of(ref)
        if draft.stage not in {Stage.COLUMNS, Stage.CHECKED, Stage.FAILED}:
            return redirect(here(draft))
        if not import_work.file_of(draft).exists():
            return self._page("ended", draft, why=str(FAULTS["lost"]))
        form = ColumnsForm(draft, current_actor())
        if request.method == "POST" and form.validate(request.form):
            with saved():
                form.save(import_work.draft_of(ref), current_actor())
            import_orders.order_check(ref)
            return redirect(url_for(".rows", ref=ref))
        page = self._page("columns", draft, form=form)
        return make_response(page, 422 if form.faults else 200)

    @expose("/<ref>/rows")  # type: ignore[untyped-decorator]
    def rows(self, ref: str) -> ResponseReturnValue:
        """What the dry run found; while it runs, how far it has come."""
        draft = import_work.draft_of(ref)
        if draft.stage is Stage.CHECKING:
            return self._page("working", draft)
        if draft.stage is not Stage.CHECKED:
            return redirect(here(draft))
        told = import_work.latest_report(draft)
        if told is None or not import_work.file_of(draft).exists():
            return redirect(url_for(".columns", ref=ref))
        clear = incoming.may_see_rows(current_actor(), draft)
        found = mends.loads(draft.mends)
        facts = {
            "told": told,
            "stale": import_work.report_of(draft) is None,
            "form": ColumnsForm(draft, current_actor()),
            "problems": shown_problems(told, KINDS[draft.kind], clear=clear),
            "marks": column_marks(told),
            "left_out_words": LEFT_OUT,
            "skipped": found.skip,
            "mended": len({spot[:2] for spot in found.cells}),
            "unknown": unknown_words(told) if clear else [],
            "categories": categories(),
            "first_to_mend": first_to_mend(draft, told) if clear else "",
        }
        return self._page("rows", draft, **facts)

    @expose("/<ref>/problem/<code>")  # type: ignore[untyped-decorator]
    def problem(self, ref: str, code: str) -> ResponseReturnValue:
        """All the rows with one problem, a hundred at a time."""
        draft = import_work.draft_of(ref)
        told = import_work.latest_report(draft)
        found = told.problem(code) if told else None
        if found is None:
            abort(404)
        first = request.args.get("from", 0, type=int)
        rows = found.rows[max(first, 0) : max(first, 0) + ON_A_PAGE]
        clear = incoming.may_see_rows(current_actor(), draft)
        shown = shown_problem(found, KINDS[draft.kind], clear=clear, rows=rows)
        skipped = mends.loads(draft.mends).skip
        facts = {"problem": shown, "first": first, "held": len(found.rows), "on_a_page": ON_A_PAGE, "skipped": skipped}
        return self._page("problem", draft, **facts)

    @expose("/<ref>/refused", methods=("POST",))  # type: ignore[untyped-decorator]
    def refused(self, ref: str) -> ResponseReturnValue:
        """The rows to mend as a workbook, for whoever sent the file; an event."""
        draft = import_work.draft_of(ref)
        told = import_work.report_of(draft) if draft.actor_id == current_actor().id else None
        if told is None or not told.workbook:
            abort(404)
        with saved():
            note_event(current_actor(), "import.rows", label=draft.audit_label, on=[draft])
        return workbook(told.workbook, ref)

    @expose("/<ref>/import")  # type: ignore[untyped-decorator]
    def confirm(self, ref: str) -> ResponseReturnValue:
        """The last step: what will be imported; then how far it has come, and how it ended."""
        draft = import_work.draft_of(ref)
        if draft.stage in {Stage.QUEUED, Stage.RUNNING}:
            return self._page("working", draft)
        if draft.stage in {Stage.FAILED, Stage.CANCELLED}:
            return self._page("ended", draft, why=failed_words(draft) if draft.stage is Stage.FAILED else "")
        told = import_work.report_of(draft)
        if draft.stage is not Stage.CHECKED or told is None:
            return redirect(here(draft))
        return self._page("confirm", draft, told=told, skipped=len(mends.loads(draft.mends).skip))

    @expose("/<ref>/start", methods=("POST",))  # type: ignore[untyped-decorator]
    def start(self, ref: str) -> ResponseReturnValue:
        """Order the import."""
        with saved():
            draft = import_work.draft_of(ref)
            incoming.start(draft, only_ready=request.form.get("which") == "ready", actor=current_actor())
        import_orders.order_import(ref)
        return redirect(url_for(".step", ref=ref))

    @expose("/<ref>/cancel", methods=("POST",))  # type: ignore[untyped-decorator]
    def cancel(self, ref: str) -> ResponseReturnValue:
        """Call the import off; what was done of it so far is undone."""
        draft = import_work.draft_of(ref)
        if draft.stage in WORKING:
            import_progress.ask_to_stop(ref)
        with saved():
            draft = import_work.draft_of(ref)
            incoming.cancel(draft, actor=current_actor())
        give_up_rest(draft, actor=current_actor())
        import_work.clear(ref, draft.size, stopped=True)
        flash(gettext("The import was called off. Nothing of the file was kept."), "ok")
        return redirect(url_for("imports.index_view"))

    @expose("/<ref>/progress")  # type: ignore[untyped-decorator]
    def progress(self, ref: str) -> Response:
        """How far the work has come, for the page's script; ``there`` is where to go once it is done."""
        draft = import_work.draft_of(ref)
        busy = draft.stage in WORKING
        return jsonify(percent=import_progress.percent(ref), busy=busy, there="" if busy else here(draft))

    def _page(self, name: str, draft: ImportDraft, **facts: Any) -> str:
        return str(
            self.render(
                f"admin/imports/{name}.html",
                draft=draft,
                kind=KINDS[draft.kind],
                percent=import_progress.percent(draft.ref),
                own=draft.actor_id == current_actor().id,
                mends=draft.kind == "complaints" and incoming.may_see_rows(current_actor(), draft),
                **facts,
            )
        )


def here(draft: ImportDraft) -> str:
    """The address of the step where a file is now; once imported, of its report."""
    if draft.stage is Stage.DONE:
        return url_for("imports.report", ref=draft.batch_ref)
    return url_for(f"import_draft.{STEP_OF[draft.stage]}", ref=draft.ref)


def views() -> list[ClosedView]:
    """The view of this room."""
    return [ImportDraftView(name=_l("Imports"), endpoint="import_draft", url="/admin/imports/draft")]
