"""``calendar due DATE DAYS``: when something received on a day is due."""

from datetime import datetime

import click
from flask.cli import AppGroup

from identity.workdays import add_working_days
from workflow.deadlines import holidays

calendar_cli = AppGroup("calendar", help="Working days of the desk.")


@calendar_cli.command("due")
@click.argument("received", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.argument("days", type=click.IntRange(0, 3650))
def due(received: datetime, days: int) -> None:
    """Print the day that is DAYS working days after DATE."""
    click.echo(add_working_days(received.date(), days, holidays()).isoformat())
