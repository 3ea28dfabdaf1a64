"""What is done with saved views, as the audit page says it: the icon and the words of each action."""

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _l

DOINGS: Final[Mapping[str, tuple[str, Any]]] = {
    "view.save": ("bookmark-plus", _l("Saved a view of the list")),
    "view.change": ("bookmark-check", _l("Changed what a saved view shows")),
    "view.rename": ("bookmark", _l("Renamed a saved view")),
    "view.order": ("bookmark-star", _l("Put a saved view first")),
    "view.retire": ("bookmark-x", _l("Put a saved view away")),
    "view.share": ("share", _l("Shared a saved view")),
    "view.unshare": ("lock", _l("Took back the sharing of a saved view")),
}
