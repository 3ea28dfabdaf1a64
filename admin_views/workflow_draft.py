"""The draft of the next desk definition: changed in forms or as a file, tried out, published, thrown away."""

from typing import Any, ClassVar

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_admin import expose
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from access.permissions import Permission
from access.policy import Refusal
from admin_views.closed import ClosedView
from admin_views.desk_fields import PartForm, Seen
from admin_views.desk_forms import FORMS, FileForm, PublishForm, TrialForm
from admin_views.workflow_shown import Shown, compared, draft_shown, faults_of, seen_of, toml_file
from models import Role
from web.actor import current_actor
from web.desk_words import left_behind
from web.move_words import label_of
from web.saved import saved
from workflow import definition_edit as edit
from workflow import desk, desk_drafts, desk_trial
from workflow.desk_stranded import stranded
from workflow.refusals import Mistake

P = Permission
POST = ("POST",)
BOTH = ("GET", "POST")
LAST = 10**6
NAMES = {"move": "verb", "field": "code", "rule": "name"}


class DraftView(ClosedView):
    """Every act on the draft; whoever may publish may write, and nobody publishes what they wrote."""

    doors: ClassVar[dict[str, Permission]] = dict.fromkeys(
        ("part", "remove", "file", "download", "discard", "follow", "propose", "try_out", "publish"), P.DESK_PUBLISH
    )

    @expose("/<part>/<int:number>", methods=BOTH)  # type: ignore[untyped-decorator]
    def part(self, part: str, number: int) -> ResponseReturnValue:
        """Change one part, or add one where the number is 0."""
        draft, text = _here()
        raw = _raw(text, part, number)
        if raw is None:
            return _only_in_text()
        form = FORMS[part](last_event_id=seen_of(draft))
        others: list[Mistake] = []
        if form.is_submitted() and form.validate():
            changed = _changed(text, part, number, form.values(raw))
            mistakes = [] if form.keep.data else _new_mistakes(text, changed)
            others = form.accuse(mistakes, f"{part}[{number or _count(text, part) + 1}]" if part in NAMES else part)
            if not mistakes:
                return _write(changed, form)
        elif not form.is_submitted():
            form.show(raw)
        form.offer(_verbs(text))
        return self._form(form, part, number, others)

    def _form(self, form: PartForm, part: str, number: int, others: list[Mistake]) -> ResponseReturnValue:
        page = self.render(
            "admin/workflow/part.html", form=form, part=part, number=number, faults=faults_of(others),
            accused=bool(others or any(field.errors for field in form)), removes=part in NAMES and number,
        )  # fmt: skip
        return page, 422 if form.is_submitted() else 200

    @expose("/<part>/<int:number>/remove", methods=POST)  # type: ignore[untyped-decorator]
    def remove(self, part: str, number: int) -> ResponseReturnValue:
        """Take one part out."""
        _, text = _here()
        form = Seen()
        if part not in NAMES or not form.validate():
            abort(404)
        if _raw(text, part, number) is None:
            return _only_in_text()
        return _write(edit.without_part(text, part, number), form)

    @expose("/file", methods=BOTH)  # type: ignore[untyped-decorator]
    def file(self) -> ResponseReturnValue:
        """Change the whole text, or bring it as a file."""
        draft, text = _here()
        form = FileForm(last_event_id=seen_of(draft))
        mistakes: list[Mistake] = []
        if form.is_submitted() and form.validate():
            typed = _brought(form)
            mistakes = _mistakes(typed)
            if typed is not None and (form.keep.data or not mistakes):
                return _write(typed, form)
            form.text.data = form.text.data if typed is None else typed
        elif not form.is_submitted():
            form.text.data = text
        page = self.render("admin/workflow/file.html", form=form, faults=faults_of(mistakes), stands=draft is not None)
        return page, 422 if form.is_submitted() else 200

    @expose("/desk.toml")  # type: ignore[untyped-decorator]
    def download(self) -> ResponseReturnValue:
        """Give the text of the draft as a file."""
        _, text = _here()
        return toml_file(text, "desk.toml")

    @expose("/discard", methods=BOTH)  # type: ignore[untyped-decorator]
    def discard(self) -> ResponseReturnValue:
        """Throw the draft away, after a look."""
        shown = _standing()
        form = Seen(last_event_id=seen_of(shown))
        if form.validate_on_submit():
            with saved():
                desk_drafts.discard(shown.draft, actor=current_actor(), last_event_id=form.seen or 0)
            flash(gettext("The draft is thrown away."), "success")
            return redirect(url_for("workflow.index_view"))
        return str(self.render("admin/workflow/discard.html", form=form, draft=shown))

    @expose("/follow", methods=POST)  # type: ignore[untyped-decorator]
    def follow(self) -> ResponseReturnValue:
        """Say that the draft was compared with the version in force."""
        shown, form = _standing(), Seen()
        if form.validate_on_submit():
            with saved():
                desk_drafts.follow(shown.draft, actor=current_actor(), last_event_id=form.seen or 0)
        return redirect(url_for(".publish"))

    @expose("/propose/<int:number>", methods=POST)  # type: ignore[untyped-decorator]
    def propose(self, number: int) -> ResponseReturnValue:
        """Make an older version the draft."""
        form = Seen()
        if not form.validate():
            abort(404)
        with saved():
            made = desk_drafts.propose(number, actor=current_actor(), last_event_id=form.seen)
        _flash(made is not None)
        return redirect(url_for("workflow.index_view"))

    @expose("/try", methods=BOTH)  # type: ignore[untyped-decorator]
    def try_out(self) -> ResponseReturnValue:
        """Try the draft out on one complaint; nothing is changed."""
        shown, form = draft_shown(desk.current()), TrialForm()
        other = shown.definition if shown else desk.current()
        trial = None
        if other is not None and form.validate_on_submit():
            with saved():
                trial = desk_trial.try_out(form.number.data or "", Role(form.role.data), other, actor=current_actor())
        return str(
            self.render(
                "admin/workflow/try.html",
                form=form,
                draft=shown,
                trial=trial,
                readable=other,
                trial_verbs=desk_trial.starting,
                trial_label=lambda state: label_of(state.step),
            )
        )

    @expose("/publish", methods=BOTH)  # type: ignore[untyped-decorator]
    def publish(self) -> ResponseReturnValue:
        """Put the draft in force, after a look at what differs and what it leaves behind."""
        shown, actor, now = _standing(), current_actor(), desk.current()
        form = PublishForm(last_event_id=seen_of(shown))
        if form.validate_on_submit():
            with saved():
                made = desk_drafts.publish(
                    shown.draft, actor=actor, note=form.note.data or "", last_event_id=form.seen or 0
                )
                number = made.number
            flash(gettext("Version %(number)s is in force.", number=number), "success")
            return redirect(url_for("workflow.index_view"))
        page = self.render(
            "admin/workflow/publish.html",
            form=form,
            draft=shown,
            now=now,
            refusal=_refusal(shown),
            left=[left_behind(one) for one in stranded(now, shown.definition)] if shown.definition else [],
            missed=compared(desk.version(shown.draft.based_on), now) if shown.is_behind else [],
        )
        return page, 422 if form.is_submitted() else 200


def _here() -> tuple[Shown | None, str]:
    draft = draft_shown(desk.current())
    return draft, desk_drafts.text_of(draft.draft if draft else None)


def _standing() -> Shown:
    draft = draft_shown(desk.current())
    if draft is None:
        abort(404)
    return draft


def _raw(text: str, part: str, number: int) -> dict[str, Any] | None:
    """The values of a part as the text has them; 404 where there is no such part, None where the text is no TOML."""
    if part not in FORMS:
        abort(404)
    try:
        raw = {} if part in NAMES and number == 0 else edit.part_of(text, part, number)
    except edit.NotToml:
        return None
    if raw is None:
        abort(404)
    return raw


def _only_in_text() -> ResponseReturnValue:
    flash(gettext("This part can only be changed in the text."), "warning")
    return redirect(url_for(".file"))


def _changed(text: str, part: str, number: int, values: dict[str, Any]) -> str:
    try:
        return edit.with_part(text, part, number or LAST, values)
    except edit.NotToml:
        abort(422)


def _count(text: str, part: str) -> int:
    return len(edit.names_of(text, part, NAMES[part]))


def _verbs(text: str) -> dict[str, str]:
    """The moves of a text by name, each with its label."""
    labels = zip(edit.names_of(text, "move", "verb"), edit.names_of(text, "move", "label_id"), strict=True)
    return {verb: f"{label} ({verb})" for verb, label in labels if verb}


def _new_mistakes(before: str, after: str) -> list[Mistake]:
    """What is wrong now and was not before."""
    known = {(one.key, one.problem, *one.about.items()) for one in desk_drafts.checked(before)[1]}
    return [one for one in desk_drafts.checked(after)[1] if (one.key, one.problem, *one.about.items()) not in known]


def _mistakes(text: str | None) -> list[Mistake]:
    if text is None:
        return [Mistake(file=desk_drafts.NAMED, key="", problem="not_utf8")]
    return list(desk_drafts.checked(text)[1])


def _brought(form: FileForm) -> str | None:
    """The text that was typed or brought, its lines ended alike; None where the file is no text."""
    brought = request.files.get("file")
    if not brought or not brought.filename:
        return (form.text.data or "").replace("\r\n", "\n")
    try:
        text: str = brought.read().decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else text.replace("\r\n", "\n")


def _write(text: str, form: Seen) -> ResponseReturnValue:
    with saved():
        made = desk_drafts.write(text, actor=current_actor(), last_event_id=form.seen)
    _flash(made is not None)
    return redirect(url_for("workflow.index_view"))


def _flash(kept: bool) -> None:  # noqa: FBT001 - one plain value to put in words
    if kept:
        flash(gettext("The draft is saved. Nothing changes at the desk until it is published."), "success")
    else:
        flash(gettext("That is what is in force already; no draft is needed."), "info")


def _refusal(shown: Shown) -> Refusal | None:
    """Why the present person cannot publish the draft, None where they can."""
    try:
        desk_drafts.may_publish(shown.draft, actor=current_actor())
    except Refusal as refusal:
        return refusal
    return None


def views() -> list[ClosedView]:
    """The view of the draft."""
    return [DraftView(name=_l("Draft"), endpoint="desk_draft", url="/admin/workflow/draft")]
