"""``users permissions``: the matrix of roles and permissions as docs/permissions.md, made from the policy."""

import click
from flask_babel import force_locale

from web.permission_words import Cell, Mark, matrix
from web.words import role_name
from workflow.accounts import ROLES

INTRODUCTION = """\
# Roles and permissions

Made from `access/permissions.py` by `python3 manage.py users permissions > docs/permissions.md`; a test compares them.
Operators, verifiers and supervisors see complaints of their own regions; one of another region does not exist for
them (404). Nobody changes their own role, regions or standing. Whoever recorded a correction does not close it.
"""
MARKS = {Mark.YES: "yes", Mark.NO: "–"}


@click.command("permissions")
def permissions() -> None:
    """Print the matrix of roles and permissions in Markdown."""
    click.echo(as_markdown(), nl=False)


def as_markdown() -> str:
    """The whole document, in English."""
    with force_locale("en"):
        parts = [INTRODUCTION]
        head = ["Permission", *(role_name(role) for role in ROLES)]
        for group, lines in matrix():
            parts += [f"\n## {group}\n\n", _row(head), _row(["---"] * len(head))]
            parts += [_row([f"{line.label} (`{line.permission}`)", *map(_mark, line.cells)]) for line in lines]
        return "".join(parts)


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |\n"


def _mark(cell: Cell) -> str:
    return MARKS.get(cell.mark) or str(cell.words)
