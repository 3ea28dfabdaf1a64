"""Carries the word that there is work from the web to the worker, by huey; what is to be done the rows say.

A message that is lost costs seconds, for the worker looks at the rows as well.
"""

import json
import logging
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from flask import Flask, current_app
from flask_babel import force_locale
from huey import Huey, PostgresHuey, SqliteHuey
from huey.registry import Message
from huey.serializer import Serializer

from config import POSTGRESQL, Settings
from web import import_work

log = logging.getLogger(__name__)
NAME: Final = "loket"
WORK: Final[Mapping[str, Callable[[str], None]]] = MappingProxyType(
    {"check": import_work.check, "import": import_work.run}
)


class PlainSerializer(Serializer):
    """Messages as JSON: whoever can write to the queue makes the worker run nothing of their own, as pickle would."""

    def _serialize(self, data: Message) -> bytes:
        return json.dumps(list(data)).encode()

    def _deserialize(self, data: bytes) -> Message:
        return Message(*json.loads(data))


class Carrier:
    """The queue of one desk, opened when it is first needed."""

    def __init__(self, app: Flask, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._huey: Huey | None = None
        self._task: Any = None

    def send(self, what: str, ref: str) -> None:
        """Tell the worker of work that a row orders; call it after the commit."""
        try:
            self._open()
            self._task(what, ref)
        except Exception:
            log.exception("no word to the worker; it will see the row")

    def take(self) -> bool:
        """Do what the next message says; whether there was one."""
        queue = self._open()
        task = queue.dequeue()
        if task is None:
            return False
        queue.execute(task)
        return True

    def work(self, what: str, ref: str) -> None:
        """Do one piece of work, in the language of the desk; one that breaks is logged, and the next is done."""
        with self._app.app_context(), force_locale(self._settings.locale):
            try:
                WORK[what](ref)
            except Exception:
                log.exception("%s of %s broke off", what, ref[:8])

    def close(self) -> None:
        """Let go of the queue."""
        if self._huey is not None:
            self._huey.storage.close()
            self._huey = None

    def _open(self) -> Huey:
        if self._huey is None:
            self._huey = _queue(self._settings)
            self._task = self._huey.task(name="work")(self.work)
        return self._huey


def carrier() -> Carrier:
    """The carrier of this application."""
    found: Carrier = current_app.extensions["loket_carrier"]
    return found


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["loket_carrier"] = Carrier(app, settings)


def _queue(settings: Settings) -> Huey:
    shared = {"results": False, "serializer": PlainSerializer()}
    if settings.database_url.startswith(POSTGRESQL):
        address = settings.database_url.replace("+psycopg", "", 1)
        return PostgresHuey(NAME, dsn=address, blocking=False, table_prefix="loket_queue", **shared)
    file = settings.home / "queue.db"
    file.touch(mode=0o600)
    return SqliteHuey(NAME, filename=str(file), **shared)
