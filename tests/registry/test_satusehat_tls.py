"""The client gives its secret only to whom it trusts, and never writes down what was asked."""

import logging
import ssl
from pathlib import Path

import pytest
import trustme

from config import OutsideSettings
from registry.fhir import same_place
from registry.outside import Result, Why
from registry.satusehat import Satusehat
from tests.fhir_answers import NIK, patient
from tests.fhir_server import CLIENT, SECRET, TOKEN, FhirServer, Say, deaf, serving

NAMES = {"localhost": (Result.FOUND, None), "127.0.0.9": (Result.UNAVAILABLE, Why.UNTRUSTED)}


@pytest.fixture
def authority(tmp_path: Path) -> tuple[trustme.CA, Path]:
    made = trustme.CA()
    made.cert_pem.write_to_path(tmp_path / "ca.pem")
    return made, tmp_path / "ca.pem"


def certificate(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.mark.parametrize("name", NAMES)
def test_only_a_certificate_of_that_name_is_trusted(authority: tuple[trustme.CA, Path], name: str) -> None:
    with serving(certificate(authority[0], name)) as server:
        server.keeps(NIK, patient())
        answer = Satusehat(OutsideSettings(server.url, CLIENT, SECRET, 5, authority[1])).ask(NIK)
    assert (answer.result, answer.why) == NAMES[name]


def test_an_authority_of_its_own_making_is_not_trusted() -> None:
    with serving(certificate(trustme.CA(), "localhost")) as server:
        answer = Satusehat(OutsideSettings(server.url, CLIENT, SECRET, 5)).ask(NIK)
        assert (answer.why, server.seen) == (Why.UNTRUSTED, [])


def test_who_takes_the_call_and_never_greets_is_given_up() -> None:
    with deaf() as address:
        answer = Satusehat(OutsideSettings(f"https://{address}", CLIENT, SECRET, 1)).ask(NIK)
    assert answer.why is Why.TIMEOUT


def test_who_speaks_no_tls_is_not_trusted() -> None:
    with serving() as server:
        answer = Satusehat(OutsideSettings(server.url.replace("http:", "https:"), CLIENT, SECRET, 5)).ask(NIK)
    assert answer.why is Why.UNTRUSTED


@pytest.fixture
def every_log(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize(
    "say", [Say(b"oops", 500), Say(silent=True), Say(b"{"), Say(b"", 302, {"Location": f"/x?{NIK}"}), None]
)
def test_no_log_has_the_nik_the_secret_or_the_token(
    every_log: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str], say: Say | None
) -> None:
    with serving() as server:
        server.keeps(NIK, patient())
        if say:
            server.says("Patient", say)
        Satusehat(OutsideSettings(server.url, CLIENT, SECRET, 5)).ask(NIK)
    written = every_log.text + "".join(capfd.readouterr())
    assert [canary for canary in (NIK, SECRET, TOKEN) if canary in written] == []


@pytest.mark.parametrize(
    ("address", "same"),
    [
        ("https://a.id/fhir-r4/v1/Patient?page=2", True),
        ("https://a.id/fhir-r4/v1?page=2", True),
        ("http://a.id/fhir-r4/v1/Patient", False),
        ("https://b.id/fhir-r4/v1/Patient", False),
        ("https://a.id:8443/fhir-r4/v1/Patient", False),
        ("https://somebody@a.id/fhir-r4/v1/Patient", False),
        ("https://a.id/fhir-r4/v1/../../oauth2/v1/accesstoken", False),
        ("https://a.id/oauth2/v1/accesstoken", False),
        ("https://a.id:port/fhir-r4/v1/Patient", False),
    ],
)
def test_a_next_page_is_of_the_same_place_or_not_read(address: str, same: object) -> None:
    assert same_place(address, "https://a.id/fhir-r4/v1") is same


def test_no_token_and_no_nik_goes_to_where_a_redirect_points() -> None:
    with serving() as elsewhere, serving() as server:
        server.says("Patient", Say(b"", 307, {"Location": f"{elsewhere.url}/fhir-r4/v1/Patient"}))
        Satusehat(OutsideSettings(server.url, CLIENT, SECRET, 5)).ask(NIK)
        assert elsewhere.seen == []


def test_the_secret_goes_to_the_token_alone_and_the_token_only_into_its_header() -> None:
    server: FhirServer
    with serving() as server:
        server.keeps(NIK, patient())
        Satusehat(OutsideSettings(server.url, CLIENT, SECRET, 5)).ask(NIK)
        secret, *rest = server.seen
    assert SECRET in secret.body
    assert all(SECRET not in str(seen) for seen in rest)
    assert all(TOKEN not in f"{seen.path}{seen.query}{seen.body}" for seen in server.seen)
