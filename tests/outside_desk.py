"""A desk that may ask a registry outside: the tests' own FHIR server, over real HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import pytest
from flask import Flask

from config import OutsideSettings
from registry.satusehat import Satusehat
from tests.fhir_server import CLIENT, SECRET, FhirServer, serving
from web.outside import KEPT


@contextmanager
def asking(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[FhirServer]:
    """Configure ``app`` for a server that keeps nobody yet."""
    with serving() as server:
        settings = OutsideSettings(server.url, CLIENT, SECRET, 5)
        monkeypatch.setitem(app.config, "LOKET", replace(app.config["LOKET"], outside=settings))
        monkeypatch.setitem(app.extensions, KEPT, Satusehat(settings))
        yield server
