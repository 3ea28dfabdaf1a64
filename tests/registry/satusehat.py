"""A client of the national registry beside a server that keeps one person with two doses."""

from collections.abc import Iterator

import pytest

from config import OutsideSettings
from registry.outside import Answer, Result, Why
from registry.satusehat import Satusehat
from tests.fhir_answers import NIK, immunization, patient
from tests.fhir_server import CLIENT, SECRET, FhirServer, serving


@pytest.fixture
def server() -> Iterator[FhirServer]:
    with serving() as made:
        made.keeps(NIK, patient(), immunization(1), immunization(2))
        yield made


def client_of(url: str, *, seconds: int = 5) -> Satusehat:
    return Satusehat(OutsideSettings(url, CLIENT, SECRET, seconds))


@pytest.fixture
def client(server: FhirServer) -> Satusehat:
    return client_of(server.url)


def told(answer: Answer) -> tuple[Result, Why | None]:
    return answer.result, answer.why
