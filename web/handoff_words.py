"""The words of hand-offs: whom the desk asks outside, and what becomes of it."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from audit.masked import mask_numbers
from models import HandOff, HandOffResult, WaitsFor
from web.fault_words import NOTHING_SAVED, OTHER_KEPT, Words
from web.words import show_moment
from workflow.refusals import OpenHandOff, Requirement

PARTIES: Final[Mapping[WaitsFor, Any]] = MappingProxyType(
    {
        WaitsFor.COMPLAINANT: _l("The reporter"),
        WaitsFor.FACILITY: _l("The facility"),
        WaitsFor.DUKCAPIL: _l("Dukcapil"),
        WaitsFor.NATIONAL_HELPDESK: _l("The national helpdesk (119)"),
        WaitsFor.ANOTHER_OFFICE: _l("Another office"),
    }
)
PAUSED: Final[Mapping[WaitsFor, Any]] = MappingProxyType(
    {
        WaitsFor.COMPLAINANT: _l("Paused: reporter"),
        WaitsFor.FACILITY: _l("Paused: facility"),
        WaitsFor.DUKCAPIL: _l("Paused: Dukcapil"),
        WaitsFor.NATIONAL_HELPDESK: _l("Paused: helpdesk 119"),
        WaitsFor.ANOTHER_OFFICE: _l("Paused: other office"),
    }
)
RESULTS: Final[Mapping[HandOffResult, Any]] = MappingProxyType(
    {
        HandOffResult.MENDED: _l("Done as asked"),
        HandOffResult.RIGHT_ALREADY: _l("The data are right already"),
        HandOffResult.NOT_THERE: _l("Not found with them"),
        HandOffResult.OTHER: _l("Another answer"),
        HandOffResult.WITHDRAWN: _l("Taken back by the desk"),
    }
)
NEEDS: Final[Mapping[Requirement, Any]] = MappingProxyType(
    {
        Requirement.PARTY: _l("Choose who is asked."),
        Requirement.ASKED: _l("Write what they are asked for."),
        Requirement.CHASE_ON: _l("Say when they are to be chased."),
        Requirement.HAND_OFF: _l("Choose which question was answered."),
        Requirement.RESULT: _l("Choose what they answered."),
    }
)
FIELDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "party": _l("Who is asked"),
        "facility": _l("The facility"),
        "office": _l("The other office"),
        "asked": _l("What is asked for"),
        "reference": _l("Their reference"),
        "chase_on": _l("The day to chase them"),
        "hand_off": _l("The question"),
        "result": _l("The kind of answer"),
        "answer": _l("The answer"),
        "theirs_on": _l("Date of their answer"),
    }
)
PROBLEMS: Final[Mapping[str, Callable[[Any], Any]]] = MappingProxyType(
    {
        "in_past": lambda field: _l("%(field)s lies in the past.", field=field),
        "too_far": lambda field: _l("%(field)s is more than a year away.", field=field),
        "nothing_to_take": lambda _field: _l("No open question is left for this sheet."),
        "asked_already": lambda _field: _l("They were asked already and have not answered yet."),
    }
)
HAND_OFF_ENDED: Final = Words(
    _l("This has an answer already"),
    _l("Somebody has recorded the answer already, or taken the question back."),
    OTHER_KEPT,
    _l("Open the complaint again and look at what was answered."),
    "reply",
)


@lru_cache(maxsize=64)
def paused_words(_language: str, party: WaitsFor) -> str:
    """For whom a ticket's clock stands still."""
    return str(PAUSED[party])


def whom(row: HandOff) -> str:
    """Who was asked, by name where they have one; what somebody typed as a name is shown as free text is."""
    return (row.facility.name if row.facility else "") or mask_numbers(row.office) or str(PARTIES[row.party])


def open_hand_off(refusal: OpenHandOff) -> Words:
    """Why a complaint cannot be corrected while somebody outside is waited for."""
    what = _l(
        "%(party)s was asked on %(time)s and has not answered yet.",
        party=PARTIES[refusal.party],
        time=show_moment(refusal.since),
    )
    return Words(
        _l("An answer is still waited for"), what, NOTHING_SAVED, _l("Record the answer, or take it back."), "pause"
    )
