"""Strangers' files made harmless: what is kept is drawn anew by a process that can do nothing else."""

import atexit
import os
import subprocess
import sys
import threading
from typing import Any, Final

from config import ROOT
from workflow import decoder, frames
from workflow.frames import Frame
from workflow.refusals import UnreadableUpload

MOST_PAGES: Final = 20
AFTER: Final = 500
"""Files after which the waiting program is started anew."""
PATIENCE: Final = decoder.PATIENCE + 10
KEPT_OF_THE_ENVIRONMENT: Final = ("SYSTEMROOT", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TZ")


def clean(kind: str, data: bytes) -> Frame:
    """The file anew, and what is told of it (``pages``). Raises UnreadableUpload."""
    return _ask({"job": "clean", "kind": kind}, data)


def pages_of(kind: str, data: bytes) -> int:
    """How many pages there are to look at. Raises UnreadableUpload."""
    return 1 if kind != "pdf" else int(_ask({"job": "count", "kind": kind}, data)[0]["pages"])


def shown(kind: str, data: bytes, *, page: int, mark: str) -> bytes:
    """One page, counted from 1, as a JPEG with ``mark`` all over it. Raises UnreadableUpload."""
    return _ask({"job": "show", "kind": kind, "page": page, "mark": mark}, data)[1]


def _ask(head: dict[str, Any], data: bytes) -> Frame:
    said, made = waiting.ask(head, data)
    if "problem" in said:
        raise UnreadableUpload(str(said["problem"]))
    return said, made


class Waiting:
    """The decoder that waits for this process: started when first asked, anew after many files or any trouble."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._owner = self._asked = 0

    def ask(self, head: dict[str, Any], data: bytes) -> Frame:
        """What the decoder says; a decoder that says nothing any more was given too much to do."""
        with self._lock:
            process = self._ready()
            alarm = threading.Timer(PATIENCE, process.kill)
            alarm.start()
            try:
                assert process.stdin is not None  # noqa: S101 - both were asked for
                assert process.stdout is not None  # noqa: S101 - the same
                frames.write(process.stdin, head, data)
                return frames.read(process.stdout)
            except (OSError, EOFError, ValueError):
                self.end()
                return decoder.TOO_HEAVY, b""
            finally:
                alarm.cancel()
                if sys.platform == "win32":  # there the program ends after one file
                    self.end()

    def end(self) -> None:
        """Let the decoder go; it ends when nobody can ask it any more."""
        process, self._process = self._process, None
        if process is None or self._owner != os.getpid():
            return
        process.kill()
        process.communicate()

    def _ready(self) -> subprocess.Popen[bytes]:
        """The waiting program, of this very process and alive."""
        process = self._process
        usable = process is not None and self._owner == os.getpid() and process.poll() is None
        if process is None or not usable or self._asked >= AFTER:
            self.end()
            self._process = process = _started()
            self._owner, self._asked = os.getpid(), 0
        self._asked += 1
        return process


def _started() -> subprocess.Popen[bytes]:
    """The program, with nothing of our environment: it needs neither the keys' places nor the database's."""
    known = {name: os.environ[name] for name in KEPT_OF_THE_ENVIRONMENT if name in os.environ}
    return subprocess.Popen(  # noqa: S603 - our own script, no shell, nothing of the file in the call
        [sys.executable, "-m", decoder.__name__],
        cwd=ROOT,
        env=known,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


waiting: Final = Waiting()
atexit.register(waiting.end)
