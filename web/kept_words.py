"""What the trail keeps of a match in codes, as people read it: ``nik=nik_exchanged:15,16``, ``two_niks``, a tier."""

from flask_babel import gettext

from registry.match import Reason
from registry.tiers import Field, Finding, Tier
from web.cause_words import SIGNS
from web.match_words import FIELDS, TIERS, reason_words
from workflow.cause_rules import Sign

NOTHING = "none"


def kept_words(text: str) -> str:
    """The codes of ``text`` in words, line by line; what is no code, such as the number of a record, as it is."""
    return "\n".join(" · ".join(map(_code_words, line.split())) for line in text.splitlines())


def _code_words(code: str) -> str:
    if code == NOTHING:
        return str(gettext("nothing found"))
    if code in set(Tier):
        return str(TIERS[Tier(code)])
    if code in set(Sign):
        return str(SIGNS[Sign(code)]).rstrip(".")
    return _reason_words(code)


def _reason_words(code: str) -> str:
    field, _, found = code.partition("=")
    finding, _, places = found.partition(":")
    if field not in set(Field) or finding not in set(Finding):
        return code
    reason = Reason(Field(field), Finding(finding), tuple(int(place) for place in places.split(",") if place.isdigit()))
    words = reason_words(reason)
    return f"{FIELDS[reason.field]}: {words[:1].lower()}{words[1:]}"
