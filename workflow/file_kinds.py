"""Which files are taken as evidence, by their first bytes and the ending of their name, and how they are called."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from workflow.refusals import UnreadableUpload

MAX_BYTES: Final = 10 * 1024 * 1024
LONGEST_NAME: Final = 120
KINDS: Final[Mapping[str, tuple[bytes, tuple[str, ...]]]] = MappingProxyType(
    {
        "jpeg": (b"\xff\xd8\xff", (".jpg", ".jpeg")),
        "png": (b"\x89PNG\r\n\x1a\n", (".png",)),
        "pdf": (b"%PDF-", (".pdf",)),
    }
)
HEIC: Final = re.compile(rb"....ftyp(?:hei[cmsx]|hev[cmsx]|mif1|msf1|avi[fs])", re.DOTALL)
OTHER_PICTURES: Final = re.compile(rb"RIFF....WEBP|II\*\0|MM\0\*|GIF8[79]a|BM|\0\0\0\x0cJXL |\0\0\0\x0cjP  ", re.DOTALL)


def kind_of(name: str, data: bytes) -> str:
    """``jpeg``, ``png`` or ``pdf`` where the name's ending and the first bytes agree. Raises UnreadableUpload."""
    if not data:
        raise UnreadableUpload("empty")
    if len(data) > MAX_BYTES:
        raise UnreadableUpload("too_large")
    if HEIC.match(data):
        raise UnreadableUpload("heic")
    named = next((kind for kind, (_, endings) in KINDS.items() if name.lower().endswith(endings)), None)
    held = next((kind for kind, (magic, _) in KINDS.items() if data.startswith(magic)), None)
    if named is None:
        raise UnreadableUpload("kind")
    if held is None:
        raise UnreadableUpload("picture" if OTHER_PICTURES.match(data) else "not_inside")
    if held != named:
        raise UnreadableUpload("mismatch")
    return held


def plain_name(name: str) -> str:
    """The last part of a path, without what cannot be seen, no longer than is kept; its ending stays.

    What cannot be seen turns the order of letters round, breaks a header or hides an ending.
    """
    last = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(seen) <= LONGEST_NAME:
        return seen
    stem, dot, ending = seen.rpartition(".")
    kept = f"{dot}{ending}"[-10:]
    return stem[: LONGEST_NAME - len(kept)] + kept
