"""A program of its own (``python -m workflow.decoder``): decodes strangers' files, each in a process for it alone.

It waits with everything imported, and for each job makes a copy of itself that may use little memory and time, can
open nothing, sees one file and ends. So a file that takes its reader over, or down, meets no other file.
"""

import os
import sys
from collections.abc import Callable
from typing import Any, Final, NoReturn

from workflow import frames, papers, pictures
from workflow.frames import Frame
from workflow.limits import confine

MEMORY: Final = 256 * 1024 * 1024
SECONDS: Final = 2.0
PATIENCE: Final = 20.0
TOO_HEAVY: Final[dict[str, Any]] = {"problem": "too_heavy"}
FAULTS: Final[dict[type[Exception], str]] = {
    MemoryError: "too_heavy",
    pictures.TooManyPixels: "too_many_pixels",
    papers.Encrypted: "encrypted",
    papers.TooManyPages: "too_many_pages",
}


def clean(head: dict[str, Any], data: bytes) -> Frame:
    """The file anew."""
    if head["kind"] == "pdf":
        document = papers.opened(data)
        return {"pages": len(document)}, papers.rewritten(document)
    return {"pages": 1}, pictures.written(pictures.decoded(head["kind"], data), head["kind"])


def count(head: dict[str, Any], data: bytes) -> Frame:
    return {"pages": len(papers.opened(data)) if head["kind"] == "pdf" else 1}, b""


def show(head: dict[str, Any], data: bytes) -> Frame:
    """One page as a picture with its mark."""
    if head["kind"] == "pdf":
        page = papers.drawn(papers.opened(data), head["page"] - 1)
    else:
        page = pictures.decoded(head["kind"], data)
    return {}, pictures.marked(page, head["mark"])


JOBS: Final[dict[str, Callable[[dict[str, Any], bytes], Frame]]] = {"clean": clean, "count": count, "show": show}


def worked(head: dict[str, Any], data: bytes) -> Frame:
    """The job done, or which problem the file has."""
    try:
        return JOBS[head["job"]](head, data)
    except Exception as fault:  # noqa: BLE001 - whatever is wrong with it, the file is damaged
        return {"problem": FAULTS.get(type(fault), "damaged")}, b""


def alone(head: dict[str, Any], data: bytes) -> Frame:
    """The job done by a process of its own, and what that used; Windows has no such copies, there it is done here."""
    if sys.platform == "win32":
        return worked(head, data)
    mine, its = os.pipe()
    child = os.fork()
    if child == 0:
        _work_and_end(its, head, data)
    os.close(its)
    with os.fdopen(mine, "rb") as pipe:
        try:
            said, made = frames.read(pipe)
        except (EOFError, ValueError):
            said, made = TOO_HEAVY, b""
    _, status, used = os.wait4(child, 0)
    if status != 0:
        said, made = TOO_HEAVY, b""
    peak = used.ru_maxrss if sys.platform == "darwin" else used.ru_maxrss * 1024
    return {**said, "seconds": used.ru_utime + used.ru_stime, "peak": peak}, made


def _work_and_end(its: int, head: dict[str, Any], data: bytes) -> NoReturn:
    status = 1
    try:
        confine(memory=MEMORY, seconds=SECONDS, patience=PATIENCE, shut=True)
        os.close(sys.stdin.fileno())
        os.close(sys.stdout.fileno())
        with os.fdopen(its, "wb") as pipe:
            frames.write(pipe, *worked(head, data))
        status = 0
    finally:
        os._exit(status)


def rehearse() -> None:
    """Do every job once: what a library reads or imports at its first use cannot be had any more afterwards."""
    photo = pictures.example()
    page = pictures.decoded("jpeg", photo)
    sheet = papers.bound([(pictures.written(page, "jpeg"), *page.size)])
    for kind, data in (("png", pictures.written(page, "png")), ("jpeg", photo), ("pdf", sheet)):
        clean({"kind": kind}, data)
        show({"kind": kind, "page": 1, "mark": "Loket"}, data)


def main() -> None:
    rehearse()
    while True:
        try:
            head, data = frames.read(sys.stdin.buffer)
        except EOFError:
            return
        frames.write(sys.stdout.buffer, *alone(head, data))
        if sys.platform == "win32":
            return


if __name__ == "__main__":
    main()
