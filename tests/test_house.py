"""The rules of the house that no linter knows: who imports whom, how long things grow, what nobody writes."""

import ast
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

# Highest first; a room imports from rooms below it and from itself, never from its neighbours.
ROOMS = (
    {"app"},
    {"admin_views", "api", "public", "cli"},
    {"web"},
    {"exports", "intake"},
    {"workflow"},
    {"registry", "audit"},
    {"access"},
    {"models"},
    {"privacy"},
    {"identity"},
    {"config"},
)
FLOOR = {room: len(ROOMS) - height for height, rooms in enumerate(ROOMS) for room in rooms}
OUTSIDE = {"manage", "tests", "bench", "migrations"}  # they start, try and measure the house
FLOOR_OF = FLOOR | dict.fromkeys(OUTSIDE, len(ROOMS) + 1)
RULES_OF_THE_DESK = FLOOR.keys() - {"app", "admin_views", "api", "public", "cli", "web"}
OF_THE_REQUEST = {"current_user", "request", "session", "g", "current_app"}

LONGEST_FILE = 300
LONGEST_FUNCTION = 45

# (rule, file or folder): why this one may. A reason that is no longer needed fails the last test.
MIGRATED = "A migration tells its whole story once and is never edited."
EXCEPTIONS: dict[tuple[str, str], str] = {
    ("own_clock", "models/clock.py"): "This is the one clock.",
    ("status_written", "workflow/refusals.py"): "A refusal carries the status it met as a fact.",
    ("sleeper", "intake/registry_parts.py"): "A pause between two parts of an import lets the desk's writers in.",
    ("long_file", "migrations/versions/"): MIGRATED,
    ("long_function", "migrations/versions/"): MIGRATED,
}

Rule = Callable[[str, ast.Module], Iterator[int]]
pytestmark = pytest.mark.xdist_group("house")  # its files are read once


def upward_import(path: str, tree: ast.Module) -> Iterator[int]:
    """Lines that import a room which is not below the file's own."""
    room = room_of(path)
    for node in nodes(tree):
        for imported in imported_modules(node):
            top = room_of(imported.replace(".", "/"))
            if room in FLOOR and top != room and FLOOR_OF.get(top, 0) >= FLOOR[room]:
                yield node.lineno  # type: ignore[attr-defined]  # an import has a line


def request_in_a_rule(path: str, tree: ast.Module) -> Iterator[int]:
    """Lines by which a rule would learn who is asking from anything but its arguments."""
    if room_of(path) not in RULES_OF_THE_DESK:
        return
    for node in nodes(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("flask"):
            yield from (node.lineno for name in node.names if name.name in OF_THE_REQUEST)
        if isinstance(node, ast.Import):
            yield from (node.lineno for name in node.names if name.name == "flask")


def long_function(_path: str, tree: ast.Module) -> Iterator[int]:
    for node in nodes(tree):
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= LONGEST_FUNCTION:
            yield node.lineno


def long_file(path: str, _tree: ast.Module) -> Iterator[int]:
    length = len((ROOT / path).read_text(encoding="utf-8").splitlines())
    if length > LONGEST_FILE:
        yield length


def unsafe_markup(_path: str, tree: ast.Module) -> Iterator[int]:
    """Markup of anything but literal text: its ``format`` escapes, an f-string does not."""
    for node in nodes(tree):
        if isinstance(node, ast.Call) and name_of(node.func) == "Markup":
            yield from (node.lineno for text in node.args if not isinstance(text, ast.Constant))


def status_written(path: str, tree: ast.Module) -> Iterator[int]:
    """Every line that assigns a status, outside the tests that show it is refused."""
    if room_of(path) == "tests":
        return
    for node in nodes(tree):
        if isinstance(node, ast.Attribute) and node.attr == "status" and isinstance(node.ctx, ast.Store):
            yield node.lineno
        if isinstance(node, ast.Call) and name_of(node.func) == "setattr":
            yield from (node.lineno for word in node.args if is_text(word, "status"))


def own_clock(path: str, tree: ast.Module) -> Iterator[int]:
    """Time asked of the machine: there is one clock, and a test can set it."""
    if room_of(path) in {"manage", "bench"}:
        return
    for node in nodes(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        asked = (name_of(node.func.value), node.func.attr)
        if asked in {("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today"), ("date", "today")}:
            yield node.lineno


def sleeper(path: str, tree: ast.Module) -> Iterator[int]:
    if room_of(path) == "tests":
        return
    for node in nodes(tree):
        if isinstance(node, ast.Attribute) and (name_of(node.value), node.attr) == ("time", "sleep"):
            yield node.lineno
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (node.lineno for name in node.names if name.name == "sleep")


def no_sentence(_path: str, tree: ast.Module) -> Iterator[int]:
    """A module that does not begin with one sentence saying what it is for."""
    first = (ast.get_docstring(tree) or "").split("\n\n")[0].strip()
    if tree.body and not first.endswith("."):
        yield 1


RULES: tuple[Rule, ...] = (
    upward_import,
    request_in_a_rule,
    long_function,
    long_file,
    unsafe_markup,
    own_clock,
    sleeper,
    no_sentence,
)
TEMPLATE_RULES = {
    "unescaped": r"\|\s*safe\b|autoescape\s+false",
    "inline_handler": r"<[^>]*\son[a-z]+\s*=",
    "inline_style": r"<[^>]*\sstyle\s*=|<style(?![^>]*\bnonce=)",
    "inline_script": r"<script(?![^>]*\b(?:src|nonce)=)|javascript:",
    "foreign_address": r"\b(?:src|href|srcset|action|data)\s*=\s*[\"']?\s*(?:https?:)?//",
}


def room_of(path: str) -> str:
    return path.partition("/")[0].removesuffix(".py")


def imported_modules(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield node.module or ""


def name_of(node: ast.expr) -> str:
    """The last word of a dotted name."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def is_text(node: ast.expr, text: str) -> bool:
    return isinstance(node, ast.Constant) and node.value == text


@cache
def nodes(tree: ast.Module) -> tuple[ast.AST, ...]:
    """Every node of a tree; many rules go over it."""
    return tuple(ast.walk(tree))


@cache
def modules() -> dict[str, ast.Module]:
    """Every Python file of the house, as its tree."""
    files = [
        *ROOT.glob("*.py"),
        *(file for room in {*FLOOR, *OUTSIDE} for file in (ROOT / room).rglob("*.py")),
    ]
    paths = {file.relative_to(ROOT).as_posix(): file for file in files}
    return {path: ast.parse(file.read_text(encoding="utf-8")) for path, file in sorted(paths.items())}


def breaches(rule: Rule) -> list[str]:
    found = ((path, line) for path, tree in modules().items() for line in rule(path, tree))
    return [f"{path}:{line}" for path, line in found if not is_exception(rule.__name__, path)]


def is_exception(rule: str, path: str) -> bool:
    return any(rule == excepted and path.startswith(place) for excepted, place in EXCEPTIONS)


def template_breaches(pattern: str, rule: str) -> list[str]:
    return [
        f"{path}:{text.count(chr(10), 0, match.start()) + 1}"
        for path, text in templates().items()
        if not is_exception(rule, path)
        for match in re.finditer(pattern, text, re.IGNORECASE)
    ]


@cache
def templates() -> dict[str, str]:
    files = sorted((ROOT / "templates").rglob("*.html"))
    return {file.relative_to(ROOT).as_posix(): file.read_text(encoding="utf-8") for file in files}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule) -> None:
    assert breaches(rule) == []


@pytest.mark.parametrize("rule", TEMPLATE_RULES)
def test_templates_keep_their_rules(rule: str) -> None:
    assert template_breaches(TEMPLATE_RULES[rule], rule) == []


def test_a_status_is_written_in_one_line_of_one_function() -> None:
    written = breaches(status_written)
    assert [place.split(":")[0] for place in written] == ["workflow/moves.py"], written


def test_every_package_is_a_room_of_the_house() -> None:
    packages = {file.parent.name for file in ROOT.glob("*/__init__.py")} | {file.stem for file in ROOT.glob("*.py")}
    assert packages <= FLOOR.keys() | OUTSIDE


def test_no_page_or_script_outgrows_its_readers() -> None:
    files = [*ROOT.glob("templates/**/*.html"), *ROOT.glob("static/**/*.js")]
    lengths = {file.name: len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: length for name, length in lengths.items() if length > LONGEST_FILE} == {}


def test_the_starter_needs_nothing_but_python() -> None:
    imported = {name.split(".")[0] for node in ast.walk(modules()["manage.py"]) for name in imported_modules(node)}
    assert imported <= sys.stdlib_module_names


def test_no_exception_outlives_its_reason() -> None:
    rules = {rule.__name__: rule for rule in (*RULES, status_written)}
    for (name, place), reason in EXCEPTIONS.items():
        assert reason.endswith(".")
        pages = [text for path, text in templates().items() if path.startswith(place)]
        needed = any(re.search(TEMPLATE_RULES[name], text, re.IGNORECASE) for text in pages)
        trees = [(path, tree) for path, tree in modules().items() if path.startswith(place)]
        needed |= any(line for path, tree in trees for line in rules[name](path, tree))
        assert needed, f"{name} no longer needs {place}"


@pytest.mark.parametrize(
    ("rule", "path", "code"),
    [
        (upward_import, "identity/nik.py", "from models.ticket import Ticket"),
        (upward_import, "models/ticket.py", "import workflow.moves"),
        (upward_import, "registry/find.py", "from audit.context import acting"),
        (upward_import, "workflow/moves.py", "def f():\n    from web.saved import saved"),
        (request_in_a_rule, "workflow/moves.py", "from flask import current_app"),
        (request_in_a_rule, "access/policy.py", "from flask_login import current_user"),
        (request_in_a_rule, "audit/context.py", "import flask"),
        (long_function, "web/x.py", "def f():\n" + "    pass\n" * LONGEST_FUNCTION),
        (unsafe_markup, "web/x.py", "Markup(f'<b>{name}</b>')"),
        (unsafe_markup, "web/x.py", "markupsafe.Markup('<b>' + name)"),
        (status_written, "admin_views/x.py", "ticket.status = 'closed'"),
        (status_written, "admin_views/x.py", "a, ticket.status = 1, 'closed'"),
        (status_written, "admin_views/x.py", "setattr(ticket, 'status', 'closed')"),
        (own_clock, "workflow/x.py", "datetime.datetime.now(UTC)"),
        (own_clock, "workflow/x.py", "date.today()"),
        (sleeper, "web/x.py", "time.sleep(1)"),
        (sleeper, "web/x.py", "from time import sleep"),
        (no_sentence, "web/x.py", "import os"),
        (no_sentence, "web/x.py", "'''Things'''"),
    ],
)
def test_the_referee_sees_the_foul(rule: Rule, path: str, code: str) -> None:
    assert list(rule(path, ast.parse(code)))


@pytest.mark.parametrize(
    ("rule", "html"),
    [
        ("unescaped", "{{ name | safe }}"),
        ("inline_handler", '<a href="#" onclick="go()">'),
        ("inline_style", '<p style="color:red">'),
        ("inline_style", "<style>p{}</style>"),
        ("inline_script", "<script>go()</script>"),
        ("inline_script", '<a href="javascript:go()">'),
        ("foreign_address", '<script src="https://cdn.example/x.js" nonce="1">'),
        ("foreign_address", "<img src=//cdn.example/x.png>"),
    ],
)
def test_the_referee_reads_templates(rule: str, html: str) -> None:
    assert re.search(TEMPLATE_RULES[rule], html, re.IGNORECASE)
