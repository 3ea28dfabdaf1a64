"""``workflow table``: the moves of a ticket as docs/workflow.md, made from the steps themselves."""

from collections.abc import Iterator

import click
from flask.cli import AppGroup

from access.permissions import granted
from models import Role
from workflow.steps import STEPS, Step

HEADING = """# The moves of a ticket

Made by `python3 manage.py workflow table > docs/workflow.md` from `workflow/steps.py`; a test keeps it current.
Who may make a move also needs to see the ticket: the regions given to them.

| verb | from | to | who | needs |
|---|---|---|---|---|"""

workflow_cli = AppGroup("workflow", help="The moves of a ticket.")


@workflow_cli.command("table")
def table() -> None:
    """Print the moves as a Markdown table."""
    click.echo(document(), nl=False)


def document() -> str:
    """The whole of docs/workflow.md."""
    return "\n".join([HEADING, *(_line(step) for step in STEPS.values())]) + "\n"


def _line(step: Step) -> str:
    sources = ", ".join(status.value for status in step.sources)
    needs = ", ".join(need.value.replace("_", " ") for need in step.needs) or "–"
    sources += f", as {step.of_outcome.value}" if step.of_outcome else ""
    target = "where it was" if step.back else step.target.value
    return f"| `{step.verb}` | {sources} | {target} | {'; '.join(_who(step))} | {needs} |"


def _who(step: Step) -> Iterator[str]:
    yield ", ".join(role.value for role in Role if granted(role, step.permission))
    if step.by_assignee:
        yield "the assignee alone" + (", or a supervisor" if step.or_supervisor else "")
    if step.second_person:
        yield "not whoever corrected it" + (", unless a supervisor" if step.or_supervisor else "")
    if step.waiting is not None:
        yield "while somebody outside is waited for" if step.waiting else "while nobody outside is waited for"
    if step.within_days:
        yield f"within {step.within_days} days"
