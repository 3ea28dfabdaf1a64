"""The words of causes: who can mend a record, why a cause is likely, and what the desk asks for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from models import Party

PARTIES: Final[Mapping[Party, Any]] = MappingProxyType(
    {
        Party.FACILITY: _l("The facility"),
        Party.DUKCAPIL: _l("Dukcapil"),
        Party.NATIONAL_HELPDESK: _l("The national helpdesk (119)"),
        Party.THIS_OFFICE: _l("This office"),
    }
)
