"""A small FHIR server of the tests' own, on loopback: sound by itself, and as broken as a test wants it."""

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Final
from urllib.parse import parse_qs, urlsplit

from tests.fhir_answers import ID_SYSTEM, Json, bundle, outcome

SECRET: Final = "s3cret-canary-of-the-client"
TOKEN: Final = "t0ken-canary-of-the-server"
CLIENT: Final = "loket-client"
PAGE: Final = 2


@dataclass(frozen=True)
class Say:
    """One answer and its manner: late, byte by byte, cut short, or none at all."""

    body: Any = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    late: float = 0
    drip: float = 0
    cut: int | None = None
    silent: bool = False

    @property
    def bytes(self) -> bytes:
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


@dataclass(frozen=True)
class Seen:
    """A request as it came in."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: str

    @property
    def what(self) -> str:
        return "token" if "oauth2" in self.path else self.path.rpartition("/")[2]


class FhirServer:
    """People by NIK and doses by patient; ``says`` replaces the next answers of one kind, the last for ever."""

    def __init__(self) -> None:
        self.people: dict[str, list[Json]] = {}
        self.doses: dict[str, list[Json]] = {}
        self.script: dict[str, list[Say]] = {}
        self.seen: list[Seen] = []
        self.token = TOKEN
        self.over = threading.Event()
        handler = type("Handler", (_Handler,), {"desk": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.scheme = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://localhost:{self.http.server_port}"

    def says(self, what: str, *answers: Say) -> None:
        self.script[what] = list(answers)

    def asked(self, what: str) -> int:
        return sum(seen.what == what for seen in self.seen)

    def keeps(self, nik: str, patient: Json, *doses: Json) -> None:
        self.people.setdefault(nik, []).append(patient)
        self.doses[patient["id"]] = list(doses)

    def answer(self, seen: Seen) -> Say:
        self.seen.append(seen)
        told = self.script.get(seen.what)
        if told:
            return told[0] if len(told) == 1 else told.pop(0)
        if seen.what == "token":
            return self._token(seen)
        if seen.headers.get("authorization") != f"Bearer {self.token}":
            return Say(outcome(), 401)
        return Say(self._people(seen) if seen.what == "Patient" else self._doses(seen))

    def _token(self, seen: Seen) -> Say:
        given = parse_qs(seen.body)
        if seen.method != "POST" or given != {"client_id": [CLIENT], "client_secret": [SECRET]}:
            return Say(outcome("Invalid client"), 401)
        return Say({"access_token": self.token, "token_type": "BearerToken", "expires_in": "14399"})

    def _people(self, seen: Seen) -> Json:
        system, _, nik = seen.query["identifier"][0].partition("|")
        return bundle(*self.people.get(nik, ()) if system == f"{ID_SYSTEM}/nik" else ())

    def _doses(self, seen: Seen) -> Json:
        ihs, first = seen.query["patient"][0], int(seen.query.get("_from", ["0"])[0])
        every = self.doses.get(ihs, [])
        more = f"{self.url}{seen.path}?patient={ihs}&_from={first + PAGE}" if len(every) > first + PAGE else ""
        return bundle(*every[first : first + PAGE], total=len(every), further=more)


class _Handler(BaseHTTPRequestHandler):
    desk: ClassVar[FhirServer]
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer()

    def do_POST(self) -> None:
        self._answer()

    def _answer(self) -> None:
        address = urlsplit(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        say = self.desk.answer(Seen(self.command, address.path, parse_qs(address.query), headers, body))
        with suppress(OSError):
            self._speak(say)

    def _speak(self, say: Say) -> None:
        self.desk.over.wait(say.late)
        if say.silent:
            self.close_connection = True
            return
        self.send_response(say.status)
        for name, value in {"Content-Type": "application/fhir+json", **say.headers}.items():
            self.send_header(name, value)
        if say.drip and not say.bytes:
            self.flush_headers()
            self._drip(b"X-Endless: " + b"a" * 10_000, say.drip)
        self.send_header("Content-Length", str(len(say.bytes)))
        self.end_headers()
        self._write(say)

    def _write(self, say: Say) -> None:
        body = say.bytes[: say.cut]
        self.close_connection = self.close_connection or say.cut is not None
        if say.drip:
            self._drip(body, say.drip)
        else:
            self.wfile.write(body)

    def _drip(self, body: bytes, pause: float) -> None:
        for byte in body:
            self.wfile.write(bytes([byte]))
            self.wfile.flush()
            if self.desk.over.wait(pause):
                return

    def log_message(self, *_: Any) -> None:
        """Says nothing."""


@contextmanager
def serving(trust: ssl.SSLContext | None = None) -> Iterator[FhirServer]:
    """A server at work; over TLS where it is given its certificate."""
    server = FhirServer()
    if trust is not None:
        server.scheme = "https"
        server.http.socket = trust.wrap_socket(server.http.socket, server_side=True, do_handshake_on_connect=False)
    server.http.daemon_threads = True
    thread = threading.Thread(target=server.http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.over.set()
        server.http.shutdown()
        server.http.server_close()
        thread.join()


@contextmanager
def deaf() -> Iterator[str]:
    """The address of somebody who lets one call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield f"localhost:{listener.getsockname()[1]}"


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"localhost:{listener.getsockname()[1]}"
