"""The words of ready texts and macros."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models import Purpose

PURPOSES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Purpose.NOTE.value: _l("Internal note"),
        Purpose.MESSAGE.value: _l("Message to the reporter"),
        Purpose.HAND_OFF.value: _l("Question to somebody outside"),
        Purpose.SEND_BACK.value: _l("Reason to send back"),
        Purpose.DISMISS.value: _l("Reason to dismiss"),
    }
)
STEPS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "take": _l("Take on"),
        "priority": _l("Priority"),
        "assign": _l("Assign"),
        "note": _l("Internal note"),
        "message": _l("Message to the reporter"),
    }
)
