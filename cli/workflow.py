"""``workflow table | keys | check``: the moves and the keys of a desk definition as documents, and its mistakes."""

from collections.abc import Iterator
from pathlib import Path

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from web.definition_words import all_told
from workflow.definition import SHIPPED, Definition, Mistake, read, shipped
from workflow.definition_here import mistakes_here
from workflow.definition_keys import MOST, MOST_BYTES, SECTIONS, Holds, Key
from workflow.refusals import BadDefinition
from workflow.steps import Step

FOUND_WRONG = 1
CALLED_WRONG = 2
HEADING = """# The moves of a ticket

Made by `python3 manage.py workflow table > docs/workflow.md` from `workflow/desk.toml`; a test keeps it current.
A desk may work by another definition; its versions are under *Alur kerja*. Who may make a move also needs to see the
ticket: the regions given to them.

| verb | from | to | who | needs |
|---|---|---|---|---|"""
KEYS = """# The desk definition

One TOML file says how a desk works: `workflow/desk.toml` as shipped, which is the best example. Made by
`python3 manage.py workflow keys > docs/definition.md` from the tables of the checker; a test keeps it current.

```sh
python3 manage.py workflow check FILE
```

prints one line for each mistake (file, key, what is wrong, how to mend it) and ends with 1 where there is one. Moves,
fields, choices and rules are counted from 1: `move[3].roles` are the roles of the third move. A file has at most
{kb} KB, {move} moves, {field} fields and {rule} rules.

What a move *does* is its kind, and a role needs the permission of the kind (docs/permissions.md) before a definition
can name it. The four statuses are fixed. Every status must be reached, and each but `closed` left again.

An extra field is asked at the counter, where a complaint is changed, and at a move that requires it while it is empty.
It stands on the complaint, as a column and a filter of lists, on paper, in the trail, and is filled from a column of a
recap under its label. A text that is not masked and that everybody sees is found by the search. A field that leaves the
file keeps its values, and shows them again when it comes back.
"""

workflow_cli = AppGroup("workflow", help="The moves of a ticket, and the desk definition.")


@workflow_cli.command("table")
def table() -> None:
    """Print the moves as a Markdown table."""
    click.echo(document(), nl=False)


@workflow_cli.command("keys")
def keys() -> None:
    """Print the keys of a desk definition in Markdown."""
    click.echo(keys_document(), nl=False)


@workflow_cli.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, file: Path | None) -> None:
    """Check a desk definition, the shipped one without FILE; one line a mistake."""
    file = file or SHIPPED
    try:
        data = file.read_bytes()
    except OSError as fault:
        click.echo(f"{file}: {fault.strerror}", err=True)
        ctx.exit(CALLED_WRONG)
    with force_locale(current_app.config["LOKET"].locale):
        mistakes = mistakes_in(data, file.name)
        for one in all_told(mistakes):
            click.echo(str(one))
        if not mistakes:
            click.echo(gettext("%(file)s: no mistakes.", file=file.name))
    ctx.exit(FOUND_WRONG if mistakes else 0)


def mistakes_in(data: bytes, name: str) -> tuple[Mistake, ...]:
    """What is wrong in a file, by itself and for the desk at hand."""
    try:
        found = read(data.decode("utf-8-sig"), file=name)
    except UnicodeDecodeError:
        return (Mistake(file=name, key="", problem="not_utf8"),)
    except BadDefinition as bad:
        return bad.mistakes
    return tuple(mistakes_here(found, file=name).found)


def document(definition: Definition | None = None) -> str:
    """The whole of docs/workflow.md."""
    steps = (definition or shipped()).steps.values()
    return "\n".join([HEADING, *(_line(step) for step in steps)]) + "\n"


def keys_document() -> str:
    """The whole of docs/definition.md."""
    parts = [KEYS.format(kb=MOST_BYTES // 1024, **MOST)]
    for heading, section in SECTIONS:
        parts.append(f"\n## `{heading}`\n\n| key | holds | needed | what |\n|---|---|---|---|\n")
        parts += [_key_line(key) for key in section]
    return "".join(parts)


def _key_line(key: Key) -> str:
    among = f" One of: {', '.join(f'`{word}`' for word in key.among)}." if key.among else ""
    bounds = f", {key.least} to {key.most}" if key.holds == Holds.WHOLE else ""
    needed = "yes" if key.required else "–"
    return f"| `{key.name}` | {key.holds}{bounds} | {needed} | {key.meaning[:1].upper()}{key.meaning[1:]}.{among} |\n"


def _line(step: Step) -> str:
    sources = ", ".join(status.value for status in step.sources)
    needs = ", ".join(need.value.replace("_", " ") for need in step.needs) or "–"
    sources += f", as {step.of_outcome.value}" if step.of_outcome else ""
    target = "where it was" if step.back else step.target.value
    return f"| `{step.verb}` | {sources} | {target} | {'; '.join(_who(step))} | {needs} |"


def _who(step: Step) -> Iterator[str]:
    yield ", ".join(role.value for role in step.roles)
    if step.by_assignee:
        yield "the assignee alone" + (", or a supervisor" if step.or_supervisor else "")
    if step.second_person:
        yield "not whoever corrected it" + (", unless a supervisor" if step.or_supervisor else "")
    if step.waiting is not None:
        yield "while somebody outside is waited for" if step.waiting else "while nobody outside is waited for"
    if step.within_days:
        yield f"within {step.within_days} days"
