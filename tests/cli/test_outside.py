"""``registry check`` says whether the registry outside answers, and tells it nothing about anybody."""

import json
from collections.abc import Iterator

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from models import Event, db
from tests.fhir_answers import outcome
from tests.fhir_server import SECRET, TOKEN, FhirServer, Say
from tests.outside_desk import asking


@pytest.fixture
def server(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FhirServer]:
    with asking(app, monkeypatch) as made:
        yield made


def check(app: Flask) -> Result:
    return app.test_cli_runner().invoke(args=["registry", "check"])


def test_without_a_registry_outside_there_is_nothing_wrong(app: Flask) -> None:
    done = check(app)
    assert (done.exit_code, "LOKET_SATUSEHAT_URL" in done.output) == (0, True)


def test_one_that_answers_is_said_to(app: Flask, server: FhirServer) -> None:
    done = check(app)
    assert (done.exit_code, done.output.startswith("SATUSEHAT menjawab, dalam ")) == (0, True)
    assert server.seen[1].query == {"identifier": ["https://fhir.kemkes.go.id/id/nik|6501010101010000"]}


def test_one_that_does_not_is_status_one_with_its_reason(app: Flask, server: FhirServer) -> None:
    server.says("token", Say(outcome(), 401))
    done = check(app)
    assert (done.exit_code, len(done.output.splitlines())) == (1, 1)
    assert "Menolak client id atau secret kantor ini." in done.output


def test_a_check_is_two_events(app: Flask, server: FhirServer) -> None:
    check(app)
    events = list(db.session.scalars(select(Event).where(Event.action.startswith("record.outside")).order_by(Event.id)))
    facts = [json.loads(event.body)["facts"] for event in events]
    assert (facts[0]["sent"], facts[1]["result"]) == ("made_up_nik", "not_found")


@pytest.mark.parametrize("status", [200, 401, 500])
def test_no_secret_is_printed(app: Flask, server: FhirServer, status: int) -> None:
    server.says("Patient", Say(outcome(f"{SECRET} {TOKEN}"), status))
    done = check(app)
    assert [secret for secret in (SECRET, TOKEN) if secret in done.output + done.stderr] == []
