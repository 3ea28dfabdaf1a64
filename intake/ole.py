"""One stream of an OLE compound file, the box in which an xls keeps its workbook (MS-CFB)."""

import struct
from collections.abc import Iterator

HEADER = 512
ENTRY = 128
FREE = 0xFFFFFFFA
STREAM, ROOT = 2, 5


def stream(data: bytes, names: tuple[str, ...]) -> bytes | None:
    """The bytes of the first stream called one of ``names``, or None. Raises struct.error, ValueError if damaged."""
    box = _Box(data)
    entries = list(box.entries())
    for name in names:
        for kind, found, first, size in entries:
            if kind == STREAM and found.casefold() == name.casefold():
                return box.content(first, size, entries)
    return None


Entry = tuple[int, str, int, int]


class _Box:
    """The sectors of a compound file and the chains they form."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        shift, mini_shift = struct.unpack_from("<HH", data, 30)
        if not (shift in {9, 12} and mini_shift == 6):
            raise ValueError("not a compound file")
        self._size, self._mini = 1 << shift, 1 << mini_shift
        self._directory, self._cutoff, self._first_mini = struct.unpack_from("<I4xII", data, 48)
        self._next = self._table(self._tables())

    def entries(self) -> Iterator[Entry]:
        """(kind, name, first sector, size) of everything in the directory."""
        directory = self._chained(self._directory)
        for at in range(0, len(directory) - ENTRY + 1, ENTRY):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            first, size = struct.unpack_from("<II", directory, at + 116)
            yield kind, directory[at : at + max(length - 2, 0)].decode("utf-16-le", "replace"), first, size

    def content(self, first: int, size: int, entries: list[Entry]) -> bytes:
        if size >= self._cutoff:
            return self._chained(first)[:size]
        root = next((entry for entry in entries if entry[0] == ROOT), None)
        if root is None:
            raise ValueError("no root")
        small, follow = self._chained(root[2]), self._numbers(self._chained(self._first_mini))
        sectors = self._chain(first, follow)
        return b"".join(small[at * self._mini : (at + 1) * self._mini] for at in sectors)[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _chained(self, first: int) -> bytes:
        return b"".join(map(self._sector, self._chain(first, self._next)))

    @staticmethod
    def _chain(first: int, follow: tuple[int, ...]) -> Iterator[int]:
        """The sectors of a chain; one that runs in a circle ends where it has named all there are."""
        for _ in follow:
            if first >= len(follow):
                return
            yield first
            first = follow[first]

    def _tables(self) -> Iterator[int]:
        """The sectors that hold the table of chains: 109 in the header, the rest in a chain of their own."""
        yield from (number for number in struct.unpack_from("<109I", self._data, 76) if number < FREE)
        at, count = struct.unpack_from("<II", self._data, 68)
        for _ in range(min(count, len(self._data) // self._size)):
            numbers = self._numbers(self._sector(at))
            if not numbers:
                return
            yield from (number for number in numbers[:-1] if number < FREE)
            at = numbers[-1]

    def _table(self, sectors: Iterator[int]) -> tuple[int, ...]:
        return self._numbers(b"".join(map(self._sector, sectors)))

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])
