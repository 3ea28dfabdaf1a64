"""``import batches``, ``take-back``, ``give-up`` and ``describe``: what becomes of files of vaccination data."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import current_app
from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from access.actors import Actor, system_actor
from access.policy import Refusal
from cli.imports import BadFile, imports_cli
from models import ImportBatch
from models.database import writing
from web.batch_words import standing_words
from web.errors import why
from workflow import registry_batches

REF = click.argument("ref")
REASON = click.option("--reason", required=True, help="Why; it is kept in the audit trail.")


def _robot() -> Actor:
    return system_actor("import", origin="cli")


@contextmanager
def refusals_in_words() -> Iterator[None]:
    """A refusal becomes one sentence on stderr and the status of a wrong call."""
    with force_locale(current_app.config["LOKET"].locale):
        try:
            yield
        except Refusal as refusal:
            raise BadFile(why(refusal)) from refusal


@imports_cli.command("batches")
def batches() -> None:
    """List the files of vaccination data taken in, newest first."""
    with refusals_in_words():
        for one in registry_batches.listed(actor=_robot()):
            batch = one.batch
            figures = (batch.read, batch.new, one.changed, batch.same, batch.refused)
            said = (batch.ref, f"{batch.at:%Y-%m-%d %H:%M}Z", str(standing_words(batch)), *map(str, figures))
            click.echo("\t".join((*said, batch.filename, batch.description or "", batch.came_from or "")))


@imports_cli.command("take-back")
@REF
@REASON
def take_back(ref: str, reason: str) -> None:
    """Let the records of a file count no more; what they had replaced counts again."""
    said = _l("The records of this file count no more.")
    _do(ref, lambda batch: registry_batches.take_back(batch, reason=reason, actor=_robot()), said)


@imports_cli.command("give-up")
@REF
@REASON
def give_up(ref: str, reason: str) -> None:
    """Let go of an import that stopped half way."""
    said = _l("The unfinished import was given up.")
    _do(ref, lambda batch: registry_batches.give_up(batch, reason=reason, actor=_robot()), said)


@imports_cli.command("describe")
@REF
@click.option("--text", default="", help="What is in it.")
@click.option("--from", "came_from", default="", help="Where the file came from.")
def describe(ref: str, text: str, came_from: str) -> None:
    """Say what is in a file and where it came from."""
    said = _l("The file was described.")
    rule = registry_batches.describe
    _do(ref, lambda batch: rule(batch, description=text, came_from=came_from, actor=_robot()), said)


def _do(ref: str, rule: Callable[[ImportBatch], None], said: Any) -> None:
    with refusals_in_words():
        with writing():
            rule(registry_batches.by_ref(ref, actor=_robot()))
        click.echo(said)
