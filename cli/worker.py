"""What a worker process begins with: one ear for signals, and the application."""

import multiprocessing
import os
import signal
import sys
import threading

from flask import Flask

from cli.ready import load_app


def begin() -> Flask:
    """Called by the server in each worker; the application it serves."""
    if sys.platform != "win32":
        hear_one_signal()  # before any other thread starts, for each begins with what is blocked here
    threading.Thread(target=_end_with_the_starter, daemon=True, name="starter").start()
    return load_app()


def _end_with_the_starter() -> None:
    """A starter that was killed tells nobody; its workers would keep the port."""
    starter = multiprocessing.parent_process()
    if starter is not None:
        starter.join()
        os._exit(1)


def hear_one_signal() -> None:
    """Let the first signal end this worker and no second one reach it.

    Ctrl-C and systemd tell the whole group, and then the starter tells each worker again: granian's worker hangs on
    two signals that come close together. So a thread takes the first, and the rest stay blocked.
    """
    told = {signal.SIGINT, signal.SIGTERM}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)
    threading.Thread(target=_pass_on_the_first, args=(told,), daemon=True, name="signals").start()


def _pass_on_the_first(told: set[signal.Signals]) -> None:
    signal.sigwait(told)
    end = signal.getsignal(signal.SIGTERM)
    if callable(end):
        end(signal.SIGTERM, None)
    else:
        os._exit(0)  # the application is still loading: nothing has begun that could be left half done
