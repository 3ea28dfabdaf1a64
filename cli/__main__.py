"""The desk's command line: Flask's own, with the desk made ready first and a refusal told in one line."""

import os
import sys

import click
from click.exceptions import NoArgsIsHelpError
from flask.cli import FlaskGroup, ScriptInfo, routes_command, shell_command
from sqlalchemy.exc import OperationalError

from cli.ready import app_address, ready
from cli.serve import serve
from config import BadSetting

NAME = "python3 manage.py"


def main(arguments: list[str]) -> int:
    """Run the command in ``arguments``; its exit status, 2 where it could not begin."""
    try:
        if arguments[:1] != ["run"]:
            ready(os.environ)
        desk = ScriptInfo(app_import_path=app_address())
        return commands().main(arguments, NAME, standalone_mode=False, obj=desk) or 0
    except NoArgsIsHelpError as call:
        call.show()
        return call.exit_code
    except click.ClickException as refused:
        return _tell(refused.format_message(), refused.exit_code)
    except BadSetting as refused:
        return _tell(str(refused), 2)
    except OperationalError as refused:
        return _tell(f"DATABASE_URL: the database does not answer: {refused.orig}", 2)
    except click.Abort:
        return 130


def commands() -> FlaskGroup:
    """``run`` is ours; every other command comes from the application."""
    group = FlaskGroup(add_default_commands=False, load_dotenv=False, help="Loket, the complaint desk.")
    group.params.clear()  # which application, and in what mode, is no question here
    group.add_command(serve, "run")
    group.add_command(shell_command)
    group.add_command(routes_command)
    return group


def _tell(problem: str, status: int) -> int:
    click.echo(" ".join(problem.split()), err=True)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
