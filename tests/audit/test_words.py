"""Every action the desk writes down has words of its own on the audit page."""

import ast
from collections.abc import Iterator
from pathlib import Path

from web.event_words import DOINGS

ROOT = Path(__file__).parents[2]
ROOMS = ("workflow", "web", "admin_views", "intake", "registry", "exports", "cli", "audit")
WRITERS = ("acting", "note_event")


def written_actions() -> Iterator[str]:
    for room in ROOMS:
        for file in (ROOT / room).rglob("*.py"):
            for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(call, ast.Call) and getattr(call.func, "id", "") in WRITERS and len(call.args) > 1:
                    yield from (str(text.value) for text in call.args[1:2] if isinstance(text, ast.Constant))


def test_every_action_has_words() -> None:
    assert {*written_actions()} - set(DOINGS) == set()
