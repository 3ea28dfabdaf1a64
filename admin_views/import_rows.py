"""Mending a recap before it is imported: the cells of a row, words that mean a category, rows to be left alone."""

from typing import Any, ClassVar, Final

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from access.policy import Forbidden
from admin_views.closed import ClosedView
from identity.cells import text_of
from intake import incoming, mends
from intake.columns import Column
from intake.mends import Place
from intake.read import ReadRow
from intake.sheets import column_letter
from models import ImportDraft, Stage
from web import import_orders, import_work
from web.actor import current_actor
from web.import_categories import categories
from web.import_kinds import KINDS, fields_of
from web.import_words import FINDINGS
from web.saved import saved

LONGEST_CELL: Final = 2_000


class ImportRowsView(ClosedView):
    """What a person decides about the rows of a recap; each decision is read by the same reader as the file."""

    doors: ClassVar[dict[str, Permission]] = {
        "row": Permission.IMPORT_MEND,
        "words": Permission.IMPORT_MEND,
        "duplicates": Permission.IMPORT_RUN,
        "check": Permission.IMPORT_RUN,
    }

    @expose("/<ref>/row", methods=("GET", "POST"))  # type: ignore[untyped-decorator]
    def row(self, ref: str) -> ResponseReturnValue:
        """The cells of one row, to be typed anew."""
        draft, place = _own(ref), _place(f"{request.args.get('sheet', '')}!{request.args.get('row', '')}")
        as_sent = _row(draft, place)
        if request.method == "POST":
            return self._mend(ref, place, as_sent)
        typed = mends.loads(draft.mends).row(place)
        facts = {
            "place": place,
            "cells": [_cell(column, as_sent, typed) for column in as_sent.columns],
            "findings": _findings(draft, place),
            "next": _next(draft, place),
        }
        return str(self.render("admin/imports/row.html", draft=draft, kind=KINDS[draft.kind], **facts))

    @expose("/<ref>/words", methods=("POST",))  # type: ignore[untyped-decorator]
    def words(self, ref: str) -> ResponseReturnValue:
        """Give the words of a row a category, for all rows that say the same."""
        draft, place, code = _own(ref), _place(request.form.get("place", "")), request.form.get("category", "")
        if code not in {name.code for name in categories()}:
            abort(422)
        said = _row(draft, place).words
        with saved():
            draft = import_work.draft_of(ref)
            found = mends.loads(draft.mends).with_category(said, code)
            _mend(draft, found, told={"category": code}, needs=Permission.IMPORT_MEND)
        import_orders.order_recheck(ref)
        flash(gettext("The category was applied."), "ok")
        return redirect(url_for("import_draft.rows", ref=ref))

    @expose("/<ref>/duplicates", methods=("POST",))  # type: ignore[untyped-decorator]
    def duplicates(self, ref: str) -> ResponseReturnValue:
        """Leave the ticked rows alone and import the others that were shown."""
        shown = frozenset(map(_place, request.form.getlist("shown")))
        skipped = frozenset(map(_place, request.form.getlist("skip"))) & shown
        with saved():
            draft = import_work.draft_of(ref)
            found = mends.loads(draft.mends).with_skipped(skipped, shown)
            _mend(draft, found, told={"skipped": len(found.skip)}, needs=Permission.IMPORT_RUN)
        import_orders.order_recheck(ref)
        flash(gettext("The choice was saved."), "ok")
        return redirect(url_for("import_draft.rows", ref=ref))

    @expose("/<ref>/check", methods=("POST",))  # type: ignore[untyped-decorator]
    def check(self, ref: str) -> ResponseReturnValue:
        """Read a large file again with what was mended of it."""
        with saved():
            incoming.check_again(import_work.draft_of(ref), actor=current_actor())
        import_orders.order_check(ref)
        return redirect(url_for("import_draft.rows", ref=ref))

    def _mend(self, ref: str, place: Place, as_sent: ReadRow) -> ResponseReturnValue:
        cells = {
            column.index: typed
            for column in as_sent.columns
            if (typed := request.form.get(f"c-{column.index}", "").strip()[:LONGEST_CELL]) != _text(as_sent, column)
        }
        told = {"rows": [f"{place[0]}!{place[1]}"], "columns": [column_letter(index) for index in cells]}
        with saved():
            draft = import_work.draft_of(ref)
            _mend(draft, mends.loads(draft.mends).with_row(place, cells), told=told, needs=Permission.IMPORT_MEND)
        import_orders.order_recheck(ref)
        draft = import_work.draft_of(ref)
        flash(_told(draft, place), "ok")
        following = _next(draft, place) if "next" in request.form else ""
        return redirect(following or url_for("import_draft.rows", ref=ref))


def _own(ref: str) -> ImportDraft:
    """The recap, where it may be mended by who asks. Raises NotVisible, Forbidden, WrongStage."""
    draft = import_work.draft_of(ref)
    if not incoming.may_see_rows(current_actor(), draft):
        raise Forbidden(Permission.IMPORT_MEND, current_actor().role)
    if draft.stage is not Stage.CHECKED or draft.kind != "complaints":
        raise incoming.WrongStage(draft.stage, "import.mend")
    return draft


def _mend(draft: ImportDraft, found: mends.Mends, *, told: dict[str, Any], needs: Permission) -> None:
    incoming.mend(draft, found.dumps(), told=told, actor=current_actor(), needs=needs)


def _place(text: str) -> Place:
    sheet, _, row = text.rpartition("!")
    if not (row.isascii() and row.isdecimal() and len(row) < 9):
        abort(404)
    return sheet, int(row)


def _row(draft: ImportDraft, place: Place) -> ReadRow:
    """The row as it was sent, whatever was typed into it since."""
    found = import_work.read_recap(draft, mends.loads(draft.mends).with_row(place, {}))
    row = next((row for row in found.rows if (row.sheet, row.row) == place), None)
    if row is None:
        abort(404)
    return row


def _text(row: ReadRow, column: Column) -> str:
    return text_of(row.cells[column.index]) if column.index < len(row.cells) else ""


def _cell(column: Column, as_sent: ReadRow, typed: dict[int, str]) -> dict[str, Any]:
    sent = _text(as_sent, column)
    return {
        "index": column.index,
        "letter": column_letter(column.index),
        "header": column.header,
        "field": fields_of(KINDS["complaints"]).get(column.name, ""),
        "sent": sent,
        "value": typed.get(column.index, sent),
        "changed": column.index in typed,
    }


def _findings(draft: ImportDraft, place: Place) -> list[dict[str, Any]]:
    told = import_work.latest_report(draft)
    return [
        {"words": FINDINGS.get(problem.code, problem.code), "refuses": problem.refuses, "column": row.column}  # type: ignore[call-overload]
        for problem in (told.problems if told else ())
        for row in problem.rows
        if (row.sheet, row.row) == place
    ]


def _told(draft: ImportDraft, place: Place) -> str:
    if import_work.report_of(draft) is None:
        return str(gettext("The row was mended."))
    words = gettext("Row %(row)s still has a remark.", row=place[1])
    if not _findings(draft, place):
        words = gettext("Row %(row)s is in order now.", row=place[1])
    return str(words)


def _next(draft: ImportDraft, place: Place) -> str:
    """The address of the next row with a remark, in the order of the file; empty where there is none."""
    told = import_work.latest_report(draft)
    places = {(row.sheet, row.row) for problem in (told.problems if told else ()) for row in problem.rows}
    sheet, row = min((one for one in places if one > place), default=("", 0))
    return url_for("import_rows.row", ref=draft.ref, sheet=sheet, row=row) if row else ""


def views() -> list[ClosedView]:
    """The view of this room."""
    return [ImportRowsView(name=_l("Imports"), endpoint="import_rows", url="/admin/imports/mend")]
