"""The README promises only what is there."""

import re
from pathlib import Path

import click
import pytest
from flask import Flask

import config
from cli import commands
from models import Role
from tests.test_house import FLOOR

README = (Path(__file__).resolve().parent.parent / "README.md").read_text(encoding="utf-8")
CALLS = sorted(set(re.findall(r"^python3 manage\.py ([^#\n]+)", README, re.MULTILINE)))


def first_words_of(heading: str) -> list[str]:
    """The first cells of the table under ``heading``."""
    section = README.split(f"## {heading}\n")[1].split("\n## ")[0]
    return [row.split("|")[1].strip() for row in section.splitlines() if row.startswith("|")][2:]


@pytest.mark.parametrize("call", [call for call in CALLS if call.split()[0] not in {"run", "test"}])
def test_every_command_of_the_readme_exists(call: str) -> None:
    desk = Flask("desk")
    commands.init_app(desk)
    first, second, *_ = call.split()
    command = desk.cli.commands[first]
    known = command.commands if isinstance(command, click.Group) else [o for p in command.params for o in p.opts]
    assert second in known


def test_every_role_is_described() -> None:
    roles = [row.split()[0] for row in first_words_of("Who does what")]
    assert roles == [role.value for role in Role if role not in {Role.SYSTEM, Role.STRANGER}]


def test_every_room_is_described() -> None:
    rooms = {room for row in first_words_of("The rooms") for room in re.findall(r"`(\w+)`", row)}
    root = Path(config.__file__).parent
    assert rooms == {room for room in FLOOR if (root / room).is_dir() or (root / f"{room}.py").is_file()}


def test_every_setting_is_described() -> None:
    source = Path(config.__file__).read_text(encoding="utf-8")
    read = set(re.findall(r'"(LOKET_\w+|DATABASE_URL)"', source)) - {"LOKET_ENV", "LOKET_DEMO"}
    assert {row.strip("`") for row in first_words_of("Settings")} == read
