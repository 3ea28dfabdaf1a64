"""Parts of a zipped workbook, as text or bytes, with a bound on what is unpacked."""

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator

MAX_PART = 60 * 1024 * 1024
DAMAGED = (KeyError, ValueError, IndexError, OSError, EOFError, NotImplementedError, zipfile.BadZipFile, zlib.error)
"""What reading the parts of a damaged workbook may raise."""

ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")


def opened(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def part(archive: zipfile.ZipFile, name: str) -> bytes:
    """The bytes of a part; none of one that is longer than any sheet of a desk."""
    if archive.getinfo(name).file_size > MAX_PART:
        return b""
    with archive.open(name) as file:
        return file.read(MAX_PART)


def text_part(archive: zipfile.ZipFile, name: str) -> str:
    return part(archive, name).decode("utf-8", "replace")


def targets(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The parts that a list of relations names, by their id."""
    tags = (attributes(tag[1]) for tag in RELATION.finditer(text_part(archive, name)))
    return {at["Id"]: _path(at["Target"]) for at in tags}


def tags(pattern: re.Pattern[str], xml: str) -> Iterator[dict[str, str]]:
    for tag in pattern.finditer(xml):
        yield attributes(tag[1])


def attributes(tag: str) -> dict[str, str]:
    return {name: double or single for name, double, single in ATTRIBUTE.findall(tag)}


def _path(target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
