"""Merges the rooms' translations and compiles them, only when a source changed."""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from io import BytesIO
from pathlib import Path
from types import MappingProxyType
from typing import Final

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCES: Final = Path(__file__).parent.parent / "translations"
LANGUAGE: Final = "id"
LIBRARIES: Final[Mapping[str, str]] = MappingProxyType(
    {"flask_admin": "admin", "flask_security": "flask_security", "wtforms": "wtforms"}
)
OURS: Final = "messages"


def domain_of(source: Path) -> str:
    """Tell the gettext domain a file belongs to: a library's own, else ours."""
    return LIBRARIES.get(source.stem, OURS)


def by_domain(sources: Path = SOURCES) -> dict[str, list[Path]]:
    """List the source files of each domain, in the order in which they are merged."""
    found: dict[str, list[Path]] = {OURS: []}
    for source in sorted((sources / LANGUAGE).glob("*.po")):
        found.setdefault(domain_of(source), []).append(source)
    return found


def read(source: Path) -> Catalog:
    """Read one file of translations; a mistake in it names the file."""
    with source.open("rb") as file:
        return read_po(file, locale=LANGUAGE, abort_invalid=True)


def merge(sources: Iterable[Path]) -> Catalog:
    """Put the translated, certain messages of all files into one catalogue; the first file wins."""
    merged = Catalog(locale=LANGUAGE)
    merged.mime_headers = [("Plural-Forms", "nplurals=1; plural=0;")]
    for source in sources:
        for message in read(source):
            if message.id and message.string and not message.fuzzy and merged.get(message.id, message.context) is None:
                merged.add(message.id, message.string, context=message.context)
    return merged


def _stamp(sources: Iterable[Path]) -> str:
    digest = hashlib.sha256()
    for source in sources:
        digest.update(source.name.encode() + b"\0" + source.read_bytes() + b"\0")
    return digest.hexdigest()


def _replace(target: Path, content: bytes) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(name).chmod(0o644)
    Path(name).replace(target)


def _compile_domain(domain: str, sources: list[Path], folder: Path) -> None:
    target, mark = folder / f"{domain}.mo", folder / f"{domain}.stamp.mo"
    stamp = _stamp(sources)
    if target.exists() and mark.exists() and mark.read_text() == stamp:
        return
    buffer = BytesIO()
    write_mo(buffer, merge(sources))
    _replace(target, buffer.getvalue())
    _replace(mark, stamp.encode())


def compile_into(root: Path, sources: Path = SOURCES) -> Path:
    """Bring the compiled catalogues under ``root`` up to date; several processes may do so at once."""
    folder = root / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True, exist_ok=True)
    for domain, files in by_domain(sources).items():
        _compile_domain(domain, files, folder)
    return root


def compile_catalogues(home: Path, sources: Path = SOURCES) -> Path:
    """Compile beside the sources, or under ``home`` where that folder is read-only; the folder used."""
    try:
        return compile_into(sources, sources)
    except OSError:
        return compile_into(home / "translations", sources)
