"""What kind of file some bytes are, and whether they are safe to unpack; decided before unpacking."""

import io
import re
import zipfile
import zlib
from enum import StrEnum

from intake.faults import FileFault, UnreadableFile
from intake.marks_xls import is_locked

MAX_BYTES = 20 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_MEMBERS = 2_000
MAX_RATIO = 200
RATIO_MATTERS_FROM = 10 * 1024 * 1024

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!")
OTHER_FORMATS = (
    b"%PDF",
    b"\xff\xd8\xff",
    b"\x89PNG",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
)
MARKUP = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|table|head|body|meta|\?xml|style|div)", re.IGNORECASE
)
MARKUP_WITHIN = 1_000
MARKUP_IN_UTF_16 = (b"\xff\xfe<\x00", b"\xfe\xff\x00<")
SPREADSHEET_MEMBERS = ("xl/workbook.xml", "xl/workbook.bin", "content.xml")
MANIFEST_AS_WRITTEN = "META-INF/manifest.xml"
MANIFEST = MANIFEST_AS_WRITTEN.lower()
MAX_MANIFEST = 1024 * 1024
ENCRYPTED = b"encryption-data"
ENCRYPTED_MEMBER = "encrypted-package"
ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
WORKBOOK_STREAMS = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))


class Container(StrEnum):
    """How the bytes are packed."""

    ZIPPED = "zipped"
    OLE = "ole"
    MARKUP = "markup"
    TEXT = "text"


def recognise(data: bytes) -> Container:
    """Tell how ``data`` is packed by its first bytes, never by a file name.

    Raises UnreadableFile for what isn't a workbook or is unsafe to unpack.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableFile(FileFault.TOO_LARGE, limit=MAX_BYTES)
    if not data.strip(b"\x00\t\r\n \xef\xbb\xbf"):
        raise UnreadableFile(FileFault.EMPTY)
    if data.startswith(b"PK"):
        check_zip(data)
        return Container.ZIPPED
    if data.startswith(OLE):
        check_ole(data)
        return Container.OLE
    check_text(data)
    return Container.MARKUP if is_markup(data) else Container.TEXT


def check_zip(data: bytes) -> None:
    """Refuse an archive that isn't a spreadsheet or would unpack to more than a desk ever needs."""
    try:
        members = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, EOFError) as fault:
        raise UnreadableFile(FileFault.DAMAGED) from fault
    if len(members) > MAX_MEMBERS or _unpacks_too_far(members):
        raise UnreadableFile(FileFault.BOMB)
    if any(member.flag_bits & 1 for member in members):
        raise UnreadableFile(FileFault.PASSWORD)
    names = {member.filename.lower() for member in members}
    if ENCRYPTED_MEMBER in names or (MANIFEST in names and ENCRYPTED in _manifest(data)):
        raise UnreadableFile(FileFault.PASSWORD)
    if names.isdisjoint(SPREADSHEET_MEMBERS):
        raise UnreadableFile(FileFault.NOT_A_WORKBOOK)


def _manifest(data: bytes) -> bytes:
    """The list in which an ods says how its parts are locked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open(MANIFEST_AS_WRITTEN) as part:
            return part.read(MAX_MANIFEST)
    except (KeyError, zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError):
        return b""


def _unpacks_too_far(members: list[zipfile.ZipInfo]) -> bool:
    packed = sum(member.compress_size for member in members)
    unpacked = sum(member.file_size for member in members)
    inflated = unpacked > RATIO_MATTERS_FROM and unpacked > MAX_RATIO * max(packed, 1)
    return unpacked > MAX_UNPACKED or inflated


def check_ole(data: bytes) -> None:
    """Refuse an OLE file that holds an encrypted workbook, or none."""
    if ENCRYPTED_STREAM in data or is_locked(data):
        raise UnreadableFile(FileFault.PASSWORD)
    if not any(stream in data for stream in WORKBOOK_STREAMS):
        raise UnreadableFile(FileFault.NOT_A_WORKBOOK)


def is_markup(data: bytes) -> bool:
    """Whether ``data`` begins as a web page or as XML does."""
    return bool(MARKUP.match(data[:MARKUP_WITHIN])) or data.startswith(MARKUP_IN_UTF_16)


def check_text(data: bytes) -> None:
    """Refuse programs, pictures and other bytes that aren't text."""
    if data.startswith(PROGRAMS):
        raise UnreadableFile(FileFault.PROGRAM)
    if data.startswith(OTHER_FORMATS):
        raise UnreadableFile(FileFault.NOT_A_WORKBOOK)
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableFile(FileFault.NOT_A_WORKBOOK)
