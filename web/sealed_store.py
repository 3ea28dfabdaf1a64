"""Small sealed files beside the database: JSON under the master key, readable by the desk alone, dropped with age."""

import json
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

from models import clock
from models.keyring import ring
from privacy.seal import Unreadable, seal_bytes, unseal_bytes


class SealedStore:
    """A folder of sealed JSON, each under a name that its seal is bound to."""

    def __init__(self, folder: Path, place: str, kept: timedelta) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder, self._place, self._kept = folder, place, kept

    def keep(self, name: str, plain: Any) -> None:
        """Put ``plain`` in the place of what was kept under ``name``, and drop what is too old."""
        self._drop_old()
        sealed = seal_bytes(ring().master, json.dumps(plain).encode(), place=f"{self._place}:{name}")
        fresh = self._folder / f"{name}.part"
        handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(sealed)
        fresh.replace(self._path(name))

    def kept(self, name: str) -> Any | None:
        """What is kept under ``name``, or None."""
        try:
            return json.loads(unseal_bytes(ring().master, self._path(name).read_bytes(), place=f"{self._place}:{name}"))
        except (OSError, Unreadable, ValueError):
            return None

    def drop(self, name: str) -> None:
        self._path(name).unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{name}.sealed"

    def _drop_old(self) -> None:
        oldest = (clock.now() - self._kept).timestamp()
        for path in self._folder.glob("*.sealed"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)
