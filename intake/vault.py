"""Files on their way in: sealed on the disk chunk by chunk, so that none is ever whole in memory or readable there."""

import hashlib
import io
import os
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final

from models.keyring import ring
from models.types import new_ref
from privacy.seal import seal_bytes, unseal_bytes

CHUNK: Final = 1024 * 1024
SEALED_CHUNK: Final = CHUNK + 31
REF: Final = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.ASCII)


class Incoming(io.RawIOBase):
    """A file being received: what is written is sealed at once; let go without ``keep`` it leaves nothing behind.

    It can be read again from the start, as whoever parses the request does.
    """

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.ref, self.size, self._kept = new_ref(), 0, False
        self._path = path_of(folder, self.ref)
        handle = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        self._out = os.fdopen(handle, "wb")
        self._waiting, self._chunks, self._digest = bytearray(), 0, hashlib.sha256()

    @property
    def sha256(self) -> str:
        return self._digest.hexdigest()

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override]
        self._digest.update(data)
        self.size += len(data)
        self._waiting += data
        while len(self._waiting) >= CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]))
            del self._waiting[:CHUNK]
        return len(data)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """A parser rewinds what it has written; there is nothing else to seek for."""
        return offset if whence == 0 else self.size

    def keep(self) -> None:
        """The whole file has come: write what is left, and leave it on the disk."""
        if self._waiting or not self._chunks:
            self._seal(bytes(self._waiting))
            self._waiting.clear()
        self._out.flush()
        os.fsync(self._out.fileno())
        self._out.close()
        self._kept = True

    def close(self) -> None:
        if not self.closed:
            self._out.close()
            if not self._kept:
                self._path.unlink(missing_ok=True)
        super().close()

    def _seal(self, data: bytes) -> None:
        self._out.write(seal_bytes(ring().master, data, place=_place(self.ref, self._chunks)))
        self._chunks += 1


class _Opened(io.RawIOBase):
    """A sealed file's bytes, opened a chunk at a time."""

    def __init__(self, ref: str, path: Path) -> None:
        self._ref, self._file = ref, path.open("rb")
        length = path.stat().st_size
        whole, rest = divmod(length, SEALED_CHUNK)
        self._length = whole * CHUNK + max(rest - 31, 0)
        self._at, self._number, self._chunk = 0, -1, b""

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self._at = offset + (0, self._at, self._length)[whence]
        return self._at

    def readinto(self, buffer: bytearray, /) -> int:  # type: ignore[override]
        if self._at >= self._length:
            return 0
        number, start = divmod(self._at, CHUNK)
        if number != self._number:
            self._file.seek(number * SEALED_CHUNK)
            sealed = self._file.read(SEALED_CHUNK)
            self._chunk = unseal_bytes(ring().master, sealed, place=_place(self._ref, number))
            self._number = number
        part = self._chunk[start : start + len(buffer)]
        buffer[: len(part)] = part
        self._at += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()


class StagedFile:
    """A file on its way in, which opens like a path does; ``size`` is what was received, so a cut one is noticed."""

    def __init__(self, folder: Path, ref: str, size: int) -> None:
        self.ref, self._path, self._size = ref, path_of(folder, ref), size

    def exists(self) -> bool:
        return self._path.exists()

    def open(self, _mode: str = "rb") -> BinaryIO:
        """The bytes, to be read and sought in. Raises FileNotFoundError, privacy.seal.Unreadable."""
        opened = _Opened(self.ref, self._path)
        if opened.seek(0, 2) != self._size:
            opened.close()
            raise FileNotFoundError(self.ref)
        opened.seek(0)
        return io.BufferedReader(opened, CHUNK)  # type: ignore[type-var]

    def read(self) -> bytes:
        with self.open() as file:
            return file.read()

    def drop(self) -> None:
        self._path.unlink(missing_ok=True)


def path_of(folder: Path, ref: str) -> Path:
    """Where a file lies. Raises ValueError for what is no ref."""
    if not REF.fullmatch(ref):
        raise ValueError(ref)
    return folder / f"{ref}.file"


def older_than(folder: Path, moment: datetime) -> Iterator[Path]:
    """The files, and what was noted beside them, that have lain since before ``moment``."""
    lying = (path for ending in ("file", "progress", "stop") for path in folder.glob(f"*.{ending}"))
    yield from (path for path in lying if path.stat().st_mtime < moment.timestamp())


def _place(ref: str, number: int) -> str:
    return f"import.file:{ref}:{number}"
