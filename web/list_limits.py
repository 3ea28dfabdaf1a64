"""What is said of a list's export before it is made, and where it is too long."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from web.extra_words import number_words
from workflow.list_export import MOST


def limits() -> str:
    """How many rows a file takes."""
    return str(gettext("At most %(csv)s rows, as XLSX %(xlsx)s.", **_figures()))


def too_many_rows() -> Any:
    """The list has more rows than the file takes."""
    return _l("A file takes at most %(csv)s complaints, as XLSX %(xlsx)s. Narrow the list first.", **_figures())


def _figures() -> dict[str, str]:
    return {format_: number_words(str(most)) for format_, most in MOST.items()}
