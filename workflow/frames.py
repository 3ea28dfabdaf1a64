"""How two processes of the desk talk through a pipe: a head of plain facts, and bytes."""

import json
import struct
from typing import IO, Any, Final

LENGTHS: Final = struct.Struct(">IQ")
LONGEST_HEAD: Final = 64 * 1024
LONGEST: Final = 64 * 1024 * 1024

Frame = tuple[dict[str, Any], bytes]


class Cut(ValueError):
    """The other side ended in the middle, or says more than anybody has to say."""


def write(pipe: IO[bytes], head: dict[str, Any], data: bytes = b"") -> None:
    said = json.dumps(head).encode()
    pipe.write(LENGTHS.pack(len(said), len(data)))
    pipe.write(said)
    pipe.write(data)
    pipe.flush()


def read(pipe: IO[bytes]) -> Frame:
    """The next frame. Raises Cut; also EOFError where the other side has ended and said nothing."""
    lengths = pipe.read(LENGTHS.size)
    if not lengths:
        raise EOFError
    if len(lengths) < LENGTHS.size:
        raise Cut
    of_head, of_data = LENGTHS.unpack(lengths)
    if of_head > LONGEST_HEAD or of_data > LONGEST:
        raise Cut
    said, data = pipe.read(of_head), pipe.read(of_data)
    if len(said) < of_head or len(data) < of_data:
        raise Cut
    head: dict[str, Any] = json.loads(said)
    return head, data
