"""Pictures made to break, to burden or to betray, and odd ones that are in order; all made here, by code."""

import io
import struct
import zlib
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image, ImageCms

Case = tuple[str, str, Callable[[], bytes], str]
"""What it is, its name, how it is made, and what becomes of it: ``clean`` or the problem told."""

SCRIPT = b"<html><script>alert(document.cookie)</script></html>"
ZIP = b"PK\x03\x04" + b"\0" * 26 + b"CANARY.class" + b"PK\x05\x06" + b"\0" * 18
MB = 1 << 20
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def header(width: int, height: int, depth: int = 8, colour: int = 2, interlaced: int = 0) -> bytes:
    return chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def png(*chunks: bytes, size: tuple[int, int] = (4, 4), depth: int = 8, colour: int = 2) -> bytes:
    """A sound PNG with ``chunks`` before its pixels."""
    row = b"\0" + b"\x7f" * (size[0] * {0: 1, 2: 3, 6: 4}[colour] * depth // 8)
    pixels = chunk(b"IDAT", zlib.compress(row * size[1]))
    return SIGNATURE + header(*size, depth, colour) + b"".join(chunks) + pixels + chunk(b"IEND", b"")


def saved(image: Image.Image, kind: str, **how: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return out.getvalue()


def photo(**how: Any) -> bytes:
    return saved(Image.new("RGB", (64, 48), "teal"), "JPEG", **how)


def zeros(count: int) -> bytes:
    """At least ``count`` zeros, deflated (RFC 1950, 1951): one piece again and again, so that it costs nothing here."""
    press = zlib.compressobj(9)
    head, piece = press.compress(bytes(MB)) + press.flush(zlib.Z_FULL_FLUSH), b""
    piece = press.compress(bytes(MB)) + press.flush(zlib.Z_FULL_FLUSH)
    more = count // MB
    return head + piece * more + b"\x03\0" + struct.pack(">HH", (more + 1) * MB % 65_521, 1)


def of_169_megapixels() -> bytes:
    size = 13_000
    return SIGNATURE + header(size, size, 1, 0) + chunk(b"IDAT", zeros(size * (size // 8 + 1))) + chunk(b"IEND", b"")


def declared(width: int, height: int) -> Callable[[], bytes]:
    return lambda: SIGNATURE + header(width, height) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b"")


def jpeg_of(width: int, height: int) -> bytes:
    """A photograph whose header says another size."""
    data = bytearray(photo())
    place = data.index(b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def frames(count: int) -> bytes:
    """An animation that says it has ``count`` frames, and brings them."""
    control = struct.pack(">IIIIHHBB", 4, 4, 0, 0, 1, 10, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x7f" * 12) * 4)
    more = b"".join(
        chunk(b"fcTL", struct.pack(">I", 2 * n + 1) + control) + chunk(b"fdAT", struct.pack(">I", 2 * n + 2) + pixels)
        for n in range(count)
    )
    first = chunk(b"acTL", struct.pack(">II", count, 0)) + chunk(b"fcTL", struct.pack(">I", 0) + control)
    return SIGNATURE + header(4, 4) + first + chunk(b"IDAT", pixels) + more + chunk(b"IEND", b"")


def with_exif() -> bytes:
    """A photograph turned by its EXIF, which also tells where it was taken and runs a script."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = SCRIPT.decode() + " CANARY"
    exif.get_ifd(0x8825).update({1: "N", 2: (2.0, 50.0, 12.0), 3: "E", 4: (117.0, 22.0, 5.0)})
    return photo(exif=exif)


def with_segment(marker: int, data: bytes) -> bytes:
    plain = photo()
    return plain[:2] + b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data + plain[2:]


def hidden_pixels() -> bytes:
    """What nobody sees lies in the colour of pixels that are fully transparent."""
    image = Image.new("RGBA", (64, 64), (255, 255, 255, 0))
    image.paste((1, 2, 3, 0), (10, 10, 50, 50))
    return saved(image, "PNG")


def looping_exif() -> bytes:
    """A directory of EXIF that names itself as the next one."""
    return with_segment(0xE1, b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\x08\0\0\0")


def text_bomb(kind: bytes, before: bytes, size: int) -> Callable[[], bytes]:
    return lambda: png(chunk(kind, before + zeros(size)))


def many_texts() -> bytes:
    part = zlib.compress(bytes(1_000_000), 9)
    return png(*(chunk(b"zTXt", b"k%d\0\0" % number + part) for number in range(100)))


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
XMP = b"http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>CANARY</x:xmpmeta>"


def that_carry() -> Iterator[Case]:
    """What holds more than is seen."""
    yield "a web page behind a photo", "ktp.jpg", lambda: photo() + SCRIPT + b"CANARY", "clean"
    yield "a web page in a comment", "ktp.jpg", lambda: with_segment(0xFE, SCRIPT + b"CANARY"), "clean"
    yield "a Java archive behind a photo", "ktp.jpg", lambda: photo() + ZIP, "clean"
    yield "a script in a text of a PNG", "ktp.png", lambda: png(chunk(b"tEXt", b"CANARY\0" + SCRIPT)), "clean"
    yield "a script behind a PNG", "ktp.png", lambda: png() + b";/*CANARY*/alert(1)//", "clean"
    yield "an archive behind a PNG", "ktp.png", lambda: png() + ZIP, "clean"
    yield "a PDF behind a photo", "ktp.jpg", lambda: photo() + b"%PDF-1.4 CANARY", "clean"
    yield "a chunk of nobody's kind", "ktp.png", lambda: png(chunk(b"caNa", b"CANARY" * 1000)), "clean"
    yield "EXIF with a place and a script", "foto.jpg", with_exif, "clean"
    yield "EXIF that goes round in a circle", "foto.jpg", looping_exif, "clean"
    yield "EXIF of nonsense", "foto.jpg", lambda: with_segment(0xE1, b"Exif\0\0MM\0*\xff\xff\xff\xff CANARY"), "clean"
    yield "EXIF in a PNG", "foto.png", lambda: png(chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0\0\0\0\0CANARY")), "clean"
    yield "XMP", "foto.jpg", lambda: with_segment(0xE1, XMP), "clean"
    yield "pixels under transparency", "kk.png", hidden_pixels, "clean"


def that_burden() -> Iterator[Case]:
    """What asks for more than there is."""
    yield "169 megapixels in a few KB", "besar.png", of_169_megapixels, "too_many_pixels"
    yield "a header of two thousand million rows", "besar.png", declared(2**31 - 1, 2**31 - 1), "too_many_pixels"
    yield "a header of one endless row", "besar.png", declared(16_000_000, 1), "damaged"
    yield "a header of no size", "nol.png", declared(0, 0), "damaged"
    yield "a JPEG of 65,500 by 65,500", "besar.jpg", lambda: jpeg_of(65_500, 65_500), "too_many_pixels"
    yield "a JPEG that says 49 megapixels and is small", "besar.jpg", lambda: jpeg_of(7_000, 7_000), "clean"
    yield "an animation of 10,000 frames", "gerak.png", lambda: frames(10_000), "clean"
    yield "a zTXt bomb", "bom.png", text_bomb(b"zTXt", b"k\0\0", 512 * MB), "damaged"
    yield "an iTXt bomb", "bom.png", text_bomb(b"iTXt", b"k\0\x01\0\0\0", 512 * MB), "damaged"
    yield "an ICC bomb", "bom.png", text_bomb(b"iCCP", b"k\0\0", 512 * MB), "damaged"
    yield "a hundred texts of a million letters", "bom.png", many_texts, "damaged"
    yield "pixels that unpack to far more than the size", "bom.png", lambda: (
        SIGNATURE + header(8, 8) + chunk(b"IDAT", zeros(256 * MB)) + chunk(b"IEND", b"")
    ), "clean"  # fmt: skip


def that_are_odd() -> Iterator[Case]:
    """What is broken, or in order though it is rare."""
    yield "a colour profile of nonsense", "warna.jpg", lambda: photo(icc_profile=b"CANARY" * 999), "clean"
    yield "a cut photo", "putus.jpg", lambda: photo()[:-200], "damaged"
    yield "a cut PNG", "putus.png", lambda: png()[:50], "damaged"
    yield "a PNG with a wrong sum", "putus.png", lambda: png().replace(b"IDAT", b"IDAU"), "damaged"
    yield "the first bytes of a photo alone", "ktp.jpg", lambda: b"\xff\xd8\xff", "damaged"
    yield "nested photos", "ktp.jpg", lambda: with_segment(0xE1, b"Exif\0\0" + photo()), "clean"
    yield "in order: CMYK", "cetak.jpg", lambda: saved(Image.new("CMYK", (20, 20)), "JPEG"), "clean"
    yield "in order: grey", "pindai.jpg", lambda: saved(Image.new("L", (20, 20)), "JPEG"), "clean"
    yield "in order: progressive", "web.jpg", lambda: photo(progressive=True), "clean"
    yield "in order: a profile", "warna.jpg", lambda: photo(icc_profile=SRGB), "clean"
    yield "in order: 16 bits", "pindai.png", lambda: png(depth=16), "clean"
    yield "in order: 16 bits of grey", "pindai.png", lambda: png(depth=16, colour=0), "clean"
    yield "in order: palette", "layar.png", lambda: saved(Image.new("P", (9, 9)), "PNG", transparency=0), "clean"
    yield "in order: black and white", "faks.png", lambda: saved(Image.new("1", (9, 9)), "PNG"), "clean"
    yield "in order: a colour that is transparent", "layar.png", lambda: png(chunk(b"tRNS", b"\0\x7f" * 3)), "clean"
    yield "in order: grey and transparent", "layar.png", lambda: saved(Image.new("LA", (9, 9)), "PNG"), "clean"
    yield "in order: interlaced", "web.png", interlaced, "clean"
    yield "in order: two pictures in one (MPO)", "foto.jpg", lambda: saved(
        Image.new("RGB", (9, 9)), "MPO", save_all=True, append_images=[Image.new("RGB", (9, 9), "red")]
    ), "clean"  # fmt: skip


def interlaced() -> bytes:
    """Eight by eight in seven passes (PNG specification, 8.2)."""
    passes = ((1, 1), (1, 1), (2, 1), (2, 2), (4, 2), (4, 4), (8, 4))
    rows = b"".join((b"\0" + b"\x7f" * (3 * wide)) * high for wide, high in passes)
    return SIGNATURE + header(8, 8, interlaced=1) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def pictures() -> Iterator[Case]:
    yield from that_carry()
    yield from that_burden()
    yield from that_are_odd()
