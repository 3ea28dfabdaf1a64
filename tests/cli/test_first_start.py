"""A desk of its own from an empty folder: the real application, started, asked, ended and started again."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CLI = [sys.executable, "-P", "-m", "cli"]


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return os.environ | {"PYTHONPATH": str(ROOT), "LOKET_HOME": str(tmp_path / "home")}


@contextmanager
def desk(env: dict[str, str], *options: str) -> Iterator[tuple[int, list[str]]]:
    """A running desk: its port, and the lines it printed when it first answered."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = subprocess.Popen([*CLI, "run", "--port", str(port), *options], env=env, stdout=subprocess.PIPE, text=True)
    assert running.stdout
    try:
        yield port, [next(running.stdout), next(running.stdout)]
    finally:
        running.terminate()
        running.communicate(timeout=60)
    assert running.returncode == 0


def asked(port: int, path: str) -> tuple[int, str]:
    """The status of a page and where it sends on to."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path)
    answer = connection.getresponse()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def test_an_empty_folder_becomes_a_desk(env: dict[str, str]) -> None:
    with desk(env) as (port, told):
        assert told[0] == f"Loket: http://127.0.0.1:{port}/\n"
        assert asked(port, "/healthz")[0] == asked(port, "/readyz")[0] == 200
        assert asked(port, "/admin/")[0] == 302
        link = told[1].split()[-1].removeprefix(f"http://127.0.0.1:{port}")
        assert asked(port, link)[0] == 200
    made = sorted(file.name for file in Path(env["LOKET_HOME"]).glob("*.key"))
    assert made == ["index.key", "log.key", "master.key", "secret.key"]


def test_a_command_makes_the_desk_it_needs(env: dict[str, str]) -> None:
    """The later ones meet what the first has made; they share its process, which takes long to begin."""
    program = "import sys; from cli.__main__ import main; sys.exit(max(main(one.split()) for one in sys.argv[1:]))"
    commands = ["users list", "audit verify", "audit replay"]
    done = subprocess.run(
        [sys.executable, "-P", "-c", program, *commands], env=env, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stderr


def test_a_database_that_does_not_answer_is_told_in_one_line(env: dict[str, str]) -> None:
    env["DATABASE_URL"] = "postgresql://desk:geheim@127.0.0.1:1/loket"
    done = subprocess.run([*CLI, "users", "list"], env=env, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1)
    assert done.stderr.startswith("DATABASE_URL")
    assert "geheim" not in done.stderr
