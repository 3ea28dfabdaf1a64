"""Two temporary files that keep a large import out of memory, in which nobody can read a personal value."""

import pickle
import weakref
from array import array
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import Any, Final

from privacy.keys import new_key
from privacy.seal import seal_bytes, unseal_bytes

CHUNK: Final = 2_000
BUCKET_NUMBERS: Final = 1_024
FIRST_BYTES: Final = 256
PLACE: Final = "registry.spool"


class Spool:
    """Rows in the order they came: a few in memory, the rest sealed under a key that dies with the process."""

    def __init__(self) -> None:
        self._file: Any = None
        self._key = new_key()
        self._sizes: list[int] = []
        self._rows: list[Any] = []
        self.count = 0

    def add(self, row: Any) -> None:
        self._rows.append(row)
        self.count += 1
        if len(self._rows) >= CHUNK:
            self._flush()

    def chunks(self) -> Iterator[list[Any]]:
        """The rows again, some at a time."""
        if self._file:
            self._file.seek(0)
        for size in self._sizes:
            data = unseal_bytes(self._key, self._file.read(size), place=PLACE)
            yield pickle.loads(data)  # noqa: S301 - sealed by ourselves, under a key nobody else has
        yield self._rows

    def _flush(self) -> None:
        if self._file is None:
            self._file = _temporary(self)
        sealed = seal_bytes(self._key, pickle.dumps(self._rows), place=PLACE)
        self._file.write(sealed)
        self._sizes.append(len(sealed))
        self._rows = []


class KeySpool:
    """Keyed hashes with their rows, in buckets by kind and first byte: read bucket by bucket they come sorted.

    An index that is filled in its own order writes each of its pages once; filled at random, hundreds of times.
    """

    def __init__(self) -> None:
        self._file = _temporary(self)
        self._open: dict[int, array[int]] = {}
        self._places: dict[int, list[tuple[int, int]]] = {}
        self._end = 0
        self.count = 0
        self.sum = 0

    def add(self, keys: Iterable[tuple[int, int]], row: int) -> None:
        """Take in the (kind, hash) pairs of one row."""
        buckets = self._open
        for kind, hashed in keys:
            at = kind * FIRST_BYTES + (hashed >> 56)
            bucket = buckets.get(at)
            if bucket is None:
                bucket = buckets[at] = array("q")
            bucket.append(hashed)
            bucket.append(row)
            self.count += 1
            self.sum += hashed
            if len(bucket) >= BUCKET_NUMBERS:
                self._flush(at)

    def sorted(self, *kinds: int) -> Iterator[tuple[int, list[tuple[int, int]]]]:
        """(kind, [(hash, row), ...]) bucket by bucket in ascending order, of ``kinds`` or of all."""
        for at in sorted(self._open):
            kind = (at + FIRST_BYTES // 2) // FIRST_BYTES
            if not kinds or kind in kinds:
                yield kind, self._bucket(at)

    def _flush(self, at: int) -> None:
        data = self._open[at].tobytes()
        self._file.seek(self._end)
        self._file.write(data)
        self._places.setdefault(at, []).append((self._end, len(data)))
        self._end += len(data)
        self._open[at] = array("q")

    def _bucket(self, at: int) -> list[tuple[int, int]]:
        numbers = array("q")
        for place, size in self._places.get(at, ()):
            self._file.seek(place)
            numbers.frombytes(self._file.read(size))
        numbers.extend(self._open[at])
        return sorted(zip(numbers[::2], numbers[1::2], strict=True))


def _temporary(owner: object) -> Any:
    """A file without a name, closed when its owner is let go."""
    file = TemporaryFile()  # noqa: SIM115 - see above
    weakref.finalize(owner, file.close)
    return file
