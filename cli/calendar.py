"""``calendar due DATE DAYS``: when something received on a day is due; ``calendar list YEAR``: the free days."""

from datetime import datetime

import click
from flask.cli import AppGroup

from identity.workdays import add_working_days
from workflow import holidays
from workflow.deadlines import calendar

calendar_cli = AppGroup("calendar", help="Working days of the desk.")


@calendar_cli.command("due")
@click.argument("received", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE")
@click.argument("days", type=click.IntRange(0, 3650))
def due(received: datetime, days: int) -> None:
    """Print the day that is DAYS working days after DATE."""
    desk = calendar()
    click.echo(add_working_days(received.date(), days, desk.holidays, desk.weekdays).isoformat())


@calendar_cli.command("list")
@click.argument("year", type=click.IntRange(holidays.YEARS[0], holidays.YEARS[-1]))
def list_days(year: int) -> None:
    """Print the days of YEAR on which the desk does not work, beside its free weekdays."""
    for day, name in holidays.listed(year):
        click.echo(f"{day.isoformat()} {name}")
