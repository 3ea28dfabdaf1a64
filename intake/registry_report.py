"""What is told of an import of a registry: its figures, why rows were refused, and those rows again."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from registry.read import Reason
from registry.spool import Spool


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """A row that made no record: its number, why, and its cells under their header."""

    row: int
    reason: Reason
    header: tuple[object, ...]
    cells: tuple[object, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryReport:
    """What an import did, or would do: then ``batch`` is empty.

    ``flags`` counts what is odd within the file, by ``registry.flags.Flag``. ``reasons`` counts the refused rows,
    which lie sealed in a temporary file until the report is let go.
    """

    read: int
    new: int
    changed: int
    same: int
    refused: int
    batch: str
    reasons: Mapping[Reason, int]
    flags: Mapping[str, int] = field(default_factory=dict)
    resumed: bool = False
    _refused: Spool

    def refused_rows(self) -> Iterator[Refused]:
        for chunk in self._refused.chunks():
            yield from chunk
