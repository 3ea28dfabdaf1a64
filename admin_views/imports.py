"""Imports of complaints: the files read so far, sending another, and the report of each."""

from typing import Any, ClassVar, Final

from flask import Response, abort, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from sqlalchemy import select
from sqlalchemy.orm import aliased

from access.permissions import Permission
from access.policy import NotVisible
from admin_views.closed import ClosedView
from audit.recorder import note_event
from intake.container import MAX_BYTES
from intake.faults import UnreadableFile
from intake.load import LoadReport, load_complaints
from intake.report import REFUSING, Code, Finding
from models import ImportBatch, User, clock, db
from web import import_reports
from web.actor import current_actor
from web.import_reports import REF, KeptReport
from web.import_words import FINDINGS, LEFT_OUT, SHEETS, fault_words
from web.saved import saved
from workflow import numbers
from workflow.refusals import MistypedNumber

SHOWN: Final = 50
MEGABYTE: Final = 1024 * 1024
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class UploadForm(FlaskForm):
    """One spreadsheet."""

    file = FileField(_l("Spreadsheet"), validators=[FileRequired(_l("Choose a file first."))])


class ImportsView(ClosedView):
    """Spreadsheets of complaints, and what became of their rows."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("index_view", "upload", "report", "rows_to_mend"), Permission.IMPORT_RUN
    )

    @expose("/")  # type: ignore[untyped-decorator]
    def index_view(self) -> ResponseReturnValue:
        """The latest imports, and the form for another."""
        return self._page(UploadForm(formdata=None)), 200

    @expose("/upload", methods=("POST",))  # type: ignore[untyped-decorator]
    def upload(self) -> ResponseReturnValue:
        """Read one file; what it holds is filed, or nothing of it."""
        form = UploadForm()
        report = _load(form) if form.validate() else None
        if report is None:
            return self._page(form), 422
        import_reports.keep(report)
        return redirect(url_for("imports.report", ref=report.batch))

    @expose("/<ref>")  # type: ignore[untyped-decorator]
    def report(self, ref: str) -> ResponseReturnValue:
        """What became of a file; its rows are shown to whoever sent it."""
        batch = _batch(ref)
        own = batch.actor_id == current_actor().id
        kept = import_reports.kept(ref) if own else None
        return str(
            self.render(
                "admin/imports/report.html",
                batch=batch,
                own=own,
                told=kept,
                problems=_problems(kept) if kept else [],
                left_out_words=LEFT_OUT,
                sheet_words=SHEETS,
            )
        )

    @expose("/<ref>/rows", methods=("POST",))  # type: ignore[untyped-decorator]
    def rows_to_mend(self, ref: str) -> ResponseReturnValue:
        """The refused and doubtful rows as a workbook, for whoever sent the file; an event."""
        with saved():
            batch = _batch(ref)
            kept = import_reports.kept(ref) if batch.actor_id == current_actor().id else None
            if kept is None or not kept.workbook:
                abort(404)
            note_event(current_actor(), "import.rows", label=batch.audit_label, on=[batch])
        name = f"baris-diperiksa-{ref[:8]}.xlsx"
        return Response(kept.workbook, mimetype=XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})

    def _page(self, form: UploadForm) -> str:
        sender = aliased(User)
        query = (
            select(ImportBatch, sender.name.label("sender"))
            .outerjoin(sender, sender.id == ImportBatch.actor_id)
            .order_by(ImportBatch.id.desc())
            .limit(SHOWN)
        )
        batches = list(db.session.execute(query))
        return str(self.render("admin/imports/list.html", form=form, batches=batches, megabytes=MAX_BYTES // MEGABYTE))


def _load(form: UploadForm) -> LoadReport | None:
    sent = form.file.data
    try:
        return load_complaints(sent.read(), sent.filename or "", actor=current_actor(), today=clock.today())
    except UnreadableFile as fault:
        form.file.errors = [*form.file.errors, fault_words(fault)]
    return None


def _batch(ref: str) -> ImportBatch:
    batch = db.session.scalar(select(ImportBatch).where(ImportBatch.ref == ref)) if REF.fullmatch(ref) else None
    if batch is None:
        raise NotVisible("import")
    return batch


def _problems(kept: KeptReport) -> list[dict[str, Any]]:
    """The findings by kind, refusing ones first, then the most frequent."""
    groups = sorted(kept.findings.items(), key=lambda group: (group[0] not in REFUSING, -len(group[1])))
    return [
        {
            "refuses": code in REFUSING,
            "words": FINDINGS[code],
            "count": len(found),
            "again": code is Code.POSSIBLE_DUPLICATE,
            "lines": [_line(one) for one in found],
        }
        for code, found in groups
    ]


def _line(found: Finding) -> dict[str, Any]:
    return {
        "sheet": found.sheet,
        "row": found.row,
        "column": found.column,
        "header": found.header,
        "value": found.value,
        "other": found.other,
        "number": _number(found.other),
    }


def _number(other: str) -> str:
    try:
        return numbers.parse(other) or ""
    except MistypedNumber:
        return ""


def views() -> list[ClosedView]:
    """The views of this room."""
    return [ImportsView(name=_l("Imports"), endpoint="imports", url="/admin/imports")]
