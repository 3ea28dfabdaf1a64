"""SATUSEHAT, the national registry, asked over FHIR R4: a Patient by NIK, and the Immunizations of that patient.

Addresses and shapes are those that the ministry's public code uses: a token by client credentials at
``/oauth2/v1/accesstoken``, kept for fifty minutes in memory alone; resources under ``/fhir-r4/v1``.
"""

import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from config import OutsideSettings
from models import clock
from registry import fhir
from registry.outside import Answer, Dose, Person, Why, found, not_found, unavailable
from registry.wire import Lost, Reply, Wire, within

SATUSEHAT: Final = "satusehat"
TOKEN_PATH: Final = "/oauth2/v1/accesstoken?grant_type=client_credentials"  # noqa: S105 - an address
FHIR_PATH: Final = "/fhir-r4/v1"
TOKEN_KEPT: Final = timedelta(minutes=50)
LONGEST_TOKEN: Final = 8192
LONGEST_PAUSE: Final = 3600
MOST_PAGES: Final = 10
MOST_PEOPLE: Final = 3
MADE_UP_NIK: Final = "6501010101010000"
"""Nobody's: serial 0000 is never issued."""

NAMED: Final = {301: Why.MOVED, 302: Why.MOVED, 303: Why.MOVED, 307: Why.MOVED, 308: Why.MOVED, 401: Why.REFUSED,
                403: Why.REFUSED, 429: Why.TOO_OFTEN}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Token:
    """What opens the registry until a moment; shown in no repr."""

    text: str = field(repr=False)
    until: datetime


class Satusehat:
    """The client of one process: its token, and whom it trusts."""

    def __init__(self, settings: OutsideSettings) -> None:
        self._settings = settings
        self._trusted = ssl.create_default_context(cafile=settings.ca_file)
        self._token: Token | None = None

    @property
    def name(self) -> str:
        return SATUSEHAT

    @property
    def seconds(self) -> int:
        """The longest that a question takes."""
        return self._settings.seconds

    def ask(self, nik: str) -> Answer:
        """Everybody kept under ``nik``; whatever else than a sound answer comes back is unavailable."""
        wire = Wire(self._settings.url, seconds=self.seconds, trusted=self._trusted)
        try:
            people = within(self.seconds, wire, lambda: self._people(wire, nik))
        except Lost as lost:
            return unavailable(lost.why, pause=lost.pause)
        except fhir.OtherPerson:
            return unavailable(Why.OTHER_PERSON)
        except fhir.Fault:
            return unavailable(Why.FAULT)
        except fhir.Unreadable:
            return unavailable(Why.UNREADABLE)
        return found(*people) if people else not_found()

    def _people(self, wire: Wire, nik: str) -> tuple[Person, ...]:
        query = urlencode({"identifier": f"{fhir.NIK_SYSTEM}|{nik}"}, quote_via=quote)
        patients = list(self._search(wire, "Patient", query))
        if len(patients) > MOST_PEOPLE:
            raise Lost(Why.TOO_LARGE)
        for patient in patients:
            fhir.confirms(patient, nik)  # of somebody else nothing more is asked
        return tuple(fhir.person(patient, nik, self._doses(wire, fhir.patient_id(patient))) for patient in patients)

    def _doses(self, wire: Wire, patient: str) -> tuple[Dose, ...]:
        rows = self._search(wire, "Immunization", urlencode({"patient": patient}))
        doses = [fhir.dose(row, patient) for row in rows]
        return tuple(sorted(doses, key=lambda dose: (str(dose.on or "~"), dose.number)))

    def _search(self, wire: Wire, kind: str, query: str) -> Iterator[dict[str, Any]]:
        """All that fits, page after page. Nothing at all counts only where the registry says that the total is none."""
        base = f"{self._settings.url}{FHIR_PATH}"
        address: str | None = f"{base}/{kind}?{query}"
        told: int | None = None
        given = 0
        for _ in range(MOST_PAGES):
            page = self._page(wire, address or "")
            rows = fhir.resources(page, kind)
            told, given = fhir.total(page) if told is None else told, given + len(rows)
            yield from rows
            address = fhir.next_page(page, address or "")
            if address is None:
                if (told or 0) > given or (not given and told is None) or (given and told == 0):
                    raise fhir.Unreadable
                return
            if not fhir.same_place(address, base):
                raise Lost(Why.MOVED)
        raise Lost(Why.TOO_LARGE)

    def _page(self, wire: Wire, address: str) -> dict[str, Any]:
        """One page; a token that no longer opens is made anew, once."""
        parts = urlsplit(address)
        path = f"{parts.path}?{parts.query}"
        reply = self._get(wire, path, self._opened(wire))
        if reply.status == 401:
            self._token = None
            reply = self._get(wire, path, self._opened(wire))
        return fhir.json_of(_sound(reply).body)

    def _get(self, wire: Wire, path: str, token: Token) -> Reply:
        headers = {"Authorization": f"Bearer {token.text}", "Accept": "application/fhir+json"}
        return wire.ask("GET", path, headers=headers)

    def _opened(self, wire: Wire) -> Token:
        kept = self._token
        if kept is None or clock.now() >= kept.until:
            kept = self._token = self._new_token(wire)
        return kept

    def _new_token(self, wire: Wire) -> Token:
        asked = clock.now()
        who = {"client_id": self._settings.client_id, "client_secret": self._settings.client_secret}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        reply = wire.ask("POST", TOKEN_PATH, headers=headers, body=urlencode(who).encode())
        if reply.status == 400:
            raise Lost(Why.REFUSED)
        told = fhir.json_of(_sound(reply).body)
        token = told.get("access_token")
        if not isinstance(token, str) or not 0 < len(token) <= LONGEST_TOKEN or not _is_plain(token):
            raise fhir.Unreadable
        return Token(token, asked + min(TOKEN_KEPT, _lasts(told.get("expires_in"))))


def _sound(reply: Reply) -> Reply:
    """``reply`` where its status is 200. Raises Lost for any other: a 404 is a wrong address, and nobody's absence."""
    if reply.status == 200:
        return reply
    named = NAMED.get(reply.status, Why.FAULT)
    raise Lost(named, pause=_pause(reply.headers.get("retry-after", "")))


def _pause(told: str) -> int:
    """Seconds of a Retry-After header; a date in it is not read."""
    return min(int(told), LONGEST_PAUSE) if told.isascii() and told.isdigit() and len(told) < 8 else 0


def _lasts(told: Any) -> timedelta:
    """How long a token lasts, less a minute: SATUSEHAT writes the seconds as text."""
    seconds = str(told)
    if not (seconds.isascii() and seconds.isdigit() and len(seconds) < 8):
        return TOKEN_KEPT
    return timedelta(seconds=max(0, int(seconds) - 60))


def _is_plain(token: str) -> bool:
    return token.isascii() and token.isprintable() and " " not in token
