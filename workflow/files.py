"""The store of attachments: sealed bytes under the hash of what lies on the disk, never overwritten.

A file is on the disk and synced before its row is committed, so a row without its file cannot be; a file whose
row was rolled back is an orphan that holds nothing readable and is removed at once.
"""

import hashlib
import os
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

_home: Path | None = None


class NoStore(RuntimeError):
    """The process asked for the store before ``keep_in``."""


def keep_in(home: Path, sessions: Any) -> None:
    """Keep attachments under ``home``, from the start of the process; ``sessions`` are watched for rollbacks."""
    global _home  # noqa: PLW0603 - one process, one store
    _home = home
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not event.contains(sessions, "after_soft_rollback", _remove_orphans):
        event.listen(sessions, "after_soft_rollback", _remove_orphans)
        event.listen(sessions, "after_commit", _forget)


def path_of(blob: str) -> Path:
    """Where the sealed bytes called ``blob`` lie."""
    if _home is None:
        raise NoStore
    return _home / blob[:2] / blob


def put(sealed: bytes, session: Session) -> str:
    """Write sealed bytes durably and return their name; they vanish again if ``session`` is rolled back."""
    blob = hashlib.sha256(sealed).hexdigest()
    path = path_of(blob)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    session.info.setdefault("new_files", []).append(path)
    with os.fdopen(handle, "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return blob


def get(blob: str) -> bytes:
    """The sealed bytes called ``blob``. Raises FileNotFoundError."""
    return path_of(blob).read_bytes()


def _forget(session: Session) -> None:
    session.info.pop("new_files", None)


def _remove_orphans(session: Session, _previous: object) -> None:
    for path in session.info.pop("new_files", []):
        path.unlink(missing_ok=True)
