"""What the national registry tells of people and doses is read as far as it is sound, and no further."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from registry.fhir import CVX_SYSTEM
from registry.outside import Result, Standing, Why
from registry.satusehat import Satusehat
from tests.fhir_answers import IHS, NIK, bundle, immunization, outcome, patient, spoilt
from tests.fhir_server import FhirServer, Say
from tests.registry.satusehat import client, server, told

__all__ = ["client", "server"]


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"patient": {"reference": "Patient/somebody-else"}}, Why.OTHER_PERSON),
        ({"status": "lost"}, Why.UNREADABLE),
        ({"vaccineCode": None}, Why.UNREADABLE),
        ({"patient": []}, Why.UNREADABLE),
        ({"protocolApplied": "1"}, Why.UNREADABLE),
        ({"lotNumber": 7}, Why.UNREADABLE),
    ],
)
def test_a_dose_that_is_not_as_it_must_be_spoils_the_answer(
    server: FhirServer, client: Satusehat, change: dict[str, Any], why: Why
) -> None:
    server.says("Immunization", Say(spoilt(immunization() | change)))
    assert told(client.ask(NIK)) == (Result.UNAVAILABLE, why)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"status": "not-done"}, {"standing": Standing.NOT_GIVEN}),
        ({"status": "entered-in-error"}, {"standing": Standing.IN_ERROR}),
        ({"location": None}, {"facility": "Dinas Kesehatan Bulungan"}),
        ({"location": None, "performer": None}, {"facility": ""}),
        ({"occurrenceDateTime": "2021-06-30T23:30:00Z"}, {"on": date(2021, 7, 1)}),
        ({"occurrenceDateTime": "2021-07"}, {"on": None}),
        ({"vaccineCode": {"coding": [{"system": CVX_SYSTEM, "code": "511"}]}}, {"vaccine": "CoronaVac"}),
        ({"vaccineCode": {"coding": [{"code": "93000012", "display": "Vaksin X"}]}}, {"vaccine": "Vaksin X"}),
        ({"vaccineCode": {"coding": [{"code": "93000012"}]}}, {"vaccine": "93000012"}),
        ({"protocolApplied": [{"doseNumberString": "booster"}]}, {"number": "booster"}),
        ({"protocolApplied": None, "lotNumber": None}, {"number": "", "lot": ""}),
    ],
)  # fmt: skip
def test_a_dose_is_told_as_far_as_it_is_known(
    server: FhirServer, client: Satusehat, changes: dict[str, Any], expected: dict[str, Any]
) -> None:
    server.doses[IHS] = [immunization(1, **changes)]
    (dose,) = client.ask(NIK).people[0].doses
    assert dose == replace(dose, **expected)


@pytest.mark.parametrize("identifier", [None, [{"system": "https://fhir.kemkes.go.id/id/nik", "value": "#" * 16}]])
def test_a_nik_that_is_not_repeated_is_not_confirmed(server: FhirServer, client: Satusehat, identifier: Any) -> None:
    server.people[NIK] = [patient(identifier=identifier)]
    (person,) = client.ask(NIK).people
    assert person.confirmed is False


@pytest.mark.parametrize("name", ["S** W******", "################"])
def test_a_name_that_was_masked_there_is_no_name(server: FhirServer, client: Satusehat, name: str) -> None:
    server.people[NIK] = [patient(name=name)]
    assert client.ask(NIK).people[0].name == ""


def test_a_long_or_odd_text_is_one_short_line(server: FhirServer, client: Satusehat) -> None:
    server.says("Patient", Say(spoilt(patient() | {"name": [{"text": "Sri\x00\n\u202e" + "a" * 5000}]})))
    (person,) = client.ask(NIK).people
    assert (person.name[:6], len(person.name)) == ("Sri aa", 100)


def test_a_hint_beside_the_rows_is_left_out(server: FhirServer, client: Satusehat) -> None:
    server.says("Patient", Say(bundle(patient(), outcome(severity="information"), total=1)))
    assert client.ask(NIK).result == Result.FOUND
