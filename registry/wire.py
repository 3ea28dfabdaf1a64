"""One conversation over HTTP with a registry outside: a deadline for all of it, a limit, and nothing in any log."""

import http.client
import socket
import ssl
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread
from time import monotonic
from typing import Final, TypeVar
from urllib.parse import urlsplit

from registry.outside import Why

CONNECTS_WITHIN: Final = 5.0
LARGEST_ANSWER: Final = 1024 * 1024

T = TypeVar("T")


class Lost(Exception):
    """The conversation failed; ``why``, and the seconds of ``pause`` the other side asked for. Holds no address."""

    def __init__(self, why: Why, *, pause: int = 0) -> None:
        super().__init__(why.value)
        self.why = why
        self.pause = pause


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer read to its end."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Wire:
    """One connection for the requests of one question; closed when the block ends.

    ``http.client`` follows no redirect, reads no proxy from the environment and writes no address anywhere.
    """

    def __init__(self, base: str, *, seconds: float, trusted: ssl.SSLContext) -> None:
        self._until = monotonic() + seconds
        self._connection = _connection(base, trusted)

    def ask(self, method: str, path: str, *, headers: Mapping[str, str], body: bytes | None = None) -> Reply:
        """Send and read one answer; a connection that breaks is made anew, once. Raises Lost."""
        lost = Why.NO_CONNECTION
        for _ in range(2):
            try:
                return self._exchange(method, path, headers, body)
            except (OSError, http.client.HTTPException) as problem:
                lost = _why(problem)
            self.close()
            if lost is not Why.NO_CONNECTION:
                break
        raise Lost(lost)

    def close(self) -> None:
        """End it from any thread: whoever waits for it is woken."""
        line = self._connection.sock
        if line is not None:
            with suppress(OSError):
                socket.socket.shutdown(line, socket.SHUT_RDWR)
        self._connection.close()

    def _exchange(self, method: str, path: str, headers: Mapping[str, str], body: bytes | None) -> Reply:
        connection = self._connection
        if connection.sock is None:
            connection.timeout = min(CONNECTS_WITHIN, self._left())
            connection.connect()
        connection.sock.settimeout(self._left())
        connection.request(method, path, body=body, headers=dict(headers))
        return _read(connection.getresponse())

    def _left(self) -> float:
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def within(seconds: float, wire: Wire, talk: Callable[[], T]) -> T:
    """What ``talk`` gives over ``wire``, or Lost when ``seconds`` are over, whatever holds it up.

    Socket time limits count from byte to byte, and the resolver of names has none: so the talk has a thread of its
    own, which is cut off and left behind.
    """
    done: Future[T] = Future()
    Thread(target=_settle, args=(done, talk), daemon=True, name="outside").start()
    try:
        return done.result(timeout=seconds)
    except TimeoutError:
        raise Lost(Why.TIMEOUT) from None
    finally:
        wire.close()


def _settle(done: "Future[T]", talk: Callable[[], T]) -> None:
    try:
        done.set_result(talk())
    except Exception as problem:  # noqa: BLE001 - carried to whoever waits, as it is
        done.set_exception(problem)


def _connection(base: str, trusted: ssl.SSLContext) -> http.client.HTTPConnection:
    parts = urlsplit(base)
    if parts.scheme == "https":
        return http.client.HTTPSConnection(parts.hostname or "", parts.port, context=trusted)
    return http.client.HTTPConnection(parts.hostname or "", parts.port)


def _read(answer: http.client.HTTPResponse) -> Reply:
    body = answer.read(LARGEST_ANSWER + 1)
    if len(body) > LARGEST_ANSWER:
        raise Lost(Why.TOO_LARGE)
    if answer.length:
        raise http.client.IncompleteRead(body, answer.length)
    answer.close()
    return Reply(answer.status, {name.lower(): value for name, value in answer.getheaders()}, body)


def _why(problem: Exception) -> Why:
    if isinstance(problem, TimeoutError):
        return Why.TIMEOUT
    if isinstance(problem, ssl.SSLError) and not isinstance(problem, ssl.SSLEOFError | ssl.SSLZeroReturnError):
        return Why.UNTRUSTED
    if isinstance(problem, OSError | http.client.IncompleteRead):
        return Why.NO_CONNECTION
    return Why.UNREADABLE
