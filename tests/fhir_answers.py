"""FHIR R4 as SATUSEHAT writes it, about invented people; every piece is checked by the models of fhir.resources."""

import json
from typing import Any, Final

from fhir.resources.R4B.bundle import Bundle
from fhir.resources.R4B.immunization import Immunization
from fhir.resources.R4B.operationoutcome import OperationOutcome
from fhir.resources.R4B.patient import Patient

NIK: Final = "6501056504859012"
ID_SYSTEM: Final = "https://fhir.kemkes.go.id/id"
IHS: Final = "P02478375538"

Json = dict[str, Any]


def patient(nik: str = NIK, *, name: str = "Sri Wahyuni", ihs: str = IHS, **changes: Any) -> Json:
    """Somebody with both numbers; a change of None leaves a field out."""
    made: Json = {
        "resourceType": "Patient",
        "id": ihs,
        "meta": {"profile": ["https://fhir.kemkes.go.id/r4/StructureDefinition/Patient"]},
        "identifier": [
            {"use": "official", "system": f"{ID_SYSTEM}/nik", "value": nik},
            {"use": "official", "system": f"{ID_SYSTEM}/ihs-number", "value": ihs},
        ],
        "active": True,
        "name": [{"use": "official", "text": name}],
        "gender": "female",
        "birthDate": "1985-04-25",
    } | changes
    return _checked(Patient, {key: value for key, value in made.items() if value is not None})


def immunization(number: int = 1, *, ihs: str = IHS, **changes: Any) -> Json:
    """One dose of that person."""
    made: Json = {
        "resourceType": "Immunization",
        "id": f"dose-{number}",
        "status": "completed",
        "vaccineCode": {
            "coding": [{"system": "http://hl7.org/fhir/sid/cvx", "code": "207"}],
            "text": "Moderna",
        },
        "patient": {"reference": f"Patient/{ihs}"},
        "occurrenceDateTime": f"2021-0{6 + number}-01T09:15:00+08:00",
        "lotNumber": f"B3139{number}",
        "location": {"reference": "Location/1", "display": "Puskesmas Bunyu"},
        "performer": [{"actor": {"reference": "Organization/10000004", "display": "Dinas Kesehatan Bulungan"}}],
        "protocolApplied": [{"doseNumberPositiveInt": number}],
    } | changes
    return _checked(Immunization, {key: value for key, value in made.items() if value is not None})


def bundle(*resources: Json, total: int | None = None, further: str = "") -> Json:
    """A page of search results; ``further`` is the address of the next one."""
    made: Json = {
        "resourceType": "Bundle",
        "type": "searchset",
        "total": len(resources) if total is None else total,
        "entry": [{"resource": resource, "search": {"mode": "match"}} for resource in resources],
        "link": [{"relation": "next", "url": further}] if further else [],
    }
    return _checked(Bundle, {key: value for key, value in made.items() if value != []})


def spoilt(*resources: Json, **changes: Any) -> Json:
    """A page that the models would refuse."""
    return bundle() | {"total": len(resources), "entry": [{"resource": resource} for resource in resources]} | changes


def outcome(words: str = "Invalid access token", *, severity: str = "error") -> Json:
    return _checked(
        OperationOutcome,
        {
            "resourceType": "OperationOutcome",
            "issue": [{"severity": severity, "code": "invalid", "details": {"text": words}}],
        },
    )


def _checked(model: Any, resource: Json) -> Json:
    read: Json = json.loads(model.model_validate(resource).model_dump_json())
    return read
