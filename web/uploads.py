"""Receives files to be imported: as large as their kind may be, and sealed while they come, never plain on the disk."""

from typing import IO, Final

from flask import Flask, Request, request

from access.permissions import Permission
from access.policy import allowed
from intake.vault import Incoming
from web.actor import current_actor
from web.import_kinds import KINDS, MEGABYTE
from web.import_progress import files_folder

ENDPOINT: Final = "imports.upload"
AROUND_THE_FILE: Final = MEGABYTE


class DeskRequest(Request):
    """A request whose file to be imported is sealed on its way in."""

    def _get_file_stream(
        self,
        total_content_length: int | None,
        content_type: str | None,
        filename: str | None = None,
        content_length: int | None = None,
    ) -> IO[bytes]:
        if _may_upload():
            return Incoming(files_folder())  # type: ignore[return-value]
        return super()._get_file_stream(total_content_length, content_type, filename, content_length)


def allow_large() -> None:
    """Raise the limit of a request where somebody who may import sends a file of a kind that may be large."""
    kind = KINDS.get((request.view_args or {}).get("kind", ""))
    if kind is not None and _may_upload():
        request.max_content_length = kind.most_bytes + AROUND_THE_FILE


def _may_upload() -> bool:
    return request.endpoint == ENDPOINT and allowed(current_actor(), Permission.IMPORT_RUN)


def init_app(app: Flask) -> None:
    """To be called before anything that reads a form."""
    app.request_class = DeskRequest
    app.before_request(allow_large)
