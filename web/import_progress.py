"""How far the work on a file has come, and the wish to stop it: two small files beside it.

They are no rows of the database, for while an import is being kept SQLite's one writer is busy.
"""

import json
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from flask import current_app

from intake.registry import Cancelled

EVERY_SECONDS: Final = 0.5
_ending = [threading.Event()]


class Stopped(Cancelled):
    """The worker ends; nobody called the import off."""


def end_with(ending: threading.Event) -> None:
    """Stop all work where it is as soon as ``ending`` is set; it is taken up again later."""
    _ending[0] = ending


def files_folder() -> Path:
    """Where files on their way in lie."""
    folder: Path = current_app.config["LOKET"].home / "import-files"
    return folder


def watch(ref: str) -> Callable[[int, int], None]:
    """What the work on ``ref`` tells its progress to; raises Cancelled where it is to stop."""
    folder, last = files_folder(), [0.0]
    wish = folder / f"{ref}.stop"

    def tell(done: int, of: int) -> None:
        now = time.monotonic()
        if now - last[0] < EVERY_SECONDS and done < of:
            return
        last[0] = now
        if _ending[0].is_set():
            raise Stopped
        if wish.exists():
            raise Cancelled
        _write(folder / f"{ref}.progress", json.dumps([done, of]))

    return tell


def percent(ref: str) -> int:
    """How much of the work on ``ref`` is done, from 0 to 100."""
    try:
        done, of = json.loads((files_folder() / f"{ref}.progress").read_text(encoding="ascii"))
        return max(0, min(100, 100 * int(done) // max(int(of), 1)))
    except (OSError, ValueError, TypeError):
        return 0


def was_begun(ref: str) -> bool:
    """Whether work on ``ref`` was begun and neither finished nor stopped."""
    return (files_folder() / f"{ref}.progress").exists()


def ask_to_stop(ref: str) -> None:
    """Wish that the work on ``ref`` stops; the worker sees it within a second."""
    folder = files_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write(folder / f"{ref}.stop", "")


def forget(ref: str) -> None:
    """Begin or end without a trace of earlier work."""
    for ending in ("progress", "stop"):
        (files_folder() / f"{ref}.{ending}").unlink(missing_ok=True)


def _write(path: Path, text: str) -> None:
    fresh = path.with_suffix(f"{path.suffix}.part")
    fresh.write_text(text, encoding="ascii")
    fresh.replace(path)
