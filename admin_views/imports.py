"""Imports: the files read so far and those on their way in, sending another, and the report of each."""

from typing import Any, ClassVar, Final

from flask import Response, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import Row, select
from sqlalchemy.orm import aliased

from access.permissions import Permission
from access.policy import NotVisible
from admin_views.closed import ClosedView
from admin_views.import_problems import shown_problems
from audit.recorder import note_event
from intake import incoming
from intake.faults import FileFault, UnreadableFile
from intake.vault import REF, Incoming, StagedFile
from models import Absence, ImportBatch, ImportDraft, User, db
from web import import_orders, import_reports, import_tables, import_work
from web.actor import current_actor
from web.batch_words import standing_words
from web.import_kinds import KINDS, Kind
from web.import_progress import files_folder
from web.import_stage_words import STAGES
from web.import_words import LEFT_OUT, SHEETS
from web.match_words import FLAGS
from web.saved import saved
from workflow import registry_batches
from workflow.records import changed_in

SHOWN: Final = 50
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(FlaskForm):
    """One spreadsheet."""

    file = FileField(_l("Spreadsheet"), validators=[FileRequired(_l("Choose a file first."))])


class ImportsView(ClosedView):
    """Spreadsheets on their way in, and what became of the rows of earlier ones."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index_view", "upload", "report", "rows_to_mend", "describe", "take_back"), Permission.IMPORT_RUN
    )

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """The latest imports, and the forms for another."""
        return self._page()

    @expose("/upload/<kind>", methods=("POST",))  # type: ignore[untyped-decorator]
    def upload(self, kind: str) -> ResponseReturnValue:
        """Receive one file; it is looked at next, and nothing of it is filed yet."""
        if kind not in KINDS:
            abort(404)
        form = UploadForm()
        draft = _stage(form, KINDS[kind]) if form.validate() else None
        if draft is None:
            return self._page({kind: form}), 422
        return redirect(url_for("import_draft.columns", ref=draft.ref))

    @expose("/<ref>")  # type: ignore[untyped-decorator]
    def report(self, ref: str) -> ResponseReturnValue:
        """What became of a file; its rows are shown to whoever sent it."""
        batch = _batch(ref)
        own = batch.actor_id == current_actor().id
        told = import_reports.kept(ref) if own else None
        return str(
            self.render(
                "admin/imports/report.html",
                batch=batch,
                kind=KINDS[batch.kind],
                own=own,
                told=told,
                changed=changed_in(batch) if batch.kind == "registry" else 0,
                standing=standing_words(batch),
                flag_words=FLAGS,
                problems=shown_problems(told, KINDS[batch.kind], clear=own) if told else [],
                left_out_words=LEFT_OUT,
                sheet_words=SHEETS,
            )
        )

    @expose("/<ref>/rows", methods=("POST",))  # type: ignore[untyped-decorator]
    def rows_to_mend(self, ref: str) -> ResponseReturnValue:
        """The refused and doubtful rows as a workbook, for whoever sent the file; an event."""
        with saved():
            batch = _batch(ref)
            told = import_reports.kept(ref) if batch.actor_id == current_actor().id else None
            if told is None or not told.workbook:
                abort(404)
            note_event(current_actor(), "import.rows", label=batch.audit_label, on=[batch])
        return workbook(told.workbook, ref)

    @expose("/<ref>/describe", methods=("POST",))  # type: ignore[untyped-decorator]
    def describe(self, ref: str) -> ResponseReturnValue:
        """Say what is in a file of vaccination data and where it came from."""
        said = {name: request.form.get(name, "") for name in ("description", "came_from")}
        with saved():
            batch = registry_batches.by_ref(ref, actor=current_actor())
            registry_batches.describe(batch, **said, actor=current_actor())
        flash(gettext("The description was saved."), "ok")
        return redirect(url_for(".report", ref=ref))

    @expose("/<ref>/take_back", methods=("POST",))  # type: ignore[untyped-decorator]
    def take_back(self, ref: str) -> ResponseReturnValue:
        """Let the records of a file count no more, or give up an import that stopped half way."""
        reason = request.form.get("reason", "")
        with saved():
            batch = registry_batches.by_ref(ref, actor=current_actor())
            act = registry_batches.give_up if batch.absent is Absence.LOADING else registry_batches.take_back
            act(batch, reason=reason, actor=current_actor())
        flash(gettext("The records of this file count no more."), "ok")
        return redirect(url_for(".report", ref=ref))

    def _page(self, forms: dict[str, UploadForm] | None = None) -> str:
        return str(
            self.render(
                "admin/imports/list.html",
                kinds=list(KINDS.values()),
                forms={name: (forms or {}).get(name) or UploadForm(formdata=None) for name in KINDS},
                drafts=import_orders.open_drafts(),
                batches=_batches(),
                standing_words=standing_words,
                stages=STAGES,
            )
        )


def workbook(data: bytes, ref: str) -> Response:
    """The rows to mend, to be saved as a file."""
    name = f"baris-diperiksa-{ref[:8]}.xlsx"
    return Response(data, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _stage(form: UploadForm, kind: Kind) -> ImportDraft | None:
    """The file as it was received, or None with the fault told in the form."""
    import_work.drop_old_files()
    try:
        return _kept(form.file.data.stream, form.file.data.filename or "", kind)
    except UnreadableFile as fault:
        form.file.errors = [*form.file.errors, kind.fault_words(fault)]
    return None


def _kept(file: Incoming, filename: str, kind: Kind) -> ImportDraft:
    """Remember the file; where no header can be found in it, nothing is remembered. Raises UnreadableFile."""
    if file.size > kind.most_bytes:
        raise UnreadableFile(FileFault.TOO_LARGE, limit=kind.most_bytes)
    file.keep()
    try:
        import_tables.look_at(kind.name, StagedFile(files_folder(), file.ref, file.size), filename)
        with saved():
            draft = incoming.stage_file(
                ref=file.ref, kind=kind.name, filename=filename, size=file.size, sha256=file.sha256,
                actor=current_actor(),
            )  # fmt: skip
    except BaseException:
        import_work.clear(file.ref, file.size)
        raise
    return draft


def _batch(ref: str) -> ImportBatch:
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.ref == ref)) if REF.fullmatch(ref) else None
    if batch is None:
        raise NotVisible("import")
    return batch


def _batches() -> list[Row[Any]]:
    sender = aliased(User)
    query = (
        select(ImportBatch, sender.name.label("sender"))
        .outerjoin(sender, sender.id == ImportBatch.actor_id)
        .order_by(ImportBatch.id.desc())
        .limit(SHOWN)
    )
    return list(db.session.execute(query))


def views() -> list[ClosedView]:
    """The view of this room."""
    return [ImportsView(name=_l("Imports"), endpoint="imports", url="/admin/imports")]
