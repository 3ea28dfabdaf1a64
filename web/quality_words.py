"""The words of quality: what a reporter may answer, and the classes of the index (PermenPANRB 14/2017)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

SATISFACTION: Final[Mapping[int, Any]] = MappingProxyType(
    {
        4: _l("Very satisfied"),
        3: _l("Satisfied"),
        2: _l("Less satisfied"),
        1: _l("Not satisfied"),
    }
)
GRADES: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "A": _l("Very good"),
        "B": _l("Good"),
        "C": _l("Rather poor"),
        "D": _l("Poor"),
    }
)
