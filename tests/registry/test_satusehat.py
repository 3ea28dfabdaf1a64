"""The national registry answers, fails and misbehaves: found, not found, or not available, and never a crash."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from time import monotonic
from typing import Any

import pytest

from registry import wire
from registry.outside import Dose, Result, Why
from registry.satusehat import MADE_UP_NIK, MOST_PAGES, Satusehat
from tests.fhir_answers import IHS, NIK, bundle, immunization, outcome, patient, spoilt
from tests.fhir_server import SECRET, FhirServer, Say, nobody
from tests.registry.satusehat import client, client_of, server, told

__all__ = ["client", "server"]

MORNING = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
PAGE_OF_HTML = b"<!DOCTYPE html><html><body>Masuk ke Wi-Fi kantor</body></html>"
SetClock = Callable[[datetime], None]


def test_a_person_is_found_with_their_doses(client: Satusehat) -> None:
    (person,) = client.ask(NIK).people
    assert (person.name, person.birth_date, person.sex, person.confirmed) == ("Sri Wahyuni", "1985-04-25", "P", True)
    assert person.doses[0] == Dose(
        number="1", vaccine="Moderna", on=date(2021, 7, 1), facility="Puskesmas Bunyu", lot="B31391"
    )
    assert [dose.number for dose in person.doses] == ["1", "2"]


def test_nobody_of_this_nik_is_not_found(client: Satusehat) -> None:
    assert told(client.ask(MADE_UP_NIK)) == (Result.NOT_FOUND, None)


def test_a_person_without_a_dose_is_found(server: FhirServer, client: Satusehat) -> None:
    server.doses.clear()
    answer = client.ask(NIK)
    assert (answer.result, answer.doses) == (Result.FOUND, 0)


def test_two_people_under_one_nik_are_both_told(server: FhirServer, client: Satusehat) -> None:
    server.keeps(NIK, patient(name="Budi", ihs="P02"), immunization(1, ihs="P02"))
    assert [(person.name, len(person.doses)) for person in client.ask(NIK).people] == [("Sri Wahyuni", 2), ("Budi", 1)]


def test_doses_on_several_pages_are_all_read(server: FhirServer, client: Satusehat) -> None:
    server.doses[IHS] = [immunization(1 + n % 3, id=f"d{n}") for n in range(7)]
    assert (client.ask(NIK).doses, server.asked("Immunization")) == (7, 4)


def test_the_whole_talk_is_one_patient_by_nik_and_the_doses_of_that_patient(
    server: FhirServer, client: Satusehat
) -> None:
    client.ask(NIK)
    assert [(seen.method, seen.path, seen.query) for seen in server.seen] == [
        ("POST", "/oauth2/v1/accesstoken", {"grant_type": ["client_credentials"]}),
        ("GET", "/fhir-r4/v1/Patient", {"identifier": [f"https://fhir.kemkes.go.id/id/nik|{NIK}"]}),
        ("GET", "/fhir-r4/v1/Immunization", {"patient": [IHS]}),
    ]


def test_a_token_is_used_for_fifty_minutes(server: FhirServer, client: Satusehat, set_clock: SetClock) -> None:
    for minutes in (0, 49, 51):
        set_clock(MORNING + timedelta(minutes=minutes))
        client.ask(NIK)
    assert server.asked("token") == 2


def test_a_token_that_ends_earlier_is_believed(server: FhirServer, client: Satusehat, set_clock: SetClock) -> None:
    server.says("token", Say({"access_token": server.token, "expires_in": 600}))
    for minutes in (0, 8, 10):
        set_clock(MORNING + timedelta(minutes=minutes))
        client.ask(NIK)
    assert server.asked("token") == 2


def test_a_token_that_was_taken_back_is_made_anew_once(server: FhirServer, client: Satusehat) -> None:
    client.ask(NIK)
    server.token = "another"
    assert client.ask(NIK).result == Result.FOUND
    assert server.asked("token") == 2


def test_a_token_that_never_opens_is_refused(server: FhirServer, client: Satusehat) -> None:
    server.says("Patient", Say(outcome(), 401))
    assert told(client.ask(NIK)) == (Result.UNAVAILABLE, Why.REFUSED)
    assert (server.asked("token"), server.asked("Patient")) == (2, 2)


BROKEN: dict[str, tuple[Say, Why]] = {
    "forbidden": (Say(outcome(), 403), Why.REFUSED),
    "too often": (Say(outcome(), 429, {"Retry-After": "120"}), Why.TOO_OFTEN),
    "a fault": (Say(b"oops", 500), Why.FAULT),
    "a gateway": (Say(PAGE_OF_HTML, 502), Why.FAULT),
    "not found": (Say(outcome(), 404), Why.FAULT),
    "a bad request": (Say(outcome(), 400), Why.FAULT),
    "no content": (Say(b"", 204), Why.FAULT),
    "elsewhere": (Say(b"", 302, {"Location": "https://elsewhere.example/"}), Why.MOVED),
    "a page": (Say(PAGE_OF_HTML), Why.UNREADABLE),
    "nothing": (Say(b""), Why.UNREADABLE),
    "not UTF-8": (Say(b'{"resourceType": "\xff"}'), Why.UNREADABLE),
    "half an answer": (Say(b'{"resourceType": "Bundle", "entr'), Why.UNREADABLE),
    "a list": (Say([]), Why.UNREADABLE),
    "a deep answer": (Say(b"[" * 100_000), Why.UNREADABLE),
    "a great number": (Say(b'{"total": ' + b"9" * 5000 + b"}"), Why.UNREADABLE),
    "one patient": (Say(patient()), Why.UNREADABLE),
    "a bundle of another kind": (Say(spoilt(type="history")), Why.UNREADABLE),
    "an outcome": (Say(outcome()), Why.FAULT),
    "an outcome among the rows": (Say(bundle(outcome())), Why.FAULT),
    "another resource": (Say(bundle(immunization())), Why.UNREADABLE),
    "entries that are none": (Say(spoilt(entry={"a": 1})), Why.UNREADABLE),
    "an entry that is text": (Say(spoilt(entry=["x"])), Why.UNREADABLE),
    "a total of nothing said": (Say({"resourceType": "Bundle", "type": "searchset"}), Why.UNREADABLE),
    "a total without its rows": (Say(bundle(total=1)), Why.UNREADABLE),
    "rows without their total": (Say(bundle(patient(), total=0)), Why.UNREADABLE),
    "a total that is text": (Say(spoilt(total="0")), Why.UNREADABLE),
    "a total below none": (Say(spoilt(total=-1)), Why.UNREADABLE),
    "a total that is true": (Say(spoilt(total=False)), Why.UNREADABLE),
    "another NIK": (Say(bundle(patient("6501056504859013"))), Why.OTHER_PERSON),
    "a name that is a number": (Say(spoilt(patient() | {"name": [{"text": 5}]})), Why.UNREADABLE),
    "an id that leads elsewhere": (Say(spoilt(patient() | {"id": "../../x?y=1"})), Why.UNREADABLE),
    "four people": (Say(bundle(*(patient(ihs=f"P{n}") for n in range(4)))), Why.TOO_LARGE),
    "a giant": (Say(b" " * (wire.LARGEST_ANSWER + 1)), Why.TOO_LARGE),
    "a compressed answer": (Say(b"\x1f\x8b\x08", headers={"Content-Encoding": "gzip"}), Why.UNREADABLE),
    "a cut": (Say(bundle(), cut=20), Why.NO_CONNECTION),
    "silence": (Say(silent=True), Why.NO_CONNECTION),
    "the next page elsewhere": (Say(bundle(patient(), total=2, further="https://elsewhere.example/x")), Why.MOVED),
    "the next page of another port": (Say(bundle(further="http://localhost:1/fhir-r4/v1/Patient?a")), Why.MOVED),
    "the next page above": (Say(bundle(further="/fhir-r4/v1/../../oauth2/x")), Why.MOVED),
    "the next page with a name": (Say(bundle(further="http://a@localhost/fhir-r4/v1/x")), Why.MOVED),
    "the next page with a space": (Say(spoilt(link=[{"relation": "next", "url": "/a b"}])), Why.UNREADABLE),
    "the next page of no host": (Say(spoilt(link=[{"relation": "next", "url": "http://["}])), Why.UNREADABLE),
    "pages without an end": (Say(bundle(further="/fhir-r4/v1/Patient?again")), Why.TOO_LARGE),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_no_sound_answer_is_unavailable_and_never_not_found(
    server: FhirServer, client: Satusehat, name: str
) -> None:
    say, why = BROKEN[name]
    server.says("Patient", say)
    assert told(client.ask(NIK)) == (Result.UNAVAILABLE, why)
    assert server.asked("Patient") <= (MOST_PAGES if name.startswith("pages") else 2)


@pytest.mark.parametrize("name", [name for name in BROKEN if name not in {"one patient", "another resource"}])
def test_nor_is_what_comes_instead_of_a_token(server: FhirServer, client: Satusehat, name: str) -> None:
    server.says("token", BROKEN[name][0])
    answer = client.ask(NIK)
    assert (answer.result, server.asked("Patient")) == (Result.UNAVAILABLE, 0)


@pytest.mark.parametrize("status", [400, 401, 403])
def test_who_is_given_no_token_is_refused(server: FhirServer, client: Satusehat, status: int) -> None:
    server.says("token", Say({"error": "invalid_client"}, status))
    assert told(client.ask(NIK)) == (Result.UNAVAILABLE, Why.REFUSED)


def test_of_somebody_else_nothing_more_is_asked(server: FhirServer, client: Satusehat) -> None:
    server.says("Patient", Say(bundle(patient(), patient("6501056504859013", ihs="P02"))))
    assert told(client.ask(NIK)) == (Result.UNAVAILABLE, Why.OTHER_PERSON)
    assert server.asked("Immunization") == 0


@pytest.mark.parametrize("token", ["", "a b", "a\r\nX-Other: 1", "é", 5, None, "x" * 9000])
def test_a_token_that_fits_in_no_header_is_not_used(server: FhirServer, client: Satusehat, token: Any) -> None:
    server.says("token", Say({"access_token": token}))
    assert told(client.ask(NIK)) == (Result.UNAVAILABLE, Why.UNREADABLE)


def test_how_long_to_wait_is_told(server: FhirServer, client: Satusehat) -> None:
    server.says("Patient", BROKEN["too often"][0])
    assert client.ask(NIK).pause == 120


def test_a_connection_that_broke_is_made_anew_once(server: FhirServer, client: Satusehat) -> None:
    server.says("Patient", Say(silent=True), Say(bundle(patient())))
    assert client.ask(NIK).result == Result.FOUND


@pytest.mark.parametrize("status", [400, 403, 404, 429, 500, 503])
def test_a_clear_no_is_not_asked_again(server: FhirServer, client: Satusehat, status: int) -> None:
    server.says("Patient", Say(outcome(), status))
    client.ask(NIK)
    assert server.asked("Patient") == 1


@pytest.mark.parametrize(
    "say", [Say(bundle(), late=30), Say(bundle(), drip=0.1), Say(drip=0.1)], ids=["late", "drip", "header"]
)
def test_a_slow_answer_is_cut_off_at_the_deadline(server: FhirServer, say: Say) -> None:
    server.says("Patient", say)
    begun = monotonic()
    assert told(client_of(server.url, seconds=1).ask(NIK)) == (Result.UNAVAILABLE, Why.TIMEOUT)
    assert monotonic() - begun < 1.5


def test_where_nobody_listens_there_is_no_connection() -> None:
    assert told(client_of(f"http://{nobody()}").ask(NIK)) == (Result.UNAVAILABLE, Why.NO_CONNECTION)


def test_a_name_that_leads_nowhere_is_no_connection() -> None:
    answer = client_of("https://registry.invalid", seconds=2).ask(NIK)
    assert answer.why in (Why.NO_CONNECTION, Why.TIMEOUT)


@pytest.mark.parametrize("hidden", [NIK, "Sri Wahyuni", "1985-04-25", SECRET])
def test_nothing_personal_and_no_secret_is_in_any_repr(server: FhirServer, client: Satusehat, hidden: str) -> None:
    answer = client.ask(NIK)
    assert hidden not in f"{answer!r} {answer.people!r} {client._settings!r} {client._token!r} {client!r}"
