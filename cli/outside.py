"""``registry check``: whether the registry outside answers, asked about a NIK that nobody has."""

from time import monotonic

import click
from flask import current_app
from flask.cli import AppGroup
from flask_babel import force_locale, gettext

from access.actors import system_actor
from models.database import writing
from registry.outside import Answer, Registry
from web.outside import registry_outside
from web.outside_words import WHYS, registry_name
from workflow import outside

FOUND_WRONG = 1

registry_cli = AppGroup("registry", help="The registry outside.")


@registry_cli.command("check")
@click.pass_context
def check(ctx: click.Context) -> None:
    """Ask for a token and for a NIK that was never issued; nothing personal is sent."""
    registry = registry_outside()
    with force_locale(current_app.config["LOKET"].locale):
        if registry is None:
            click.echo(gettext("No registry outside is configured; LOKET_SATUSEHAT_URL is not set."))
            return
        answer, took = _asked(registry)
        name = registry_name(registry.name)
        if answer.why is None:
            click.echo(gettext("%(name)s answers, in %(ms)s ms.", name=name, ms=took))
            return
        click.echo(gettext("%(name)s is not available now: %(why)s", name=name, why=WHYS[answer.why]))
    ctx.exit(FOUND_WRONG)


def _asked(registry: Registry) -> tuple[Answer, int]:
    actor = system_actor("command", origin="cli")
    with writing():
        question = outside.check(actor=actor, registry=registry.name)
    begun = monotonic()
    answer = registry.ask(question.nik)
    took = round(1000 * (monotonic() - begun))
    with writing():
        outside.answered(question, answer, actor=actor, milliseconds=took)
    return answer, took
