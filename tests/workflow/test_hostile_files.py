"""Files made to do harm: each is refused with its reason or made harmless, within 2 s of work and 256 MB."""

import io
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from config import ROOT
from tests.workflow.hostile_papers import papers
from tests.workflow.hostile_pictures import pictures, with_exif
from workflow import attachments, decoder, file_kinds, harmless
from workflow.refusals import UnreadableUpload

CASES = [*pictures(), *papers()]
HARM = re.compile(
    rb"CANARY|<script|/JavaScript|/JS\b|/AA\b|/OpenAction|/Launch|/URI|/EmbeddedFile|Exif\0|http://|PK\x03\x04"
)
SLACK = 0.1
"""Seconds: what the system takes to end a process whose time is over."""


@pytest.fixture
def used(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """What the decoder said that each job used."""
    told: list[dict[str, Any]] = []
    ask = harmless.waiting.ask

    def asked(head: dict[str, Any], data: bytes) -> Any:
        said, made = ask(head, data)
        told.append(said)
        return said, made

    monkeypatch.setattr(harmless.waiting, "ask", asked)
    return told


def became(name: str, data: bytes) -> tuple[str, bytes]:
    try:
        return "clean", attachments.receive(name, data).data
    except UnreadableUpload as refused:
        return refused.problem, b""


@pytest.mark.parametrize(("name", "make", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_hostile_file_does_no_harm(
    name: str, make: Callable[[], bytes], expected: str, used: list[dict[str, Any]]
) -> None:
    result, made = became(name, make())
    assert (result in expected.split("|"), bool(made)) == (True, result == "clean")
    assert not HARM.search(made)
    assert all(said["seconds"] <= decoder.SECONDS + SLACK and said["peak"] <= decoder.MEMORY for said in used)


def test_there_are_as_many_cases_as_were_promised() -> None:
    assert len(CASES) >= 60


def test_a_photo_is_turned_upright_before_it_forgets_how() -> None:
    made = Image.open(io.BytesIO(became("foto.jpg", with_exif())[1]))
    assert (made.size, dict(made.getexif())) == ((48, 64), {})


def test_one_file_after_another_finds_a_decoder_that_the_last_did_not_touch() -> None:
    heavy = next(make for what, _, make, _ in CASES if what == "a drawing of a million drawings")
    sound = next(make for what, _, make, _ in CASES if what == "in order: grey")
    assert [became("a.pdf", heavy())[0], became("b.jpg", sound())[0]] == ["too_heavy", "clean"]


def test_a_decoder_that_was_ended_is_started_anew(used: list[dict[str, Any]]) -> None:
    sound = next(make for what, _, make, _ in CASES if what == "in order: grey")
    became("a.jpg", sound())
    process = harmless.waiting._process
    assert process is not None
    process.kill()
    process.wait()
    assert became("a.jpg", sound())[0] == "clean"


OPENINGS = ("open('README.md')", "open('x', 'w')", "__import__('socket').socket()", "__import__('os').pipe()")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limits")
@pytest.mark.parametrize("opening", OPENINGS)
def test_whoever_takes_the_reader_over_opens_nothing(opening: str) -> None:
    shut = f"import socket; from workflow.limits import confine; confine(memory=1 << 28, shut=True); {opening}"
    done = subprocess.run([sys.executable, "-c", shut], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, "Too many open files" in done.stderr) == (1, True)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="only Linux tells")
def test_the_reader_knows_nothing_of_the_desks_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_CANARY", "x")
    waiting = harmless.Waiting()
    waiting.ask({"job": "count", "kind": "jpeg"}, b"")
    assert waiting._process is not None
    known = Path(f"/proc/{waiting._process.pid}/environ").read_bytes()
    waiting.end()
    assert b"LOKET" not in known


NAMES = {
    "../../etc/passwd.pdf": "passwd.pdf",
    "C:\\Windows\\system32\\ktp.pdf": "ktp.pdf",
    "..\\..\\ktp.pdf": "ktp.pdf",
    "/ktp.pdf": "ktp.pdf",
    "ktp\0.exe.pdf": "ktp.exe.pdf",
    "ktp.exe\0.pdf": "ktp.exe.pdf",
    "ktp\r\nSet-Cookie: a=b.pdf": "ktpSet-Cookie: a=b.pdf",
    "ktp\u202efdp.exe.pdf": "ktpfdp.exe.pdf",
    "\x1b[31mktp\x07.pdf": "[31mktp.pdf",
    "\u200bktp\ufeff.pdf": "ktp.pdf",
    "  ktp.pdf  ": "ktp.pdf",
    "<img src=x onerror=alert(1)>.pdf": "<img src=x onerror=alert(1)>.pdf",
    "x" * 5000 + ".pdf": "x" * 116 + ".pdf",
    "x." + "y" * 5000: "x" + "y" * 10,
}


@pytest.mark.parametrize("name", NAMES, ids=range(len(NAMES)))
def test_a_name_is_the_last_part_of_a_path_and_holds_only_what_is_seen(name: str) -> None:
    assert file_kinds.plain_name(name) == NAMES[name]
    assert len(file_kinds.plain_name(name)) <= file_kinds.LONGEST_NAME
