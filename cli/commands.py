"""The desk's commands, for Flask's command line."""

from flask import Flask

import cli.batches
import cli.registry  # noqa: F401 - both add their commands to the imports
from cli.audit import audit_cli
from cli.calendar import calendar_cli
from cli.files import files_cli
from cli.imports import imports_cli
from cli.match import match_cli
from cli.outside import registry_cli
from cli.summaries import summaries_cli
from cli.users import users_cli
from cli.workflow import workflow_cli


def init_app(app: Flask) -> None:
    """Register every command."""
    groups = (audit_cli, calendar_cli, files_cli, imports_cli, registry_cli, summaries_cli, users_cli, workflow_cli)
    for group in groups:
        app.cli.add_command(group)
    app.cli.add_command(match_cli)
