"""Starts Loket from a bare Python 3.11+: makes .venv, installs the pinned packages, then runs.

  python3 manage.py run [--host H] [--port P] [--demo]   the desk, on http://127.0.0.1:8080
  python3 manage.py test [pytest arguments]              lint, types and every test
  python3 manage.py COMMAND ...                          any other command; --help lists them

Exit status: 0 done, 1 found something wrong, 2 the call itself was wrong.
"""

from __future__ import annotations  # so that an older Python reads this far and is told what is missing

import hashlib
import os
import shutil
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
OLDEST = (3, 11)
PIP = (str(PYTHON), "-m", "pip", "install", "-qq", "--disable-pip-version-check", "--no-input")

LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
)
TYPES = ("mypy", ".")
ONE_PROCESS = ("--pdb", "--trace", "--co", "--collect-only")
BROWSER_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROWSER_PLACES = {
    "darwin": (
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
        "/Applications/Chromium.app/Contents/MacOS/Chromium",
        "~/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ),
    "win32": (
        "$PROGRAMFILES/Google/Chrome/Application/chrome.exe",
        "${PROGRAMFILES(X86)}/Google/Chrome/Application/chrome.exe",
        "$LOCALAPPDATA/Google/Chrome/Application/chrome.exe",
        "$LOCALAPPDATA/Chromium/Application/chrome.exe",
    ),
}
PLAYWRIGHTS_OWN = (
    "from playwright.sync_api import sync_playwright as p\nwith p() as q: print(q.chromium.executable_path)"
)


class Stop(Exception):
    """The start cannot go on; its text says why and what to do."""


def main(arguments: list[str]) -> int:
    """Make the packages ready, then do what ``arguments`` ask; the exit status."""
    if sys.version_info < OLDEST:
        return complain("Loket needs Python 3.11 or newer; this is " + sys.version.split()[0])
    if not arguments:
        return complain((__doc__ or "").strip())
    try:
        install("requirements.txt")
        if arguments[0] == "test":
            return test(arguments[1:])
        return become([str(PYTHON), "-P", "-m", "cli", *arguments], environment())
    except Stop as reason:
        return complain(str(reason))


def complain(text: str) -> int:
    print(text, file=sys.stderr)
    return 2


def environment() -> dict[str, str]:
    """Ours, with the code importable from any directory and UTF-8 spoken on every system."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return {**os.environ, "PYTHONPATH": path, "PYTHONUTF8": "1"}


def become(command: list[str], env: dict[str, str]) -> int:
    """Turn into ``command``, so that signals reach it; Windows cannot, and waits for it instead."""
    if not WINDOWS:
        os.execve(command[0], command, env)  # noqa: S606 -- no shell is wanted
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, env=env)


# Packages


def install(file: str) -> None:
    """Install the pinned packages of ``file``, or do nothing where their stamp says it was done."""
    stamp = VENV / (Path(file).stem + ".stamp")
    wanted = hashlib.sha256((ROOT / file).read_bytes()).hexdigest()
    if PYTHON.exists() and stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    if not PYTHON.exists():
        say("Making .venv ...")
        make_venv()
    say(f"Installing the packages of {file}; the first time takes a minute or two ...")
    if quietly(*PIP, "--require-hashes", "-r", str(ROOT / file)) != 0:
        raise Stop("The packages could not be installed; pip says why above. Is the network there?")
    stamp.write_text(wanted, encoding="ascii")


def make_venv() -> None:
    """Debian keeps venv in a package of its own, which root can fetch."""
    try:
        import ensurepip  # noqa: F401, PLC0415 -- asked only whether it is there
    except ImportError:
        if not (is_debian() and is_root() and apt_install("python3-venv")):
            raise Stop("This Python lacks venv; on Debian and Ubuntu: apt install python3-venv") from None
    if quietly(sys.executable, "-m", "venv", "--clear", str(VENV)) != 0:
        raise Stop(f"Could not make {VENV}; Python says why above.")


def say(text: str) -> None:
    """A word to the person waiting; stdout belongs to the command."""
    print(text, file=sys.stderr, flush=True)


def quietly(*command: str) -> int:
    return subprocess.call(command, stdout=sys.stderr, env=environment())


# Tests


def test(arguments: list[str]) -> int:
    """Lint, types and tests; all of them run, and one that fails makes the status 1.

    Types are looked at beside the tests, and what was found is told after them.
    """
    install("requirements-dev.txt")
    env = test_environment()
    names_tests = any((ROOT / word.split("::")[0]).exists() for word in arguments if word[:1] != "-")
    failed: list[tuple[str, ...]] = [] if names_tests else [step for step in LINTERS if not passes(step, env)]
    for step in failed:
        say(f"FAILED: {' '.join(step)} (the tests run all the same)")
    with ThreadPoolExecutor(1) as beside:
        types = None if names_tests else beside.submit(listen, TYPES, env)
        status = subprocess.call([*module("pytest"), *spread(arguments), *arguments], cwd=ROOT, env=env)
    if types and not tell(TYPES, *types.result()):
        failed.append(TYPES)
    return status or int(bool(failed))


def listen(step: tuple[str, ...], env: dict[str, str]) -> tuple[int, str]:
    """The exit status of ``step`` and what it has to say, kept for later."""
    command = [*module(step[0]), *step[1:]]
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, encoding="utf-8", check=False)
    return done.returncode, done.stdout + done.stderr


def tell(step: tuple[str, ...], status: int, words: str) -> bool:
    """Say what ``step`` had to say; whether it found nothing wrong."""
    say(f"{' '.join(step)}: {words.strip()}")
    if status:
        say(f"FAILED: {' '.join(step)}")
    return status == 0


def module(name: str) -> list[str]:
    return [str(PYTHON), "-m", name]


def passes(step: tuple[str, ...], env: dict[str, str]) -> bool:
    return subprocess.call([*module(step[0]), *step[1:]], cwd=ROOT, env=env) == 0


def spread(arguments: list[str]) -> list[str]:
    """One test process a CPU, unless the caller decides it or wants to look inside."""
    if any(word in ONE_PROCESS or word.startswith(("-n", "--numprocesses")) for word in arguments):
        return []
    return ["-n", str(os.cpu_count() or 1), "--dist", "loadgroup"]


def test_environment() -> dict[str, str]:
    """No setting of a real desk reaches the tests; the browser's path does."""
    ours = {name: value for name, value in environment().items() if not name.startswith("LOKET_")}
    ours.pop("DATABASE_URL", None)
    browser = find_browser() or fetch_browser()
    if browser:
        ours["LOKET_BROWSER"] = browser
    elif os.environ.get("CI") == "true":
        raise Stop("No Chromium or Chrome, and none could be installed; set LOKET_BROWSER to its path.")
    else:
        say("No Chromium or Chrome found: the browser tests are left out.")
    return ours


def find_browser() -> str | None:
    """The path of an installed Chromium or Chrome; LOKET_BROWSER comes first."""
    named = os.environ.get("LOKET_BROWSER")
    if named and not shutil.which(named):
        raise Stop(f"LOKET_BROWSER: {named} cannot be run")
    if named:
        return shutil.which(named)
    places = [os.path.expandvars(Path(place).expanduser()) for place in BROWSER_PLACES.get(sys.platform, ())]
    found = (shutil.which(name) for name in (*BROWSER_NAMES, *places))
    return next(filter(None, found), None) or playwrights_own()


def playwrights_own() -> str | None:
    asked = subprocess.run([str(PYTHON), "-c", PLAYWRIGHTS_OWN], capture_output=True, text=True, check=False)
    return shutil.which(asked.stdout.strip())


def fetch_browser() -> str | None:
    """Debian's Chromium for root, Playwright's own for everyone else."""
    say("Installing Chromium for the browser tests ...")
    if is_debian() and is_root():
        apt_install("chromium")
    else:
        with_libraries = ["--with-deps"] if is_root() else []
        quietly(*module("playwright"), "install", *with_libraries, "chromium")
    return find_browser()


def is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def is_debian() -> bool:
    """Debian itself: Ubuntu's chromium package is an empty door to a snap."""
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text(encoding="utf-8").splitlines()


def apt_install(package: str) -> bool:
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    quietly("apt-get", "update", "-qq")
    return quietly("apt-get", "install", "-y", "-qq", "--no-install-recommends", package) == 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
