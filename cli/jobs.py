"""The worker beside the web: one process that does the long work, one piece after another, until it is told to end."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import resource_tracker
from pathlib import Path
from typing import IO, Any, Final

from flask import Flask

from cli.ready import load_app

ENDS_WITHIN_SECONDS: Final = 8
LOOKS_EVERY_SECONDS: Final = 0.5
LOOKS_AT_ROWS_EVERY: Final = 6
LOOKS_AT_DEADLINES_EVERY: Final = 5.0
TIDIES_EVERY: Final = 7200  # an hour of looks
PAUSE_AFTER_A_CRASH: Final = 2.0
TOLD: Final = (signal.SIGINT, signal.SIGTERM)


class Keeper:
    """Keeps a worker alive while the desk runs: one that dies is replaced, and its work is taken up again.

    ``is_told`` says whether the desk was told to end; the worker then ends along with the web, not after it.
    """

    def __init__(self, is_told: Callable[[], bool] = lambda: False) -> None:
        self._is_told = is_told
        self._ending = threading.Event()
        self._process: Any = None
        self._thread = threading.Thread(target=self._keep, daemon=True, name="jobs")

    def start(self) -> None:
        self._thread.start()

    def end(self) -> None:
        """Tell the worker to end, and see that it does."""
        self._ending.set()
        self._thread.join(ENDS_WITHIN_SECONDS)
        if self._process is not None and self._process.is_alive():
            self._process.kill()
            self._process.join(1)

    def _keep(self) -> None:
        if sys.platform != "win32":
            # The worker begins with this mask: a Ctrl-C that comes before it listens waits until it does. The tracker
            # of multiprocessing undoes it where it is only started with the worker, so it is started before.
            resource_tracker.ensure_running()
            signal.pthread_sigmask(signal.SIG_BLOCK, TOLD)
        while not self._ending.is_set():
            self._process = multiprocessing.get_context("spawn").Process(target=begin, name="jobs")
            self._process.start()
            while self._process.is_alive():
                self._process.join(LOOKS_EVERY_SECONDS)
                if self._is_told() or self._ending.is_set():
                    self._ending.set()
                    self._process.terminate()
                    self._process.join()
            if self._process.exitcode == 0:
                return
            self._ending.wait(PAUSE_AFTER_A_CRASH)


def begin() -> None:
    """The life of the worker."""
    ending = threading.Event()
    _end_when_told(ending)
    app = load_app()
    if "loket_carrier" in app.extensions:
        work_until(app, ending)


def _end_when_told(ending: threading.Event) -> None:
    def end(_signal: int, _frame: object) -> None:
        for again in TOLD:
            signal.signal(again, signal.SIG_IGN)  # a second one would kill it while it ends
        ending.set()

    for told in TOLD:
        signal.signal(told, end)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, TOLD)
    threading.Thread(target=_end_with_the_starter, args=(ending,), daemon=True, name="starter").start()


def _end_with_the_starter(ending: threading.Event) -> None:
    starter = multiprocessing.parent_process()
    if starter is not None:
        starter.join()
        ending.set()
        threading.Event().wait(ENDS_WITHIN_SECONDS)
        os._exit(1)


def work_until(app: Flask, ending: threading.Event) -> None:
    """Do what is ordered until ``ending`` is set; the work under way stops then, and is taken up again later."""
    from web import import_orders, import_progress, tidying  # noqa: PLC0415 -- its tables load with the application

    import_progress.end_with(ending)
    lock = _only_worker(app.config["LOKET"].home / "worker.lock", ending)
    if lock is None:
        return
    with lock, app.app_context(), _deadlines_watched(app, ending):
        import_orders.take_up_again()
        carrier, turns = app.extensions["loket_carrier"], 0
        while not ending.is_set():
            if carrier.take():
                continue
            for what, ref in import_orders.left_to_do() if turns % LOOKS_AT_ROWS_EVERY == 0 else ():
                carrier.work(what, ref)
            if turns % TIDIES_EVERY == 0:
                tidying.tidy()
            import_orders.rest()
            turns += 1
            ending.wait(LOOKS_EVERY_SECONDS)


@contextmanager
def _deadlines_watched(app: Flask, ending: threading.Event) -> Iterator[None]:
    """Look at the deadlines beside the work, for an import of a province would keep them waiting."""
    watcher = threading.Thread(target=_watch_deadlines, args=(app, ending), daemon=True, name="deadlines")
    watcher.start()
    try:
        yield
    finally:
        watcher.join(ENDS_WITHIN_SECONDS / 2)


def _watch_deadlines(app: Flask, ending: threading.Event) -> None:
    from web import deadline_work  # noqa: PLC0415 -- its tables load with the application

    with app.app_context():
        while not ending.is_set():
            deadline_work.look(ending.is_set)
            ending.wait(LOOKS_AT_DEADLINES_EVERY)


def _only_worker(path: Path, ending: threading.Event) -> IO[str] | None:
    """The lock of the one worker of this home, kept while its file is open; None where told to end before."""
    file = path.open("w", encoding="ascii")
    try:
        import fcntl  # noqa: PLC0415 - not there on Windows
    except ImportError:
        return file
    while not ending.is_set():
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            ending.wait(LOOKS_EVERY_SECONDS)
        else:
            return file
    file.close()
    return None
