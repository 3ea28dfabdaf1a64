"""The events about the draft of the desk definition, in words."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from web.event_values import list_words

MOST: Final = 4
FILE: Final = "file"


def drafted(event: Mapping[str, Any], _names: object) -> str:
    """What a save of the draft changed, by the names of the file."""
    parts = [str(part) for part in event.get("facts", {}).get("parts", ())]
    if not parts or parts == [FILE]:
        return ""
    return str(gettext("Changed the draft of the desk definition: %(parts)s", parts=list_words(parts, most=MOST)))


DOINGS: Final[Mapping[str, tuple[str, Any, Callable[..., str] | None]]] = MappingProxyType(
    {
        "desk.draft": ("pencil-square", _l("Changed the draft of the desk definition"), drafted),
        "desk.draft.follow": ("arrow-left-right", _l("Compared the draft with the definition in force"), None),
        "desk.draft.discard": ("trash", _l("Threw the draft of the desk definition away"), None),
        "desk.draft.end": ("check2-square", _l("Ended the draft that was published"), None),
        "desk.try": ("play-circle", _l("Tried the draft of the desk definition out on a complaint"), None),
    }
)
