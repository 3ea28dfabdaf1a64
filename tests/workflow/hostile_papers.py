"""PDFs made to break, to burden or to betray, and files that are none of ours; all made here, by code."""

import io
import zipfile
import zlib
from collections.abc import Callable, Iterator

from PIL import Image

from tests.workflow.hostile_pictures import SCRIPT, ZIP, Case, photo, png, saved, zeros

PAGE = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]%s>>"


def pdf(*more: str | bytes, page: str = "", root: str = "", pages: str = "", trailer: str = "") -> bytes:
    """A PDF of one page; objects ``more`` are numbered from 4, the other words are put in where they belong."""
    parts: list[str | bytes] = [
        f"<</Type/Catalog/Pages 2 0 R{root}>>",
        pages or "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        PAGE % page,
        *more,
    ]
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, part if isinstance(part, bytes) else part.encode())
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += f"trailer<</Size {len(parts) + 1}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def stream(data: bytes, facts: str = "") -> bytes:
    return f"<</Length {len(data)}{facts}>>\nstream\n".encode() + data + b"\nendstream"


def drawing(data: bytes, facts: str = "") -> Callable[[], bytes]:
    """A page whose content is ``data``."""
    return lambda: pdf(stream(data, facts), page="/Contents 4 0 R")


def pictured(data: bytes, facts: str) -> Callable[[], bytes]:
    """A page with one picture on it."""
    image = stream(data, f"/Type/XObject/Subtype/Image/ColorSpace/DeviceGray/BitsPerComponent 8{facts}")
    page = "/Contents 4 0 R/Resources<</XObject<</I 5 0 R>>>>"
    return lambda: pdf(stream(b"q 200 0 0 100 0 0 cm /I Do Q"), image, page=page)


def with_pages(count: int) -> bytes:
    kids = "3 0 R " * count
    return pdf(pages=f"<</Type/Pages/Count {count}/Kids[{kids}]>>")


def repeated_forms(depth: int, width: int) -> bytes:
    """A drawing of drawings: each draws the next ``width`` times."""
    parts: list[str | bytes] = [stream(b"/F Do", "")]
    for level in range(depth):
        facts = f"/Type/XObject/Subtype/Form/BBox[0 0 200 100]/Resources<</XObject<</F {6 + level} 0 R>>>>"
        parts.append(stream(b"/F Do " * width, facts))
    parts.append(stream(b"0 0 200 100 re f", "/Type/XObject/Subtype/Form/BBox[0 0 200 100]"))
    return pdf(*parts, page="/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>")


def endless_sums() -> bytes:
    """A shade whose every point takes thousands of sums: much work, little memory."""
    sums = stream(b"{ pop " + b"dup sin pop " * 5_000 + b"}", "/FunctionType 4/Domain[0 1 0 1]/Range[0 1]")
    shade = "<</ShadingType 1/Domain[0 1 0 1]/Matrix[200 0 0 100 0 0]/ColorSpace/DeviceGray/Function 6 0 R>>"
    return pdf(stream(b"/S sh"), shade, sums, page="/Contents 4 0 R/Resources<</Shading<</S 5 0 R>>>>")


def own_form() -> bytes:
    """A drawing that draws itself."""
    facts = "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</F 5 0 R>>>>"
    page = "/Contents 4 0 R/Resources<</XObject<</F 5 0 R>>>>"
    return pdf(stream(b"/F Do"), stream(b"/F Do /F Do", facts), page=page)


def loop_of_tables() -> bytes:
    """A table of places whose predecessor is itself."""
    plain = pdf()
    start = plain.rindex(b"xref\n0", 0, plain.rindex(b"startxref"))
    return plain.replace(b"/Root 1 0 R>>", b"/Root 1 0 R/Prev %d>>" % start)


def loop_of_streams() -> bytes:
    """Streams of objects that extend each other."""
    facts = "/Type/ObjStm/N 1/First 4/Extends %d 0 R"
    return pdf(stream(b"9 0 null", facts % 5), stream(b"8 0 null", facts % 4), page="/Contents 9 0 R")


def locked() -> bytes:
    """Encrypted (RC4, 40 bits) so that no password of ours fits."""
    encrypt = f"<</Filter/Standard/V 1/R 2/O<{'41' * 32}>/U<{'42' * 32}>/P -4>>"
    return pdf(encrypt, trailer=f"/Encrypt 4 0 R/ID[<{'43' * 16}><{'43' * 16}>]")


def deep() -> bytes:
    """A list in a list, a hundred thousand times."""
    return pdf("[" * 100_000 + "]" * 100_000, page="/Contents 4 0 R")


def attached() -> bytes:
    names = "/Names<</EmbeddedFiles<</Names[(CANARY.exe) 4 0 R]>>/JavaScript<</Names[(x) 6 0 R]>>>>"
    script = "<</S/JavaScript/JS(app.alert\\('CANARY'\\))>>"
    return pdf("<</Type/Filespec/F(CANARY.exe)/EF<</F 5 0 R>>>>", stream(b"MZ CANARY"), script, root=names)


def filled_form() -> bytes:
    field = "<</Type/Annot/Subtype/Widget/FT/Tx/T(a)/V(CANARY)/Rect[0 0 90 20]/AA<</K<</S/JavaScript/JS(CANARY)>>>>>>"
    xfa = stream(b"<xdp:xdp><script>CANARY</script></xdp:xdp>")
    return pdf(field, xfa, page="/Annots[4 0 R]", root="/AcroForm<</Fields[4 0 R]/XFA 5 0 R>>")


def office() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return out.getvalue()


def zip_bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("0", bytes(8 << 20))
    return out.getvalue()


def deflated_twice() -> bytes:
    return zlib.compress(zeros(1024 << 20), 9)


WEBP = lambda: saved(Image.new("RGB", (9, 9)), "WEBP")  # noqa: E731 - one of a row of makers
TIFF = lambda: saved(Image.new("RGB", (9, 9)), "TIFF")  # noqa: E731 - the same
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + b"\0" * 64
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
XML = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
ACTION = "/OpenAction<</S/JavaScript/JS(this.exportDataObject\\('CANARY'\\))>>/AA<</WC<</S/JavaScript/JS(1)>>>>"
LAUNCH = "/OpenAction<</S/Launch/F(CANARY.exe)>>"
LINK = "/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 200 100]/A<</S/URI/URI(http://CANARY.example/)>>>>]"
TWICE = "/Filter[/FlateDecode/FlateDecode]"
FLATE = "/Filter/FlateDecode"
JP2 = b"\0\0\0\x0cjP  \r\n\x87\n" * 9
PICTURE = "/Width 20000/Height 20000"


def that_carry() -> Iterator[Case]:
    """What holds more than is seen."""
    yield "an archive behind a PDF", "kk.pdf", lambda: pdf() + ZIP, "clean"
    yield "a web page behind a PDF", "kk.pdf", lambda: pdf() + SCRIPT + b"CANARY", "clean"
    yield "a script that runs on opening", "kk.pdf", lambda: pdf(root=ACTION), "clean"
    yield "a program started on opening", "kk.pdf", lambda: pdf(root=LAUNCH), "clean"
    yield "a link over the whole page", "kk.pdf", lambda: pdf(page=LINK), "clean"
    yield "a program inside", "kk.pdf", attached, "clean"
    yield "a form that runs scripts", "kk.pdf", filled_form, "clean"
    yield "an author", "kk.pdf", lambda: pdf("<</Author(CANARY)>>", trailer="/Info 4 0 R"), "clean"
    yield "text nobody sees", "kk.pdf", drawing(b"BT 3 Tr /F 9 Tf (CANARY) Tj ET"), "clean"


def that_burden() -> Iterator[Case]:
    """What asks for more than there is, or for what it does not get."""
    yield "a PDF that asks for a password", "kunci.pdf", locked, "encrypted"
    yield "100,000 pages", "tebal.pdf", lambda: with_pages(100_000), "too_many_pages"
    yield "21 pages", "tebal.pdf", lambda: with_pages(21), "too_many_pages"
    yield "a page as large as a country", "luas.pdf", lambda: pdf(page="/MediaBox[0 0 1e9 1e9]"), "clean"
    yield "a page as thin as a hair", "tipis.pdf", lambda: pdf(page="/MediaBox[0 0 1000000 1]"), "clean"
    yield "a page turned inside out", "balik.pdf", lambda: pdf(page="/MediaBox[900 900 0 0]"), "clean"
    yield "pages that are their own parents", "putar.pdf", lambda: pdf(
        pages="<</Type/Pages/Count 1/Kids[2 0 R]/Parent 2 0 R>>"
    ), "damaged"  # fmt: skip
    yield "tables in a circle", "putar.pdf", loop_of_tables, "clean"
    yield "streams of objects in a circle", "putar.pdf", loop_of_streams, "clean"
    yield "a drawing that draws itself", "putar.pdf", own_form, "clean|too_heavy"
    yield "a drawing of a million drawings", "berat.pdf", lambda: repeated_forms(6, 30), "too_heavy"
    yield "a shade of endless sums", "berat.pdf", endless_sums, "too_heavy"
    yield "content that unpacks to 1 GB", "bom.pdf", drawing(zeros(1024 << 20), FLATE), "too_heavy|clean"
    yield "content packed twice", "bom.pdf", drawing(deflated_twice(), TWICE), "too_heavy|clean"
    yield "a picture of 400 megapixels", "bom.pdf", pictured(zeros(400 << 20), PICTURE + FLATE), "too_heavy|clean"
    yield (
        "JPEG 2000 of nonsense",
        "aneh.pdf",
        pictured(JP2, PICTURE + "/Filter/JPXDecode"),
        "clean",
    )
    yield "JBIG2 of nonsense", "aneh.pdf", pictured(b"\x97JB2" + b"\xff" * 99, PICTURE + "/Filter/JBIG2Decode"), "clean"
    yield "fax of nonsense", "aneh.pdf", pictured(b"\xff" * 999, PICTURE + "/Filter/CCITTFaxDecode"), "clean|too_heavy"
    yield (
        "words without end",
        "dalam.pdf",
        deep,
        "clean|damaged",
    )
    yield "a cut PDF", "putus.pdf", lambda: pdf()[:40], "damaged"
    yield "a PDF in name only", "kk.pdf", lambda: b"%PDF-1.7\n" + b"\0" * 99, "damaged"


def that_are_something_else() -> Iterator[Case]:
    """What is not what it says."""
    yield "no bytes", "kosong.pdf", lambda: b"", "empty"
    yield "one byte", "satu.jpg", lambda: b"\xff", "not_inside"
    yield "more than is taken", "besar.pdf", lambda: pdf() + bytes(10 << 20), "too_large"
    yield "a program called PDF", "ktp.pdf", lambda: b"MZ\x90\0", "not_inside"
    yield "an archive called PDF", "kk.pdf", zip_bomb, "not_inside"
    yield "a document called PDF", "surat.pdf", office, "not_inside"
    yield "a web page called photo", "ktp.jpg", lambda: SCRIPT, "not_inside"
    yield "a drawing with a script (SVG)", "ktp.svg", lambda: SVG, "kind"
    yield "SVG called PNG", "ktp.png", lambda: SVG, "not_inside"
    yield "XML that multiplies", "ktp.png", lambda: XML, "not_inside"
    yield "a photo called PNG", "ktp.png", photo, "mismatch"
    yield "a PNG called photo", "ktp.jpg", png, "mismatch"
    yield "a PDF called photo", "ktp.jpg", pdf, "mismatch"
    yield "TIFF called photo", "ktp.jpg", TIFF, "picture"
    yield "WebP called PNG", "ktp.png", WEBP, "picture"
    yield "GIF called PNG", "ktp.png", lambda: b"GIF89a" + bytes(20), "picture"
    yield "HEIC called photo", "ktp.jpg", lambda: HEIC, "heic"
    yield "HEIC as it is", "IMG_1.heic", lambda: HEIC, "heic"
    yield "a program with two endings", "ktp.pdf.exe", pdf, "kind"
    yield "a web page with two endings", "ktp.jpg.html", photo, "kind"
    yield "no ending", "ktp", photo, "kind"


def papers() -> Iterator[Case]:
    yield from that_carry()
    yield from that_burden()
    yield from that_are_something_else()
