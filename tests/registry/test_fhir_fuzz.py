"""Whatever a stranger puts in the place of a sound value, reading it ends in an answer or a plain refusal."""

import json
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from registry import fhir
from tests.fhir_answers import IHS, NIK, bundle, immunization, outcome, patient

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30) | st.sampled_from([NIK, "//"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=12), inner, max_size=3),
    max_leaves=6,
)
PAGES = [bundle(patient(), further="/x"), bundle(immunization()), outcome(), bundle(patient(), outcome())]


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Where something could stand instead, the page itself first."""
    yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in pairs:
        yield from places(inner, (*path, key))


def put(page: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    spoilt = json.loads(json.dumps(page))
    place = spoilt
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return spoilt


def read(page: Any) -> None:
    found = fhir.json_of(json.dumps(page).encode())
    fhir.total(found)
    fhir.next_page(found, "https://a.id/fhir-r4/v1/Patient")
    for one in fhir.resources(found, "Patient"):
        fhir.person(one, NIK, ())
        fhir.patient_id(one)
    for one in fhir.resources(found, "Immunization"):
        fhir.dose(one, IHS)


@given(st.data())
@settings(max_examples=400, deadline=None)
def test_nothing_that_is_sent_makes_reading_crash(data: st.DataObject) -> None:
    page = data.draw(st.sampled_from(PAGES))
    spoilt = put(page, data.draw(st.sampled_from(list(places(page)))), data.draw(ANYTHING))
    with suppress(fhir.Unreadable, fhir.OtherPerson, fhir.Fault):
        read(spoilt)


@given(st.binary(max_size=200))
def test_no_bytes_make_reading_crash(body: bytes) -> None:
    with suppress(fhir.Unreadable):
        fhir.json_of(body)
