"""The two commands of the README, on a machine that has nothing but Python."""

import subprocess
import sys
from pathlib import Path

import pytest

import manage

Calls = list[tuple[str, ...]]


def ended(command: list[str], status: int) -> subprocess.CompletedProcess[str]:
    return subprocess.CompletedProcess(command, status, "Nothing to say.", "")


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """A bare checkout in ``tmp_path``; programs are not run but noted, and succeed."""
    noted: Calls = []

    def note(command: list[str], **_: object) -> int:
        noted.append(tuple(command))
        return 0

    for name, content in (("requirements.txt", "flask"), ("requirements-dev.txt", "pytest")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    monkeypatch.setattr(manage, "ROOT", tmp_path)
    monkeypatch.setattr(manage, "VENV", tmp_path)
    monkeypatch.setattr(manage, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(subprocess, "call", note)
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ended(command, note(command)))
    monkeypatch.setattr(manage, "find_browser", lambda: "/usr/bin/chromium")
    return noted


@pytest.fixture
def ready(calls: Calls) -> Calls:
    """The same checkout with its packages installed."""
    manage.install("requirements.txt")
    manage.install("requirements-dev.txt")
    calls.clear()
    return calls


def test_packages_are_installed_by_their_hashes(calls: Calls, tmp_path: Path) -> None:
    manage.install("requirements.txt")
    (pip,) = calls
    assert pip[-3:] == ("--require-hashes", "-r", str(tmp_path / "requirements.txt"))


def test_a_second_start_installs_nothing(ready: Calls) -> None:
    manage.install("requirements.txt")
    assert ready == []


def test_changed_requirements_are_installed_again(ready: Calls, tmp_path: Path) -> None:
    (tmp_path / "requirements.txt").write_text("flask==3.1.2", encoding="utf-8")
    manage.install("requirements.txt")
    assert len(ready) == 1


def test_a_failed_installation_is_told_and_tried_again(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subprocess, "call", lambda *_, **__: 1)
    for _ in range(2):
        with pytest.raises(manage.Stop, match="network"):
            manage.install("requirements.txt")


def test_a_command_is_passed_on_as_it_was_typed(ready: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ["import", "complaints", "rekap ku.xlsx"]
    monkeypatch.setattr(manage, "become", lambda command, _env: int(command[-3:] == typed))
    assert manage.main(typed) == 1


def test_an_empty_call_shows_the_commands(capfd: pytest.CaptureFixture[str]) -> None:
    assert manage.main([]) == 2
    told = capfd.readouterr()
    assert told.out == ""
    assert "manage.py run" in told.err


def test_an_old_python_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(manage, "OLDEST", (4, 0))
    assert manage.main(["run"]) == 2
    assert capfd.readouterr().err.count("\n") == 1


def test_the_starter_says_what_is_wrong_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "manage.py").write_bytes((manage.ROOT / "manage.py").read_bytes())
    (tmp_path / "requirements.txt").write_text("", encoding="utf-8")
    (tmp_path / ".venv").write_text("not a directory", encoding="utf-8")
    started = subprocess.run([sys.executable, tmp_path / "manage.py", "run"], capture_output=True, check=False)
    assert started.returncode == 2
    assert b"Traceback" not in started.stderr


def test_a_full_run_lints_first_and_looks_at_types_beside_the_tests(ready: Calls) -> None:
    assert manage.test([]) == 0
    assert [call[2] for call in ready[:2]] == ["ruff", "ruff"]
    assert {call[2] for call in ready[2:]} == {"mypy", "pytest"}


def test_named_tests_are_run_without_lint(ready: Calls, tmp_path: Path) -> None:
    (tmp_path / "test_x.py").touch()
    manage.test(["test_x.py::test_y", "-x"])
    assert [call[2] for call in ready] == ["pytest"]
    assert ready[0][-2:] == ("test_x.py::test_y", "-x")


@pytest.mark.parametrize(
    ("failing", "status"),
    [((), 0), (("mypy",), 1), (("ruff",), 1), (("pytest",), 1), (("ruff", "pytest"), 1)],
)
def test_the_exit_status_is_the_truth(
    ready: Calls, monkeypatch: pytest.MonkeyPatch, failing: tuple[str, ...], status: int
) -> None:
    monkeypatch.setattr(subprocess, "call", lambda command, **_: int(command[2] in failing))
    monkeypatch.setattr(subprocess, "run", lambda command, **_: ended(command, int(command[2] in failing)))
    assert manage.test([]) == status


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [([], True), (["-x", "-k", "nik"], True), (["--pdb"], False), (["-n", "0"], False), (["--co"], False)],
)
def test_tests_use_every_cpu_unless_told_otherwise(arguments: list[str], *, spread: bool) -> None:
    assert bool(manage.spread(arguments)) is spread


def test_no_setting_of_a_real_desk_reaches_the_tests(ready: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_HOME", "/srv/loket")
    monkeypatch.setenv("DATABASE_URL", "postgresql://desk")
    env = manage.test_environment()
    assert {"LOKET_HOME", "DATABASE_URL"}.isdisjoint(env)
    assert env["LOKET_BROWSER"] == "/usr/bin/chromium"


@pytest.mark.parametrize(("ci", "fails"), [("true", True), ("", False)])
def test_a_missing_browser_fails_in_ci_only(
    ready: Calls, monkeypatch: pytest.MonkeyPatch, ci: str, *, fails: bool
) -> None:
    monkeypatch.setenv("CI", ci)
    monkeypatch.setattr(manage, "find_browser", lambda: None)
    if fails:
        with pytest.raises(manage.Stop, match="LOKET_BROWSER"):
            manage.test_environment()
    else:
        assert "LOKET_BROWSER" not in manage.test_environment()


@pytest.mark.parametrize(
    ("debian", "root", "last"),
    [
        (True, True, ("apt-get", "chromium")),
        (True, False, (sys.executable, "chromium")),
        (False, True, (sys.executable, "chromium")),
    ],
)
def test_a_browser_is_fetched_where_there_is_none(
    ready: Calls, monkeypatch: pytest.MonkeyPatch, last: tuple[str, str], *, debian: bool, root: bool
) -> None:
    monkeypatch.setattr(manage, "is_debian", lambda: debian)
    monkeypatch.setattr(manage, "is_root", lambda: root)
    assert manage.fetch_browser() == "/usr/bin/chromium"
    assert (ready[-1][0], ready[-1][-1]) == last


def test_a_wrong_browser_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOKET_BROWSER", "/nowhere/chrome")
    with pytest.raises(manage.Stop, match="LOKET_BROWSER: /nowhere/chrome"):
        manage.find_browser()
