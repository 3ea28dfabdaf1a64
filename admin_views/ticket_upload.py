"""The field through which evidence comes: its limits said before, its file made harmless before it is kept."""

from typing import Any, ClassVar, Final

from flask import Response, redirect, request
from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from wtforms import SelectField, StringField
from wtforms.validators import DataRequired, Length, ValidationError

from access.actors import Actor
from access.policy import NotVisible
from admin_views import ticket_words as words
from admin_views.ticket_forms import ActForm, OpenForm, choices
from models import Attachment, Ticket, db
from workflow import attachments, harmless, viewing
from workflow.attachments import Received
from workflow.refusals import BadValue

TYPES: Final = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
ENDINGS: Final = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
MEGABYTE: Final = 1024 * 1024
NOTHING_RUNS: Final = "default-src 'none'; sandbox"


class UploadForm(ActForm):
    """An action that takes a file: one chosen, or on a phone one photographed now."""

    file = FileField(_l("File"))
    photo = FileField(_l("Or take a photo"))
    received: Received | None = None
    MOST: ClassVar[int] = attachments.MAX_BYTES
    MEGABYTES: ClassVar[int] = attachments.MAX_BYTES // MEGABYTE

    def validate_photo(self, field: FileField) -> None:
        if field.data and self.file.data:
            raise ValidationError(gettext("Send one of the two: a file or a photo."))

    @property
    def given(self) -> FileStorage | None:
        given: FileStorage | None = self.file.data or self.photo.data
        return given


class CorrectionForm(UploadForm):
    field = SelectField(_l("Field of the record"), choices=choices(words.RECORD_FIELDS.items()))
    before = StringField(_l("Value now"), validators=[DataRequired(_l("Write what the record says.")), Length(max=200)])
    after = StringField(_l("Right value"), validators=[DataRequired(_l("Write what is right.")), Length(max=200)])
    source = SelectField(_l("Source checked"), choices=choices(words.SOURCES.items()))
    evidence = SelectField(_l("Evidence file"), default="")
    sent_to = StringField(_l("Sent to"), validators=[Length(max=80)])


def tell_limits(form: UploadForm, ticket: Ticket) -> None:
    """Say beside the field what is taken, and how many more files."""
    left = attachments.room_left(ticket)
    limits = gettext(
        "JPEG, PNG or PDF, at most %(most)d MB; a PDF of at most %(pages)d pages.",
        most=form.MEGABYTES,
        pages=harmless.MOST_PAGES,
    )
    more = ngettext("The complaint takes %(num)d more file.", "The complaint takes %(num)d more files.", left)
    drawn = gettext("It is drawn anew and kept encrypted, without what is hidden in it (place, device, author).")
    form.file.description = f"{limits} {more} {drawn}"


def offer_upload(form: Any, ticket: Ticket, _actor: Actor) -> None:
    tell_limits(form, ticket)


def receive(form: Any) -> None:
    """Make the file of a form harmless; it takes as long as seconds, so it is no part of the unit of work."""
    if form.given:
        data = form.given.stream.read(attachments.MAX_BYTES + 1)
        form.received = attachments.receive(form.given.filename or "", data)


def keep(ticket: Ticket, form: Any, actor: Actor) -> Attachment | None:
    """Keep the file of a form, where it has one."""
    return attachments.keep(ticket, form.received, actor=actor) if form.received else None


def attach(ticket: Ticket, form: Any, actor: Actor) -> None:
    if keep(ticket, form, actor) is None:
        raise BadValue("file", "required")


def open_file(ticket: Ticket, form: OpenForm, actor: Actor) -> Any:
    """Let the file be seen on a page of its own, or hand it over as a download that no browser runs."""
    kept = file_of(ticket, form.file.data)
    if kept is None:
        raise NotVisible(ticket.number)
    if form.how.data == "view":
        viewing.open_file(kept, actor=actor, reason=form.reason)
        return redirect(f"{request.script_root}/admin/tickets/{ticket.number}/file?file={kept.ref}")
    data = viewing.download(kept, actor=actor, reason=form.reason)
    return handed_out(data, TYPES[kept.kind], name=f"{ticket.number}-{kept.id}.{ENDINGS[kept.kind]}", as_="attachment")


def handed_out(data: bytes, kind: str, *, name: str, as_: str) -> Response:
    """Bytes under a name that says nothing personal and a policy under which nothing runs."""
    answer = Response(data, mimetype=kind)
    answer.headers["Content-Disposition"] = f'{as_}; filename="{name}"'
    answer.headers["Content-Security-Policy"] = NOTHING_RUNS
    return answer


def files_of(ticket: Ticket) -> list[Attachment]:
    """The ticket's files, oldest first."""
    query = select(Attachment).where(Attachment.ticket_id == ticket.id).order_by(Attachment.id)
    return list(db.session.scalars(query))


def file_of(ticket: Ticket, ref: str | None) -> Attachment | None:
    """The ticket's file of this ref."""
    return db.session.scalar(select(Attachment).where(Attachment.ref == ref, Attachment.ticket_id == ticket.id))
