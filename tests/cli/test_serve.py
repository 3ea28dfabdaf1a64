"""The desk starts, answers, and ends without a trace, in processes of its own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STUB_APP = """
from flask import Flask

def create_app():
    app = Flask("stub")
    app.add_url_rule("/", view_func=lambda: "Selamat datang")
    return app
"""
STUB_START = """
import sys
import cli.ready, cli.serve
from cli.__main__ import main

cli.ready._migrate = lambda settings: None
cli.serve.prepare = lambda app, demo: "http://desk/once"
if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
"""
linux = pytest.mark.skipif(sys.platform != "linux", reason="counts processes in /proc")
Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
    return found


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start a desk whose application is a stub; whatever still runs in the end is killed."""
    (tmp_path / "desk.py").write_text(STUB_APP, encoding="utf-8")
    (tmp_path / "start.py").write_text(STUB_START, encoding="utf-8")
    ours = {
        "PYTHONPATH": str(ROOT),
        "LOKET_HOME": str(tmp_path / "home"),
        "FLASK_APP": f"{tmp_path}/desk.py:create_app",
    }
    started: list[subprocess.Popen[str]] = []

    def run(*arguments: str, **env: str) -> subprocess.Popen[str]:
        desk = subprocess.Popen(
            [sys.executable, "-P", str(tmp_path / "start.py"), *arguments],
            env=os.environ | ours | env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        started.append(desk)
        return desk

    yield run
    for desk in started:
        desk.kill()
        desk.communicate()


def answer(port: int) -> str:
    """What the desk says, as soon as it says anything."""
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as page:
                said: str = page.read().decode()
                return said
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the desk does not answer")


def processes_of(group: int) -> list[str]:
    """The live processes of a group, by their names; a dead one that nobody buried does not count."""
    alive = []
    for file in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = file.read_text(encoding="utf-8").partition(") ")
            state, _, its_group = rest.split()[:3]
            alive += [name] if int(its_group) == group and state != "Z" else []
    return alive


def are_gone(group: int) -> bool:
    """Whether every process of the group ends, within two seconds."""
    for _ in range(40):
        if not processes_of(group):
            return True
        time.sleep(0.05)
    return False


@linux
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("everyone", [False, True], ids=["the starter alone", "the whole group"])
def test_a_desk_ends_cleanly_with_its_workers(start: Start, port: int, told: signal.Signals, *, everyone: bool) -> None:
    desk = start("run", "--port", str(port))
    assert answer(port) == "Selamat datang"
    assert len(processes_of(desk.pid)) > 1
    (os.killpg if everyone else os.kill)(desk.pid, told)
    _, errors = desk.communicate(timeout=60)
    assert desk.returncode == 0
    assert errors == ""
    assert are_gone(desk.pid)


def test_the_first_start_prints_address_and_link(start: Start, port: int) -> None:
    desk = start("run", "--port", str(port))
    assert desk.stdout
    assert desk.stdout.readline() == f"Loket: http://127.0.0.1:{port}/\n"
    assert desk.stdout.readline() == "First administrator, once: http://desk/once\n"
    assert answer(port) == "Selamat datang"


@linux
def test_workers_do_not_outlive_a_starter_that_was_killed(start: Start, port: int) -> None:
    desk = start("run", "--port", str(port))
    assert answer(port) == "Selamat datang"
    desk.kill()
    desk.communicate(timeout=60)
    assert are_gone(desk.pid)


@linux
def test_a_start_that_is_called_off_ends_at_once(start: Start, port: int) -> None:
    desk = start("run", "--port", str(port))
    time.sleep(0.6)
    desk.terminate()
    desk.communicate(timeout=60)
    assert desk.returncode in {0, -signal.SIGTERM}
    assert are_gone(desk.pid)


def test_a_taken_port_is_told_in_one_line(start: Start) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        desk = start("run", "--port", str(port))
        _, errors = desk.communicate(timeout=60)
    assert desk.returncode == 2
    assert errors.count("\n") == 1
    assert f"port {port}" in errors


@pytest.mark.parametrize(
    ("arguments", "env", "named"),
    [
        (["run"], {"LOKET_LOCALE": "su"}, "LOKET_LOCALE"),
        (["run"], {"DATABASE_URL": "mysql://desk"}, "DATABASE_URL"),
        (["routes"], {"LOKET_TRUSTED_PROXIES": "x"}, "LOKET_TRUSTED_PROXIES"),
        (["run", "--port", "0"], {}, "--port"),
        (["run", "--nonsense"], {}, "--nonsense"),
        (["nonsense"], {}, "nonsense"),
    ],
)
def test_a_wrong_call_is_told_in_one_line(start: Start, arguments: list[str], env: dict[str, str], named: str) -> None:
    desk = start(*arguments, **env)
    output, errors = desk.communicate(timeout=60)
    assert (desk.returncode, output) == (2, "")
    assert errors.count("\n") == 1
    assert named in errors
