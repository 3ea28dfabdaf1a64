"""The two kinds of files that are imported, in one table: everything else of the wizard is the same for both."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from flask_babel import lazy_gettext as _l

from intake.container import MAX_BYTES
from intake.fields import SHARED, Field
from intake.report import REFUSING
from registry.columns import Field as Held
from registry.columns import is_enough
from registry.read import Reason
from web.import_fields import COMPLAINT_FIELDS, REGISTRY_FIELDS
from web.import_words import FINDINGS, fault_words
from web.language import language
from web.registry_words import REASONS, registry_fault_words
from workflow import desk
from workflow.extra import name_of

MEGABYTE: Final = 1024 * 1024
MOST_OF_REGISTRY: Final = 256 * MEGABYTE
IN_THE_REQUEST: Final = MEGABYTE
"""Files up to this size are worked on at once; larger ones by the worker."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What differs between the kinds of files."""

    name: str
    title: Any
    what: Any
    icon: str
    most_bytes: int
    accept: str
    fields: Mapping[str, Any]
    ignored: str
    shared: frozenset[str]
    findings: Mapping[str, Any]
    refusing: frozenset[str]
    fault_words: Callable[[Any], str]
    misses: Callable[[Mapping[int, str]], str]

    @property
    def megabytes(self) -> int:
        return self.most_bytes // MEGABYTE


def _recap_misses(chosen: Mapping[int, str]) -> str:
    """What a recap can't be read without."""
    return "" if {Field.NAME, Field.REPORTER} & set(chosen.values()) else "name"


def _registry_misses(chosen: Mapping[int, str]) -> str:
    """What a registry file can't be read without."""
    columns = {Held(field): at for at, field in chosen.items()}
    if Held.NAME not in columns:
        return "name"
    return "" if is_enough(columns) else "key"


KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {
        "complaints": Kind(
            name="complaints",
            title=_l("Import complaints"),
            what=_l("A recap of complaints"),
            icon="inbox",
            most_bytes=MAX_BYTES,
            accept=".xlsx,.xls,.xlsb,.ods,.csv",
            fields=COMPLAINT_FIELDS,
            ignored=Field.IGNORED,
            shared=frozenset(SHARED),
            findings={code.value: words for code, words in FINDINGS.items()},
            refusing=frozenset(REFUSING),
            fault_words=fault_words,
            misses=_recap_misses,
        ),
        "registry": Kind(
            name="registry",
            title=_l("Import vaccination data"),
            what=_l("Vaccination data"),
            icon="database",
            most_bytes=MOST_OF_REGISTRY,
            accept=".csv,.txt,.xlsx,.xls,.xlsb,.ods",
            fields=REGISTRY_FIELDS,
            ignored="",
            shared=frozenset(),
            findings={reason.value: words for reason, words in REASONS.items()},
            refusing=frozenset(Reason),
            fault_words=registry_fault_words,
            misses=_registry_misses,
        ),
    }
)


def fields_of(kind: Kind) -> Mapping[str, Any]:
    """What a column can hold, in words: of a recap also the extra fields of the desk definition."""
    if kind.name != "complaints":
        return kind.fields
    extra = {name_of(field.code): field.label(language()) for field in desk.current().fields}
    return {**kind.fields, **extra}


def column_faults(kind: Kind, chosen: Mapping[int, str]) -> dict[str, list[int]]:
    """What is wrong with the columns of a table: ``twice`` with their numbers, ``name``, ``key``; empty if nothing."""
    by_field: dict[str, list[int]] = {}
    for at, field in chosen.items():
        if field not in kind.shared and field != kind.ignored:
            by_field.setdefault(field, []).append(at)
    twice = [at for places in by_field.values() if len(places) > 1 for at in places]
    misses = kind.misses({at: field for at, field in chosen.items() if field != kind.ignored})
    return ({"twice": sorted(twice)} if twice else {}) | ({misses: []} if misses else {})
