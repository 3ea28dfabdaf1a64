"""Reads FHIR R4 that a stranger sent: whatever is not as it must be is Unreadable, and no text is longer than asked."""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import urljoin, urlsplit

from models.clock import WITA
from registry.outside import Dose, Person, Standing

NIK_SYSTEM: Final = "https://fhir.kemkes.go.id/id/nik"
KFA_SYSTEM: Final = "http://sys-ids.kemkes.go.id/kfa"
CVX_SYSTEM: Final = "http://hl7.org/fhir/sid/cvx"
RESOURCE_ID: Final = re.compile(r"[A-Za-z0-9.\-]{1,64}", re.ASCII)
WHOLE_NIK: Final = re.compile(r"[0-9]{16}", re.ASCII)
MASKING: Final = "*#"
SEXES: Final = {"male": "L", "female": "P"}
STANDINGS: Final = {
    "completed": Standing.GIVEN,
    "not-done": Standing.NOT_GIVEN,
    "entered-in-error": Standing.IN_ERROR,
}
# Brands of the vaccines against COVID-19 as CDC's CVX table lists them, for a code that came without its name.
CVX_BRANDS: Final = {
    "207": "Moderna", "208": "Pfizer", "210": "AstraZeneca", "211": "Novavax", "212": "Janssen", "510": "Sinopharm",
    "511": "CoronaVac",
}  # fmt: skip


class Unreadable(ValueError):
    """What was sent is not what was asked for; it holds nothing of what was sent."""


class OtherPerson(ValueError):
    """The answer is about somebody who was not asked about."""


class Fault(ValueError):
    """The answer is an OperationOutcome: the registry says itself that it failed."""


def json_of(body: bytes) -> dict[str, Any]:
    """The object that ``body`` is. Raises Unreadable."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        raise Unreadable from None
    return _object(value)


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """The resources of ``kind`` in a page of search results; what came along with them is left out.

    Raises Unreadable, and Fault for an OperationOutcome that tells of an error.
    """
    if bundle.get("resourceType") == "OperationOutcome":
        raise Fault
    if bundle.get("resourceType") != "Bundle" or bundle.get("type") != "searchset":
        raise Unreadable
    found = []
    for entry in map(_object, _list(bundle.get("entry"))):
        resource = _object(entry.get("resource"))
        if resource.get("resourceType") == kind:
            found.append(resource)
        elif resource.get("resourceType") == "OperationOutcome":
            _refuse_errors(resource)
        elif text(_object(entry.get("search") or {}).get("mode"), 20) != "include":
            raise Unreadable
    return found


def total(bundle: dict[str, Any]) -> int | None:
    """How many the registry says there are, None where it doesn't say. Raises Unreadable."""
    told = bundle.get("total")
    if told is None:
        return None
    if isinstance(told, bool) or not isinstance(told, int) or told < 0:
        raise Unreadable
    return told


def next_page(bundle: dict[str, Any], here: str) -> str | None:
    """The address of the page after ``here``, absolute; None on the last one. Raises Unreadable."""
    for link in map(_object, _list(bundle.get("link"))):
        if link.get("relation") == "next":
            address = text(link.get("url"), 2000)
            if not address or not address.isascii() or not address.isprintable() or " " in address:
                raise Unreadable
            return _joined(here, address)
    return None


def same_place(address: str, base: str) -> bool:
    """Whether ``address`` is under ``base``: same scheme, host and port, and no way out of its path."""
    try:
        one, two = urlsplit(address), urlsplit(base)
        same = (one.scheme, one.hostname, one.port, one.username) == (two.scheme, two.hostname, two.port, None)
    except ValueError:
        return False
    return same and one.path.startswith(two.path) and ".." not in one.path


def patient_id(patient: dict[str, Any]) -> str:
    return _id(patient.get("id"))


def person(patient: dict[str, Any], nik: str, doses: tuple[Dose, ...]) -> Person:
    """The person of a Patient resource; a name that was masked there is no name to compare.

    Raises Unreadable, and OtherPerson where it bears another NIK.
    """
    name = next((_name(one) for one in map(_object, _list(patient.get("name")))), "")
    masked = any(sign in name for sign in MASKING)
    return Person(
        name="" if masked else name,
        birth_date=text(patient.get("birthDate"), 10),
        sex=SEXES.get(text(patient.get("gender"), 10), ""),
        doses=doses,
        confirmed=confirms(patient, nik),
    )


def confirms(patient: dict[str, Any], nik: str) -> bool:
    """Whether the patient bears the NIK; False where it is masked or left out. Raises OtherPerson for another one."""
    for identifier in map(_object, _list(patient.get("identifier"))):
        value = text(identifier.get("value"), 40)
        if identifier.get("system") == NIK_SYSTEM and WHOLE_NIK.fullmatch(value):
            if value != nik:
                raise OtherPerson
            return True
    return False


def dose(immunization: dict[str, Any], patient: str) -> Dose:
    """The dose of an Immunization resource. Raises Unreadable, and OtherPerson where it is another patient's."""
    reference = text(_object(immunization.get("patient")).get("reference"), 200)
    if reference.rpartition("/")[2] != patient:
        raise OtherPerson
    standing = STANDINGS.get(text(immunization.get("status"), 20))
    if standing is None:
        raise Unreadable
    protocol = next(map(_object, _list(immunization.get("protocolApplied"))), {})
    number = protocol.get("doseNumberPositiveInt") or protocol.get("doseNumberString")
    return Dose(
        number=text(str(number) if type(number) is int else number, 20),
        vaccine=_vaccine(_object(immunization.get("vaccineCode"))),
        on=_day(text(immunization.get("occurrenceDateTime"), 40)),
        facility=_facility(immunization),
        lot=text(immunization.get("lotNumber"), 40),
        standing=standing,
    )


def text(value: Any, longest: int) -> str:
    """One line of at most ``longest`` printable characters; nothing for what is missing. Raises Unreadable."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unreadable
    return " ".join("".join(sign if sign.isprintable() else " " for sign in value[: 4 * longest]).split())[:longest]


def _joined(here: str, address: str) -> str:
    try:
        return urljoin(here, address)
    except ValueError:
        raise Unreadable from None


def _name(name: dict[str, Any]) -> str:
    parts = [*_list(name.get("given")), name.get("family")]
    return text(name.get("text"), 100) or " ".join(filter(None, (text(part, 100) for part in parts)))[:100]


def _vaccine(concept: dict[str, Any]) -> str:
    """What the vaccine is called: in words, else by the name of its code, else by the code itself."""
    codings = [_object(one) for one in _list(concept.get("coding"))]
    named = [text(one.get("display"), 80) for one in sorted(codings, key=lambda one: one.get("system") != KFA_SYSTEM)]
    brands = [CVX_BRANDS.get(text(one.get("code"), 10), "") for one in codings if one.get("system") == CVX_SYSTEM]
    codes = [text(one.get("code"), 40) for one in codings]
    return next(filter(None, (text(concept.get("text"), 80), *named, *brands, *codes)), "")


def _facility(immunization: dict[str, Any]) -> str:
    actors = [_object(_object(one).get("actor")) for one in _list(immunization.get("performer"))]
    organizations = [one for one in actors if text(one.get("reference"), 200).startswith("Organization/")]
    named = (_object(immunization.get("location") or {}), *organizations)
    return next(filter(None, (text(one.get("display"), 120) for one in named)), "")


def _day(moment: str) -> date | None:
    """The day at the desk; None for a year or a month alone, and for what is no date."""
    try:
        read = datetime.fromisoformat(moment)
        return read.astimezone(WITA).date() if read.tzinfo else read.date()
    except (ValueError, OverflowError):
        return None


def _refuse_errors(outcome: dict[str, Any]) -> None:
    for issue in map(_object, _list(outcome.get("issue"))):
        if issue.get("severity") in ("error", "fatal"):
            raise Fault


def _id(value: Any) -> str:
    if not isinstance(value, str) or not RESOURCE_ID.fullmatch(value):
        raise Unreadable
    return value


def _object(value: Any) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Unreadable
    return value


def _list(value: Any) -> Iterator[Any]:
    if value is not None and not isinstance(value, list):
        raise Unreadable
    return iter(value or ())
