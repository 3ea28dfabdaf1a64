"""Names what a column of an imported file can hold, and masks the samples of it that are shown."""

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from intake.fields import Field as Told
from privacy.masks import DOT, mask_nik, mask_phone, mask_text
from registry.columns import Field as Held
from workflow.extra import field_called
from workflow.records import mask_name

COMPLAINT_FIELDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        Told.IGNORED: _l("Ignore"),
        Told.NUMBER: _l("Row number"),
        Told.REPORTED: _l("Date of the complaint"),
        Told.NAME: _l("Name of the vaccinated person"),
        Told.NIK: _l("NIK"),
        Told.BIRTH: _l("Birth date"),
        Told.SEX: _l("Sex"),
        Told.PHONE: _l("Phone number"),
        Told.REPORTER: _l("Name of the reporter"),
        Told.REPORTER_PHONE: _l("Phone of the reporter"),
        Told.RELATION: _l("Relation"),
        Told.ADDRESS: _l("Address"),
        Told.REGION: _l("Region"),
        Told.COMPLAINT: _l("What the complaint is about"),
        Told.NOTE: _l("Remarks"),
        Told.CHANNEL: _l("Channel"),
        Told.DOSE: _l("Dose"),
        Told.FACILITY: _l("Place of vaccination"),
        Told.VACCINATED: _l("Vaccination date"),
        Told.TICKET: _l("Ticket number"),
        Told.HANDLED_BY: _l("Handled before by"),
        Told.DETAIL: _l("Keep in the story"),
    }
)

REGISTRY_FIELDS: Final[Mapping[str, Any]] = MappingProxyType(
    {
        "": _l("Ignore"),
        Held.NIK: _l("NIK"),
        Held.NAME: _l("Name"),
        Held.BIRTH: _l("Birth date"),
        Held.SEX: _l("Sex"),
        Held.PHONE: _l("Phone number"),
        Held.REGION: _l("Region"),
        Held.TICKET: _l("Ticket number"),
        Held.DOSE: _l("Dose"),
        Held.VACCINATED: _l("Vaccination date"),
        Held.VACCINE: _l("Vaccine"),
        Held.LOT: _l("Lot number"),
        Held.FACILITY: _l("Place of vaccination"),
        Held.CERTIFICATE: _l("State of the certificate"),
        Held.CERTIFICATE_NUMBER: _l("Certificate number"),
        Held.ENTERED: _l("Date of entry"),
    }
)

# What is nobody's secret is shown as it stands, also to a role that sees no personal field.
PLAIN: Final = frozenset(
    {"number", "reported", "sex", "region", "channel", "dose", "facility", "vaccinated", "vaccine", "lot",
     "certificate", "entered", "handled_by", "relation"}
)  # fmt: skip
NAMES: Final = frozenset({"name", "reporter"})
WORDS: Final = frozenset({"complaint", "note"})
LONGEST: Final = 40
FIGURES: Final = re.compile(r"\d[\d\s.\-'’]{5,}\d")
LONG_FIGURES: Final = re.compile(r"\d(?:[ .\-'’]?\d){12,}")
YEAR: Final = re.compile(r"(?:19|20)\d\d")


def masked_sample(field: str, text: str, *, clear: bool) -> str:
    """A cell as it may be shown of a column; ``clear`` where names and free text may be read by who asks."""
    extra = field_called(field)
    if field in MASKS or (extra and extra.masked):
        return MASKS.get(field, mask_text)(text)
    shown = text[:LONGEST] + ("…" if len(text) > LONGEST else "")
    if field in PLAIN or (clear and field in NAMES | WORDS):
        return LONG_FIGURES.sub(lambda found: mask_nik(found[0]), shown)
    if field in WORDS:
        return mask_text(text)
    return mask_name(shown) if field in NAMES else _unknown(shown, clear=clear)


def masked_birth(text: str) -> str:
    """Only the year of a date of birth."""
    year = YEAR.search(text)
    return f"{DOT * 2}-{DOT * 2}-{year[0]}" if year else mask_text(text)


def _unknown(text: str, *, clear: bool) -> str:
    """A column nobody has named: long figures masked, and words too where who asks may read no name."""
    figures = FIGURES.sub(lambda found: mask_nik(found[0]), text)
    return figures if clear or not any(map(str.isalpha, figures)) else mask_name(figures)


MASKS: Final[Mapping[str, Callable[[str], str]]] = MappingProxyType(
    {
        **dict.fromkeys(("nik", "ticket", "certificate_number"), mask_nik),
        **dict.fromkeys(("phone", "reporter_phone"), mask_phone),
        "birth": masked_birth,
        "address": mask_text,
    }
)
